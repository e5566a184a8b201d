"""What another catalogue would move, and that what stays is not named."""

from datetime import timedelta
from pathlib import Path

from routing.confidence import DispatchConfidence
from routing.decide import Router
from routing.decision import Suggestion
from routing.features import NAMES
from routing.what_if import PastTicket, Trend, what_if
from tests.routing.examples import NOON, line, load, matter, units

SURE = DispatchConfidence(tuple(float(name == "first_rule") for name in NAMES), 0.0, 0.5, 0.97)
TICKETS = [
    (PastTicket("1", matter("工厂噪声"), "HB"), Suggestion()),
    (PastTicket("2", matter("噪声，没有停水"), "HB"), Suggestion()),
    (PastTicket("3", matter("停水"), "GS"), Suggestion()),
    (PastTicket("4", matter("有人受贿"), ""), Suggestion()),
]


def router(folder: Path, *rows: str) -> Router:
    return Router(load(folder, *rows), units(), SURE)


def test_only_what_goes_elsewhere_is_named_with_its_rule(tmp_path: Path) -> None:
    before = router(tmp_path, line("A", words="噪声"), line("W", words="停水", lead="供水", priority=30))
    after = router(
        tmp_path,
        line("N", words="噪声", lead="城管执法"),
        line("W", words="停水", lead="供水", priority=30),
        line("C", words="受贿", lead="", channel="纪检监察"),
    )
    found = what_if(TICKETS, before, after, NOON, NOON)
    assert [(each.number, each.lead_unit, each.was.name, each.now.name) for each in found.moved] == [
        ("1", "HB", "生态环境", "城管执法"),
        ("2", "HB", "生态环境", "城管执法"),
        ("4", "", "", "纪检监察"),
    ]
    assert found.trends == [Trend("生态环境", "城管执法", "N", 2), Trend("", "纪检监察", "C", 1)]
    assert (found.asked, found.at_once) == (4, (3, 3))


def test_a_rule_that_begins_later_moves_only_what_comes_then(tmp_path: Path) -> None:
    before = router(tmp_path, line("A", words="噪声"))
    later = router(
        tmp_path, line("A", words="噪声"), line("B", words="噪声", both="工厂", lead="公安", begins="2026-07-05")
    )
    assert what_if(TICKETS, before, later, NOON, NOON).moved == []
    assert [each.number for each in what_if(TICKETS, before, later, NOON, NOON + timedelta(days=5)).moved] == ["1"]
