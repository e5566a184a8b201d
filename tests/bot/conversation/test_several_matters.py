"""Several matters in one message become several tickets, one after the other; one told at length stays one."""

from bot.conversation.session import Stage
from tests.bot.conversation.person import Person

HAIR = "青石路38号锦绣苑门口的面馆昨天中午的面里有根头发，老板不认账"
RIDERS = "另外小区门口骑手逆行太多，昨天下午差点撞到我女儿"
LONG = "青石路38号锦绣苑3栋从昨天晚上停水，洗不了澡做不了饭，楼上几户也是这样，一楼的小饭馆干脆关门了"


def submit(person: Person) -> None:
    for word in ("青石路38号锦绣苑", "昨天下午", "不留"):
        if person.session.stage is Stage.ASKING:
            person.say(word)
    person.tap("confirm")


def test_two_matters_in_one_message_become_two_tickets(person: Person) -> None:
    assert "一件一件登记" in person.say(f"{HAIR}。{RIDERS}")
    assert person.session.later == [RIDERS]
    submit(person)
    submit(person)
    kept = [each.appeal.text for each in person.tickets]
    assert len(kept) == 2
    assert [("骑手" in text, "头发" in text) for text in kept] == [(True, False), (False, True)]


def test_a_second_matter_that_is_only_thanks_makes_no_ticket(person: Person) -> None:
    person.say(f"{HAIR}。另外谢谢你们上次帮忙，辛苦了")
    assert person.session.later == []


def test_a_matter_with_its_consequences_stays_one(person: Person) -> None:
    assert "一件一件登记" not in person.say(LONG)
    assert person.session.later == []
    assert person.session.draft is not None
    assert person.session.draft.texts == [LONG]
