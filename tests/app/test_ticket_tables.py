"""Tickets of another system come in once each, bad rows are named, and what goes out is masked."""

import csv
import sqlite3
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from app.assembly import House
from app.commands.ticket import BATCH, Report, import_table
from casework.redo import REOPEN_WITHIN, ReopenTooLateError, may_reopen, reopen
from hotline.errors import DataFileError
from hotline.ticket import Ticket
from hotline.workflow import State
from tests.app.test_commands import jiesu
from tests.house import OPERATOR

HEADER = "编号,标题,内容,诉求类型,类别,状态,承办单位,地点,姓名,电话,提交时间,办结时间,答复,满意度,保密"
OPEN = ("A-1,烧烤扰民,青石路38号楼下烧烤店半夜还在吵，我电话13812345678,投诉,,在办,CG,青石路38号,张三丰,13812345678,"
        "2026-02-20 10:00,,,,")  # fmt: skip
ENDED = "A-2,路灯不亮,锦绣苑门口路灯坏了,求助,,办结,CG,锦绣苑,,,2026/2/1 9:05:00,2026-02-03 11:00,已修好,满意,"
REPORT = "A-3,,某店老板偷排污水，我是店里员工李小龙,举报,,在办,HB,青石路40号后门,李小龙,13912345678,2026-02-21,,,,是"


def table(*rows: str) -> BytesIO:
    return BytesIO("\n".join((HEADER, *rows)).encode())


def brought(house: House, *rows: str, source: str = "old") -> Report:
    return import_table(house, table(*rows), Path("in.csv"), source=source)


def tickets(house: House) -> list[Ticket]:
    with closing(sqlite3.connect(house.settings.data_dir / "jiesu.sqlite3")) as connection:
        numbers = [row[0] for row in connection.execute("SELECT number FROM tickets ORDER BY received_at")]
    with house.database.units_of_work(write=False) as uow:
        return [uow.tickets.get(number) for number in numbers]


def test_open_ones_go_to_the_unit_that_had_them_and_ended_ones_stay_as_they_ended(house: House) -> None:
    report = brought(house, OPEN, ENDED)
    assert (report.rows, report.new, report.bad) == (2, 2, 0)
    ended, opened = tickets(house)
    assert (ended.state, ended.public_answer, ended.grade) == (State.CLOSED, "已修好", "满意")
    assert [event.move for event in ended.history] == ["received", "imported"]
    assert f"{ended.received_at:%Y-%m-%d %H:%M}" == "2026-02-01 01:05"
    assert (opened.state, opened.lead, opened.appeal.contact.name) == (State.DISPATCHED, "CG", "张三丰")
    assert may_reopen(ended, ended.history[-1].at + REOPEN_WITHIN)
    assert not may_reopen(ended, ended.history[-1].at + REOPEN_WITHIN + timedelta(days=1)), "as any other that ended"
    assert opened.due is not None
    assert opened.received_at == house.office.clock.now()


def test_what_ended_long_ago_in_another_system_is_not_reopened_as_if_it_had_ended_today(house: House) -> None:
    brought(house, ENDED.replace("2026", "2025"), ENDED.replace("A-2", "A-4"))
    old, late = tickets(house)
    with house.database.units_of_work() as uow:
        with pytest.raises(ReopenTooLateError):
            reopen(house.office, uow, old.number, OPERATOR, facts="又坏了")
        reopen(house.office, uow, late.number, OPERATOR, facts="又坏了")
        uow.commit()


def test_what_ended_elsewhere_and_is_back_waits_for_a_dispatcher_with_a_limit(house: House) -> None:
    brought(house, ENDED)
    [ended] = tickets(house)
    assert (ended.due, ended.lead) == (None, "CG")
    with house.database.units_of_work() as uow:
        reopen(house.office, uow, ended.number, OPERATOR, facts="又坏了")
        uow.commit()
    [again] = tickets(house)
    assert (again.state, again.lead, again.others, again.grade) == (State.ACCEPTED, "", (), None)
    assert again.due is not None
    assert again.due.answer_by > house.office.clock.now()
    with house.database.units_of_work(write=False) as uow:
        told = [item.message.text for item in uow.outbox.after(again.person, 0)]
    assert "核对后派给承办单位" in told[-1]


