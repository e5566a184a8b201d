"""`jiesu repeats` as a script sees it, and the job of the house with the real comparison."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.commands.repeats import run
from app.jobs import _jobs, attempt
from app.repeats import comparer
from casework.link_repeats import link_repeats
from casework.ports import LinkKind
from hotline.appeal import Appeal, Place
from hotline.clock import SetClock
from hotline.errors import DataFileError
from hotline.matter import MatterType
from hotline.people import Contact
from hotline.taxonomy import Category
from tests.house import MONDAY, migrated, mind, open_desk, open_test_house

TABLE = """id,user,title,time,body
b1,u1,青石路云锦苑旁搅拌站噪音扰民,2026/1/2 8:30:00,云锦苑小区北边的搅拌站每天夜里施工，噪音和扬尘很大，业主没法睡觉。
b2,u2,云锦苑旁边的搅拌站太吵了,2026-01-05 21:00:00,我是云锦苑业主，搅拌站半夜噪音大，扬尘也很大，请尽快处理。
b3,u3,咨询小学入学需要什么材料,2026/1/6,外地户口的孩子今年上一年级，需要准备哪些材料，什么时候报名？
"""


def test_pairs_then_groups_in_the_order_of_the_table_and_the_same_each_time(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(TABLE, encoding="utf-8")
    run(path)
    first = capfdbinary.readouterr().out
    run(path)
    assert capfdbinary.readouterr().out == first
    pair, group = map(json.loads, first.decode().splitlines())
    assert set(pair) == {"a", "b", "score", "why"}
    assert (pair["a"], pair["b"]) == ("b1", "b2")
    assert 0.5 <= pair["score"] <= 1
    assert "云锦苑" in pair["why"]
    assert set(group) == {"cluster", "name", "members"}
    assert group["members"] == ["b1", "b2"]
    assert "搅拌站" in group["name"]


def test_without_a_file_the_table_comes_from_standard_input(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(TABLE, encoding="utf-8")
    run(path)
    named = capfdbinary.readouterr().out
    for options in ([], ["--messages", "-"]):
        piped = subprocess.run([sys.executable, "-m", "app", "repeats", *options], input=TABLE.encode(),
                               capture_output=True, check=True)  # fmt: skip
        assert piped.stdout == named


async def test_weights_that_are_wrong_stop_the_comparing_and_no_other_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DataFileError(Path("weights.toml"), 0, "no_column", column="many")

    with open_test_house(tmp_path, SetClock(MONDAY)) as house:
        monkeypatch.setattr("app.jobs.comparer", refuse)
        jobs = _jobs(house)
        with pytest.raises(DataFileError):
            jobs["repeats"]()
        await attempt(house, "repeats", jobs["repeats"])
        assert jobs["deadlines"]() == 0


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_text("id,text\n1,水\n", encoding="utf-8")
    with pytest.raises(DataFileError):
        run(path)


def test_two_citizens_tickets_about_one_matter_are_linked_by_their_words_and_a_third_is_not(tmp_path: Path) -> None:
    def told(title: str, text: str) -> Appeal:
        place, category = (
            Place("青石路云锦苑", "D1S1", "D1"),
            Category("城乡建设", "城市建设和市政管理", "园林绿化环卫"),
        )
        return Appeal(text, MatterType.COMPLAINT, category, title, place, contact=Contact("", ""))

    rows = [line.split(",", 4) for line in TABLE.splitlines()[1:3]]
    with open_desk(migrated(tmp_path / "."), tmp_path, SetClock(MONDAY)) as desk:
        numbers = [desk.accepted(appeal=told(row[2], row[4]), address=row[1]).number for row in rows]
        dry = told("云锦苑停水三天没人管", "云锦苑小区从周一起停水，自来水公司说是水泵坏了，一直没修。")
        third = desk.accepted(appeal=dry, address="u9").number
        compare = comparer(mind().understander.model, mind().city.wording)
        assert link_repeats(desk.office, desk.database.units_of_work, compare) == 1
        with desk.database.units_of_work(write=False) as uow:
            [seen] = uow.links.of_ticket(numbers[0])
            assert uow.links.of_ticket(third) == []
    assert (seen.other, seen.link.kind) == (numbers[1], LinkKind.SAME_MATTER)
    assert "云锦苑" in seen.link.why
