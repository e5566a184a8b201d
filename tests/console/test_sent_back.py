"""Tickets that came back: who gave them back stands last, and who was refused reads why."""

import re
from dataclasses import replace
from datetime import timedelta

from hotline.matter import MatterType, Urgency
from hotline.people import Contact
from hotline.ticket import Ticket
from hotline.workflow import State
from tests.console.city import (
    HANDLER,
    MOBILE,
    OTHER,
    SURE,
    UNSURE,
    City,
    appeal,
    open_ticket,
    returned,
    signed,
)
from tests.console.person import SignIn

REFUSAL = "油烟由城管查处，见大气污染防治法第八十一条"


def stored(city: City, number: str) -> Ticket:
    with city.database.units_of_work(write=False) as uow:
        return uow.tickets.get(number)


async def test_a_unit_that_was_right_to_return_stands_last_and_its_ground_is_gone(city: City, sign_in: SignIn) -> None:
    number = returned(city)
    operator = await sign_in("operator")
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/uphold_return")
    await operator.open(f"/queues/review?ticket={number}")
    proposed = re.findall(r'name="lead" value="(\w+)" data-key="(\d)"', operator.text)
    assert [code for code, _ in proposed] == [OTHER, "D1S1", HANDLER]
    assert [key for _, key in proposed] == ["1", "2", "3"]
    last = operator.text.split('data-key="3"')[1].split("</button>")[0]
    assert "已退单" in last
    assert operator.text.count("已退单") == 1
    assert "R-CG-021" not in operator.text
    assert stored(city, number).ground.text == ""
    await operator.submit(f"/tickets/{number}/review", lead=HANDLER)
    assert stored(city, number).ground.text == city.parts.wording.say("console.ground.person")


async def test_who_is_the_only_one_and_returned_it_is_not_chosen_beforehand(city: City, sign_in: SignIn) -> None:
    number = returned(city, replace(SURE, alternatives=()))
    operator = await sign_in("operator")
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/uphold_return")
    await operator.open(f"/tickets/{number}")
    assert "data-ask" in operator.text
    assert "选中后按" in operator.text
    form = operator.text.split('id="act-review"')[1].split("</details>")[0]
    assert f'value="{HANDLER}" selected' not in form


async def test_a_return_that_is_refused_leaves_everything_and_the_unit_reads_why(city: City, sign_in: SignIn) -> None:
    number, plain = returned(city), open_ticket(city, SURE)
    operator, handler = await sign_in("operator"), await sign_in("handler")
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/refuse_return", reason=REFUSAL)
    assert stored(city, number).ground.text == SURE.ground
    await handler.open("/inbox?tab=to_sign")
    assert f"<b>退单不成立</b> {REFUSAL}" in handler.text
    assert handler.text.count("退单不成立") == 1
    await handler.open(f"/tickets/{number}")
    latest = handler.text.split('class="latest"')[1].split("</section>")[0]
    assert "退单不成立" in latest
    assert REFUSAL in latest
    await handler.open(f"/tickets/{plain}")
    assert 'class="latest"' not in handler.text


async def test_after_signing_the_refusal_is_history(city: City, sign_in: SignIn) -> None:
    number = returned(city)
    operator, handler = await sign_in("operator"), await sign_in("handler")
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/refuse_return", reason=REFUSAL)
    await handler.open(f"/tickets/{number}")
    await handler.submit(f"/tickets/{number}/sign")
    assert 'class="latest"' not in handler.text
    assert REFUSAL in handler.text
    await handler.open("/inbox?tab=working")
    assert number in handler.text
    assert "退单不成立" not in handler.text


async def test_the_inbox_opens_where_something_is_late(city: City, sign_in: SignIn) -> None:
    late = signed(city)
    city.clock.pass_time(timedelta(days=11))
    fresh = open_ticket(city, SURE)
    handler = await sign_in("handler")
    assert late in handler.text
    assert fresh not in handler.text
    assert handler.text.count("超期 1</b>") == 1
    assert re.search(r'tab=working" aria-current="page">办理中 <b>1</b> <b class="count hot">超期 1</b>', handler.text)
    await handler.open("/inbox?tab=to_sign")
    assert fresh in handler.text


