"""The ticket's page: signing, returning, answering, following up, revealing."""

from datetime import timedelta

import pytest

from console.history import who
from hotline.matter import MatterType
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import State
from tests.console.city import (
    HANDLER,
    MOBILE,
    NAME,
    SURE,
    City,
    answered,
    appeal,
    approved,
    extension_asked,
    open_ticket,
    returned,
    signed,
)
from tests.console.person import SignIn


def stored(city: City, number: str) -> Ticket:
    with city.database.units_of_work(write=False) as uow:
        return uow.tickets.get(number)


async def test_a_unit_signs_and_answers_and_the_hotline_lets_the_answer_out(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE)
    handler, operator = await sign_in("handler"), await sign_in("operator")
    await handler.open(f"/tickets/{number}")
    await handler.submit(f"/tickets/{number}/sign")
    assert "已签收" in handler.text
    await handler.submit(f"/tickets/{number}/answer", public_answer="已经拆除。", internal_note="现场有照片",
                         truth="属实", contacted="否", unit_solved="已解决")  # fmt: skip
    assert stored(city, number).state is State.UNDER_REVIEW
    await operator.open("/queues/answers")
    assert "已经拆除。" in operator.text
    await operator.submit(f"/tickets/{number}/approve_answer")
    assert operator.path.startswith("/queues/answers?done=approve_answer")
    assert stored(city, number).state is State.FOLLOW_UP


async def test_an_answer_that_does_not_answer_goes_back_with_the_reason(city: City, sign_in: SignIn) -> None:
    number = answered(city)
    operator, handler = await sign_in("operator"), await sign_in("handler")
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/reject_answer", reason=" ")
    assert operator.status == 422
    await operator.submit(f"/tickets/{number}/reject_answer", reason="没有说明何时整改")
    await handler.open(f"/tickets/{number}")
    assert "没有说明何时整改" in handler.text
    assert stored(city, number).state is State.IN_PROGRESS


async def test_a_return_carries_class_reason_and_ground(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE)
    handler = await sign_in("handler")
    await handler.open(f"/tickets/{number}")
    await handler.submit(f"/tickets/{number}/request_return", return_class="属地不符", reason="在邻区", ground="区界图",
                         evidence="现场定位截图")  # fmt: skip
    event = stored(city, number).history[-1]
    assert (event.reason, event.note) == ("【属地不符】在邻区", "区界图")


@pytest.mark.parametrize("missing", ["return_class", "reason", "ground", "evidence"])
async def test_a_return_without_one_of_them_is_refused_and_keeps_the_rest(
    missing: str, city: City, sign_in: SignIn
) -> None:
    number = open_ticket(city, SURE)
    handler = await sign_in("handler")
    await handler.open(f"/tickets/{number}")
    typed = {"return_class": "属地不符", "reason": "在邻区的街上", "ground": "区界图第三页", "evidence": "照片"}
    await handler.submit(f"/tickets/{number}/request_return", **{**typed, missing: ""})
    assert handler.status == 422
    kept = handler.form(f"/tickets/{number}/request_return")
    assert {name: kept.get(name, "") for name in typed} == {**typed, missing: ""}
    assert stored(city, number).state is State.DISPATCHED


async def test_a_return_after_the_window_says_so(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE)
    city.clock.pass_time(timedelta(days=3))
    handler = await sign_in("handler")
    await handler.open(f"/tickets/{number}")
    await handler.submit(f"/tickets/{number}/request_return", return_class="属地不符", reason="在邻区", ground="区界图",
                         evidence="现场定位截图")  # fmt: skip
    assert handler.status == 409
    assert "已经过了退单时限" in handler.text


async def test_a_return_is_upheld_or_refused_by_the_hotline(city: City, sign_in: SignIn) -> None:
    right, wrong = returned(city), returned(city)
    operator = await sign_in("operator")
    await operator.open(f"/queues/returns?ticket={right}")
    assert "油烟超标检测归生态环境" in operator.text
    await operator.submit(f"/tickets/{right}/uphold_return")
    assert stored(city, right).state is State.ACCEPTED
    await operator.open(f"/queues/returns?ticket={wrong}")
    await operator.submit(f"/tickets/{wrong}/refuse_return", reason="油烟归城管")
    assert stored(city, wrong).state is State.DISPATCHED


