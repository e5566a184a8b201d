"""The contracts that scripts rely on: what goes in, what comes out, and how it fails."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hotline.matter import Disposition, EmergencyKind, MatterType

ROOF = "从上个月开始锦绣苑3栋楼顶漏水，物业一直不来修"


def jiesu(*words: str, stdin: str | bytes = "", folder: Path | None = None, **settings: str) -> tuple[int, str, str]:
    """Run the command as a script would: exit code, standard output, standard error."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    environment = {key: value for key, value in os.environ.items() if not key.startswith("JIESU_")}
    data = {"JIESU_DATA_DIR": str(folder / "data")} if folder else {}
    done = subprocess.run([sys.executable, "-m", "app", *words], input=given, capture_output=True, check=False,
                          env=environment | data | settings)  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_understand_prints_one_verdict_for_each_message_in_order() -> None:
    messages = [
        {"id": "a", "text": f"{ROOF}，我电话13800001234", "at": "2026-03-02T09:00:00"},
        {"id": 7, "title": "求助", "text": "家里闻到好大的煤气味，头晕"},
        {"id": "c", "text": "新生儿怎么上户口"},
    ]
    code, out, _ = jiesu("understand", stdin="\n".join(json.dumps(each) for each in messages))
    first, second, third = lines(out)
    assert code == 0
    assert [first["id"], second["id"], third["id"]] == ["a", 7, "c"]
    for each in (first, second, third):
        _check_form(each)
    span = first["privacy"][0]
    assert messages[0]["text"][span["start"] : span["end"]] == span["text"] == "13800001234"  # type: ignore[index]
    assert first["elements"]["place"].startswith("锦绣苑3栋")
    assert second["emergency"]["kind"] == "gas"
    assert second["disposition"]["label"] == "emergency"
    assert third["disposition"]["label"] == "consult"


def _check_form(verdict: dict[str, Any]) -> None:
    assert set(verdict) >= {"id", "emergency", "disposition", "matter_type", "category", "unit", "elements", "privacy",
                            "model"}  # fmt: skip
    assert verdict["disposition"]["label"] in set(Disposition)
    assert verdict["matter_type"]["label"] in set(MatterType)
    assert set(verdict["category"]) == {"l1", "l2", "l3", "confidence", "alternatives", "abstained"}
    assert set(verdict["unit"]) == {"lead", "others", "confidence", "auto", "alternatives", "ground"}
    assert set(verdict["elements"]) == {"place", "time", "contact", "missing"}
    assert set(verdict["model"]) == {"version", "hash"}
    assert verdict["emergency"] is None or verdict["emergency"]["kind"] in set(EmergencyKind)


@pytest.mark.parametrize(
    ("given", "named"),
    [("{not json}", "第 1 行"), ('{"id": 1}', "text"), ('{"id":1,"text":"好"}\n[1]', "第 2 行")],
)
def test_a_line_that_is_none_is_refused_with_its_number(given: str, named: str) -> None:
    code, _, err = jiesu("understand", stdin=given)
    assert code == 1
    assert named in err
    assert len(err.strip().splitlines()) == 1


def test_nul_and_lone_surrogates_do_not_stop_the_line() -> None:
    code, out, _ = jiesu("understand", stdin='{"id": "x", "text": "路灯\\u0000坏了\\ud800"}')
    assert code == 0
    assert lines(out)[0]["id"] == "x"


@pytest.mark.parametrize("words", [["understand", "--nonsense"], ["nonsense"], ["answer"]])
def test_wrong_arguments_end_with_two(words: list[str]) -> None:
    assert jiesu(*words)[0] == 2


@pytest.mark.parametrize("words", [["understand", "/no/such/file"], ["replay", "/no/such/file"],
                                   ["evaluate", "--data", "/no/such/file"]])  # fmt: skip
def test_a_file_that_is_missing_is_named_in_one_line(words: list[str]) -> None:
    code, out, err = jiesu(*words)
    assert (code, out) == (1, "")
    assert "/no/such/file" in err
    assert len(err.strip().splitlines()) == 1


def test_answer_reads_a_knowledge_folder_and_a_table(tmp_path: Path) -> None:
    table = tmp_path / "pool.csv"
    table.write_text("id,question,answer\nF1,居住证怎么办,带身份证到派出所办\nF2,公积金怎么提取,到公积金中心\n")
    query = '{"id": 1, "query": "居住证怎么办"}'
    code, out, _ = jiesu("answer", "--knowledge", str(table), stdin=query)
    assert code == 0
    found = lines(out)[0]
    assert (found["decision"], found["entry"]) == ("answer", "F1")
    assert set(found) == {"id", "decision", "entry", "score", "alternatives", "text", "source"}
    base = str(Path("knowledge/base"))
    given = lines(jiesu("answer", "--knowledge", base, stdin='{"id": 1, "query": "今天天气怎么样"}')[1])[0]
    assert given["decision"] != "answer"
    assert given["entry"] is None


def test_converse_plays_a_conversation_into_a_ticket_with_the_contact_unmasked() -> None:
    talks = [
        {"id": "t", "turns": [ROOF, "13800001234", "确认"]},
        {"id": "silent", "turns": [ROOF]},
        {"id": "danger", "turns": ["楼道里电动车着火了，好大的烟"]},
        {"id": "empty", "turns": []},
    ]
    code, out, _ = jiesu("converse", stdin="\n".join(json.dumps(each) for each in talks))
    told, silent, danger, empty = lines(out)
    assert code == 0
    ticket = told["tickets"][0]
    assert set(ticket) >= {"number", "state", "matter_type", "category", "unit", "place", "time", "contact",
                           "anonymous", "text", "deadline"}  # fmt: skip
    assert ticket["contact"] == "13800001234"
    assert ticket["place"] == "锦绣苑3栋"
    assert len(told["replies"]) == len(told["dispositions"]) == 3
    assert len(silent["tickets"]) == 1
    assert danger["redirects"] == ["119"]
    assert "119" in danger["replies"][0][0]
    assert empty["tickets"] == []


def test_doctor_names_a_broken_table_of_the_city_with_file_and_line(tmp_path: Path) -> None:
    city = tmp_path / "city"
    city.mkdir()
    (city / "units.csv").write_text("code,name,kind,type,parent,duties,hours,phone_note\nA,甲,planet,,,,,\n")
    code, out, _ = jiesu("doctor", folder=tmp_path, JIESU_CITY_DIR=str(city))
    assert code == 1
    assert f"{city / 'units.csv'} 第 2 行" in out


def test_a_wrong_setting_is_named_as_it_is_written(tmp_path: Path) -> None:
    code, _, err = jiesu("doctor", folder=tmp_path, JIESU_PORT="ninety")
    assert code == 1
    assert "JIESU_PORT" in err


def test_users_are_added_after_an_upgrade_and_bad_ones_are_refused(tmp_path: Path) -> None:
    assert jiesu("db", "upgrade", folder=tmp_path)[0] == 0
    added = jiesu("user", "add", "boss", "--role", "administrator", stdin="a-long-password\n", folder=tmp_path)
    assert added[0] == 0, added[2]
    for words in (["boss", "--role", "administrator"], ["x", "--role", "king"], ["y", "--role", "department"]):
        code, _, err = jiesu("user", "add", *words, stdin="a-long-password\n", folder=tmp_path)
        assert code == 1
        assert len(err.strip().splitlines()) == 1
