"""What the conversation says it made of a message: what it did, not what the words alone would be taken for."""

import pytest

from hotline.matter import Disposition, EmergencyKind
from hotline.message import InboundKind
from tests.bot.conversation.person import PARTLY, WHOLE, Person

TICKET, CONSULT = Disposition.OPEN_TICKET, Disposition.CONSULT


def made_of(person: Person, *texts: str) -> list[Disposition | None]:
    for text in texts:
        person.say(text)
    return [heard.disposition for heard in person.heard]


def test_answers_to_our_questions_belong_to_the_matter_in_hand(person: Person) -> None:
    talk = (PARTLY, "青石路38号锦绣苑3栋", "昨晚十一点", "13800001234", "是")
    assert made_of(person, *talk) == [TICKET] * 5
    assert len(person.tickets) == 1


def test_what_is_said_beside_a_matter_is_what_it_is(person: Person) -> None:
    talk = (PARTLY, "谢谢", "新生儿怎么上户口", "转人工")
    assert made_of(person, *talk) == [TICKET, Disposition.THANKS, CONSULT, Disposition.TALK_TO_HUMAN]


def test_a_reply_to_an_answer_belongs_to_the_question(person: Person) -> None:
    assert made_of(person, "新生儿怎么上户口", "解决了") == [CONSULT, CONSULT]


def test_a_danger_told_in_the_middle_of_a_matter_is_an_emergency(person: Person) -> None:
    assert made_of(person, PARTLY, "家里着火了，快来人") == [TICKET, Disposition.EMERGENCY]
    assert [heard.alarm for heard in person.heard] == [None, EmergencyKind.FIRE]


@pytest.mark.parametrize(
    ("text", "disposition"),
    [
        ("你好", Disposition.SMALLTALK),
        ("13800001234", Disposition.NO_SUBSTANCE),
        ("是", Disposition.NO_SUBSTANCE),
        ("", Disposition.NO_SUBSTANCE),
        ("我的工单到哪了", Disposition.PROGRESS_QUERY),
        ("删除我的信息", Disposition.PRIVACY_REQUEST),
        ("我要投诉", TICKET),
        ("成都市天府大道的路灯坏了三天没人修", Disposition.OTHER_CITY),
    ],
)
def test_a_first_message_is_what_became_of_it(person: Person, text: str, disposition: Disposition) -> None:
    assert made_of(person, text) == [disposition]


def test_a_message_that_comes_twice_is_not_judged_twice(person: Person) -> None:
    person.say(PARTLY)
    again = person.inbound(kind=InboundKind.TEXT, text=PARTLY)
    person.handle(again)
    person.handle(again)
    assert [heard.repeated for heard in person.heard] == [False, False, True]
    assert person.heard[-1].disposition is None


def test_a_picture_with_a_sign_under_it_is_no_matter_yet(person: Person) -> None:
    person.show("👍")
    assert "what" in person.session.asking
    person.say("！！")
    assert person.session.asking == "what"
    assert person.heard[-1].disposition is TICKET
    person.say(WHOLE)
    person.tap("confirm")
    assert person.ticket.appeal.category.l1
