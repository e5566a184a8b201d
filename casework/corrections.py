"""What people make of machine decisions by what they do with a ticket: that is how it learns, and how it is watched."""

from collections.abc import Mapping

from casework.office import Office
from casework.ports import Correction, Predicted, UnitOfWork
from hotline.matter import Disposition
from hotline.people import Actor, Role

DISPOSITION = "disposition"
_STAFF = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR})
_MATTERS = frozenset({Disposition.OPEN_TICKET, Disposition.CONSULT, Disposition.EMERGENCY})
_ELSEWHERE = frozenset(
    {
        Disposition.LEGAL_CHANNEL,
        Disposition.PETITION_HANDLED,
        Disposition.INFORMATION_DISCLOSURE,
        Disposition.DISCIPLINE_INSPECTION,
        Disposition.OTHER_CITY,
        Disposition.OUT_OF_SCOPE,
        Disposition.PRIVATE_DISPUTE,
    }
)


def keep_corrections(office: Office, uow: UnitOfWork, number: str, actor: Actor, became: Mapping[str, str], *,
                     source: str) -> None:  # fmt: skip
    """Write down, for each decision that the machine took on the ticket, what it became; equal is a confirmation.

    An empty word says that it was wrong, and not what would be right.
    """
    for decision, predicted in uow.ledger.of_ticket(number).items():
        if decision in became:
            uow.ledger.correct(
                Correction(
                    ticket=number,
                    decision=decision,
                    was=predicted.label,
                    became=became[decision],
                    actor=actor,
                    at=office.clock.now(),
                    source=source,
                )
            )


def for_a_unit(predictions: Mapping[str, Predicted]) -> str:
    """The disposition of a ticket that a person gave to a unit: a matter, whichever kind of matter it was taken for."""
    said = predictions.get(DISPOSITION)
    return said.label if said and said.label in _MATTERS else Disposition.OPEN_TICKET.value


def keep_way(office: Office, uow: UnitOfWork, number: str, actor: Actor, way: Disposition | None) -> None:
    """A person of the hotline ended the ticket without a unit: that is a word about its disposition.

    `way` None: another channel decides it. Which of them stands in free words only, so that any of them is confirmed,
    and anything else was wrong.
    """
    said = uow.ledger.of_ticket(number).get(DISPOSITION)
    if said is None or actor.role not in _STAFF:
        return
    became = way.value if way else (said.label if said.label in _ELSEWHERE else "")
    keep_corrections(office, uow, number, actor, {DISPOSITION: became}, source="way")
