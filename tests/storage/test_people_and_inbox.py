"""People are found again, messages are stored once, and what was sent comes back as it was sent."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.errors import NotFoundError
from hotline.message import Attachment, Inbound, InboundKind
from hotline.people import Citizen, Contact
from storage.open import Database
from tests.storage.examples import ADDRESS, NOW, PHONE, TEXT, inbound, person, stored_ticket

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_a_person_is_added_once_for_each_channel(database: Database) -> None:
    with database.units_of_work() as uow:
        first = person(uow)
        uow.commit()
    with database.units_of_work() as uow:
        assert uow.people.find_or_add("telegram", ADDRESS, NOW) == Citizen(first, "telegram")
        assert uow.people.find_or_add("webchat", ADDRESS, NOW).id != first
        assert uow.people.find("telegram", ADDRESS) == uow.people.get(first)
        assert uow.people.find("telegram", "stranger") is None
        assert uow.people.address(first) == ADDRESS


def test_a_contact_is_remembered(database: Database) -> None:
    with database.units_of_work() as uow:
        whose = person(uow)
        assert uow.people.contact(whose) == Contact()
        uow.people.remember_contact(whose, Contact("王", PHONE))
        assert uow.people.contact(whose) == Contact("王", PHONE)


def test_nobody_knows_a_person_who_is_none(database: Database) -> None:
    with database.units_of_work() as uow:
        for ask in (uow.people.get, uow.people.address, uow.people.contact):
            with pytest.raises(NotFoundError):
                ask(404)
        with pytest.raises(NotFoundError):
            uow.people.remember_contact(404, Contact())


def test_a_message_is_taken_once_and_found_again(database: Database) -> None:
    with database.units_of_work() as uow:
        whose = person(uow)
        stored = uow.inbox.take(inbound("m1"), whose)
        uow.commit()
    with database.units_of_work() as uow:
        assert uow.inbox.take(inbound("m1", text="again"), whose) is None
        assert uow.inbox.find("telegram", "m1") == stored
        assert uow.inbox.find("webchat", "m1") is None
        assert [said.text for said in uow.inbox.said(whose)] == [TEXT]


def test_a_picture_comes_back_byte_for_byte_and_leads_to_its_ticket(database: Database) -> None:
    picture = Attachment("image/jpeg", bytes(range(256)))
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        with_picture = uow.inbox.take(
            Inbound("telegram", ADDRESS, "p", NOW, InboundKind.PHOTO, attachment=picture), ticket.person
        )
        without = uow.inbox.take(inbound("t"), ticket.person)
        assert with_picture
        assert without
        uow.inbox.attach([with_picture, without], ticket.number)
        uow.inbox.attach([], ticket.number)
        assert uow.inbox.picture(with_picture) == picture
        assert uow.inbox.picture(without) is None
        assert [said.picture for said in uow.inbox.said(ticket.person)] == [True, False]
        uow.commit()
    assert database.views.ticket(ticket.number, NOW).pictures == (with_picture,)


def test_the_latest_messages_stand_oldest_first(database: Database) -> None:
    with database.units_of_work() as uow:
        whose = person(uow)
        for index in range(5):
            uow.inbox.take(inbound(f"m{index}", text=str(index)), whose)
        assert [said.text for said in uow.inbox.said(whose, limit=2)] == ["3", "4"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT, message_id=ANY_TEXT)
def test_nothing_that_can_be_sent_is_refused(database: Database, text: str, message_id: str) -> None:
    """NUL and lone surrogates, which a text column of PostgreSQL refuses, come back as they came."""
    with database.units_of_work() as uow:
        whose = person(uow)
        assert uow.inbox.take(inbound(message_id, text=text), whose) == uow.inbox.find("telegram", message_id)
        assert uow.inbox.said(whose)[-1].text == text


@pytest.mark.parametrize("text", ["\x00", "水\ud83d管", "\udc00漏\x00水", "正常"])
def test_what_no_screen_can_show_is_left_out_of_the_view_only(database: Database, text: str) -> None:
    with database.units_of_work() as uow:
        whose = person(uow)
        uow.inbox.take(inbound(text=text), whose)
        uow.commit()
    (line,) = database.views.conversation(whose)
    assert line.text.encode().decode() == text.encode("utf-8", "ignore").decode().replace("\x00", "")