def test_an_import_that_is_repeated_changes_nothing(house: House) -> None:
    brought(house, OPEN)
    again = brought(house, OPEN, ENDED, OPEN)
    assert (again.new, again.known, again.bad) == (1, 2, 0)
    assert len(tickets(house)) == 2
    assert brought(house, OPEN, source="another").new == 1, "another system's numbers are its own"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (OPEN.replace("A-1", ""), "“编号”一列不能为空"),
        (OPEN.replace("投诉", "骂人"), "“诉求类型”一列的“骂人”不在允许范围内"),
        (OPEN.replace(",CG,", ",火星局,"), "“承办单位”一列的“火星局”不存在"),
        (OPEN.replace("2026-02-20 10:00", "昨天"), "“提交时间”一列的“昨天”不是时间"),
        (OPEN.replace("2026-02-20 10:00", "2036-02-20"), "“提交时间”在将来"),
        (OPEN.replace("投诉,,", "投诉,不存在/的,"), "“类别”一列的“不存在/的”不存在"),
        (OPEN.replace("三丰,13812345678", "三丰,请打我手机"), "“电话”一列不是电话号码"),
        (ENDED.replace("2026-02-03", "2026-01-03"), "“办结时间”比提交时间还早"),
        (ENDED.replace(",满意,", ",好,"), "“满意度”一列的“好”不在允许范围内"),
        (OPEN.replace(",CG,", ",D1S1C1,"), "handling"),
    ],
)
def test_a_bad_row_is_named_with_its_reason_and_the_good_ones_are_taken(house: House, row: str, reason: str) -> None:
    report = brought(house, ENDED.replace("A-2", "B-1"), row, ENDED.replace("A-2", "B-2"))
    assert (report.rows, report.new, report.bad) == (3, 2, 1)
    [(line, told)] = report.faults
    assert line == 3
    assert reason in told or (reason == "handling" and "要选能承办的" in told)
    assert "13812345678" not in told


def test_rows_beyond_a_batch_are_taken_too(house: House) -> None:
    rows = [ENDED.replace("A-2", f"C-{number}") for number in range(BATCH + 5)]
    assert brought(house, *rows).new == BATCH + 5


def test_a_table_without_its_columns_is_refused_whole(house: House) -> None:
    with pytest.raises(DataFileError, match="no_column"):
        import_table(house, BytesIO("编号,标题\n1,2\n".encode()), Path("in.csv"), source="old")


def test_by_the_command_in_and_masked_out(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("\n".join((HEADER, OPEN, ENDED, REPORT, ",,,,")), encoding="utf-8")
    code, out, err = jiesu("ticket", "import", str(tmp_path / "in.csv"), folder=tmp_path)
    assert (code, "新登记 3 张" in out) == (0, True), err
    target = tmp_path / "out.csv"
    code, out, err = jiesu("ticket", "export", str(target), folder=tmp_path)
    assert (code, "3 行" in out) == (0, True), err
    text = target.read_text(encoding="utf-8-sig")
    for secret in ("13812345678", "13912345678", "李小龙", "张三丰", "青石路40号后门"):
        assert secret not in text
    rows = {row["标题"]: row for row in csv.DictReader(text.splitlines())}
    assert rows["路灯不亮"]["答复"] == "已修好"
    assert [row["状态"] for row in rows.values() if row["保密"] == "是"] == ["待签收"]
    assert target.stat().st_mode & 0o077 == 0
    code, out, err = jiesu("ticket", "export", str(tmp_path / "one.xlsx"), "--state", "已办结", "--since", "2026-02-01",
                           "--until", "2026-02-01", folder=tmp_path)  # fmt: skip
    assert (code, "1 行" in out) == (0, True), err
    for bad in (("x.pdf",), ("x.csv", "--state", "没有")):
        assert jiesu("ticket", "export", str(tmp_path / bad[0]), *bad[1:], folder=tmp_path)[0] == 1
    assert list(tmp_path.glob(".*new*")) == []
