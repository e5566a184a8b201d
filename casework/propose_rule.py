"""派单目录的建议: what an upheld return or a consultation taught is proposed as a rule; administrators decide.

The catalogue itself is a file that the city keeps: what is accepted is handed out as rows in its format.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_returns import ProposalState, RuleProposal
from classifiers.privacy import mask
from classifiers.reporter import without_reporter
from hotline.errors import ConflictError, InvalidInputError, NotAllowedError
from hotline.people import Actor, Role
from hotline.ticket import Ticket

RETURN, CONSULTATION = "return", "consultation"


def propose_rule(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, *, source: str, ground: str,
                 units: Sequence[str] = (), instead: str = "", words: str = "") -> int:  # fmt: skip
    """Keep a proposal, which administrators read: of a sealed ticket it says nothing of who spoke.

    Units are given by code, the lead first, and kept as department types; there are none until it is known who is
    competent."""
    shown: Callable[[str], str] = without_reporter if ticket.appeal.sealed_identity else str
    return uow.proposals.add(
        RuleProposal(
            ticket=ticket.number,
            source=source,
            category=ticket.appeal.category.path,
            words=shown(mask(words.strip() or ticket.appeal.title)),
            lead=type_of(office, next(iter(units), "")),
            others=types_of(office, units[1:]),
            instead=type_of(office, instead),
            ground=shown(mask(ground.strip())),
            by=actor.id,
            at=office.clock.now(),
        )
    )


def complete_proposals(office: Office, uow: UnitOfWork, ticket: Ticket) -> None:
    """The ticket has found its unit: now it is known what the return should have taught."""
    uow.proposals.complete(ticket.number, type_of(office, ticket.lead), types_of(office, ticket.others))


def settle_proposal(office: Office, uow: UnitOfWork, proposal: int, actor: Actor, *, accepted: bool, note: str = "",
                    words: str = "", lead: str = "", ground: str = "") -> RuleProposal:  # fmt: skip
    """Accept a proposal, with words, lead and ground as the administrator has put them, or decline it with a note.

    Raises:
        NotAllowedError: somebody else than an administrator.
        InvalidInputError: an accepted rule without words, lead (a department type of the city) or ground, or a
            refusal without a note.
        ConflictError: somebody has settled it before.
    """
    if actor.role is not Role.ADMINISTRATOR:
        raise NotAllowedError(what="proposal", key=proposal)
    found = uow.proposals.get(proposal)
    state = ProposalState.ACCEPTED if accepted else ProposalState.DECLINED
    settled = replace(found, state=state, decided_by=actor.id, decided_at=office.clock.now(), note=note.strip())
    if accepted:
        settled = replace(settled, words=words.strip(), lead=lead.strip(), ground=ground.strip())
        _require_rule(office, settled)
    elif not note.strip():
        raise InvalidInputError(field="note", rule="required")
    if not uow.proposals.settle(settled):
        raise ConflictError(what="proposal", key=proposal)
    uow.audit.write(actor, f"{state.value}_proposal", str(proposal), note.strip(), office.clock.now())
    return settled


def _require_rule(office: Office, proposal: RuleProposal) -> None:
    for name, value in (("rule_words", proposal.words), ("lead", proposal.lead), ("ground", proposal.ground)):
        if not value:
            raise InvalidInputError(field=name, rule="required")
    if proposal.lead not in office.units.types():
        raise InvalidInputError(field="lead", rule="choice", value=proposal.lead)


def type_of(office: Office, code: str) -> str:
    """The department type of a unit; empty where the city's table no longer has it."""
    unit = office.units.find(code)
    return unit.type if unit else ""


def types_of(office: Office, codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for code in codes if (kind := type_of(office, code))))
