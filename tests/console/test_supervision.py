"""督办、积案、回访 on their pages: shown in lists, answered by the unit, refused for other roles and units."""

from datetime import timedelta

import pytest

from casework.keep_confidential import keep_confidential
from casework.ports_follow_up import CallKind
from casework.stand_in import go_away
from casework.supervise import begin_step, release_step
from casework.supervision_steps import Step
from casework.watch_calls import watch_calls
from console.actions import ACTIONS
from console.forms import Form
from console.verbs_care import no_reply
from hotline.clock import local_day
from hotline.matter import MatterType
from hotline.people import Actor, Role
from hotline.workflow import State
from tests.console.city import MOBILE, NAME, NOW, SURE, City, appeal, approved, open_ticket, signed
from tests.console.person import SignIn

SUPERVISOR = Actor(Role.SUPERVISOR, id="supervisor", name="督办员老周")


def supervised(city: City, step: Step = Step.RED) -> str:
    number = signed(city)
    with city.database.units_of_work() as uow:
        begin_step(city.office, uow, number, SUPERVISOR, step=step, reason=f"群众来电 {MOBILE} 催问")
        uow.commit()
    return number


def to_call(city: City, number: str) -> int:
    watch_calls(city.office, city.database.units_of_work)
    city.clock.pass_time(timedelta(days=2))
    with city.database.units_of_work(write=False) as uow:
        return next(call.id for call in uow.call_list.of_ticket(number))


def state(city: City, number: str) -> State:
    with city.database.units_of_work(write=False) as uow:
        return uow.tickets.get(number).state


async def test_the_inbox_shows_what_is_supervised_first_with_its_colour(city: City, sign_in: SignIn) -> None:
    first = signed(city)
    red = supervised(city)
    yellow = supervised(city, Step.YELLOW)
    handler = await sign_in("handler")
    await handler.open("/inbox?tab=working")
    assert handler.text.index(red) < handler.text.index(yellow) < handler.text.index(first)
    assert '<span class="tag hot">红牌督办</span>' in handler.text
    assert '<span class="tag review">黄牌督办</span>' in handler.text


async def test_the_unit_replies_on_its_ticket_and_the_supervisor_releases(city: City, sign_in: SignIn) -> None:
    number = supervised(city)
    handler, supervisor = await sign_in("handler"), await sign_in("supervisor")
    await handler.open(f"/tickets/{number}")
    assert MOBILE not in handler.text
    assert "release_step" not in handler.text
    await handler.submit(f"/tickets/{number}/reply_step")
    assert handler.status == 422
    await handler.submit(f"/tickets/{number}/reply_step", reply_words="明天进场")
    assert "回复已登记" in handler.text
    assert f"/tickets/{number}/reply_step" not in handler.text
    await supervisor.open("/supervision")
    assert "明天进场" in supervisor.text
    assert number in supervisor.text
    await supervisor.open(f"/tickets/{number}")
    await supervisor.submit(f"/tickets/{number}/release_step", reason="已进场")
    assert "督办已解除" in supervisor.text
    await supervisor.open("/supervision")
    assert "现在没有在督办的工单" in supervisor.text


