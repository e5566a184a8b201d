"""A matter is told, completed, read back, corrected, and becomes one ticket."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.conversation.conversation import Conversation
from bot.conversation.session import Stage
from bot.conversation.silence import take_silent_matters
from casework.notices import deadline_words
from hotline.errors import ConflictError
from hotline.message import InboundKind
from hotline.people import Contact
from hotline.workflow import State
from tests.bot.conversation.person import PARTLY, WHOLE, Person


def test_told_in_pieces_only_what_is_missing_is_asked_one_thing_at_a_time(person: Person) -> None:
    first = person.say(PARTLY)
    assert "您好" in first
    assert "在哪里" in first
    assert "电话吗" not in first
    assert "大概是什么时候" in person.say("青石路38号锦绣苑3栋")
    assert "留个电话" in person.say("昨晚十一点多")
    summary = person.say("13812345678")
    for part in ("请您核对", "青石路38号锦绣苑3栋", "昨晚十一点", "138****5678"):
        assert part in summary
    assert "13812345678" not in summary
    assert "139****4321" in person.say("电话改成13987654321")
    assert "青石路40号" in person.say("地点是青石路40号")
    told = person.say("好的，谢谢")
    ticket = person.ticket
    assert ticket.number in told
    assert deadline_words(person.house.office, ticket.due) in told
    assert person.house.office.codes.code(ticket.number) in told
    assert (ticket.appeal.contact.phone, ticket.appeal.place.text[:6]) == ("13987654321", "青石路40号")
    assert PARTLY in ticket.appeal.text


def test_a_complete_message_goes_straight_to_the_summary(person: Person) -> None:
    assert "请您核对" in person.say(WHOLE)
    assert person.actions == ["confirm", "edit", "cancel"]
    person.tap("confirm")
    ticket = person.ticket
    assert ticket.appeal.place.text.startswith("青石路38号锦绣苑3栋")
    assert ticket.appeal.time == "昨晚十一点（3月1日 23点）"
    assert ticket.appeal.contact == Contact("张", "13812345678")


def test_a_place_that_no_list_knows_is_corrected_in_the_citizens_own_words(person: Person) -> None:
    person.say(WHOLE)
    assert "哪里要改" in person.tap("edit")
    assert "地点：老王家对面" in person.say("地点应该是老王家对面")
    assert "老王" not in person.session.draft.text  # type: ignore[union-attr]  # a draft is open


def test_more_of_the_story_is_kept_when_a_place_was_asked_for(person: Person) -> None:
    person.say(PARTLY)
    person.say("青石路38号锦绣苑3栋，老板态度特别差，上次还骂我母亲，她今年八十二岁了")
    draft = person.session.draft
    assert draft is not None
    assert "八十二岁" in draft.text
    assert "青石路38号" in draft.place["text"]


@pytest.mark.parametrize("words", ["你们到底管不管", "不是说了吗，天天吵"])
def test_anger_is_no_place_and_is_kept_with_the_matter(person: Person, words: str) -> None:
    person.say(PARTLY)
    assert "具体一点" in person.say(words)
    draft = person.session.draft
    assert draft is not None
    assert (draft.place, words in draft.text) == ({}, True)


def test_a_vague_place_gets_its_name_when_it_is_told_later(person: Person) -> None:
    person.say("孩子学校乱收费，不要告诉学校是我说的")
    for word in ("望湖小学", "上周", "不留"):
        person.say(word)
    person.tap("confirm")
    assert "望湖小学" in f"{person.ticket.appeal.place.text}{person.ticket.appeal.text}"
    assert "望湖小学" not in person.ticket.appeal.time


@pytest.mark.parametrize("words", ["我要投诉", "我有个事要反映", "举报"])
def test_who_only_says_what_they_want_is_asked_to_tell(person: Person, words: str) -> None:
    person.say(words)
    assert "请核对" not in person.say(PARTLY)
    draft = person.session.draft
    assert draft is not None
    assert PARTLY in draft.text


def test_a_number_is_no_place_and_a_time_is_no_place(person: Person) -> None:
    person.say(PARTLY)
    assert "具体一点" in person.say("昨晚十一点")
    draft = person.session.draft
    assert draft is not None
    assert (draft.place, draft.time) == ({}, "昨晚十一点")


def test_what_the_citizen_does_not_know_is_not_asked_again(person: Person) -> None:
    person.say(PARTLY)
    assert "什么时候" in person.say("说不清")
    assert "电话" in person.tap("skip:time")
    assert "不留电话" in person.say("不用")
    person.say("对对对")
    assert (person.ticket.appeal.place.text, person.ticket.appeal.anonymous) == ("", True)


def test_a_broken_number_is_asked_for_once_more_and_then_done_without(person: Person) -> None:
    person.say("青石路38号锦绣苑3栋楼下烧烤店昨晚十一点还在吵")
    assert "还没有看到电话号码" in person.say("1381234")
    assert "请您核对" in person.say("138123")
    assert "138123" not in person.session.draft.text  # type: ignore[union-attr]  # a draft is open


@pytest.mark.parametrize("word", ["算了", "算了吧。", "不投诉了", "撤销"])
def test_never_mind_ends_it_and_no_ticket_is_made(person: Person, word: str) -> None:
    person.say(PARTLY)
    assert "先不登记" in person.say(word)
    assert (person.tickets, person.session.stage, person.session.draft) == ([], Stage.IDLE, None)


def test_never_mind_in_mid_sentence_leaves_earlier_tickets_alone(person: Person) -> None:
    before = person.submitted()
    person.say(PARTLY)
    person.say("撤销")
    assert person.tickets == [before]


def test_a_bare_no_to_the_telephone_is_not_the_end_of_the_matter(person: Person) -> None:
    person.say("青石路38号锦绣苑3栋楼下烧烤店昨晚十一点还在吵")
    assert "请您核对" in person.say("不用")


def test_tapping_confirm_twice_makes_one_ticket(person: Person) -> None:
    person.say(WHOLE)
    person.tap("confirm")
    assert f"已经提交过了，工单编号 {person.ticket.number}" in person.tap("confirm")
    assert "已经过时" in person.tap("cancel")
    assert person.ticket.state is not State.WITHDRAWN


def test_two_taps_at_once_make_one_ticket(person: Person) -> None:
    person.say(WHOLE)
    taps = [person.inbound(InboundKind.BUTTON, action="confirm") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda each: _handled(person, each), taps))
    assert results.count("ok") >= 1
    assert len(person.tickets) == 1


def _handled(person: Person, inbound: object) -> str:
    try:
        person.house.conversation.handle(inbound)  # type: ignore[arg-type]  # an Inbound made above
    except ConflictError:
        return "again"
    return "ok"


def test_a_message_that_comes_again_gets_the_same_replies_and_makes_nothing_new(person: Person) -> None:
    person.say(WHOLE)
    tap = person.inbound(InboundKind.BUTTON, action="confirm")
    first = person.handle(tap)
    again = person.handle(tap)
    assert again == first
    assert (person.heard[-1].repeated, len(person.tickets)) == (True, 1)


def test_a_restart_in_mid_sentence_forgets_nothing(person: Person) -> None:
    person.say(PARTLY)
    person.say("青石路38号锦绣苑3栋")
    person.talk = Conversation(person.house.tools)
    person.say("昨晚十一点多")
    person.talk = Conversation(person.house.tools)
    assert "青石路38号锦绣苑3栋" in person.say("不留")
    person.talk = Conversation(person.house.tools)
    person.tap("confirm")
    assert person.ticket.appeal.time.startswith("昨晚十一点")


def test_after_a_silence_the_matter_is_taken_as_it_is_and_the_citizen_told(person: Person) -> None:
    person.say(PARTLY)
    person.clock.pass_time(timedelta(minutes=29))
    assert take_silent_matters(person.house.tools) == 0
    person.clock.pass_time(timedelta(minutes=2))
    assert take_silent_matters(person.house.tools) == 1
    assert take_silent_matters(person.house.tools) == 0
    assert person.ticket.appeal.text == PARTLY
    assert person.ticket.number in person.later()


def test_a_silent_picture_without_a_word_makes_no_empty_ticket(person: Person) -> None:
    assert "照片收到了" in person.show()
    person.clock.pass_time(timedelta(hours=1))
    assert take_silent_matters(person.house.tools) == 0
    assert person.tickets == []


def test_a_picture_and_a_position_belong_to_the_matter(person: Person) -> None:
    person.show()
    person.say(PARTLY)
    assert "定位" not in person.say("青石路38号锦绣苑3栋")
    person.locate()
    person.say("不清楚")
    person.say("不留")
    if person.session.stage is Stage.CONFIRMING:
        person.tap("confirm")
    assert "30.25" in person.ticket.appeal.place.text
    page = person.house.database.views.ticket(person.ticket.number, person.clock.now())
    assert len(page.pictures) == 1


def test_the_telephone_is_remembered_for_the_next_matter(person: Person) -> None:
    person.submitted()
    assert "138****5678" in person.say("青石路38号锦绣苑门口的路灯从昨天晚上起不亮，请来修一下")


def test_who_wants_to_stay_unknown_is_not_asked_and_not_remembered(person: Person) -> None:
    assert "不留电话" in person.say("青石路38号楼下烧烤店昨晚十一点还在吵，我要匿名")
    person.tap("confirm")
    assert person.ticket.appeal.anonymous
