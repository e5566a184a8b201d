"""Hours by unit and season, grids and duty desks, as a city writes them down."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from hotline.clock import SHANGHAI, local
from hotline.deadlines import DeadlineTable, load_deadlines
from hotline.errors import DataFileError
from hotline.hours import load_hours
from hotline.matter import MatterType, Urgency
from hotline.taxonomy import Category
from hotline.units import UnitKind, load_units
from tests.house import DATA, calendar

HEADER = "id,from,to,intervals,days,note\n"
STREET = Category("x")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def table() -> DeadlineTable:
    return load_deadlines(DATA / "deadlines.csv", calendar(), hours=load_hours(DATA / "hours.csv"))


@pytest.mark.parametrize(
    ("hours", "sent", "sign_by"),
    [
        ("office", "2026-03-02 10:00", "2026-03-03 17:30"),
        ("office", "2026-03-06 18:40", "2026-03-10 17:30"),  # after hours on Friday: begins on Monday
        ("street", "2026-06-30 18:40", "2026-07-02 17:30"),
        ("hall", "2026-03-02 12:30", "2026-03-03 17:00"),
        ("transit", "2026-03-06 23:10", "2026-03-08 22:00"),  # begins on Saturday at six
        ("24h", "2026-09-30 23:00", "2026-10-02 00:00"),  # National Day is a day like any other
        ("gone", "2026-03-02 10:00", "2026-03-03 17:30"),  # whose hours nobody knows keeps the city's
    ],
)
def test_a_unit_signs_in_its_own_hours_from_its_next_opening(hours: str, sent: str, sign_by: str) -> None:
    known = table()
    rule = known.rule_for(MatterType.HELP, Urgency.ORDINARY, STREET, "")
    due = known.due(rule, at("2026-03-02 09:00"))
    again = known.restart_signing(due, at(sent), hours)
    assert (local(again.sign_by), again.answer_by) == (at(sign_by), due.answer_by)


@pytest.mark.parametrize(
    ("signed", "return_by"),
    [
        ("2026-07-01 11:30", "2026-07-02 09:00"),  # summer: lunch until 14:30, closed at 17:30
        ("2026-03-02 11:30", "2026-03-02 17:00"),  # winter: lunch until 13:30
        ("2026-04-30 16:30", "2026-05-06 11:30"),  # the last day of winter, then Labour Day, then summer
    ],
)
def test_the_season_decides_when_a_street_is_at_work(signed: str, return_by: str) -> None:
    known = table()
    due = known.due(known.rules[-1], at(signed))
    assert local(known.restart_return(due, at(signed), "street").return_by) == at(return_by)


def test_urgent_limits_do_not_ask_for_the_hours_of_a_unit() -> None:
    known = table()
    due = known.due(known.rule_for(MatterType.HELP, Urgency.CRITICAL, STREET, ""), at("2026-10-01 02:00"))
    sent = known.restart_signing(due, at("2026-10-01 02:10"), "office")
    assert (local(sent.sign_by), local(sent.return_by)) == (at("2026-10-01 04:10"), at("2026-10-01 04:10"))
    assert sent.contact_by == due.contact_by, "what the citizen was promised stays"


def test_a_co_unit_has_days_of_its_own_and_never_more_than_the_citizen_waits() -> None:
    known = table()
    due = known.due(known.rule_for(MatterType.HELP, Urgency.ORDINARY, STREET, ""), at("2026-03-02 09:30"))
    moment, guessed = known.co_due(due, 2, at("2026-03-02 10:00"), "office")
    assert (local(moment), guessed) == (at("2026-03-04 17:30"), False)
    assert known.co_due(due, 9, at("2026-03-02 10:00"), "office")[0] == due.answer_by
    late = at("2026-03-12 10:00")
    assert known.co_due(due, 1, late, "office")[0] > late, "the citizen's date is over: the co-unit gets its day"
    with pytest.raises(ValueError):
        known.co_due(due, 0, late)
    waited = known.co_resume(moment, at("2026-03-03 17:30"), at("2026-03-09 09:00"), "office")
    assert local(waited) == at("2026-03-09 17:30"), "one working day was left"
    assert known.co_resume(moment, at("2026-03-05 09:00"), at("2026-03-09 09:00")) == moment


def test_when_the_clock_jumps_back_a_pause_gives_and_takes_nothing() -> None:
    known = table()
    due = known.due(known.rules[-1], at("2026-03-02 09:30"))
    resumed = known.resume(known.pause(due, at("2026-03-03 10:00")), at("2026-03-02 08:00"))
    assert (resumed.answer_by, resumed.paused_at) == (due.answer_by, None)


def test_round_the_clock_is_every_hour_of_every_day() -> None:
    always = load_hours(DATA / "hours.csv")["24h"]
    assert always.on(date(2026, 10, 1)) == ((timedelta(), timedelta(hours=24)),)
    days = calendar().by(always)
    assert days.is_working(date(2031, 10, 1)), "no list of holidays is needed for whoever never closes"


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ("a,01-01,12-31,09:00-12:00,never,\n", 2, "not_allowed"),
        ("a,13-01,12-31,09:00-12:00,working,\n", 2, "not_a_month_day"),
        ("a,01-01,12-31,09:00,working,\n", 2, "not_a_time"),
        ("a,01-01,12-31,9 Uhr-12:00,working,\n", 2, "not_a_time"),
        ("a,01-01,12-31,09:00-24:30,working,\n", 2, "not_a_time"),
        ("a,01-01,12-31,20:00-02:00,working,\n", 2, "past_midnight"),
        ('a,01-01,12-31,"09:00-12:00,11:00-13:00",working,\n', 2, "hours_overlap"),
        ('a,01-01,12-31,"13:00-17:00,09:00-12:00",working,\n', 2, "hours_overlap"),
        ("a,01-01,06-30,09:00-12:00,working,\n", 2, "seasons"),  # nobody knows July
        ("a,01-01,06-30,09:00-12:00,working,\na,06-30,12-31,09:00-12:00,working,\n", 3, "seasons"),
        ("a,01-01,06-30,09:00-12:00,working,\na,07-01,12-31,09:00-12:00,every,\n", 3, "days_differ"),
        (",01-01,12-31,09:00-12:00,working,\n", 2, "empty"),
    ],
)
def test_wrong_hours_are_refused_with_their_line(tmp_path: Path, rows: str, line: int, reason: str) -> None:
    path = tmp_path / "hours.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(DataFileError) as refusal:
        load_hours(path)
    assert (refusal.value.line, refusal.value.reason) == (line, reason)


def test_a_winter_may_run_over_the_new_year_and_nights_are_two_stretches(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    rows = 'a,11-01,02-29,"00:00-06:00,20:00-24:00",every,\na,03-01,10-31,8:00-18:00,every,\n'
    path.write_text(HEADER + rows, encoding="utf-8")
    hours = load_hours(path)["a"]
    assert hours.on(date(2026, 1, 15)) == hours.on(date(2025, 12, 31)) == hours.on(date(2028, 2, 29))
    assert hours.on(date(2026, 3, 1)) == ((timedelta(hours=8), timedelta(hours=18)),)


def test_the_shipped_units_name_hours_that_exist_and_grids_are_counted() -> None:
    units = load_units(DATA / "units.csv", load_hours(DATA / "hours.csv"))
    assert all(unit.households for unit in units.of_kind(UnitKind.GRID))
    large = units.too_large(500)
    assert 1 <= len(large) < 10
    assert [unit.households for unit in large] == sorted((unit.households or 0 for unit in large), reverse=True)
    assert units.too_large(10_000) == []
    assert all(unit.duty for unit in units.of_kind(UnitKind.STREET))


@pytest.mark.parametrize(("cells", "reason"), [("x,,", "unknown"), ("office,,viele", "not_a_number"),
                                               ("office,,-3", "not_a_number")])  # fmt: skip
def test_a_unit_with_strange_hours_or_households_is_refused(tmp_path: Path, cells: str, reason: str) -> None:
    hours, duty, households = cells.split(",")
    path = tmp_path / "units.csv"
    path.write_text("code,name,kind,type,parent,duties,hours,phone_note,duty,households\n"
                    f"C,城,city,,,,{hours},,{duty},{households}\n", encoding="utf-8")  # fmt: skip
    with pytest.raises(DataFileError) as refusal:
        load_units(path, load_hours(DATA / "hours.csv"))
    assert (refusal.value.line, refusal.value.reason) == (2, reason)