async def test_an_extension_moves_the_date_when_it_is_granted(city: City, sign_in: SignIn) -> None:
    number = extension_asked(city)
    before = stored(city, number).due
    operator = await sign_in("operator")
    await operator.open("/queues/extensions")
    await operator.submit(f"/tickets/{number}/grant_extension")
    after = stored(city, number).due
    assert before is not None
    assert after is not None
    assert after.answer_by > before.answer_by


async def test_a_refused_extension_needs_a_reason_and_leaves_the_date(city: City, sign_in: SignIn) -> None:
    number = extension_asked(city)
    before = stored(city, number).due
    operator = await sign_in("operator")
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/refuse_extension")
    assert operator.status == 422
    await operator.submit(f"/tickets/{number}/refuse_extension", reason="检测三天就够")
    assert stored(city, number).due == before
    assert "不同意延期" in operator.text


async def test_a_follow_up_by_phone_closes_or_sends_back(city: City, sign_in: SignIn) -> None:
    good, bad = approved(city), approved(city)
    operator = await sign_in("operator")
    await operator.open(f"/queues/follow_up?ticket={good}")
    await operator.submit(f"/tickets/{good}/follow_up", solved="已解决", grade="满意")
    ticket = stored(city, good)
    assert (ticket.state, ticket.grade) == (State.CLOSED, "满意")
    await operator.open(f"/queues/follow_up?ticket={bad}")
    await operator.submit(f"/tickets/{bad}/follow_up", solved="未解决")
    assert stored(city, bad).state is State.REDO


