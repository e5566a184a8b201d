"""A catalogue that contradicts itself, or that the law does not allow, is refused with line and reason."""

from pathlib import Path

import pytest

from hotline.errors import DataFileError
from hotline.wording import load_wording
from routing.catalogue import examine
from tests.routing.examples import HEADER, ROOT, city, line, load


def refused(folder: Path, *lines: str) -> DataFileError:
    with pytest.raises(DataFileError) as error:
        load(folder, *lines)
    return error.value


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line("A", words="违建", facts="permit"), "not_allowed"),
        (line("A", words="违建", facts="weather=yes"), "not_allowed"),
        (line("A", words="违建", facts="permit=maybe"), "not_allowed"),
        (line("A", words="违建", facts="permit=yes|permit=no"), "fact_twice"),
        (line("A", words="违建", area="D9S9"), "no_such_area"),
        (line("A", words="违建", area="GA"), "no_such_area"),
        (line("A", words="受贿", channel="海关"), "not_allowed"),
        (line("A", words="受贿", channel="纪检监察"), "channel_and_lead"),
        (line("A", words="工地施工", none="施工"), "never_found"),
        (line("A", both="工地施工", none="施工"), "never_found"),
        (line("A", words="邻里", lead="街道乡镇", ground="上级要求"), "street_without_ground"),
        (line("A", words="油烟", lead="城管执法", level="street", ground="方便"), "street_without_ground"),
        (line("A", words="停水", disputed="Z"), "unknown"),
        (line("A", words="停水").rpartition(",")[0] + ",", "empty"),
    ],
)
def test_a_row_that_cannot_be_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    found = refused(tmp_path, line("B", words="停电"), row)
    assert (found.line, found.reason) == (3, reason)
    words = load_wording(ROOT / "hotline/data/errors.toml", ROOT / "routing/data/wording.toml")
    assert "catalogue.csv 第 3 行" in words.error(found)


@pytest.mark.parametrize(
    "row",
    [
        line("A", words="违建", facts="permit=no|inside_estate!=yes"),
        line("A", words="井盖", facts="cover=?/无主"),
        line("A", words="违建", area="D1|D1S1|D1S1C1"),
        line("A", words="油烟", lead="城管执法", level="street", ground="《中华人民共和国行政处罚法》第二十四条"),
        line("A", words="工地施工|打桩", none="施工"),
    ],
)
def test_a_row_that_can_be_is_read(tmp_path: Path, row: str) -> None:
    assert len(load(tmp_path, row)) == 1


def test_a_rule_may_name_a_channel_instead_of_a_unit(tmp_path: Path) -> None:
    rule = load(tmp_path, line("A", words="受贿", lead="", channel="纪检监察")).rules[0]
    assert rule.channel is not None
    assert (rule.channel.name, rule.lead) == ("纪检监察", "其他")


@pytest.mark.parametrize(
    "other",
    [
        line("B", words="停电|停水", lead="供电"),
        line("B", words="停水", lead="供电", none="停车"),
        line("B", words="停水", lead="", channel="诉讼"),
    ],
)
def test_the_same_words_for_two_units_of_one_rank_are_a_contradiction(tmp_path: Path, other: str) -> None:
    found = refused(tmp_path, line("A", words="停水|断水", lead="供水"), other)
    assert (found.line, found.reason) == (3, "contradicts")


@pytest.mark.parametrize(
    "other",
    [
        line("B", words="停水", lead="供电", priority=39),
        line("B", words="停水", lead="供电", facts="permit=yes|inside_estate=yes"),
        line("B", words="停水", lead="供电", disputed="A"),
        line("B", words="停水", lead="供水", none="停车"),
        line("B", words="停电", lead="供电"),
        line("B", words="停水", lead="供电", facts="inside_estate=no"),
        line("B", words="停水", lead="供电", area="D1S2"),
        line("B", words="停水", lead="供电", kind="举报"),
        line("B", words="停水", lead="供电", begins="2026-06-01"),
        line("B", words="停水", both="工地", lead="供电"),
    ],
)
def test_what_cannot_come_together_or_is_declared_is_none(tmp_path: Path, other: str) -> None:
    first = line("A", words="停水", lead="供水", facts="inside_estate=yes", area="D1S1", ends="2026-06-01")
    assert len(load(tmp_path, first, other)) == 2


@pytest.mark.parametrize("facts", ["permit=no", "permit=no/yes", "permit!=yes"])
def test_facts_that_can_hold_together_do_not_part_two_rules(tmp_path: Path, facts: str) -> None:
    rows = (line("A", words="违建", facts="permit=no"), line("B", words="违建", lead="公安", facts=facts))
    assert refused(tmp_path, *rows).reason == "contradicts"


def test_a_circle_of_co_units_is_refused_even_if_declared(tmp_path: Path) -> None:
    rows = (
        line("A", words="飞线", lead="供电", others="通信"),
        line("B", words="飞线", lead="通信", others="供电", disputed="A"),
    )
    found = refused(tmp_path, *rows)
    assert (found.line, found.reason, found.params["by"]) == (3, "co_unit_circle", "A")


def test_a_longer_circle_is_found_too(tmp_path: Path) -> None:
    rows = (
        line("A", words="飞线", lead="供电", others="通信"),
        line("B", words="飞线", lead="通信", others="公安", disputed="A"),
        line("C", words="飞线", lead="公安", others="供电", disputed="A|B"),
    )
    found = refused(tmp_path, *rows)
    assert (found.line, found.reason, found.params["units"]) == (4, "co_unit_circle", "公安→供电→通信→公安")
    assert len(load(tmp_path, *rows[:2])) == 2


def test_all_faults_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    rows = [
        line("A"),
        line("B", words="停水"),
        line("C", words="停水", lead="供水"),
        line("D", words="水", lead="水管所"),
    ]
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    catalogue, faults = examine(path, city())
    assert [(each.line, each.reason) for each in faults] == [(2, "no_condition"), (4, "contradicts"), (5, "unknown")]
    assert len(catalogue) == 2


def test_a_table_from_before_there_were_facts_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    old = HEADER.removesuffix(",facts,area,channel,disputed,author")
    path.write_text(f"{old}\n{line('A', words='停水').rsplit(',', 5)[0]}\n", encoding="utf-8")
    catalogue, faults = examine(path, city())
    assert (len(catalogue), faults, catalogue.rules[0].author) == (1, [], "")
