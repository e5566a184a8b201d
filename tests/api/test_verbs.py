"""Every verb of the console through one door: the same functions, the same table, the same refusals."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casework.ports_timekeeping import Absence
from console.actions import ACTIONS, Kind
from console.permissions import ACTIONS as ROLES
from hotline.matter import MatterType
from hotline.people import STAFF_ROLES, Role
from hotline.workflow import State
from tests.api.program import NewProgram
from tests.api.records import audit_lines
from tests.console.city import (
    FAST,
    HANDLER,
    MOBILE,
    NAME,
    OTHER,
    PASSWORD,
    STAFF,
    SURE,
    City,
    appeal,
    open_ticket,
    signed,
)

FORM = {"public_answer": "已责令停业整改。", "truth": "属实", "contacted": "否", "unit_solved": "已解决"}
LOGIN_OF = {role: login for login, (_, role, unit) in reversed(STAFF.items()) if unit in ("", HANDLER)}


def state(city: City, number: str) -> State:
    with city.database.units_of_work(write=False) as uow:
        return uow.tickets.get(number).state


async def test_a_ticket_goes_its_whole_way_by_calls_alone(city: City, program: NewProgram) -> None:
    number, desk, unit = open_ticket(city, SURE), program("operator"), program("handler")
    steps = [
        (unit, "sign", {}, State.IN_PROGRESS),
        (unit, "answer", FORM, State.UNDER_REVIEW),
        (desk, "approve_answer", {}, State.FOLLOW_UP),
        (desk, "follow_up", {"solved": "已解决", "grade": "非常满意"}, State.CLOSED),
        (desk, "reopen", {"facts": "又开始冒烟"}, State.REDO),
    ]
    for caller, action, fields, end in steps:
        done = await caller.act(number, action, **fields)
        assert caller.status == 200, done
        assert done["state"] == end.value
        assert state(city, number) is end
    with city.database.units_of_work(write=False) as uow:
        ticket = uow.tickets.get(number)
    assert [event.actor.id for event in ticket.history if event.move == "sign"] == ["handler"]


async def test_every_verb_that_the_console_knows_is_told_with_fields_roles_and_states(program: NewProgram) -> None:
    seen: dict[str, Any] = {}
    for role in STAFF_ROLES:
        caller = program(LOGIN_OF[role])
        told = await caller.get("/actions")
        if role is Role.ADMINISTRATOR:
            assert caller.status == 403
            continue
        names = {each["name"] for each in told["actions"]}
        assert names == {name for name, roles in ROLES.items() if role in roles}
        seen |= {each["name"]: each for each in told["actions"]}
    assert set(seen) == set(ACTIONS)
    assert seen["sign"]["states"] == [State.DISPATCHED.value]
    assert seen["sign"]["label"] == "签收"
    assert seen["review"]["roles"] == ["operator", "supervisor"]
    for name, action in ACTIONS.items():
        told = seen[name]["fields"]
        assert [(field["name"], field["required"]) for field in told] == [
            (field.name, field.required) for field in action.worded
        ]


@pytest.mark.parametrize("action", sorted(ACTIONS))
async def test_a_verb_is_closed_to_every_role_that_the_table_does_not_name(
    action: str, city: City, program: NewProgram
) -> None:
    number = signed(city)
    for role in STAFF_ROLES:
        caller = program(LOGIN_OF[role])
        await caller.post(f"/tickets/{number}/{action}", {"version": -5})
        if role not in ROLES[action] or not ACTIONS[action].own:  # of a part the verb itself says whose it is
            assert (caller.status == 403) is (role not in ROLES[action]), (role, caller.text)


async def test_of_two_callers_at_once_one_acts_and_one_is_told_to_look_again(city: City, program: NewProgram) -> None:
    number = open_ticket(city, SURE)
    callers = [program("handler") for _ in range(4)]
    version = (await callers[0].get(f"/tickets/{number}"))["version"]
    await asyncio.gather(*(caller.act(number, "sign", version=version) for caller in callers))
    assert sorted(caller.status for caller in callers) == [200, 409, 409, 409]
    assert state(city, number) is State.IN_PROGRESS


async def test_a_stale_version_is_a_conflict_and_a_wrong_state_one_too(city: City, program: NewProgram) -> None:
    number, unit = open_ticket(city, SURE), program("handler")
    await unit.act(number, "sign", version=0)
    assert (unit.status, unit.answer["error"]["code"]) == (409, "conflict")
    await unit.act(number, "answer", **FORM)
    assert (unit.status, unit.answer["error"]["code"]) == (409, "move_refused")
    assert state(city, number) is State.DISPATCHED


async def test_another_units_ticket_does_not_exist_for_a_departments_key(city: City, program: NewProgram) -> None:
    number, stranger = open_ticket(city, SURE), program("stranger")
    await stranger.get(f"/tickets/{number}")
    assert stranger.status == 404
    await stranger.post(f"/tickets/{number}/sign", {"version": 1})
    assert stranger.status == 404
    own = (await program("handler").get("/tickets"))["tickets"]
    assert [each["number"] for each in own] == [number]
    for path in ("/tickets", f"/tickets?unit={HANDLER}"):
        assert (await stranger.get(path))["tickets"] == []
    assert (await stranger.post("/tickets/search", {"words": "油烟"}))["tickets"] == []
    assert state(city, number) is State.DISPATCHED


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"reason": "归环保"}, ("return_class", "required")),
        ({"return_class": "随便", "reason": "归环保", "ground": "三定"}, ("return_class", "choice")),
        ({"return_class": "职能交叉", "reason": 1.5, "ground": "三定"}, ("reason", "text")),
        ({"return_class": "职能交叉", "reason": True, "ground": "三定"}, ("reason", "text")),
        ({"return_class": "职能交叉", "reason": ["a"], "ground": "三定"}, ("reason", "text")),
        ({"return_class": "职能交叉", "reason": "  ", "ground": "三定"}, ("reason", "required")),
        ({"return_class": "职能交叉", "reason": "\ud800", "ground": "三定"}, ("reason", "characters")),
        ({"return_class": "职能交叉", "reason": "a\x00b", "ground": "三定"}, ("reason", "characters")),
        ({"return_class": "职能交叉", "reason": "归环保", "ground": "三定", "lead": "HB"}, ("lead", "unknown_field")),
        (
            {"return_class": "职能交叉", "reason": "归环保", "ground": "三定", "version": "1"},
            ("version", "whole_number"),
        ),
        ({"return_class": "职能交叉", "reason": "归环保", "ground": "三定", "version": None}, ("version", "required")),
    ],
)
async def test_a_wrong_field_is_named_with_its_rule_in_plain_chinese(
    city: City, program: NewProgram, fields: dict[str, Any], named: tuple[str, str]
) -> None:
    number, unit = open_ticket(city, SURE), program("handler")
    answer = await unit.act(number, "request_return", **fields)
    assert unit.status == 422, answer
    assert unit.refusal == named
    assert "没有填对" in answer["error"]["message"]
    assert state(city, number) is State.DISPATCHED


async def test_a_list_is_a_list_of_texts(city: City, program: NewProgram) -> None:
    number, desk = open_ticket(city), program("operator")
    assert any(field.kind is Kind.UNITS for field in ACTIONS["review"].fields)
    right = {"category": "城乡建设/城市建设和市政管理", "matter_type": "投诉", "urgency": "一般", "lead": HANDLER}
    await desk.act(number, "review", **right, others=OTHER)
    assert (desk.status, desk.refusal) == (422, ("others", "list_of_texts"))
    await desk.act(number, "review", **right, others=[OTHER, 1])
    assert (desk.status, desk.refusal) == (422, ("others", "list_of_texts"))
    await desk.act(number, "review", **right, others=[OTHER])
    assert desk.status == 200, desk.text
    with city.database.units_of_work(write=False) as uow:
        assert uow.tickets.get(number).units == (HANDLER, OTHER)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[1]", 400), (b'"text"', 400), (b"\xff\xfe", 400), (b'{"version": 1, "version": 2}', 400),
     (b"[" * 100_000, 400), (b'{"question": "' + b"a" * 1_000_000 + b'"}', 413)],
)  # fmt: skip
async def test_a_body_that_is_no_object_or_too_large_is_refused_in_json(
    city: City, program: NewProgram, body: bytes, status: int
) -> None:
    number, unit = signed(city), program("handler")
    await unit.send(f"/tickets/{number}/ask_citizen", body)
    assert unit.status == status
    assert unit.answer["error"]["message"]
    assert state(city, number) is State.IN_PROGRESS


async def test_what_is_not_there_is_a_json_refusal_too(city: City, program: NewProgram) -> None:
    number, desk = open_ticket(city), program("operator")
    for path in (f"/tickets/{number}/fly", "/tickets/000000000000000000/remind"):
        await desk.post(path, {"version": 1})
        assert desk.status == 404
    for path in ("/nothing", "/tickets/000000000000000000"):
        await desk.get(path)
        assert desk.status == 404
    await desk.post("/actions", {})
    assert desk.status == 405


async def test_a_repeated_call_of_the_same_name_is_done_once(city: City, program: NewProgram) -> None:
    number, desk = open_ticket(city, SURE), program("operator")
    fields = {"version": (await desk.get(f"/tickets/{number}"))["version"], "reason": "市民着急"}
    first = await desk.act(number, "remind", "call-1", **fields)
    assert desk.status == 200
    again = await desk.act(number, "remind", "call-1", **fields)
    assert (desk.status, again, desk.headers.get("Idempotency-Replayed")) == (200, first, "true")
    with city.database.units_of_work(write=False) as uow:
        assert uow.tickets.get(number).reminders == 1
    await desk.act(number, "remind", "call-1", **fields | {"reason": "别的"})
    assert (desk.status, desk.answer["error"]["code"]) == (422, "name_reused")
    await desk.act(number, "remind", "名字", **fields)
    assert desk.status in (400, 422)
    other = program("operator")
    await other.act(number, "remind", "call-1", **fields)
    assert other.status == 409, "another key's names are its own, and the version is stale"
    city.clock.pass_time(timedelta(days=1, minutes=1))
    await desk.act(number, "remind", "call-1", **fields)
    assert desk.status == 409, "after a day the name is free again"


async def test_repeats_at_the_same_instant_get_one_answer(city: City, program: NewProgram) -> None:
    number, unit = open_ticket(city, SURE), program("handler")
    version = (await unit.get(f"/tickets/{number}"))["version"]
    callers = [type(unit)(unit.client, unit.key) for _ in range(5)]
    await asyncio.gather(*(each.act(number, "sign", "same", version=version) for each in callers))
    assert {each.status for each in callers} == {200}
    assert len({each.text for each in callers}) == 1


async def test_a_refused_call_may_be_tried_again_under_its_name(city: City, program: NewProgram) -> None:
    number, unit = open_ticket(city, SURE), program("handler")
    await unit.act(number, "sign", "try", version=0)
    assert unit.status == 409
    await unit.act(number, "sign", "try")
    assert unit.status == 200


async def test_each_step_leaves_a_line_that_names_the_key(city: City, program: NewProgram) -> None:
    number, unit = open_ticket(city, SURE), program("handler")
    await unit.act(number, "sign")
    assert ("handler", "api_sign", number, "#1 test") in audit_lines(city)


async def test_a_report_never_names_who_reports(city: City, program: NewProgram) -> None:
    number = open_ticket(city, SURE, appeal(matter_type=MatterType.REPORT), picture=True)
    said: list[str] = []
    for login in ("operator", "supervisor", "handler"):
        caller = program(login)
        for path in (f"/tickets/{number}", "/tickets", "/counts"):
            await caller.get(path)
            assert caller.status == 200
            said.append(caller.text)
        await caller.post("/tickets/search", {"words": "油烟"})
        said.append(caller.text)
        await caller.act(number, "remind" if login != "handler" else "sign")
        assert caller.status == 200
        said.append(caller.text)
    assert number in "".join(said)
    assert [text for text in said if '"contact":"' in text and '"contact":""' not in text] == []
    for text in said:
        for secret in (NAME, MOBILE):
            assert secret not in text


async def test_a_co_unit_works_on_its_own_part_whatever_others_did_meanwhile(city: City, program: NewProgram) -> None:
    number = open_ticket(city, replace(SURE, other_units=(OTHER,)))
    helper, lead = program("stranger"), program("handler")
    seen = await helper.get(f"/tickets/{number}")
    assert "co_sign" in seen["actions"]
    await lead.act(number, "sign")
    done = await helper.act(number, "co_sign", version=seen["version"])
    assert helper.status == 200, done
    assert set(done["actions"]) == set((await helper.get(f"/tickets/{number}"))["actions"])
    assert "co_report" in done["actions"]


async def test_who_stands_in_for_a_colleague_says_so_by_a_call_too(city: City, program: NewProgram) -> None:
    number, today = open_ticket(city, SURE), city.clock.now().date()
    with city.database.units_of_work() as uow:
        uow.accounts.add("colleague", "小周", Role.DEPARTMENT, HANDLER, FAST.hash(PASSWORD))
        away = Absence("colleague", today - timedelta(days=1), today + timedelta(days=3), "handler", "colleague",
                       city.clock.now())  # fmt: skip
        uow.absences.add(away)
        uow.commit()
    await program("handler").act(number, "sign")
    with city.database.units_of_work(write=False) as uow:
        signer = next(event.actor for event in uow.tickets.get(number).history if event.move == "sign")
    assert "小周" in signer.name