async def test_asking_the_citizen_stops_the_clock(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    handler = await sign_in("handler")
    await handler.open(f"/tickets/{number}")
    await handler.submit(f"/tickets/{number}/ask_citizen", question="店名叫什么？")
    due = stored(city, number).due
    assert due is not None
    assert due.paused_at is not None


async def test_a_supervisor_urges_and_the_unit_sees_it(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    supervisor, handler = await sign_in("supervisor"), await sign_in("handler")
    await supervisor.open(f"/tickets/{number}")
    await supervisor.submit(f"/tickets/{number}/remind", reason="市长信箱也收到了")
    await handler.open(f"/tickets/{number}")
    assert "市长信箱也收到了" in handler.text
    assert "督办员老周（督办员）" in handler.text


async def test_the_page_is_masked_until_somebody_says_why_and_then_it_is_audited(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = signed(city)
    written = watch_audit(city, monkeypatch)
    handler = await sign_in("handler")
    await handler.open(f"/tickets/{number}")
    assert MOBILE not in handler.text
    assert NAME not in handler.text
    await handler.submit(f"/tickets/{number}/reveal", reveal_reason=" ")
    assert (handler.status, MOBILE in handler.text, written) == (422, False, [])
    await handler.submit(f"/tickets/{number}/reveal", reveal_reason="上门前联系")
    assert handler.status == 200
    assert MOBILE in handler.text
    assert NAME in handler.text
    assert written == [("handler", "reveal", number, "上门前联系")]
    assert MOBILE not in handler.path
    await handler.open(f"/tickets/{number}")
    assert MOBILE not in handler.text


def watch_audit(city: City, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str, str]]:
    """The lines that the real audit takes, seen on their way; there is no door for reading them."""
    written: list[tuple[str, str, str, str]] = []
    with city.database.units_of_work(write=False) as uow:
        kind = type(uow.audit)
    real = kind.write

    def write(self: object, actor: Actor, action: str, target: str, reason: str, at: object) -> None:
        real(self, actor, action, target, reason, at)  # type: ignore[arg-type] # passed through as it came
        written.append((actor.id, action, target, reason))

    monkeypatch.setattr(kind, "write", write)
    return written


async def test_of_a_report_the_unit_reads_why_it_sees_no_identity_and_the_hotline_may_look(
    city: City, sign_in: SignIn
) -> None:
    number = open_ticket(city, SURE, appeal(matter_type=MatterType.REPORT), picture=True)
    handler, operator = await sign_in("handler"), await sign_in("operator")
    await handler.open(f"/tickets/{number}")
    assert "身份信息不向承办单位提供" in handler.text
    assert "图片不向承办单位展示" in handler.text
    token = handler.form("/sign-out")
    await handler.post(f"/tickets/{number}/reveal", {**token, "reveal_reason": "想知道"})
    assert (handler.status, MOBILE in handler.text) == (403, False)
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/reveal", reveal_reason="核实举报人要求")
    assert MOBILE in operator.text


async def test_a_picture_is_shown_to_those_who_see_its_ticket(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE, picture=True)
    sealed = open_ticket(city, SURE, appeal(matter_type=MatterType.REPORT), picture=True)
    handler, stranger = await sign_in("handler"), await sign_in("stranger")
    picture = city.database.views.ticket(number, city.clock.now()).pictures[0]
    hidden = city.database.views.ticket(sealed, city.clock.now()).pictures[0]
    await handler.open(f"/tickets/{number}/pictures/{picture}")
    assert (handler.status, handler.headers["Content-Type"]) == (200, "image/png")
    assert "sandbox" in handler.headers["Content-Security-Policy"]
    for person, address in (
        (handler, f"/tickets/{sealed}/pictures/{hidden}"),
        (handler, f"/tickets/{number}/pictures/{hidden}"),
        (stranger, f"/tickets/{number}/pictures/{picture}"),
    ):
        await person.open(address)
        assert person.status in (403, 404)


async def test_what_a_citizen_writes_is_never_run_as_a_page(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE, appeal("<script>alert(1)</script>油烟", title="<b>标题</b>"))
    handler = await sign_in("handler")
    await handler.open(f"/tickets/{number}")
    assert "<script>alert" not in handler.text
    assert "&lt;script&gt;alert(1)" in handler.text
    assert "<b>标题" not in handler.text


async def test_an_unreached_citizen_is_closed_only_after_enough_calls_and_with_a_reason(
    city: City, sign_in: SignIn
) -> None:
    number = approved(city)
    operator = await sign_in("operator")
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/close")
    assert operator.status == 422
    await operator.submit(f"/tickets/{number}/close", reason="打不通")
    assert operator.status == 409
    assert "要先拨打 3 次" in operator.text
    for _ in range(3):
        await operator.submit(f"/tickets/{number}/unreached", call_outcome="未接")
        city.clock.pass_time(timedelta(hours=3))
    assert stored(city, number).state is State.CLOSED
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/reopen", facts="市民回电，问题还在")
    assert stored(city, number).state is State.REDO


async def test_a_reviewer_merges_a_ticket_by_the_number_of_another(city: City, sign_in: SignIn) -> None:
    kept, number = open_ticket(city, SURE), open_ticket(city)
    operator = await sign_in("operator")
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/merge", into="260302100000999999", reason="同一家店")
    assert operator.status == 422
    assert "要填另一张还在办理的工单的编号" in operator.text
    await operator.submit(f"/tickets/{number}/merge", into=kept, reason="同一家店")
    assert "已并单" in operator.text
    assert stored(city, number).state is State.MERGED
    await operator.open(f"/tickets/{kept}")
    assert "有工单并入本件" in operator.text
    assert number in operator.text


@pytest.mark.parametrize(
    ("action", "field", "words", "state"),
    [
        ("answer_directly", "public_answer", "周末也能办，带身份证。", State.ANSWERED),
        ("hand_to_emergency", "channel", "119", State.EMERGENCY),
    ],
)
async def test_a_reviewer_ends_what_needs_no_unit(
    action: str, field: str, words: str, state: State, city: City, sign_in: SignIn
) -> None:
    number = open_ticket(city)
    operator = await sign_in("operator")
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/{action}", **{field: " "})
    assert operator.status == 422
    await operator.submit(f"/tickets/{number}/{action}", **{field: words})
    assert stored(city, number).state is state
    assert words in told(city, number)[-1]


async def test_a_ticket_that_waits_in_vain_is_terminated_with_the_reason(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    operator = await sign_in("operator")
    await operator.open(f"/tickets/{number}")
    assert f"/tickets/{number}/terminate" not in operator.text
    await operator.submit(f"/tickets/{number}/ask_citizen", question="是哪一栋？")
    await operator.submit(f"/tickets/{number}/terminate", reason="三次联系不上")
    assert stored(city, number).state is State.TERMINATED
    assert "三次联系不上" in told(city, number)[-1]


def told(city: City, number: str) -> list[str]:
    with city.database.units_of_work(write=False) as uow:
        return [item.message.text for item in uow.outbox.after(uow.tickets.get(number).person, 0)]


@pytest.mark.parametrize(("name", "shown"), [("", "unit"), ("小林", "name（unit）")])
def test_who_is_called_like_their_unit_is_named_once(city: City, name: str, shown: str) -> None:
    unit = city.office.unit_name(HANDLER)
    actor = Actor(Role.DEPARTMENT, id="cg", unit=HANDLER, name=name or unit)
    assert who(city.office, actor) == shown.replace("unit", unit).replace("name", name)
