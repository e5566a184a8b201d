"""The open conversation: what is written meanwhile appears, pictures are seen, and no words reach another person."""

import re

import pytest

from casework.ports import AttentionKind
from casework.views import TicketFilter
from console.forms import Form
from console.pages.attention import OVER, _replier
from hotline.errors import ConflictError
from hotline.message import Attachment, Inbound, InboundKind
from hotline.people import Actor, Role
from tests.console.city import _PNG as PNG
from tests.console.city import NOW, City, handed_over, open_ticket
from tests.console.person import SignIn
from tests.console.test_ticket import watch_audit


def said(city: City, item: int, text: str, *, picture: bool = False) -> int:
    """The citizen of a call writes once more; gives the stored message."""
    with city.database.units_of_work() as uow:
        person = uow.attention.get(item).person
        address = uow.people.address(person)
        kind = InboundKind.PHOTO if picture else InboundKind.TEXT
        photo = Attachment("image/png", PNG) if picture else None
        message = Inbound("webchat", address, f"more-{text}", city.clock.now(), kind, text, attachment=photo)
        stored = uow.inbox.take(message, person)
        uow.commit()
    assert stored is not None
    return stored


def finished(city: City, item: int) -> None:
    with city.database.units_of_work() as uow:
        uow.attention.finish(item, NOW)
        uow.commit()


async def test_words_for_one_citizen_never_stand_in_the_form_of_another(city: City, sign_in: SignIn) -> None:
    first, second = handed_over(city), handed_over(city)
    operator = await sign_in("operator")
    await operator.open(f"/attention?item={first}")
    fields = {**operator.form(f"/attention/{first}/reply"), "reply": "您家的低保已经批了。"}
    finished(city, first)
    await operator.post(f"/attention/{first}/reply", fields)
    assert operator.status == 409
    assert "市民已回到自动服务" in operator.text
    assert "您家的低保已经批了。" in operator.text
    assert f"/attention/{second}/reply" not in operator.text
    await operator.open(f"/attention?item={second}")
    assert operator.form(f"/attention/{second}/reply")["reply"].strip() == ""
    with city.database.units_of_work(write=False) as uow:
        told = [each.message.text for each in uow.outbox.after(uow.attention.get(first).person, 0)]
    assert told == ["好的，正在为您转人工。"]


async def test_an_empty_reply_keeps_its_own_citizen_in_front(city: City, sign_in: SignIn) -> None:
    item = handed_over(city)
    operator = await sign_in("operator")
    await operator.open(f"/attention?item={item}")
    await operator.submit(f"/attention/{item}/reply", reply=" ")
    assert operator.status == 422
    assert "市民已回到自动服务" not in operator.text
    assert f"/attention/{item}/reply" in operator.text


async def test_the_lines_of_a_conversation_are_fetched_alone(city: City, sign_in: SignIn) -> None:
    item = handed_over(city)
    operator, handler = await sign_in("operator"), await sign_in("handler")
    await operator.open(f"/attention?item={item}")
    before = re.findall(r'data-line="([^"]+)"', operator.text)
    said(city, item, "还在吗")
    await operator.open(f"/attention/{item}/chat")
    after = re.findall(r'data-line="([^"]+)"', operator.text)
    assert "还在吗" in operator.text
    assert "<form" not in operator.text
    assert set(before) < set(after)
    assert len(set(after)) == len(after)
    finished(city, item)
    await operator.open(f"/attention/{item}/chat")
    assert "市民已回到自动服务" in operator.text
    assert "还在吗" not in operator.text
    await handler.open(f"/attention/{item}/chat")
    assert handler.status == 403


async def test_it_is_said_who_speaks(city: City, sign_in: SignIn) -> None:
    item = handed_over(city)
    operator = await sign_in("operator")
    await operator.open(f"/attention?item={item}")
    await operator.submit(f"/attention/{item}/reply", reply="您好，请讲。")
    speakers = re.findall(r'<p class="sub">(市民|自动回复|人工坐席) ·', operator.text)
    assert speakers == ["市民", "自动回复", "人工坐席"]
    assert "话务员小李 处理中" in operator.text
    assert "operator 处理中" not in operator.text


