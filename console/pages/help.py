"""调解与认领: what stands beside the handling of a matter, and who looks after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casework.need_to_know import may_know
from casework.ports import UnitOfWork
from casework.ports_help import Adoption, Mediation, MediationKind, Outcome
from console import verbs_care
from console.around import Shown, words_for
from console.beside import Beside
from console.parts import ConsoleParts
from hotline.people import Actor


@dataclass(frozen=True, slots=True)
class Help:
    """`held` is the adoption that runs; `current` the mediation that is open. Nothing of either where the reader need
    not know who spoke: the words of a mediation are about a person."""

    open: bool
    mediable: bool
    mediations: Sequence[Mediation]
    current: Mediation | None
    adoptions: Sequence[Adoption]
    held: Adoption | None
    kinds: Sequence[MediationKind]
    outcomes: Sequence[Outcome]


def read(parts: ConsoleParts, uow: UnitOfWork, number: str, actor: Actor) -> Help:
    ticket = uow.tickets.get(number)
    sealed = ticket.appeal.sealed_identity
    knows = not sealed or may_know(parts.office.units, ticket.units, actor, sealed=True)
    mediations = uow.mediations.of_ticket(number) if knows else ()
    shown = words_for(parts.office.units, ticket, actor)
    adoptions = [_shown(each, shown) for each in uow.adoptions.of_ticket(number)]
    return Help(
        open=ticket.open,
        mediable=not sealed,
        mediations=mediations,
        current=next((each for each in mediations if each.open), None),
        adoptions=adoptions,
        held=next((each for each in adoptions if each.ended_at is None), None),
        kinds=list(MediationKind),
        outcomes=list(Outcome),
    )


def _shown(adoption: Adoption, shown: Shown) -> Adoption:
    return replace(adoption, notes=tuple((at, shown(words)) for at, words in adoption.notes))


HELP = Beside(
    "help",
    read,
    {
        "propose_mediation": verbs_care.propose,
        "note_consent": verbs_care.consented,
        "end_mediation": verbs_care.ended,
        "adopt": verbs_care.take_on,
        "note_adoption": verbs_care.note_progress,
        "end_adoption": verbs_care.give_up,
    },
)
