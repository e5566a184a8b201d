"""The knowledge base in the console: a unit writes, another person publishes, and nothing that was typed is lost."""

import io
import re
from datetime import timedelta

from aiohttp import FormData

from casework.ports import AttentionKind
from casework.remind_of_entries import remind_of_entries
from console.forms import TOKEN_FIELD
from tests.console.city import City
from tests.console.person import ROOT, Person, SignIn

TITLE = "占道经营怎么投诉"
FIELDS = {
    "title": TITLE,
    "variants": "路边摊占了人行道\n店家把桌子摆到路上",
    "short": "请说清地点和时间。",
    "kind": "办事指南",
    "source": "《城市市容和环境卫生管理条例》第十四条",
    "golden": "路边摊把人行道占了",
    "steps": "登记\n派单",
}


async def written(person: Person, **more: str) -> str:
    """A new draft by its form; gives the address of its page."""
    await person.open("/knowledge/new")
    await person.submit("/knowledge/new", **{**FIELDS, **more})
    assert person.status == 200, person.text
    return person.path.partition("?")[0]


async def test_a_unit_writes_and_a_supervisor_publishes(city: City, sign_in: SignIn) -> None:
    handler, supervisor = await sign_in("handler"), await sign_in("supervisor")
    page = await written(handler)
    assert "请说清地点和时间。" in handler.text
    assert f"{page}/publish" not in handler.text
    await handler.submit(f"{page}/submit")
    assert "已送审" in handler.text
    await supervisor.open(page)
    assert f"{page}/bring_back" not in supervisor.text
    await supervisor.submit(f"{page}/publish")
    assert "已发布" in supervisor.text
    answers = city.database.views.published_entries()[1]
    (entry,) = [each for each in answers.values() if each is not None and each.title == TITLE]
    assert (entry.owner, entry.variants, entry.guide.steps) == (
        "城管执法", ("路边摊占了人行道", "店家把桌子摆到路上"), ("登记", "派单"),
    )  # fmt: skip


async def test_another_unit_looks_and_does_not_touch(sign_in: SignIn) -> None:
    handler, stranger = await sign_in("handler"), await sign_in("stranger")
    page = await written(handler)
    await stranger.open(page)
    assert "您可以查看，不能修改这一条" in stranger.text
    await stranger.post(f"{page}/submit", {**stranger.form("/sign-out"), "version": "1"})
    assert stranger.status == 403
    await stranger.open(f"{page}/edit")
    await stranger.submit(f"{page}/edit", short="改成我的")
    assert stranger.status == 403
    assert "改成我的" in stranger.text


async def test_who_submits_does_not_publish_their_own(sign_in: SignIn) -> None:
    supervisor = await sign_in("supervisor")
    page = await written(supervisor, owner="城管执法", submit="yes")
    assert "已送审" in supervisor.text
    assert "已存为新的草稿版本" not in supervisor.text
    assert f"{page}/publish" not in supervisor.text
    await supervisor.post(f"{page}/publish", {**supervisor.form("/sign-out"), "version": "1"})
    assert supervisor.status == 403
    assert "自己写的版本不能自己发布" in supervisor.text


async def test_the_second_of_two_editors_is_told_and_loses_nothing(city: City, sign_in: SignIn) -> None:
    first, second = await sign_in("operator"), await sign_in("second")
    for person in (first, second):
        await person.open("/knowledge/entries/k1/edit")
    await first.submit("/knowledge/entries/k1/edit", short="先存的话")
    await second.submit("/knowledge/entries/k1/edit", short="后存的话", full="我写了很久")
    assert second.status == 409
    assert "有人存了新版本（第 2 版）" in second.text
    assert all(words in second.text for words in ("后存的话", "我写了很久", "先存的话"))
    await second.submit("/knowledge/entries/k1/edit")
    assert second.status == 200
    kept = city.database.views.entry("k1")
    assert [each.entry.short for each in kept.versions[:2]] == ["后存的话", "先存的话"]