async def test_a_picture_is_seen_in_its_own_conversation_and_the_look_is_written_down(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = watch_audit(city, monkeypatch)
    item, other = handed_over(city), handed_over(city)
    picture = said(city, item, "", picture=True)
    operator, handler = await sign_in("operator"), await sign_in("handler")
    await operator.open(f"/attention?item={item}")
    assert f'src="/console/attention/{item}/pictures/{picture}"' in operator.text
    await operator.open(f"/attention/{item}/pictures/{picture}")
    assert (operator.status, operator.headers["Content-Type"]) == (200, "image/png")
    for address in (f"/attention/{other}/pictures/{picture}", f"/attention/{item}/pictures/99"):
        await operator.open(address)
        assert operator.status == 404
    await handler.open(f"/attention/{item}/pictures/{picture}")
    assert handler.status == 403
    assert written == [("operator", "see_picture", f"attention {item}", "")]


async def test_a_message_without_words_is_never_an_empty_bubble(city: City, sign_in: SignIn) -> None:
    item = handed_over(city)
    with city.database.units_of_work() as uow:
        person = uow.attention.get(item).person
        where = Inbound("webchat", uow.people.address(person), "where", NOW, InboundKind.LOCATION, latitude=31.0,
                        longitude=121.0)  # fmt: skip
        uow.inbox.take(where, person)
        uow.commit()
    operator = await sign_in("operator")
    await operator.open(f"/attention?item={item}")
    assert "（发来了位置）" in operator.text


async def test_an_item_that_is_done_gives_way_to_no_other(city: City, sign_in: SignIn) -> None:
    item, other = handed_over(city), handed_over(city)
    finished(city, item)
    operator = await sign_in("operator")
    await operator.open(f"/attention?item={item}")
    assert "这一项已经处理完" in operator.text
    assert f"/attention/{other}/reply" not in operator.text
    await operator.open("/attention")
    assert f"/attention/{other}/reply" in operator.text


async def test_of_what_was_no_conversation_nobody_says_that_a_citizen_went_on(city: City, sign_in: SignIn) -> None:
    late, talk = handed_over(city, AttentionKind.OVERDUE), handed_over(city)
    finished(city, late)
    finished(city, talk)
    operator = await sign_in("operator")
    handed_over(city)
    for item, told in ((late, False), (talk, True)):
        await operator.open(f"/attention?item={item}")
        assert "这一项已经处理完" in operator.text
        assert ("市民已回到自动服务" in operator.text) is told
    await operator.open("/attention?item=99999")
    assert operator.status == 404


async def test_after_a_conflict_the_kept_words_name_units_by_name(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    first, second = await sign_in("operator"), await sign_in("second")
    await first.submit(f"/tickets/{number}/review", lead="CG")
    await second.submit(f"/tickets/{number}/review", lead="HB", ground="归环保")
    assert second.status == 409
    kept = second.text[second.text.index("您刚才填写的内容") :].split("</section>")[0]
    assert "望澜市生态环境局" in kept
    assert ">HB<" not in kept
    assert len(city.database.views.tickets(TicketFilter(), NOW)) == 1


async def test_who_stands_behind_the_end_of_the_list_still_waits(city: City, sign_in: SignIn) -> None:
    item = handed_over(city, AttentionKind.OVERDUE)
    last = [handed_over(city) for _ in range(101)][-1]
    danger = handed_over(city, AttentionKind.EMERGENCY)
    operator = await sign_in("operator")
    await operator.open("/attention")
    assert f"/attention/{danger}/reply" in operator.text
    assert f'?item={last}"' not in operator.text
    await operator.open(f"/attention?item={last}")
    assert f"/attention/{last}/reply" in operator.text
    assert "这一项已经处理完" not in operator.text
    await operator.open(f"/attention?item={item}")
    assert f"/attention/{item}/take" in operator.text


async def test_what_another_has_taken_is_not_answered_by_a_second_person(city: City, sign_in: SignIn) -> None:
    item = handed_over(city)
    first, second = await sign_in("operator"), await sign_in("second")
    for person in (first, second):
        await person.open(f"/attention?item={item}")
    await first.submit(f"/attention/{item}/reply", reply="您好，请讲。")
    await second.submit(f"/attention/{item}/reply", reply="您好，我是小陈。")
    assert (first.status, second.status) == (200, 409)
    assert "市民已回到自动服务" not in second.text
    assert "您好，我是小陈。" in second.text
    with city.database.units_of_work(write=False) as uow:
        call = uow.attention.get(item)
        told = [each.message.text for each in uow.outbox.after(call.person, 0)]
    assert call.taken_by == "operator"
    assert told == ["好的，正在为您转人工。", "【人工坐席】您好，请讲。"]


def test_who_finishes_after_the_item_was_read_is_still_noticed(city: City) -> None:
    item = handed_over(city)
    actor = Actor(Role.OPERATOR, id="operator")
    with city.database.units_of_work() as uow:
        read = uow.attention.get(item)
        uow.attention.finish(item, NOW)
        with pytest.raises(ConflictError) as refused:
            _replier(Form({"reply": ("您好",), "reply_key": ("k",)}))(city.parts, uow, read, actor)
        assert refused.value.params["what"] == OVER
        assert len(uow.outbox.after(read.person, 0)) == 1