async def test_a_supervisor_begins_raises_takes_over_and_skips_by_hand(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    supervisor = await sign_in("supervisor")
    await supervisor.open(f"/tickets/{number}")
    await supervisor.submit(f"/tickets/{number}/begin_step", step="yellow", reason="多次来电", owner="没有这个单位")
    assert supervisor.status == 422
    await supervisor.submit(f"/tickets/{number}/begin_step", step="yellow", reason="多次来电", owner="望澜市生态环境局")
    assert "督办已启动" in supervisor.text
    await supervisor.submit(f"/tickets/{number}/take_step")
    assert "由 督办员老周 负责盯办" in supervisor.text, "the course says names, not logins"
    await supervisor.submit(f"/tickets/{number}/skip_step", reason="单位已说明")
    await supervisor.submit(f"/tickets/{number}/begin_step", step="red", reason="再来")
    assert supervisor.status == 409
    assert "只升不降" in supervisor.text
    await supervisor.submit(f"/tickets/{number}/begin_step", step="joint", reason="几家都有责任")
    assert supervisor.status == 200
    assert state(city, number) is State.IN_PROGRESS


async def test_of_two_supervisors_at_once_the_second_looks_again(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    one, two = await sign_in("supervisor"), await sign_in("supervisor")
    for each in (one, two):
        await each.open(f"/tickets/{number}")
    await one.submit(f"/tickets/{number}/begin_step", step="yellow", reason="一")
    await two.submit(f"/tickets/{number}/begin_step", step="red", reason="二")
    assert two.status == 409
    assert "刚才有人同时改动" in two.text


@pytest.mark.parametrize("action", ["begin_step", "skip_step", "take_step", "release_step", "open_case", "close_case"])
@pytest.mark.parametrize("login", ["operator", "handler"])
async def test_only_a_supervisor_supervises(city: City, sign_in: SignIn, login: str, action: str) -> None:
    number = supervised(city)
    person = await sign_in(login)
    await person.post(f"/tickets/{number}/{action}", {**person.form("/sign-out"), "version": "3", "reason": "x"})
    assert person.status == 403


async def test_another_unit_replies_to_nothing(city: City, sign_in: SignIn) -> None:
    number = supervised(city)
    stranger = await sign_in("stranger")
    await stranger.post(f"/tickets/{number}/reply_step", {**stranger.form("/sign-out"), "version": "3"})
    assert stranger.status == 404


async def test_a_long_case_is_listed_with_plan_leader_and_date_until_it_is_closed(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    supervisor, handler = await sign_in("supervisor"), await sign_in("handler")
    await supervisor.open(f"/tickets/{number}")
    await supervisor.submit(f"/tickets/{number}/open_case", plan="先检测后整改", leader="分管副区长", case_until="昨天")
    assert supervisor.status == 422
    assert "先检测后整改" in supervisor.text, "nothing that was typed is lost"
    await supervisor.submit(
        f"/tickets/{number}/open_case", plan="先检测后整改", leader="分管副区长", case_until="2026-06-30"
    )
    await handler.open(f"/tickets/{number}")
    await handler.submit(f"/tickets/{number}/note_case", progress="已约谈店主")
    await supervisor.open("/long-cases")
    for words in ("先检测后整改", "分管副区长", "6月30日", number):
        assert words in supervisor.text
    await supervisor.open(f"/tickets/{number}")
    assert "已约谈店主" in supervisor.text
    await supervisor.submit(f"/tickets/{number}/close_case", case_outcome="油烟达标，邻里签字认可")
    await supervisor.open("/long-cases")
    assert number not in supervisor.text
    await supervisor.open("/long-cases?tab=closed")
    assert "油烟达标" in supervisor.text


async def test_a_call_is_made_from_the_list_with_its_script_and_its_result_is_kept(city: City, sign_in: SignIn) -> None:
    number = approved(city)
    item = to_call(city, number)
    operator = await sign_in("operator")
    await operator.open("/revisits")
    assert "抽样" not in operator.text
    assert "已经答复" in operator.text
    await operator.submit(f"/revisits/{item}", call_outcome="接通", comment="挺好的")
    assert operator.status == 422
    assert "挺好的" in operator.text, "nothing that was typed is lost"
    await operator.submit(f"/revisits/{item}", call_outcome="未接", grade="满意")
    assert operator.status == 422
    await operator.submit(f"/revisits/{item}", call_outcome="接通", contacted="是", true_matter="是", solved="已解决",
                          grade="满意", comment="挺好的")  # fmt: skip
    assert "回访结果已登记" in operator.text
    assert "现在没有要打的回访电话" in operator.text
    assert state(city, number) is State.CLOSED
    await operator.open(f"/tickets/{number}")
    assert "挺好的" in operator.text


@pytest.mark.parametrize("grade", ["一般般", "六星", "0"])
async def test_a_grade_outside_the_five_is_refused(city: City, sign_in: SignIn, grade: str) -> None:
    number = approved(city)
    item = to_call(city, number)
    operator = await sign_in("operator")
    await operator.open("/revisits")
    await operator.submit(f"/revisits/{item}", call_outcome="接通", solved="已解决", grade=grade)
    assert operator.status == 422
    assert state(city, number) is State.FOLLOW_UP


async def test_who_wishes_no_call_is_pointed_out_before_the_call(city: City, sign_in: SignIn) -> None:
    number = approved(city)
    to_call(city, number)
    operator = await sign_in("operator")
    await operator.open("/revisits")
    assert "市民说过不用回访" not in operator.text
    with city.database.units_of_work() as uow:
        no_reply(city.office, uow, number, Actor(Role.OPERATOR, id="operator"), Form())
        uow.commit()
    await operator.open("/revisits")
    assert "市民说过不用回访" in operator.text


async def test_who_stands_in_calls_in_the_name_of_both(city: City, sign_in: SignIn) -> None:
    number = approved(city)
    item = to_call(city, number)
    today = local_day(city.clock.now())
    with city.database.units_of_work() as uow:
        go_away(city.office, uow, Actor(Role.OPERATOR, id="operator"), login="operator", since=today, until=today,
                deputy="second")  # fmt: skip
        uow.commit()
    deputy = await sign_in("second")
    await deputy.open("/revisits")
    await deputy.submit(f"/revisits/{item}", call_outcome="接通", solved="已解决", grade="满意")
    assert "回访结果已登记" in deputy.text
    with city.database.units_of_work(write=False) as uow:
        assert "话务员小李" in uow.tickets.get(number).history[-1].actor.name


async def test_what_is_overdue_stands_once_on_the_first_page(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    city.clock.pass_time(timedelta(days=30))
    young = signed(city)
    supervisor = await sign_in("supervisor")
    await supervisor.open("/tickets")
    assert supervisor.text.count(f">{number}<") == 1
    assert supervisor.text.count(f">{young}<") == 1


async def test_the_script_for_a_report_says_nothing_of_the_matter(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE, appeal(matter_type=MatterType.REPORT, title="举报烧烤店偷税"))
    with city.database.units_of_work() as uow:
        uow.call_list.add(number, CallKind.SAMPLE, 0, NOW, NOW + timedelta(days=3))
        uow.commit()
    operator = await sign_in("operator")
    await operator.open("/revisits")
    script = operator.text.split("怎么说</h2>")[1].split("</p>")[0]
    assert "烧烤店" not in script
    assert "核对是本人" in script
    assert NAME not in operator.text


async def test_a_department_calls_nobody(city: City, sign_in: SignIn) -> None:
    number = approved(city)
    item = to_call(city, number)
    handler = await sign_in("handler")
    for path in ("/revisits", "/long-cases"):
        await handler.open(path)
        assert handler.status == 403
    await handler.open("/inbox")
    await handler.post(f"/revisits/{item}", {**handler.form("/sign-out"), "call_outcome": "接通", "solved": "已解决"})
    assert handler.status == 403
    await handler.open(f"/tickets/{number}")
    assert f"/tickets/{number}/follow_up" not in handler.text
    assert state(city, number) is State.FOLLOW_UP


async def test_two_callers_at_once_and_a_strange_call(city: City, sign_in: SignIn) -> None:
    number = approved(city)
    item = to_call(city, number)
    one, two = await sign_in("operator"), await sign_in("second")
    for each in (one, two):
        await each.open("/revisits")
    await one.submit(f"/revisits/{item}", call_outcome="接通", solved="已解决", grade="满意")
    await two.submit(f"/revisits/{item}", call_outcome="接通", solved="未解决")
    assert two.status == 409
    for strange in ("999999", "x", "9" * 30):
        await one.open("/revisits")
        await one.post(f"/revisits/{strange}", {**one.form("/sign-out"), "call_outcome": "未接"})
        assert one.status == 404
    assert state(city, number) is State.CLOSED


async def test_the_form_of_an_answer_is_asked_for_and_shown_to_who_lets_it_out(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    handler, operator = await sign_in("handler"), await sign_in("operator")
    await handler.open(f"/tickets/{number}")
    address = f"/tickets/{number}/answer"
    await handler.submit(address, public_answer="等拨款后整改。", truth="属实", contacted="是", unit_solved="未解决")
    assert handler.status == 422
    await handler.submit(address, public_answer="等拨款后整改。", truth="属实", contacted="是", contacted_at="昨天下午",
                         unit_solved="未解决", unsolved_reason="等拨款")  # fmt: skip
    assert handler.status == 422
    assert "等拨款后整改。" in handler.text, "nothing that was typed is lost"
    await handler.submit(address, public_answer="等拨款后整改。", truth="属实", contacted="是",
                         contacted_at="2026/3/2 10:00", unit_solved="未解决", unsolved_reason="等拨款")  # fmt: skip
    assert state(city, number) is State.UNDER_REVIEW
    await operator.open(f"/tickets/{number}")
    for words in ("属实", "已联系", "等拨款"):
        assert words in operator.text


def test_a_long_case_whose_ticket_is_finished_can_still_be_written_on_and_closed() -> None:
    afterwards = {name for name, action in ACTIONS.items() if action.fits(State.CLOSED, Role.SUPERVISOR)}
    assert {"note_case", "close_case"} <= afterwards
    assert not {"open_case", "begin_step", "remind"} & afterwards


async def test_a_named_unit_replies_to_a_joint_supervision_on_its_own_page(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    supervisor, other = await sign_in("supervisor"), await sign_in("stranger")
    await other.open("/supervision")
    assert (other.status, number in other.text) == (200, False)
    with city.database.units_of_work() as uow:
        begin_step(city.office, uow, number, SUPERVISOR, step=Step.JOINT, reason="超期", asked=("HB",))
        uow.commit()
    await other.open("/supervision")
    assert "1/" not in other.text
    await other.submit(f"/tickets/{number}/reply_joint", reply_words="噪声已测，未超标")
    assert "本单位的回复已登记" in other.text
    await other.open(f"/tickets/{number}")
    assert f"/tickets/{number}/reply_joint" not in other.text
    assert f"/tickets/{number}/answer" not in other.text
    await supervisor.open("/supervision")
    assert "噪声已测，未超标" in supervisor.text
    assert "还没有回复" in supervisor.text
    city.clock.pass_time(timedelta(days=10))
    supervisor = await sign_in("supervisor")
    await supervisor.open(f"/tickets/{number}")
    assert "逾期没有回复" in supervisor.text


async def test_a_unit_sees_no_joint_supervision_in_which_it_is_not_named(city: City, sign_in: SignIn) -> None:
    number, other = signed(city), await sign_in("stranger")
    with city.database.units_of_work() as uow:
        begin_step(city.office, uow, number, SUPERVISOR, step=Step.JOINT, reason="超期")
        uow.commit()
    await other.open("/supervision")
    assert number not in other.text
    fields = {**other.form("/sign-out"), "reply_words": "抢答", "version": "1"}
    await other.post(f"/tickets/{number}/reply_joint", fields)
    assert other.status == 404


async def test_the_unit_that_a_step_was_given_to_reads_the_ticket_and_does_nothing_with_it(
    city: City, sign_in: SignIn
) -> None:
    number, other = signed(city), await sign_in("stranger")
    await other.open(f"/tickets/{number}")
    assert other.status == 404
    with city.database.units_of_work() as uow:
        begin_step(city.office, uow, number, SUPERVISOR, step=Step.COORDINATE, reason="协调不成", unit="HB")
        uow.commit()
    await other.open("/supervision")
    assert number in other.text
    await other.open(f"/tickets/{number}")
    assert (other.status, MOBILE in other.text, NAME in other.text) == (200, False, False)
    assert "本单位不承办这张工单" in other.text
    assert f'action="/tickets/{number}/' not in other.text
    await other.open(f"/help/{number}")
    assert other.status == 404
    with city.database.units_of_work() as uow:
        release_step(city.office, uow, number, SUPERVISOR, reason="已协调")
        uow.commit()
    await other.open(f"/tickets/{number}")
    assert other.status == 404


async def test_of_a_sealed_ticket_the_unit_that_a_step_was_given_to_learns_nothing(city: City, sign_in: SignIn) -> None:
    number, other = signed(city), await sign_in("stranger")
    with city.database.units_of_work() as uow:
        begin_step(city.office, uow, number, SUPERVISOR, step=Step.COORDINATE, reason="协调不成", unit="HB")
        keep_confidential(city.office, uow, number, SUPERVISOR)
        uow.commit()
    await other.open("/supervision")
    assert number not in other.text
    await other.open(f"/tickets/{number}")
    assert other.status == 404
