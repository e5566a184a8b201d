"""派单目录: an administrator tries a changed catalogue, sees its faults or what it would move, and publishes it."""

from datetime import timedelta

from aiohttp import FormData

from routing.decision import Suggestion
from tests.console.city import CATEGORY, NOW, ROUTING, City, open_ticket
from tests.console.person import Person, SignIn
from tests.routing.examples import matter

TODAY = "2026-03-02"
SHIPPED = (ROUTING / "catalogue.csv").read_text(encoding="utf-8")


def changed() -> str:
    """The shipped catalogue, with kitchen fumes for the environment office."""
    lines = SHIPPED.splitlines()
    place = next(number for number, each in enumerate(lines) if each.startswith("R217,"))
    lines[place] = (
        lines[place].replace("城管执法,生态环境|市场监管", "生态环境,城管执法|市场监管", 1).replace(",45,", ",99,")
    )
    return "\n".join(lines) + "\n"


async def send(person: Person, content: str | bytes, **typed: str) -> str:
    await person.open("/catalogue")
    form = FormData()
    fields = {**person.form("/catalogue"), "effective_from": TODAY, **typed}
    for name, value in fields.items():
        if name != "file":
            form.add_field(name, value)
    form.add_field("file", content.encode() if isinstance(content, str) else content, filename="catalogue.csv")
    return await person._read("POST", "/catalogue", form)  # type: ignore[arg-type]  # noqa: SLF001 - a form with a file


def lead(city: City, days: int = 0) -> str:
    assert city.parts.catalogue is not None
    city.clock.set(city.clock.now() + timedelta(seconds=2))
    asked = matter("饭店油烟直排，熏得开不了窗", category=CATEGORY)
    return city.parts.catalogue.router.decide(asked, Suggestion(), NOW + timedelta(days=days)).lead


async def test_a_sound_change_shows_what_it_would_move_and_changes_nothing(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    administrator = await sign_in("administrator")
    text = await send(administrator, changed(), asked="try")
    assert administrator.status == 200
    assert all(words in text for words in ("试算结果", "没有错误", number, "R217", "生态环境"))
    assert "还没有发布过新版本" in text
    assert lead(city) == "城管执法"


async def test_a_published_version_decides_from_its_day_on(city: City, sign_in: SignIn) -> None:
    administrator = await sign_in("administrator")
    await send(administrator, changed(), asked="publish", note="油烟改由生态环境牵头", effective_from="2026-03-05")
    assert "已发布" in administrator.text
    assert "油烟改由生态环境牵头" in administrator.text
    assert [lead(city, days) for days in (0, 2, 3, 9)] == ["城管执法", "城管执法", "生态环境", "生态环境"]
    await administrator.open("/catalogue/1")
    assert administrator.text.lstrip("\ufeff") == changed()


async def test_all_faults_are_named_with_their_lines_and_nothing_is_published(city: City, sign_in: SignIn) -> None:
    administrator = await sign_in("administrator")
    broken = SHIPPED.replace("R289,停水,", "R289,停水,没有这类", 1).replace("R294,停电,", "R293,停电,", 1)
    text = await send(administrator, broken, asked="try")
    assert administrator.status == 422
    assert "有 2 处错误" in text
    assert "第 290 行" in text
    assert "第 295 行" in text
    await send(administrator, broken, asked="publish", note="试试")
    assert administrator.status == 422
    assert "还没有发布过新版本" in administrator.text


async def test_what_is_missing_or_past_is_refused_with_its_field(city: City, sign_in: SignIn) -> None:
    administrator = await sign_in("administrator")
    for content, typed, words in (
        (changed(), {"asked": "publish", "note": ""}, "说明"),
        (changed(), {"asked": "publish", "note": "改", "effective_from": ""}, "生效日期"),
        (changed(), {"asked": "publish", "note": "改", "effective_from": "2026-03-01"}, "不能早于今天"),
        (changed(), {"asked": "try", "effective_from": "明天"}, "生效日期"),
        (changed(), {"asked": "try", "try_days": "0"}, "请填1到366之间的整数"),
        (b"\xff\xfe", {"asked": "try"}, "UTF-8"),
        ("a,b\n", {"asked": "try"}, "catalogue.csv 第 1 行"),
    ):
        await send(administrator, content, **typed)
        assert (administrator.status >= 400, words in administrator.text) == (True, True), words
    assert "还没有发布过新版本" in administrator.text


async def test_others_may_look_or_not_even_that(city: City, sign_in: SignIn) -> None:
    supervisor = await sign_in("supervisor")
    await supervisor.open("/catalogue")
    assert "派单目录" in supervisor.text
    assert "检查并试算" not in supervisor.text
    await supervisor.post("/catalogue", {**supervisor.form("/sign-out"), "asked": "publish"})
    assert supervisor.status == 403
    for login in ("operator", "handler"):
        other = await sign_in(login)
        await other.open("/catalogue")
        assert other.status == 403


async def test_a_refused_version_keeps_what_was_typed_and_asks_for_the_file_again(city: City, sign_in: SignIn) -> None:
    administrator = await sign_in("administrator")
    await administrator.open("/catalogue")
    assert "请重新选择" not in administrator.text
    await send(administrator, "", note="油烟", effective_from="2026-03-09", try_days="400", asked="publish")
    assert administrator.status == 422
    typed = administrator.form("/catalogue")
    assert (typed["note"], typed["effective_from"], typed["try_days"]) == ("油烟", "2026-03-09", "400")
    assert "请重新选择" in administrator.text
    await send(administrator, changed(), try_days="400", note="油烟")
    assert administrator.status == 422
    assert "试算最近多少天的工单" in administrator.text
    assert administrator.form("/catalogue")["note"] == "油烟"


async def test_a_fault_names_the_table_and_never_a_folder_of_ours(city: City, sign_in: SignIn) -> None:
    administrator = await sign_in("administrator")
    text = await send(administrator, SHIPPED.replace("R289,停水,", "R289,停水,没有这类", 1), asked="try")
    assert "catalogue.csv 第 290 行" in text
    assert "/catalogue.csv 第" not in text
