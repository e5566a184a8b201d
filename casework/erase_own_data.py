"""删除 (PIPL 47): what was said in the chat and how to reach somebody goes; records of tickets the law lets stand.

It is done in two steps. What led to no ticket, and the contact, go at once. The address must stay for as long as an
open ticket's citizen has to be told; when all have ended and a day has passed in silence, it goes too, and nobody
finds the person again. Rows stay as tombstones, so that what was counted or has to be proven is still there.
"""

from datetime import timedelta

from casework.office import Office
from casework.ports import AttentionKind, UnitOfWork, UnitsOfWork
from hotline.people import MACHINE, Actor, Citizen

SILENCE = timedelta(days=1)
MOST_TICKETS, MOST_AT_ONCE = 500, 50


def erase_own_data(office: Office, uow: UnitOfWork, citizen: Citizen) -> int:
    """The citizen asked, and confirmed it. Gives how many of their tickets are open: with those the address waits.

    Where there are tickets a person is called, for what of a record must stay is a judgement and no rule of a machine.
    Asked twice it is done once.
    """
    at = office.clock.now()
    fresh = uow.own_data.ask_erasure(citizen.id, at)
    uow.own_data.erase_words(citizen.id, at)
    tickets = uow.tickets.of_person(citizen.id, MOST_TICKETS)
    waiting = sum(ticket.open for ticket in tickets)
    if fresh:
        uow.audit.write(Actor.citizen(citizen.id), "erase_own_data", f"person:{citizen.id}", "", at)
    if tickets:
        words = office.wording.say("rights.erasure_asked", tickets=len(tickets), open=waiting)
        uow.attention.call(AttentionKind.PRIVACY, citizen.id, words, at)
    return waiting


def finish_erasures(office: Office, units_of_work: UnitsOfWork) -> int:
    """Take the last step for whoever's tickets have ended; gives how many persons. One broken stops no other."""
    done = 0
    while done < MOST_AT_ONCE and _finish_one(office, units_of_work):
        done += 1
    return done


def _finish_one(office: Office, units_of_work: UnitsOfWork) -> bool:
    at = office.clock.now()
    with units_of_work() as uow:
        ready = uow.own_data.pending(at - SILENCE, 1)
        for person in ready:
            uow.people.hold(uow.people.get(person))
            uow.own_data.erase_words(person, at)
            uow.own_data.erase_address(person, at)
            uow.audit.write(MACHINE, "erased_own_data", f"person:{person}", "", at)
        uow.commit()
    return bool(ready)