async def test_a_wrong_field_is_named_and_what_was_typed_stays(sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.open("/knowledge/new")
    await operator.submit("/knowledge/new", **FIELDS, owner="城管执法", expires="不知道")
    assert operator.status == 422
    assert "“失效日期”一列的“不知道”不是日期" in operator.text
    assert "路边摊占了人行道" in operator.text
    await operator.submit("/knowledge/new", expires="", source="", submit="yes")
    assert 'data-faulty="source"' in operator.text
    assert operator.status == 422
    assert "没有填或没有填对：来源" in operator.text
    await operator.submit("/knowledge/new", title="灵活就业人员怎么参加职工医保")
    assert operator.status == 409


async def test_the_preview_shows_what_is_typed_and_keeps_nothing(city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.open("/knowledge/new")
    await operator.submit("/knowledge/new", **FIELDS, look="yes")
    assert "市民看到的（还没有存）" in operator.text
    assert f"{TITLE}" in operator.text
    with city.database.units_of_work() as uow:
        assert uow.entries.titled(TITLE) == []


async def test_a_golden_question_that_finds_nothing_stops_the_publication_by_name(sign_in: SignIn) -> None:
    operator, supervisor = await sign_in("operator"), await sign_in("supervisor")
    await operator.open("/knowledge/new")
    await operator.submit("/knowledge/new", **{**FIELDS, "golden": "月亮上有没有兔子"}, owner="城管执法", submit="yes")
    page = operator.path.partition("?")[0]
    await supervisor.open(page)
    await supervisor.submit(f"{page}/publish")
    assert supervisor.status == 409
    assert "月亮上有没有兔子 → 占道经营怎么投诉" in supervisor.text


async def test_versions_show_what_changed_and_an_old_one_comes_back(city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    for words in ("第一稿的话", "第二稿的话"):
        await operator.open("/knowledge/entries/k1/edit")
        await operator.submit("/knowledge/entries/k1/edit", short=words, why="改得更清楚")
    assert "改得更清楚" in operator.text
    assert re.search(r"第一稿的话.*第二稿的话", operator.text, re.DOTALL)
    await operator.submit("/knowledge/entries/k1/bring_back", old="2")
    assert "旧版内容已成为新的草稿" in operator.text
    assert city.database.views.entry("k1").latest.entry.short == "第一稿的话"


async def test_nearly_the_same_words_are_pointed_out(sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.open("/knowledge/new")
    await operator.submit("/knowledge/new", title="灵活就业人员怎样参加职工医保", owner="医保")
    assert "有几乎一样的问法" in operator.text


async def test_the_test_box_says_what_would_be_answered_and_why(sign_in: SignIn) -> None:
    handler = await sign_in("handler")
    await handler.open("/knowledge/test")
    await handler.submit("/knowledge/test", question="灵活就业怎么交职工医保")
    assert "灵活就业人员怎么参加职工医保" in handler.text
    assert re.search(r'class="tag">[^<]*医保', handler.text)
    assert "?question" not in handler.path
    await handler.submit("/knowledge/test", question="鱼香肉丝怎么做")
    assert "没有沾边的条目" in handler.text or "不答" in handler.text


async def test_a_repealed_source_stops_answers_and_only_an_administrator_says_so(city: City, sign_in: SignIn) -> None:
    supervisor, administrator = await sign_in("supervisor"), await sign_in("administrator")
    await supervisor.open("/knowledge/sources")
    await supervisor.post("/knowledge/sources", {**supervisor.form("/sign-out"), "statute": "x", "note": "y"})
    assert supervisor.status == 403
    page = await written(administrator, owner="城管执法", submit="yes")
    await supervisor.open(page)
    await supervisor.submit(f"{page}/publish")
    await administrator.open("/knowledge/sources")
    await administrator.submit("/knowledge/sources", statute="城市市容和环境卫生管理条例", note="新条例已经施行")
    assert "1 条条目转入" in administrator.text
    await supervisor.open(page)
    assert "已标为废止" in supervisor.text
    titles = [each.title for each in city.database.views.published_entries()[1].values() if each is not None]
    assert TITLE not in titles


async def test_a_mark_set_by_mistake_is_taken_off_by_an_administrator_with_a_reason(
    city: City, sign_in: SignIn
) -> None:
    supervisor, administrator = await sign_in("supervisor"), await sign_in("administrator")
    page = await written(administrator, owner="城管执法", submit="yes")
    await supervisor.open(page)
    await supervisor.submit(f"{page}/publish")
    before = len(city.database.views.published_entries()[1])
    await administrator.open("/knowledge/sources")
    await administrator.submit("/knowledge/sources", statute="城市市容和环境卫生管理条例", note="标错")
    assert len(city.database.views.published_entries()[1]) < before
    await supervisor.open("/knowledge/sources")
    assert "撤销废止" not in supervisor.text
    await supervisor.post(
        "/knowledge/sources/restore", {**supervisor.form("/sign-out"), "statute": "城市市容和环境卫生管理条例"}
    )
    assert supervisor.status == 403
    await administrator.submit("/knowledge/sources/restore", reason="仍然有效")
    assert "条条目恢复答复" in administrator.text
    assert len(city.database.views.published_entries()[1]) == before


async def test_the_list_is_narrowed_by_state_unit_and_kind(sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await written(operator, owner="城管执法")
    for query, there in (("standing=draft", True), ("standing=published", False), ("owner=城管执法", True),
                         ("kind=热点问答", False), ("q=人行道", True), ("standing=nonsense&page=0", True)):  # fmt: skip
        await operator.open(f"/knowledge?{query}")
        assert (TITLE in operator.text) is there, query


async def test_entries_that_the_city_has_still_to_fill_in_are_listed(sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await written(operator, owner="城管执法", city="收费标准\n受理窗口")
    await written(operator, owner="城管执法", title="全国都一样的事")
    await operator.open("/knowledge")
    assert "待本市填写" in operator.text
    await operator.open("/knowledge?standing=city_open&owner=城管执法&q=一样")
    assert "全国都一样的事" not in operator.text
    await operator.open("/knowledge?standing=city_open&owner=城管执法&q=人行道")
    assert TITLE in operator.text


async def upload(person: Person, content: bytes, name: str, **more: str) -> None:
    await person.open("/knowledge/import")
    form = FormData({TOKEN_FIELD: person.form("/knowledge/import")[TOKEN_FIELD], **more})
    form.add_field("file", io.BytesIO(content), filename=name)
    async with person.client.post(f"{ROOT}/knowledge/import", data=form) as response:
        person.status, person.text = response.status, await response.text()


async def test_a_table_that_is_too_large_is_refused_with_the_command_that_takes_it(sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await upload(operator, b"x" * (11 << 20), "大表.csv")
    assert operator.status == 413
    assert "jiesu knowledge import" in operator.text


async def test_a_table_is_imported_with_a_report(city: City, sign_in: SignIn) -> None:
    handler = await sign_in("handler")
    header = "标题,简短答复,性质,责任单位,来源\n"
    table = (
        f"{header}一条好的,答,热点问答,城管执法,来源\n一条坏的,答,随笔,城管执法,来源\n别家的,答,热点问答,医保,来源\n"
    )
    await upload(handler, table.encode(), "表.csv")
    assert "新增 1 条" in handler.text
    assert all(words in handler.text for words in ("“性质”一列的“随笔”", "不归您的单位写"))
    await upload(handler, table.replace("一条好的", "又一条").encode(), "表.csv", strict="yes")
    assert "没有导入" in handler.text
    with city.database.units_of_work() as uow:
        assert (len(uow.entries.titled("一条好的")), uow.entries.titled("又一条")) == (1, [])


async def test_files_that_are_none_or_too_large_are_refused(sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await upload(operator, b"", "")
    assert (operator.status, "文件" in operator.text) == (422, True)
    await upload(operator, b"%PDF", "x.pdf")
    assert ".xlsx" in operator.text
    await upload(operator, b"x" * 3_000_000, "x.csv")
    assert operator.status == 422
    await upload(operator, b"x" * 11_000_000, "x.csv")
    assert operator.status == 413


async def test_everything_is_exported_and_comes_back_unchanged(sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    async with operator.client.get(f"{ROOT}/knowledge/export/csv") as response:
        table = await response.read()
        assert response.headers["Content-Disposition"].startswith("attachment")
    await upload(operator, table, "back.csv")
    assert "没有变化 2 条，有误 0 行" in operator.text


async def test_the_owner_confirms_an_entry_and_a_supervisor_retires_it(city: City, sign_in: SignIn) -> None:
    operator, supervisor = await sign_in("operator"), await sign_in("supervisor")
    await operator.open("/knowledge/entries/k1")
    await operator.submit("/knowledge/entries/k1/review", until="2025-01-01")
    assert operator.status == 422
    await operator.submit("/knowledge/entries/k1/review", until="2027-03-01")
    assert "已记下复核结果" in operator.text
    await supervisor.open("/knowledge/entries/k1")
    await supervisor.submit("/knowledge/entries/k1/retire", reason="政策改了")
    assert "k1" not in city.database.views.published_entries()[1]
    await supervisor.open("/knowledge/entries/nichts")
    assert supervisor.status == 404


async def test_a_unit_is_called_once_a_month_and_sees_what_it_has_to_look_at(city: City, sign_in: SignIn) -> None:
    views, office = city.database.views, city.office
    assert [remind_of_entries(office, city.database.units_of_work, views) for _ in range(2)] == [1, 1]
    calls = [each for each in views.attention() if each.kind is AttentionKind.KNOWLEDGE]
    assert len(calls) == 1
    assert "该复核或快失效" in calls[0].summary
    with city.database.units_of_work() as uow:
        uow.attention.finish(calls[0].id, city.clock.now())
        uow.commit()
    remind_of_entries(office, city.database.units_of_work, views)
    assert [each for each in views.attention() if each.kind is AttentionKind.KNOWLEDGE] == []
    city.clock.pass_time(timedelta(days=31))
    remind_of_entries(office, city.database.units_of_work, views)
    assert len([each for each in views.attention() if each.kind is AttentionKind.KNOWLEDGE]) == 1


async def test_the_owner_is_told_on_the_list_and_another_unit_is_not(city: City, sign_in: SignIn) -> None:
    handler, stranger, supervisor = await sign_in("handler"), await sign_in("stranger"), await sign_in("supervisor")
    page = await written(handler, review="2026-03-01")
    await handler.submit(f"{page}/submit")
    await supervisor.open(page)
    await supervisor.submit(f"{page}/publish")
    await handler.open("/knowledge")
    assert "您单位有 1 条已发布的条目该复核" in handler.text
    await handler.open("/knowledge?standing=due&owner=城管执法")
    assert TITLE in handler.text
    await stranger.open("/knowledge")
    assert "您单位有" not in stranger.text


async def test_a_report_of_very_many_bad_rows_shows_some_and_counts_the_rest(sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    rows = "一条,简短,热点问答,城管执法,\n" * 1500
    await upload(operator, f"标题,简短答复,性质,责任单位,来源\n{rows}".encode(), "x.csv")
    assert operator.text.count('<td class="line">') == 200
    assert "有误 1500 行" in operator.text
    assert "另外还有 1300 处" in operator.text
