"""Calendar and deadlines in the running house: the file is the first content, edits count in every process."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.commands import calendar as command
from app.jobs import _jobs
from casework.keep_calendar import import_years
from casework.keep_deadlines import publish_deadlines
from hotline.calendar import CalendarYearMissingError, SpecialDay, WorkingCalendar
from hotline.clock import SetClock
from hotline.errors import DataFileError
from hotline.people import Actor, Role
from tests.house import DATA, MONDAY, mind, open_test_house

ADMINISTRATOR = Actor(Role.ADMINISTRATOR, id="qian")
TABLE = (DATA / "deadlines.csv").read_text(encoding="utf-8")


def test_two_processes_count_by_what_one_of_them_has_entered(tmp_path: Path) -> None:
    with open_test_house(tmp_path, SetClock(MONDAY)) as one, open_test_house(tmp_path, SetClock(MONDAY)) as other:
        assert other.office.deadlines.calendar.years == mind().city.calendar.years
        with one.database.units_of_work() as uow:
            table = WorkingCalendar.of([SpecialDay(date(2027, 1, 1), False, "元旦")], [2027])
            import_years(one.office, uow, ADMINISTRATOR, table, source="2027.csv")
            publish_deadlines(one.office, uow, ADMINISTRATOR, TABLE, note="照旧")
            uow.commit()
        other.timekeeper.look()
        assert 2027 in other.office.deadlines.calendar.years
        assert other.office.deadlines.version == "1"
        assert 2027 not in mind().city.calendar.years, "what was loaded once is never changed"
        assert mind().city.deadlines.version != "1"


def test_the_jobs_settle_provisional_dates(tmp_path: Path) -> None:
    with open_test_house(tmp_path, SetClock(datetime(2026, 12, 30, 2, tzinfo=UTC))) as house:
        assert _jobs(house)["calendar"]() == 0


def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIESU_DATA_DIR", str(tmp_path / "data"))


def test_a_year_is_imported_and_checked_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_home(tmp_path, monkeypatch)
    future = "\n".join(f"{year},{year}-01-01,off,元旦" for year in range(2027, 2060))
    file = tmp_path / "future.csv"
    file.write_text(f"year,date,kind,name\n{future}\n", encoding="utf-8")
    command.take(file)
    assert "2027 年：放假 1 天，调休上班 0 天" in capsys.readouterr().out
    command.check()
    shown = capsys.readouterr().out
    assert "2026 年" in shown
    assert "2059 年" in shown


def test_a_wrong_file_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_home(tmp_path, monkeypatch)
    file = tmp_path / "2027.csv"
    file.write_text("year,date,kind,name\n2027,2027-01-01,off,元旦\n2027,2027-01-01,work,x\n", encoding="utf-8")
    with pytest.raises(DataFileError) as refusal:
        command.take(file)
    assert refusal.value.line == 3


def test_a_missing_year_fails_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_home(tmp_path, monkeypatch)
    monkeypatch.setattr(command, "missing_years", lambda *_: [2031])
    with pytest.raises(CalendarYearMissingError):
        command.check()
