"""Lists by key and not by offset, one ticket as its page shows it, and a document that tells of every door."""

import json
from datetime import timedelta

import pytest

from console.actions import ACTIONS
from console.api.openapi import document
from tests.api.program import NewProgram
from tests.console.city import HANDLER, MOBILE, NAME, SURE, City, appeal, open_ticket, signed


async def _walk(caller: object, path: str) -> list[str]:
    numbers: list[str] = []
    after = ""
    while True:
        page = await caller.get(f"{path}&after={after}" if after else path)  # type: ignore[attr-defined]
        numbers += [each["number"] for each in page["tickets"]]
        after = page["next"]
        if after is None:
            return numbers


async def test_pages_join_without_gap_or_double_even_while_tickets_come_in(city: City, program: NewProgram) -> None:
    numbers = []
    for minute in range(7):
        if minute % 3:
            city.clock.pass_time(timedelta(minutes=1))
        numbers.append(open_ticket(city, SURE))
    desk = program("operator")
    assert await _walk(desk, "/tickets?limit=3") == sorted(numbers, reverse=True)
    first = await desk.get("/tickets?limit=3")
    city.clock.pass_time(timedelta(minutes=1))
    open_ticket(city, SURE)
    rest = await desk.get(f"/tickets?limit=9&after={first['next']}")
    assert [each["number"] for each in first["tickets"] + rest["tickets"]] == sorted(numbers, reverse=True)


async def test_the_list_is_narrowed_by_state_unit_overdue_and_words(city: City, program: NewProgram) -> None:
    waiting, out = open_ticket(city), signed(city)
    desk = program("supervisor")

    async def found(path: str) -> list[str]:
        return [each["number"] for each in (await desk.get(path))["tickets"]]

    assert await found("/tickets?state=待派单") == await found("/tickets?state=accepted") == [waiting]
    assert await found(f"/tickets?unit={HANDLER}") == [out]
    assert await found("/tickets?overdue=yes") == []
    city.clock.pass_time(timedelta(days=60))
    assert set(await found("/tickets?overdue=yes")) == {waiting, out}
    named = await desk.post("/tickets/search", {"words": "油烟 烧烤", "state": ["待派单"], "limit": 5})
    assert [each["number"] for each in named["tickets"]] == [waiting]
    assert (await desk.post("/tickets/search", {"number": out}))["tickets"][0]["lead"] == HANDLER


async def test_of_overdue_ones_the_longest_overdue_comes_first_over_all_pages(city: City, program: NewProgram) -> None:
    waiting = [open_ticket(city, SURE) for _ in range(2)]
    worked_on = signed(city)
    city.clock.pass_time(timedelta(days=2))
    waiting.append(open_ticket(city, SURE))
    city.clock.pass_time(timedelta(days=60))
    desk = program("supervisor")
    seen, path = [], "/tickets?overdue=yes&limit=2"
    page = await desk.get(path)
    while page["tickets"]:
        seen += page["tickets"]
        if page["next"] is None:
            break
        page = await desk.get(f"{path}&after={page['next']}")
    assert sorted(each["number"] for each in seen) == sorted([*waiting, worked_on])
    order = [(each["clock_by"], each["number"]) for each in seen]
    assert order == sorted(order)
    assert order[0][0] < order[-1][0]
    other_order = (await desk.get("/tickets?limit=1"))["next"]
    await desk.get(f"{path}&after={other_order}")
    assert desk.refusal == ("after", "cursor")


@pytest.mark.parametrize(
    ("query", "named"),
    [("state=x", ("state", "choice")), ("unit=x", ("unit", "choice")), ("limit=0", ("limit", "page_length")),
     ("limit=201", ("limit", "page_length")), ("limit=a", ("limit", "page_length")), ("after=x", ("after", "cursor")),
     ("after=%F0%9F%98%80", ("after", "cursor")), ("overdue=maybe", ("overdue", "yes_or_no")),
     ("words=x", ("words", "unknown_field")), ("offset=3", ("offset", "unknown_field"))],
)  # fmt: skip
async def test_a_wrong_filter_is_named(program: NewProgram, query: str, named: tuple[str, str]) -> None:
    desk = program("operator")
    await desk.get(f"/tickets?{query}")
    assert (desk.status, desk.refusal) == (422, named)


async def test_one_ticket_is_masked_as_on_its_page_and_says_what_may_be_done(city: City, program: NewProgram) -> None:
    number = signed(city)
    for login in ("operator", "handler", "supervisor"):
        caller = program(login)
        ticket = await caller.get(f"/tickets/{number}")
        assert caller.status == 200
        assert NAME not in caller.text
        assert MOBILE not in caller.text
        assert ticket["contact"].startswith("欧**")
        assert ticket["state"] == "办理中"
        assert ticket["history"][0]["what"] == "签收"
    assert "answer" in (await program("handler").get(f"/tickets/{number}"))["actions"]
    assert "answer" not in (await program("operator").get(f"/tickets/{number}"))["actions"]


async def test_units_categories_and_counts(city: City, program: NewProgram) -> None:
    open_ticket(city)
    signed(city)
    desk, unit = program("operator"), program("handler")
    assert HANDLER in {each["code"] for each in (await desk.get("/units"))["units"]}
    paths = [path for group in (await desk.get("/categories"))["categories"] for path in group["paths"]]
    assert appeal().category.path.rsplit("/", 1)[0] in paths
    counts = await desk.get("/counts")
    assert (counts["waiting"]["review"], counts["waiting"]["attention"]) == (1, 0)
    own = await unit.get("/counts")
    assert own["by_state"] == {"办理中": 1}
    assert "attention" not in own["waiting"]


async def test_the_document_tells_of_every_verb_and_every_read(city: City, program: NewProgram) -> None:
    caller = program("operator")
    told = await caller.get("/openapi.json")
    assert told == json.loads(json.dumps(document(city.parts.wording)))
    assert told["openapi"] == "3.1.0"
    for name, action in ACTIONS.items():
        call = told["paths"][f"/tickets/{{number}}/{name}"]["post"]
        body = call["requestBody"]["content"]["application/json"]["schema"]
        assert set(body["properties"]) == {"version", *(field.name for field in action.worded)}
        assert set(body["required"]) == {"version", *(field.name for field in action.worded if field.required)}
    for path, calls in told["paths"].items():
        if "get" in calls and "{" not in path:
            await caller.get(path)
            assert caller.status == 200, path


async def test_the_document_is_open_to_everybody_for_it_says_nothing_of_anybody(program: NewProgram) -> None:
    stranger = program("operator")
    stranger.key = "none"
    await stranger.get("/openapi.json")
    assert stranger.status == 200
