"""The calendar, the table of deadlines, who is away, and grids too large, as staff see them."""

from datetime import date

import pytest
from aiohttp import FormData

from casework.follow_time import Timekeeper
from casework.keep_calendar import ship_calendar
from casework.keep_deadlines import read_table
from casework.ports_timekeeping import PublishedDeadlines
from console.forms import TOKEN_FIELD
from console.pages.calendar import months
from console.pages.deadlines import SAMPLES, sample_matters
from hotline.calendar import load_calendar
from hotline.deadlines import DeadlineTable
from hotline.people import Account
from tests.console.city import SURE, City, open_ticket
from tests.console.person import ROOT, Person, SignIn
from tests.house import DATA

TABLE = (DATA / "deadlines.csv").read_text(encoding="utf-8")
YEAR = "year,date,kind,name\n2027,2027-01-01,off,元旦\n2027,2027-01-09,work,调休上班\n"


@pytest.fixture
def dated(city: City) -> City:
    """The city with its calendar in the database."""
    with city.database.units_of_work() as uow:
        ship_calendar(uow, load_calendar(DATA / "holidays.csv"), city.clock.now())
        uow.commit()
    return city


async def test_an_administrator_sees_a_year_and_edits_a_day(dated: City, sign_in: SignIn) -> None:
    administrator = await sign_in("administrator")
    await administrator.open("/calendar?year=2026&day=2026-10-09")
    assert "2026 年放假安排" in administrator.text
    assert 'value="2026-10-09"' in administrator.text
    assert administrator.text.count("<caption>") == 12
    await administrator.submit("/calendar/day", kind="off", day_name="停电检修")
    assert "已保存这一天" in administrator.text
    assert 'title="停电检修"' in administrator.text
    with dated.database.units_of_work(write=False) as uow:
        stored = uow.timekeeping.year(2026)
    assert stored is not None
    assert (stored.by, stored.shipped) == ("administrator", False)
    await administrator.submit("/calendar/day", day="", kind="off", day_name="x")
    assert administrator.status == 422
    assert "日期" in administrator.text


async def test_a_missing_year_is_loud_until_it_is_imported(dated: City, sign_in: SignIn) -> None:
    administrator = await sign_in("administrator")
    await administrator.open("/calendar?year=2027")
    assert "2027 年还没有录入" in administrator.text
    await upload(administrator, "/calendar/import", "2027.csv", YEAR.replace("2027-01-09", "2027-13-09"))
    assert administrator.status == 422
    assert "第 3 行" in administrator.text
    await upload(administrator, "/calendar/import", "2027.csv", YEAR)
    assert "2027 年放假安排" in administrator.text
    assert "2027 年还没有录入" not in administrator.text


async def test_a_file_without_rows_or_none_at_all_is_refused(dated: City, sign_in: SignIn) -> None:
    administrator = await sign_in("administrator")
    await administrator.open("/calendar")
    await upload(administrator, "/calendar/import", "x.csv", "year,date,kind,name\n")
    assert administrator.status == 422
    assert "没有内容" in administrator.text
    await administrator.submit("/calendar/import")
    assert administrator.status == 422


async def test_a_supervisor_looks_and_does_not_edit(dated: City, sign_in: SignIn) -> None:
    supervisor = await sign_in("supervisor")
    for path, form in (("/calendar", "/calendar/day"), ("/deadlines", "/deadlines/preview")):
        await supervisor.open(path)
        assert supervisor.status == 200
        assert form not in supervisor.text
    handler = await sign_in("handler")
    await handler.open("/calendar")
    assert handler.status == 403


async def test_a_table_is_looked_at_then_published_and_counts(city: City, sign_in: SignIn) -> None:
    def read(each: PublishedDeadlines) -> DeadlineTable:
        return read_table(city.office, "deadlines.csv", each.content, str(each.number))

    keeper = Timekeeper(city.database.views, city.office.deadlines, read)
    administrator = await sign_in("administrator")
    await administrator.open("/deadlines")
    await upload(administrator, "/deadlines/preview", "t.csv", TABLE.replace("D02,,紧急", "D02,,很急"))
    assert administrator.status == 422
    assert "第 3 行" in administrator.text
    faster = TABLE.replace("D10,投诉,,,,1wd,1wd,1wd,7wd", "D10,投诉,,,,1wd,1wd,1wd,3wd")
    await upload(administrator, "/deadlines/preview", "t.csv", faster)
    assert "<b>D10：3个工作日，最长 14个工作日</b>" in administrator.text
    assert administrator.text.count("不变") >= 10
    await administrator.submit("/deadlines", note=" ")
    assert administrator.status == 422
    assert "<b>D10：3个工作日，最长 14个工作日</b>" in administrator.text, "what was looked at is still there"
    await administrator.submit("/deadlines", note="投诉提速")
    assert "已发布" in administrator.text
    assert keeper.look()
    await administrator.open("/deadlines")
    assert "第 1 版" in administrator.text
    assert "投诉提速" in administrator.text


