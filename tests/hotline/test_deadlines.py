"""Which limits a matter gets, when they run out, and how they pause."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.clock import SHANGHAI, local, utc
from hotline.deadlines import DeadlineTable, Due, load_deadlines
from hotline.errors import DataFileError
from hotline.matter import MatterType, Urgency
from hotline.taxonomy import Category, load_taxonomy
from tests.house import DATA, calendar, moments

STREET = "城乡建设/城市建设和市政管理/园林绿化环卫"
WATER = "城乡建设/城市建设和市政管理/自来水供应"
MARKET = "商贸旅游/市场监管/消费维权"
WAGES = "劳动和社会保障/工资福利/工资待遇"
HEADER = "id,matter_type,urgency,category,words,accept,sign,contact,answer,answer_max,return_window,clock,ground"
DEFAULT = "D9,,,,,1wd,1wd,1wd,5wd,7wd,4wh,working,默认"


@cache
def table() -> DeadlineTable:
    return load_deadlines(DATA / "deadlines.csv", calendar(), load_taxonomy(DATA / "taxonomy.csv"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("rule", "matter_type", "urgency", "category", "text", "answer_by"),
    [
        ("D01", "投诉", "特急", STREET, "路面塌陷", "2026-03-03 09:30"),
        ("D02", "求助", "紧急", STREET, "树要倒了", "2026-03-03 09:30"),
        ("D03", "求助", "一般", WATER, "小区停水两天了", "2026-03-03 09:30"),
        ("D04", "投诉", "一般", MARKET, "买到过期食品", "2026-03-11 17:30"),
        ("D05", "举报", "一般", MARKET, "卖假酒", "2026-03-23 17:30"),
        ("D06", "投诉", "一般", WAGES, "工地欠薪三个月", "2026-05-28 17:30"),
        ("D14", "求助", "一般", STREET, "三月初申请政府信息公开没有回音", "2026-03-30 17:30"),
        ("D15", "投诉", "一般", STREET, "对信访处理意见不服", "2026-05-06 17:30"),
        ("D07", "咨询", "一般", STREET, "怎么办理", "2026-03-03 17:30"),
        ("D08", "求助", "一般", STREET, "路灯不亮", "2026-03-09 17:30"),
        ("D09", "建议", "一般", STREET, "建议加座椅", "2026-03-09 17:30"),
        ("D10", "投诉", "一般", STREET, "垃圾没人收", "2026-03-11 17:30"),
        ("D11", "举报", "一般", STREET, "偷倒渣土", "2026-03-11 17:30"),
        ("D12", "表扬", "一般", STREET, "感谢环卫工", "2026-03-09 17:30"),
    ],
)
def test_each_row_of_the_table_is_reached_and_gives_its_date(
    rule: str, matter_type: str, urgency: str, category: str, text: str, answer_by: str
) -> None:
    deadlines = table()
    found = deadlines.rule_for(MatterType(matter_type), Urgency(urgency), Category.parse(category), text)
    assert found.id == rule
    assert local(deadlines.due(found, at("2026-03-02 09:30")).answer_by) == at(answer_by)


def test_every_row_but_the_last_is_tested_above_and_the_last_fits_everything() -> None:
    rules = table().rules
    assert [rule.id for rule in rules] == [f"D{place:02}" for place in (*range(1, 7), 14, 15, *range(7, 14))]
    assert all(rules[-1].fits(kind, urgency, Category("x"), "") for kind in MatterType for urgency in Urgency)


def test_a_water_matter_without_an_outage_is_an_ordinary_one() -> None:
    found = table().rule_for(MatterType.HELP, Urgency.ORDINARY, Category.parse(WATER), "水费怎么这么高")
    assert found.id == "D08"


def test_urgent_limits_run_over_the_holiday_and_ordinary_ones_do_not() -> None:
    deadlines, eve = table(), at("2026-09-30 17:00")
    urgent = deadlines.rule_for(MatterType.HELP, Urgency.CRITICAL, Category.parse(STREET), "")
    ordinary = deadlines.rule_for(MatterType.HELP, Urgency.ORDINARY, Category.parse(STREET), "")
    assert local(deadlines.due(urgent, eve).answer_by) == at("2026-10-01 17:00")
    assert local(deadlines.due(ordinary, eve).answer_by) == at("2026-10-13 17:30")
    assert local(deadlines.due(ordinary, eve).return_by) == at("2026-10-08 14:00")


def test_a_limit_that_reaches_into_a_year_without_calendar_is_provisional() -> None:
    deadlines = table()
    rule = deadlines.rule_for(MatterType.HELP, Urgency.ORDINARY, Category.parse(STREET), "")
    inside, across = deadlines.due(rule, at("2026-12-18 10:00")), deadlines.due(rule, at("2026-12-30 10:00"))
    assert (inside.provisional, deadlines.missing_years(at("2026-12-18 10:00"), inside)) == (False, [])
    assert (across.provisional, deadlines.missing_years(at("2026-12-30 10:00"), across)) == (True, [2027])
    assert local(across.answer_by) == at("2027-01-06 17:30")


def due(text: str = "2026-03-02 09:30", rule: str = "D08") -> tuple[DeadlineTable, Due]:
    deadlines = table()
    return deadlines, deadlines.due(next(each for each in deadlines.rules if each.id == rule), at(text))


def test_while_the_citizen_is_waited_for_the_clock_stands_and_what_was_left_is_left() -> None:
    deadlines, before = due()
    paused = deadlines.pause(before, at("2026-03-03 10:00"))
    assert paused.paused_at == at("2026-03-03 10:00")
    after = deadlines.resume(paused, at("2026-03-10 10:00"))
    assert after.paused_at is None
    assert local(after.answer_by) == at("2026-03-16 17:30")
    assert local(after.return_by) == local(before.return_by), "this one had run out before"


def test_a_clock_that_always_runs_is_never_stopped() -> None:
    deadlines, before = due(rule="D01")
    assert deadlines.pause(before, at("2026-03-02 10:00")) == before
    assert deadlines.resume(before, at("2026-03-09 10:00")) == before


def test_stopping_twice_counts_from_the_first_time() -> None:
    deadlines, before = due()
    once = deadlines.pause(before, at("2026-03-03 10:00"))
    assert deadlines.pause(once, at("2026-03-04 10:00")) == once


def test_resuming_in_a_year_without_calendar_says_that_it_is_provisional() -> None:
    deadlines, before = due("2026-12-28 10:00", "D07")
    resumed = deadlines.resume(deadlines.pause(before, at("2026-12-28 11:00")), at("2027-01-05 11:00"))
    assert resumed.provisional
    assert local(resumed.answer_by).date() == at("2027-01-06 00:00").date()


@given(
    moments("2026-03-02T02:00", "2026-03-08"),
    st.timedeltas(timedelta(), timedelta(days=40)),
)
def test_a_pause_keeps_the_working_time_that_is_left(stop: datetime, wait: timedelta) -> None:
    deadlines, before = due()
    after = deadlines.resume(deadlines.pause(before, stop), stop + wait)
    left = deadlines.calendar.working_time(stop, before.answer_by)
    assert deadlines.calendar.working_time(stop + wait, after.answer_by) == left
    assert after.answer_by >= before.answer_by


def test_each_dispatch_starts_signing_anew_and_leaves_the_citizens_date() -> None:
    deadlines, before = due()
    sent = deadlines.restart_signing(before, at("2026-03-04 10:00"))
    assert (local(sent.sign_by), local(sent.return_by)) == (at("2026-03-05 17:30"), at("2026-03-05 17:30"))
    assert sent.answer_by == before.answer_by


def test_an_urgent_ticket_is_returned_within_hours_or_not_at_all() -> None:
    deadlines, before = due(rule="D01")
    assert local(deadlines.restart_signing(before, at("2026-03-02 10:00")).return_by) == at("2026-03-02 12:00")


def test_after_the_signature_the_return_window_is_counted_from_it() -> None:
    deadlines, before = due()
    assert local(deadlines.restart_return(before, at("2026-03-03 16:30")).return_by) == at("2026-03-04 12:00")


def test_a_redo_gets_the_usual_limit_again_and_its_clock_runs() -> None:
    deadlines, before = due()
    again = deadlines.restart_answer(replace(before, paused_at=utc(at("2026-03-09 09:00"))), at("2026-03-12 09:00"))
    assert (local(again.answer_by), again.paused_at) == (at("2026-03-19 17:30"), None)


def test_an_extension_goes_to_the_longest_limit_of_the_table_and_no_further() -> None:
    deadlines, before = due()
    extended = deadlines.extend(before)
    assert extended is not None
    assert local(extended.answer_by) == at("2026-03-11 17:30"), "seven working days after the second of March"


def test_an_extension_is_never_longer_than_the_limit_itself_unless_a_law_says_so() -> None:
    deadlines, question = due(rule="D07")
    generous = replace(question, limits={**question.limits, "longest": "9wd"})
    extended = deadlines.extend(generous)
    assert extended is not None
    assert local(extended.answer_by) == at("2026-03-04 17:30"), "one working day, and one more"
    _, market = due(rule="D04")
    by_law = deadlines.extend(market)
    assert by_law is not None
    assert local(by_law.answer_by) == at("2026-05-08 17:30"), "forty-five working days in all"


def test_a_rule_counts_in_its_days_and_a_ticket_keeps_what_it_was_given(tmp_path: Path) -> None:
    header = f"{HEADER},statute,effective_from,effective_to"
    rows = (
        "D1,投诉,,,,1wd,1wd,1wd,3wd,5wd,4wh,working,旧,,,2026-06-30",
        "D2,投诉,,,,1wd,1wd,1wd,2wd,4wd,4wh,working,新,某法第一条,2026-07-01,",
    )
    path = tmp_path / "deadlines.csv"
    path.write_text("\n".join((header, *rows, f"{DEFAULT},,,")) + "\n", encoding="utf-8")
    deadlines = load_deadlines(path, calendar())
    place = Category.parse(STREET)
    found = [deadlines.rule_for(MatterType.COMPLAINT, Urgency.ORDINARY, place, "", at(day).date()).id
             for day in ("2026-06-30 00:00", "2026-07-01 00:00")]  # fmt: skip
    assert found == ["D1", "D2"]
    given = deadlines.due(deadlines.rules[1], at("2026-07-01 10:00"))
    assert (given.statute, given.limits["table"]) == ("某法第一条", deadlines.version)
    deadlines.take(table=table())
    assert deadlines.version == table().version != given.limits["table"]
    again = deadlines.restart_answer(given, at("2026-07-06 10:00"))
    assert local(again.answer_by) == at("2026-07-08 17:30"), "two working days, as it was given"


def test_a_limit_in_days_ends_at_close_of_business_and_never_on_a_holiday() -> None:
    _, petition = due("2026-08-03 10:00", "D15")
    assert local(petition.answer_by) == at("2026-10-08 17:30"), "the sixtieth day is the second of October"


def test_where_the_usual_limit_is_the_longest_there_is_no_extension() -> None:
    deadlines, before = due(rule="D01")
    assert deadlines.extend(before) is None


@pytest.mark.parametrize(
    ("row", "line", "reason"),
    [
        ("D1,抱怨,,,,1wd,1wd,1wd,5wd,7wd,4wh,working,x", 2, "not_allowed"),
        ("D1,,很急,,,1wd,1wd,1wd,5wd,7wd,4wh,working,x", 2, "not_allowed"),
        ("D1,,,没有/这个,,1wd,1wd,1wd,5wd,7wd,4wh,working,x", 2, "unknown"),
        ("D1,,,,词,1 week,1wd,1wd,5wd,7wd,4wh,working,x", 2, "not_a_limit"),
        ("D1,,,,词,0wd,1wd,1wd,5wd,7wd,4wh,working,x", 2, "not_a_limit"),
        ("D1,,,,词,,1wd,1wd,5wd,7wd,4wh,working,x", 2, "empty"),
        ("D1,,,,词,1wd,1wd,1wd,5wd,4wd,4wh,working,x", 2, "answer_max"),
        ("D1,,,,词,1wd,1wd,1wd,5wd,30d,4wh,working,x", 2, "answer_max"),
        ("D1,,,,词,1wd,1wd,1wd,5wd,7wd,4wh,alway,x", 2, "not_allowed"),
        ("D1,,,,词,1wd,1wd,1wd,5wd,7wd,4wh,working,", 2, "empty"),
        ("D1,,,,词,1h,1h,1h,5wd,7wd,4h,always,x", 2, "always_working"),
        ("D9,,,,词,1wd,1wd,1wd,5wd,7wd,4wh,working,x", 3, "twice"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(tmp_path: Path, row: str, line: int, reason: str) -> None:
    path = tmp_path / "deadlines.csv"
    path.write_text(f"{HEADER}\n{row}\n{DEFAULT}\n", encoding="utf-8")
    with pytest.raises(DataFileError) as refusal:
        load_deadlines(path, calendar(), load_taxonomy(DATA / "taxonomy.csv"))
    assert (refusal.value.line, refusal.value.reason) == (line, reason)


@pytest.mark.parametrize(
    ("row", "line", "reason"),
    [
        ("D1,,,,词,1wd,1wd,1wd,5wd,7wd,4wh,working,x,,2026-07-01,2026-06-30", 2, "dates_backwards"),
        ("D1,,,,词,1wd,1wd,1wd,5wd,7wd,4wh,working,x,,1.7.2026,", 2, "not_a_date"),
        ("D1,,,,,1wd,1wd,1wd,5wd,7wd,4wh,working,x,,,2026-07-01", 2, "no_default"),
    ],
)
def test_dates_of_a_row_are_checked(tmp_path: Path, row: str, line: int, reason: str) -> None:
    path = tmp_path / "deadlines.csv"
    last = "" if reason == "no_default" else f"{DEFAULT},,,\n"
    path.write_text(f"{HEADER},statute,effective_from,effective_to\n{row}\n{last}", encoding="utf-8")
    with pytest.raises(DataFileError) as refusal:
        load_deadlines(path, calendar())
    assert (refusal.value.line, refusal.value.reason) == (line, reason)


@pytest.mark.parametrize(("rows", "line"), [("", 1), ("D1,投诉,,,,1wd,1wd,1wd,5wd,7wd,4wh,working,x", 2)])
def test_a_table_that_leaves_a_matter_without_a_deadline_is_refused(tmp_path: Path, rows: str, line: int) -> None:
    path = tmp_path / "deadlines.csv"
    path.write_text(f"{HEADER}\n{rows}\n", encoding="utf-8")
    with pytest.raises(DataFileError) as refusal:
        load_deadlines(path, calendar())
    assert (refusal.value.line, refusal.value.reason) == (line, "no_default")
