"""Facts are found with negation and doubt, and rules may turn on them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.errors import DataFileError
from routing.facts import Fact, FactBook, FactCondition, load_facts
from routing.plain import plain

BOOK = load_facts()


def value(name: str, text: str, book: FactBook = BOOK) -> str | None:
    fact = book.find(plain(text)).get(name)
    return fact.value if fact else None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("他家加盖没有规划许可", "no"),
        ("邻居有规划许可证，但是多盖了一层", "yes"),
        ("不知道有没有规划许可证", ""),
        ("他们说有规划许可，我看没有规划许可", ""),
        ("不按规划许可建设，超出两米", "yes"),
        ("不是没有规划许可，是超了面积", "yes"),
        ("办过规划许可证吗", ""),
        ("规划许可证至今拿不出", "no"),
        ("楼上加盖了一层", None),
    ],
)
def test_a_planning_permit_is_there_or_not_or_in_doubt(text: str, said: str | None) -> None:
    assert value("permit", text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("小区里面的路灯不亮", "yes"),
        ("小区门口的马路上路灯不亮", "no"),
        ("不清楚算小区内还是小区外", ""),
        ("小区里面和小区外面都积水", ""),
        ("青石路路灯不亮", None),
        ("不在小区里面，是外面的路", "no"),
    ],
)
def test_inside_or_outside_the_estate(text: str, said: str | None) -> None:
    assert value("inside_estate", text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("路边电力井盖松了", "电力"),
        ("井盖上写着污水两个字", "污水"),
        ("不知道谁家的井盖坏了", None),
        ("不知道是污水井盖还是电力井盖", ""),
        ("好像是电信井盖", ""),
        ("没人认领的井盖", "无主"),
    ],
)
def test_whose_well_cover_it_is(text: str, said: str | None) -> None:
    assert value("cover", text) == said


def test_a_doubt_in_one_clause_does_not_touch_the_next() -> None:
    assert value("permit", "不知道找谁，反正没有规划许可") == "no"


YES = FactCondition("permit", frozenset({"yes"}))
NOT_YES = FactCondition("permit", frozenset({"yes"}), turned=True)
OPEN = FactCondition("permit", frozenset({"?", "no"}))


@pytest.mark.parametrize(
    ("condition", "fact", "usual", "held", "still_open"),
    [
        (YES, Fact("permit", "yes", ""), "no", True, False),
        (YES, Fact("permit", "no", ""), "", False, False),
        (YES, Fact("permit", "", ""), "yes", False, True),
        (YES, None, "", False, True),
        (YES, None, "yes", True, False),
        (NOT_YES, Fact("permit", "no", ""), "", True, False),
        (NOT_YES, Fact("permit", "yes", ""), "", False, False),
        (NOT_YES, None, "", True, False),
        (NOT_YES, None, "yes", False, False),
        (OPEN, None, "", True, False),
        (OPEN, Fact("permit", "", ""), "", True, False),
        (OPEN, Fact("permit", "yes", ""), "", False, False),
    ],
)
def test_a_condition_holds_or_not_or_stays_open(
    condition: FactCondition, fact: Fact | None, usual: str, held: bool, still_open: bool
) -> None:
    judged = condition.judge(fact, usual)
    assert (judged.held, judged.open) == (held, still_open)


VALUES = st.frozensets(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=2)
CONDITIONS = st.builds(FactCondition, st.just("f"), VALUES, turned=st.booleans())


@given(CONDITIONS, CONDITIONS)
def test_conditions_that_hold_together_have_a_value_that_shows_it(one: FactCondition, other: FactCondition) -> None:
    facts = [Fact("f", each, "") for each in "abcd"]
    together = any(one.judge(fact, "").held and other.judge(fact, "").held for fact in facts)
    assert one.may_hold_with(other) is together
    if one.covers(other):
        assert all(one.judge(fact, "").held for fact in facts if other.judge(fact, "").held)


@given(st.text("有没规划许可证不知道，。是吗小区内外", max_size=40))
def test_whatever_is_written_a_fact_is_one_of_its_values_or_open(text: str) -> None:
    for name, fact in BOOK.find(plain(text)).items():
        assert fact.value in {*BOOK.kinds[name].values, ""}
        assert fact.evidence in plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "[doubt]\nwords=[]",
        '[doubt]\nwords=[]\nhedges=[]\nnegations=[]\nrefusals=[]\n[fact.a]\ntitle="a"\nask="?"\nusual="x"\n[fact.a.values]\nyes=["b"]',
        '[doubt]\nwords=[]\nhedges=[]\nnegations=[]\nrefusals=[]\n[fact.a]\ntitle="a"\nask="?"\n[fact.a.values]\nyes="b"',
    ],
)
def test_a_wrong_table_of_facts_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        load_facts(path)
    assert refused.value.reason == "bad_facts"
