"""别让他们知道是我, said after the ticket is on its way; and 同意 to a mediation, tapped."""

import pytest

from bot.conversation.secrecy import wish_alone
from casework.mediate import propose_mediation
from casework.ports_help import MediationKind
from tests.bot.conversation.person import Person
from tests.casework.steps import Steps
from tests.house import OPERATOR, Desk


@pytest.mark.parametrize(
    "words", ["别让他们知道是我", "请帮我保密，谢谢", "上次那件事，千万别说是我举报的", "我怕他们报复，能不能保密"]
)
def test_the_wish_said_later_seals_the_ticket(words: str, person: Person, handled: Steps) -> None:
    assert not handled.ticket.appeal.sealed_identity
    person.say(words)
    assert handled.ticket.appeal.confidential
    assert "保密件" in handled.told[-1]
    person.say(words)
    assert handled.ticket.appeal.confidential


@pytest.mark.parametrize(
    "words",
    [
        "我要举报老板偷税，请保密",
        "举报老板偷税请保密",
        "有人半夜倒垃圾，别说是我",
        "保密局怎么走",
        "路灯坏了，请保密",
        "谢谢",
    ],
)
def test_a_new_matter_is_not_taken_for_the_wish_alone(words: str) -> None:
    assert not wish_alone(words)


def test_a_tap_under_the_question_consents_to_a_mediation(person: Person, handled: Steps, desk: Desk) -> None:
    with desk.database.units_of_work() as uow:
        propose_mediation(desk.office, uow, handled.number, OPERATOR, kind=MediationKind.PEOPLE, words="社区可以调解")
        uow.commit()
    person.tap(f"mediate:{handled.number}:yes")
    with desk.database.units_of_work(write=False) as uow:
        (mediation,) = uow.mediations.of_ticket(handled.number)
    assert (mediation.consent, mediation.consent_by) == (True, handled.citizen)
    assert "没有等待答复" in person.tap(f"mediate:{handled.number}:no")
    assert person.tap(f"mediate:{handled.number}:perhaps")
    with desk.database.units_of_work(write=False) as uow:
        assert uow.mediations.of_ticket(handled.number)[0].consent is True
