"""A knowledge base is read whole, or refused with file, line and reason."""

from datetime import date
from pathlib import Path

import pytest

from hotline.errors import DataFileError
from hotline.units import load_units
from hotline.wording import load_wording
from knowledge.entry import EntryKind, Guide
from knowledge.fields import EntryFields
from knowledge.load import load_base, load_csv, open_base
from knowledge.payload import entry_of, payload_of

ROOT = Path(__file__).parents[2]
GOOD = """[[entry]]
id = "gs-tingshui"
title = "停水了怎么办"
variants = ["家里没水了"]
short = "请先看停水通知。"
kind = "热点问答"
owner = "供水"
source = "《城市供水条例》第二十二条"
effective = 2026-01-01
expires = ""
keywords = ["停水"]
"""
SECOND = GOOD.replace("gs-tingshui", "gs-shuiya").replace("停水了怎么办", "水压小")


def write(folder: Path, text: str, name: str = "water.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_entry_is_read_with_its_dates_and_lists(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    entry = load_base(tmp_path, ["供水"]).get("gs-tingshui")
    assert (entry.kind, entry.variants, entry.effective) == (EntryKind.HOT, ("家里没水了",), date(2026, 1, 1))
    assert (entry.expires, entry.full, entry.review) == (None, "", None)


def test_an_entry_says_how_it_must_be_found_what_the_city_fills_in_and_how_the_matter_is_done(tmp_path: Path) -> None:
    more = """golden = ["水龙头不出水"]
city = ["抢修电话"]
[entry.guide]
who = "居民"
materials = ["户号"]
steps = ["看通知", "打电话"]
"""
    write(tmp_path, GOOD + more + SECOND)
    base = load_base(tmp_path)
    entry, plain = base.get("gs-tingshui"), base.get("gs-shuiya")
    assert (entry.golden, entry.city) == (("水龙头不出水",), ("抢修电话",))
    assert entry.guide == Guide(who="居民", materials=("户号",), steps=("看通知", "打电话"))
    assert (plain.golden, plain.city, bool(plain.guide)) == ((), (), False)


@pytest.mark.parametrize(
    ("guide", "line", "reason"),
    [
        ('who = "居民"\nprice = "免费"', 14, "unknown_entry_key"),
        ('steps = "看通知"', 13, "wrong_sort"),
        ('who = ["居民"]', 13, "wrong_sort"),
        ('materials = ["户号", ""]', 13, "wrong_sort"),
    ],
)
def test_a_wrong_guide_is_refused_with_its_line(tmp_path: Path, guide: str, line: int, reason: str) -> None:
    write(tmp_path, f"{GOOD}[entry.guide]\n{guide}\n{SECOND}")
    with pytest.raises(DataFileError) as refused:
        load_base(tmp_path)
    assert (refused.value.line, refused.value.reason) == (line, reason)


def test_everything_that_is_wrong_with_an_entry_is_collected() -> None:
    fields = EntryFields({"id": "x", "title": "停水", "kind": "随笔", "owner": "供水", "review": "明年"})
    fields.entry(["供水"])
    assert [(each.key, each.reason) for each in fields.complaints] == [
        ("kind", "not_allowed"), ("short", "empty"), ("source", "empty"), ("review", "not_a_date"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('title = "停水了怎么办"\n', "", 1, "empty"),
        ('title = "停水了怎么办"', 'title = ""', 3, "empty"),
        ('title = "停水了怎么办"', f'title = "{"长" * 129}"', 3, "title_too_long"),
        ('kind = "热点问答"', 'kind = "随笔"', 6, "not_allowed"),
        ('owner = "供水"', 'owner = "水管所"', 7, "not_allowed"),
        ('expires = ""', "expires = 2025-12-31", 10, "expires_before"),
        ('expires = ""', 'expires = "明年"', 10, "not_a_date"),
        ('keywords = ["停水"]', 'keywords = "停水"', 11, "wrong_sort"),
        ('keywords = ["停水"]', 'keyword = ["停水"]', 11, "unknown_entry_key"),
        ('short = "请先看停水通知。"', "short = 3", 5, "wrong_sort"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(DataFileError) as refused:
        load_base(tmp_path, ["供水"])
    assert (refused.value.path, refused.value.line, refused.value.reason) == (path, line, reason)


@pytest.mark.parametrize(
    ("second", "line"),
    [(SECOND.replace("gs-shuiya", "gs-tingshui"), 2), (SECOND.replace("水压小", "停水了怎么办"), 3)],
)
def test_an_id_or_title_that_comes_twice_is_refused_even_across_files(tmp_path: Path, second: str, line: int) -> None:
    write(tmp_path, GOOD, "a.toml")
    path = write(tmp_path, second, "b.toml")
    with pytest.raises(DataFileError) as refused:
        load_base(tmp_path)
    assert (refused.value.path, refused.value.line, refused.value.reason) == (path, line, "twice")


def test_the_line_of_a_later_entry_is_its_own(tmp_path: Path) -> None:
    write(tmp_path, GOOD + "\n" + SECOND.replace('kind = "热点问答"', 'kind = "随笔"'))
    with pytest.raises(DataFileError) as refused:
        load_base(tmp_path)
    assert refused.value.line == GOOD.count("\n") + 1 + 6


@pytest.mark.parametrize(
    ("text", "reason"), [("[[entry]\n", "not_toml"), ("[note]\na = 1\n", "no_entries"), ('entry = "x"', "no_entries")]
)
def test_a_file_that_holds_no_entries_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    write(tmp_path, text)
    with pytest.raises(DataFileError) as refused:
        load_base(tmp_path)
    assert refused.value.reason == reason


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError):
        load_base(tmp_path)


def test_a_table_of_questions_is_a_base(tmp_path: Path) -> None:
    path = write(tmp_path, "id,question,answer\nF1,停水找谁,供水集团\n", "faq.csv")
    entry = open_base(path).get("F1")
    assert (entry.title, entry.short, entry.owner) == ("停水找谁", "供水集团", "")


@pytest.mark.parametrize(
    ("row", "reason"), [("F1,停水,又一条", "twice"), ("F2,,没有问题", "empty"), ("F3,没有答案,", "empty")]
)
def test_a_wrong_row_of_a_table_is_refused_with_its_line(tmp_path: Path, row: str, reason: str) -> None:
    path = write(tmp_path, f"id,question,answer\nF1,停水找谁,供水集团\n{row}\n", "faq.csv")
    with pytest.raises(DataFileError) as refused:
        load_csv(path)
    assert (refused.value.line, refused.value.reason) == (3, reason)


def test_the_shipped_base_is_right_and_its_owners_exist() -> None:
    owners = load_units(ROOT / "hotline/data/units.csv").types()
    base = open_base(ROOT / "knowledge/base", owners)
    assert len(base) > 100
    assert all(entry.source and entry.short for entry in base)


def test_every_refusal_has_its_sentence(tmp_path: Path) -> None:
    wording = load_wording(ROOT / "hotline/data/errors.toml", ROOT / "knowledge/data/wording.toml")
    write(tmp_path, GOOD.replace('expires = ""', "expires = 2025-12-31"))
    with pytest.raises(DataFileError) as refused:
        load_base(tmp_path)
    assert "第 10 行" in wording.error(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('id = "gs-tingshui"', 'id = "停水"', 2, "bad_id"),
        ('id = "gs-tingshui"', f'id = "{"x" * 41}"', 2, "bad_id"),
        ('["家里没水了"]', f'["{"长" * 201}"]', 4, "text_too_long"),
        ('["停水"]', str([f"词{each}" for each in range(101)]), 11, "too_many_texts"),
    ],
)
def test_limits_hold_for_files_and_not_for_what_is_stored(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(DataFileError) as refused:
        load_base(tmp_path, ["供水"])
    assert (refused.value.path, refused.value.line, refused.value.reason) == (path, line, reason)
    (stored,) = load_base(tmp_path)
    assert entry_of(payload_of(stored)) == stored
