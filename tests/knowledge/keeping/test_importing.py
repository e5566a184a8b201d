"""Tables in and out: good rows are taken, bad ones named with line, column and remedy, and nothing comes twice."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook

from app.city import load_words
from hotline.errors import DataFileError, NotAllowedError
from hotline.people import Actor
from knowledge.base import KnowledgeBase
from knowledge.decide import answerers
from knowledge.entry import Guide
from knowledge.keeping.change import change
from knowledge.keeping.exporting import export
from knowledge.keeping.importing import MOST_FAULTS, Import, Importer, Report
from knowledge.keeping.ports import Kept
from knowledge.keeping.publish import retire
from knowledge.keeping.states import EntryState
from knowledge.workbooks import LARGEST_UNPACKED
from tests.knowledge.examples import METER, POWER, WATER, entry
from tests.knowledge.keeping.conftest import ADMINISTRATOR, OPERATOR, SUPERVISOR, SUPPLIER, Room

WORDS = load_words()
HEADER = ["标题", "简短答复", "性质", "责任单位", "来源", "相似问法", "失效日期", "材料"]
GOOD = [
    "水压太小怎么办",
    "先看阀门。",
    "热点问答",
    "供水",
    "《城市供水条例》第二十二条",
    "水流细\n水太小|水小",
    "2030/1/2",
    "户号",
]
PRESENT = answerers()(KnowledgeBase([WATER, METER, POWER]))


def row(title: str, **cells: str) -> list[str]:
    names = dict(zip(HEADER, GOOD, strict=True)) | {"标题": title} | cells
    return [names[name] for name in HEADER]


def table(*rows: Sequence[str], header: Sequence[str] = HEADER, encoding: str = "utf-8") -> io.BytesIO:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return io.BytesIO(text.getvalue().encode(encoding))


def take(room: Room, source: io.BytesIO, actor: Actor = OPERATOR, file: str = "表.csv", *, strict: bool = False,
         publish: bool = False) -> Report:  # fmt: skip
    views = room.database.views
    importer = Importer(room.desk, WORDS, room.database.units_of_work, views.entry, PRESENT, answerers())
    return importer.take(source, Import(actor, file, strict=strict, publish=publish))


def faults(report: Report) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.header(WORDS), fault.words(WORDS)) for fault in report.faults]


def test_rows_come_in_review_under_the_name_of_who_brought_them(room: Room) -> None:
    report = take(room, table(GOOD))
    assert (report.rows, report.new, report.bad) == (1, 1, 0)
    with room.database.units_of_work() as uow:
        (entry_id,) = uow.entries.titled("水压太小怎么办")
    version = room.kept(entry_id).latest
    assert (version.state, version.author, version.why) == (EntryState.IN_REVIEW, "operator", "表.csv")
    assert version.entry.variants == ("水流细", "水太小", "水小")
    assert (str(version.entry.expires), version.entry.guide) == ("2030-01-02", Guide(materials=("户号",)))
    assert entry_id not in room.answered()


def test_each_bad_row_is_named_and_the_good_ones_are_taken(room: Room) -> None:
    report = take(
        room,
        table(
            GOOD,
            row("没有来源", 来源=""),
            row("随笔一条", 性质="随笔", 失效日期="明年"),
            row("水压太小怎么办"),
            row("另一条好的"),
            [*row("格子太多"), "多出来的"],
            row("居民停电怎么报修", 责任单位="供电"),
        ),
    )
    assert faults(report)[:3] == [
        (3, "来源", "“来源”一列不能为空"),
        (4, "性质", "“性质”一列的“随笔”不在允许范围内（办事指南、法律法规、热点问答、日常咨询、通知公告、业务指引）"),
        (4, "失效日期", "“失效日期”一列的“明年”不是日期，请写成 2026-01-31 这样"),
    ]
    assert [(line, column) for line, column, _ in faults(report)[3:]] == [(5, "标题"), (7, "")]
    assert (report.rows, report.new, report.changed, report.bad) == (7, 2, 1, 4)


def test_strict_takes_nothing_where_a_row_is_wrong(room: Room) -> None:
    report = take(room, table(GOOD, row("没有来源", 来源="")), strict=True)
    assert (report.refused, report.new, report.bad) == (True, 0, 1)
    with room.database.units_of_work() as uow:
        assert uow.entries.titled("水压太小怎么办") == []
    assert take(room, table(GOOD), strict=True).new == 1


def test_an_import_may_be_repeated_and_a_known_title_is_a_new_version(room: Room) -> None:
    take(room, table(GOOD))
    again = take(room, table(GOOD, row(WATER.title, 简短答复="新的话")))
    assert (again.new, again.unchanged, again.changed) == (0, 1, 1)
    water = room.kept("water")
    assert [each.state for each in water.versions] == [EntryState.IN_REVIEW, EntryState.PUBLISHED]
    assert (water.latest.entry.short, water.latest.entry.golden) == ("新的话", WATER.golden)


def test_only_an_administrator_publishes_a_table_and_what_is_not_found_waits(room: Room) -> None:
    header = [*HEADER, "检验问题"]
    known = row(WATER.title, 简短答复="新的话", 相似问法=WATER.variants[0])
    rows = [
        [*GOOD, GOOD[0]],
        [*row("冬天水管冻住了", 相似问法=""), "鱼香肉丝怎么做"],
        [*known, WATER.title],
    ]
    with pytest.raises(NotAllowedError):
        take(room, table(*rows, header=header), publish=True)
    report = take(room, table(*rows, header=header), ADMINISTRATOR, publish=True)
    assert [each.entry.title for each in report.lost] == ["冬天水管冻住了"]
    titles = {each.title: each.short for each in room.answered().values() if each is not None}
    assert titles.keys() == {"水压太小怎么办", WATER.title, METER.title, POWER.title}
    assert titles[WATER.title] == "新的话"


def test_what_would_take_a_neighbour_its_golden_question_waits_and_the_rest_is_published(room: Room) -> None:
    thieves = row("水龙头突然不出水了找谁", 相似问法="水龙头突然不出水了找哪个|突然不出水了找谁呢")
    report = take(room, table(GOOD, thieves), ADMINISTRATOR, publish=True)
    titles = {each.title for each in room.answered().values() if each is not None}
    assert titles == {"水压太小怎么办", WATER.title, METER.title, POWER.title}
    (crowded,) = report.crowded
    assert (crowded.lost.question, crowded.lost.entry) == (WATER.golden[0], WATER)
    assert [each.title for each in crowded.by] == ["水龙头突然不出水了找谁"]


def test_a_unit_imports_its_own_only(room: Room) -> None:
    report = take(room, table(GOOD, row("停电了", 责任单位="供电")), SUPPLIER)
    assert (report.new, [column for _, column, _ in faults(report)]) == (1, ["责任单位"])


@pytest.mark.parametrize(
    ("content", "file", "reason"),
    [
        (b"a,b\n", "x.csv", "no_column"),
        (b"", "x.csv", "no_header"),
        (b"PK\x03\x04nothing", "x.xlsx", "not_xlsx"),
        (b"hello", "x.xlsx", "not_xlsx"),
        (b"hello", "x.doc", "not_a_sheet"),
    ],
)
def test_what_is_no_table_of_entries_is_refused_as_a_whole(room: Room, content: bytes, file: str, reason: str) -> None:
    with pytest.raises(DataFileError) as refused:
        take(room, io.BytesIO(content), file=file)
    assert refused.value.reason == reason
    assert WORDS.error(refused.value)


def test_an_open_quote_is_named_and_what_stands_before_it_counts(room: Room) -> None:
    source = io.BytesIO(table(GOOD).getvalue() + '"没有收住的引号,x\n'.encode())
    report = take(room, source)
    assert (report.new, [line for line, _, _ in faults(report)]) == (1, [3])


def test_english_headers_and_the_encoding_of_chinese_spreadsheets_are_read(room: Room) -> None:
    header = ["title", "short", "kind", "owner", "source", "variants", "expires", "materials"]
    assert take(room, table(GOOD, header=header)).new == 1
    assert take(room, table(row("水管爆了"), encoding="gb18030")).new == 1
    report = take(room, table([*row("水表冻裂"), "x"], header=[*HEADER, "备注"]))
    assert (report.new, report.ignored) == (1, ("备注",))


@pytest.mark.parametrize("file", ["全部.csv", "全部.xlsx"])
def test_what_is_exported_comes_back_the_same(room: Room, file: str) -> None:
    odd = replace(
        entry("odd", "=1+1 是多少", variants=("-5 度水管冻了", "@谁")), guide=Guide(steps=("一", "二"), fee="免费")
    )
    target = io.BytesIO()
    assert export(target, file, [WATER, METER, odd], WORDS) == 3
    report = take(room, target, file=file)
    assert (report.unchanged, report.new, report.bad) == (2, 1, 0)
    assert room.kept("odd").latest.entry == odd


def test_a_spreadsheet_with_dates_and_figures_is_read(room: Room) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append([*GOOD[:6], datetime(2030, 1, 2), 3])  # noqa: DTZ001 - a spreadsheet knows no zone
    target = io.BytesIO()
    book.save(target)
    assert take(room, target, file="x.xlsx").new == 1
    target = io.BytesIO()
    export(target, "x.xlsx", room.database.views.current_entries(), WORDS)
    cells = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
    assert any("2030-01-02" in row and "3" in row for row in cells)


def test_a_row_with_the_id_of_a_retired_entry_brings_it_back_for_review(room: Room) -> None:
    room.do(retire, SUPERVISOR, "water", number=1, reason="过时")
    header = ["编号", *HEADER]
    report = take(room, table(["water", *GOOD], ["neu", *row("水管爆了")], header=header))
    assert (report.new, report.changed, report.bad) == (1, 1, 0)
    assert [each.state for each in room.kept("water").versions] == [EntryState.IN_REVIEW, EntryState.RETIRED]
    assert room.kept("neu").latest.entry.title == "水管爆了"


def test_a_unit_takes_no_entry_of_another_unit_over(room: Room) -> None:
    header = ["编号", *HEADER]
    theirs = table(["power", *row(POWER.title)], ["meter", *row(METER.title)], header=header)
    report = take(room, theirs, SUPPLIER)
    assert [(line, column, "供电" in words) for line, column, words in faults(report)] == [(2, "责任单位", True)]
    assert (report.changed, room.kept("power").latest.entry) == (1, POWER)
    assert take(room, table(["power", *row(POWER.title)], header=header), OPERATOR).changed == 1


def test_what_somebody_saves_while_a_table_is_read_stays_and_the_row_is_named(room: Room) -> None:
    views = room.database.views

    def read(entry_id: str) -> Kept:
        kept = views.entry(entry_id)
        if entry_id == "water":
            room.do(change, SUPPLIER, replace(WATER, short="刚存的话"), number=1, why="")
        return kept

    importer = Importer(room.desk, WORDS, room.database.units_of_work, read, PRESENT, answerers())
    rows = table(row(WATER.title, 简短答复="表里的话"), row(METER.title, 简短答复="表里的话"))
    report = importer.take(rows, Import(OPERATOR, "表.csv"))
    assert [(line, WATER.title in words) for line, _, words in faults(report)] == [(2, True)]
    assert (report.changed, report.unchanged, report.bad) == (1, 0, 1)
    water = room.kept("water").latest
    assert (water.entry.short, water.state) == ("刚存的话", EntryState.DRAFT)


def test_of_very_many_bad_rows_the_first_are_kept_in_words_and_the_rest_counted(room: Room) -> None:
    report = take(room, table(*[row("没有来源", 来源="", 性质="随笔")] * 700, GOOD))
    assert (report.bad, report.complaints, len(report.faults), report.new) == (700, 1400, MOST_FAULTS, 1)
    assert max(fault.line for fault in report.faults) == 501


def spreadsheet(part: str, change: Callable[[bytes], bytes]) -> io.BytesIO:
    """A good XLSX of which one part is changed."""
    good, broken = io.BytesIO(), io.BytesIO()
    export(good, "x.xlsx", [WATER, METER], WORDS)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == part else content)
    broken.seek(0)
    return broken


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.8, 0.99])
def test_a_spreadsheet_that_is_cut_off_is_refused_or_named_wherever_it_breaks(
    room: Room, part: str, share: float
) -> None:
    broken = spreadsheet(part, lambda content: content[: int(len(content) * share)])
    try:
        reasons = [fault.complaint.reason for fault in take(room, broken, file="x.xlsx").faults]
    except DataFileError as error:
        reasons = [error.reason]
    assert reasons in (["not_xlsx"], ["no_header"])


def test_a_spreadsheet_that_unpacks_to_a_mountain_is_refused(room: Room) -> None:
    mountain = spreadsheet("xl/styles.xml", lambda content: content + b" " * LARGEST_UNPACKED)
    assert mountain.getbuffer().nbytes < 1_000_000
    with pytest.raises(DataFileError) as refused:
        take(room, mountain, file="x.xlsx")
    assert refused.value.reason == "too_large"


@pytest.mark.parametrize(
    ("header", "cell", "column"),
    [
        ("编号", "gs/停水", "编号"),
        ("编号", "x" * 41, "编号"),
        ("检验问题", "长" * 201, "检验问题"),
        ("检验问题", "|".join(f"问{each}" for each in range(101)), "检验问题"),
        ("关键词", "词" * 201, "关键词"),
        ("步骤", "步" * 1001, "步骤"),
    ],
)
def test_what_no_entry_may_hold_is_named_with_its_column(room: Room, header: str, cell: str, column: str) -> None:
    report = take(room, table([*GOOD, cell], header=[*HEADER, header]))
    assert [(line, name) for line, name, words in faults(report) if words] == [(2, column)]
    most = {"编号": "x" * 40, "步骤": "步" * 1000}.get(header, "长" * 200)
    assert take(room, table([*GOOD, most], header=[*HEADER, header])).new == 1