def test_the_sample_matters_reach_most_rules_of_the_shipped_table(city: City) -> None:
    matters = sample_matters(SAMPLES)
    table = city.office.deadlines
    reached = {table.rule_for(m.matter_type, m.urgency, m.category, m.text, date(2026, 3, 2)).id for m in matters}
    assert len(reached) == len(matters) == 12


async def test_who_is_away_is_seen_and_the_deputy_stands_in_history(city: City, sign_in: SignIn) -> None:
    known = _account(city, "handler")
    with city.database.units_of_work() as uow:
        uow.accounts.add("colleague", "城管小吴", known.role, known.unit, known.password_hash)
        uow.commit()
    number = open_ticket(city, SURE)
    handler = await sign_in("handler")
    await handler.open("/away")
    assert "环保小赵" not in handler.text, "another unit"
    await handler.submit("/away", since="2026-03-02", away_until="2026-03-01", deputy="colleague")
    assert 'data-faulty="away_until"' in handler.text
    assert handler.status == 422
    assert 'value="2026-03-01"' in handler.text, "nothing typed is lost"
    await handler.submit("/away", since="2026-03-02", away_until="2026-03-06", deputy="colleague")
    assert "今天不在" in handler.text
    colleague = await sign_in("colleague")
    await colleague.open("/inbox")
    assert "城管老王外出至 2026-03-06，由城管小吴代班" in colleague.text
    await colleague.open(f"/tickets/{number}")
    await colleague.submit(f"/tickets/{number}/sign")
    await colleague.open(f"/tickets/{number}")
    assert "城管小吴（代城管老王）" in colleague.text
    await colleague.open("/away")
    assert "/away/1/end" not in colleague.text
    await handler.open("/away")
    await handler.submit("/away/1/end")
    assert "没有人登记外出" in handler.text


async def test_nobody_ends_the_absence_of_somebody_else(city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.open("/away")
    await operator.submit("/away", since="2026-03-02", away_until="2026-03-03", deputy="second")
    second = await sign_in("second")
    await second.open("/away")
    token = second.form("/away")[TOKEN_FIELD]
    await second.post("/away/1/end", {TOKEN_FIELD: token})
    assert second.status == 403
    await second.post("/away/x/end", {TOKEN_FIELD: token})
    assert second.status == 404


async def test_units_show_hours_duty_and_grids_that_are_too_large(city: City, sign_in: SignIn) -> None:
    supervisor = await sign_in("supervisor")
    await supervisor.open("/units")
    assert "过大的网格（多于 500 户）" in supervisor.text
    assert "工作日 08:30–12:00、13:30–17:30" in supervisor.text
    assert "每天 00:00–24:00" in supervisor.text
    assert "演示值班台" in supervisor.text
    operator = await sign_in("operator")
    await operator.open("/units")
    assert "过大的网格" not in operator.text


def test_a_month_begins_under_its_day_of_the_week() -> None:
    march = months(2026, None)[2]
    assert [cell and cell.day.day for cell in march[0]] == [None] * 6 + [1]
    assert sum(cell is not None for week in march for cell in week) == 31


async def upload(person: Person, action: str, name: str, content: str) -> None:
    """Send a file through the form of the present page."""
    form = FormData({TOKEN_FIELD: person.form(action)[TOKEN_FIELD]})
    form.add_field("file", content.encode(), filename=name, content_type="text/csv")
    async with person.client.post(ROOT + action, data=form) as response:
        person.status, person.text = response.status, await response.text()


def _account(city: City, login: str) -> Account:
    with city.database.units_of_work(write=False) as uow:
        found = uow.accounts.find(login)
    assert found is not None
    return found