async def test_an_inbox_with_time_for_everything_opens_on_what_is_new(city: City, sign_in: SignIn) -> None:
    signed(city)
    fresh = open_ticket(city, SURE)
    handler = await sign_in("handler")
    assert fresh in handler.text
    assert "超期 " not in handler.text


async def test_a_sealed_contact_is_withheld_and_not_denied(city: City, sign_in: SignIn) -> None:
    report = replace(appeal(), matter_type=MatterType.REPORT)
    given, none = open_ticket(city, SURE, report), open_ticket(city, SURE, replace(report, contact=Contact()))
    plain = open_ticket(city, SURE)
    handler = await sign_in("handler")
    for number, word in ((given, "已保密"), (none, "未留"), (plain, "138****5678")):
        await handler.open(f"/tickets/{number}")
        contact = handler.text.split("<dt>联系人</dt>")[1].split("</dd>")[0]
        assert word in contact, number
        assert MOBILE not in handler.text


async def test_a_reviewer_corrects_urgency_title_and_place(city: City, sign_in: SignIn) -> None:
    number, untouched = open_ticket(city), open_ticket(city)
    before = stored(city, number)
    operator = await sign_in("operator")
    for each in (number, untouched):
        await operator.open(f"/tickets/{each}")
        assert "现在是“烧烤店油烟扰民”，不改就留空" in operator.text
        changed = {"urgency": "特急", "title": "烧烤店起火", "place": "人民路88号"} if each == number else {}
        await operator.submit(f"/tickets/{each}/review", lead=HANDLER, **changed)
        assert operator.status == 200
    ticket, same = stored(city, number), stored(city, untouched)
    assert (ticket.appeal.urgency, ticket.appeal.title) == (Urgency.CRITICAL, "烧烤店起火")
    assert (ticket.appeal.place.text, ticket.appeal.place.street) == ("人民路88号", "")
    assert ticket.due is not None
    assert before.due is not None
    assert same.due is not None
    assert ticket.due.answer_by < before.due.answer_by == same.due.answer_by
    assert same.appeal == before.appeal


async def test_a_corrected_place_in_the_same_estate_keeps_its_street(city: City, sign_in: SignIn) -> None:
    number, other = open_ticket(city), open_ticket(city)
    operator = await sign_in("operator")
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/review", lead=HANDLER, place="望湖小区3栋楼下")
    await operator.open(f"/tickets/{other}")
    await operator.submit(f"/tickets/{other}/review", lead="D2S1", place="南湖公园")
    assert stored(city, number).appeal.place.street == "D1S1"
    place = stored(city, other).appeal.place
    assert (place.street, place.district, place.community) == ("D2S1", "D2", "")


async def test_an_urgency_that_is_not_on_the_list_is_refused(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    operator = await sign_in("operator")
    await operator.submit(f"/tickets/{number}/review", lead=HANDLER, urgency="不急", title="改过的标题")
    assert operator.status == 422
    assert stored(city, number).state is State.ACCEPTED
    assert operator.form(f"/tickets/{number}/review")["title"] == "改过的标题"


async def test_a_proposal_that_is_hardly_sure_asks_for_a_second_key(city: City, sign_in: SignIn) -> None:
    sure, unsure = open_ticket(city, UNSURE), open_ticket(city, replace(UNSURE, confidence=0.4))
    operator = await sign_in("operator")
    await operator.open(f"/tickets/{unsure}")
    assert 'data-key="1" data-ask' in operator.text
    assert "派给第 1 个" not in operator.text
    await operator.open(f"/tickets/{sure}")
    assert 'data-key="1" class' in operator.text
    assert "派给第 1 个" in operator.text


async def test_keys_that_do_nothing_are_not_offered(city: City, sign_in: SignIn) -> None:
    first = open_ticket(city)
    operator = await sign_in("operator")
    assert "<kbd>j</kbd>" not in operator.text
    open_ticket(city)
    await operator.open("/queues/review")
    assert "<kbd>j</kbd>" in operator.text
    await operator.open(f"/tickets/{first}")
    assert "<kbd>j</kbd>" not in operator.text
