"""电话回访: a person who had no part in the handling calls, and writes down what was said, or that nobody answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.answer import OwnAnswerError, wrote_answer
from casework.close import close
from casework.follow_up import graded, keep_grade, keep_solved, waiting
from casework.office import Office
from casework.ports import AttentionKind, UnitOfWork
from casework.ports_follow_up import Call, CallKind, FollowUp, How, Outcome
from casework.redo import may_reopen, redo, reopen
from classifiers.privacy import mask
from hotline.errors import ConflictError, HotlineError, InvalidInputError
from hotline.events import CALLED, GIVEN_UP, NO_REPLY, UNREACHED
from hotline.matter import BAD_GRADES, Grade, MatterType, Solved
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import HandlerMayNotCloseError, Move, RoleRefusedError, State


class InvolvedError(HotlineError):
    """A sample is called by somebody who had nothing to do with the ticket."""

    code = "involved"


class TooFewAttemptsError(HotlineError):
    """A follow-up is given up after so many calls; says how many there were and how many it takes."""

    code = "too_few_attempts"


@dataclass(frozen=True, slots=True)
class CallResult:
    """What one call brought. Without `Outcome.REACHED` nothing but words goes with it."""

    outcome: Outcome
    solved: Solved | None = None
    grade: Grade | None = None
    contacted: bool | None = None
    true_matter: bool | None = None
    words: str = ""


_CALLERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})


def record_call(office: Office, uow: UnitOfWork, number: str, actor: Actor, result: CallResult, *,
                call: int | None = None) -> Ticket:  # fmt: skip
    """Keep what a call brought, and do what follows from it; `call` is the line of the list that was called.

    Reached, the citizen's word counts as it would in the chat. Not reached often enough, or refused, the follow-up
    ends without one: the ticket is not re-visitable. What the citizen said before is never changed.

    Raises:
        HandlerMayNotCloseError, OwnAnswerError, InvolvedError, RoleRefusedError: the caller had a part in it.
        MoveRefusedError: the ticket waits for no follow-up, and stands on no list.
        ConflictError: somebody has called meanwhile.
        InvalidInputError: the outcome and what goes with it contradict each other.
    """
    _check(result)
    ticket = uow.tickets.get(number)
    listed = _listed(uow, number, call)
    kind = listed.kind if listed else CallKind.SILENT
    _require_apart(ticket, actor, kind)
    if kind is CallKind.SILENT:
        waiting(uow, number, actor, result.solved or Solved.YES)
    _keep(office, uow, ticket, actor, kind, result)
    if result.outcome is Outcome.REACHED:
        _reached(office, uow, ticket, actor, listed, result)
    else:
        _missed(office, uow, ticket, actor, listed, result)
    return ticket


def give_up(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str) -> Ticket:
    """Close what nobody can be asked about: too many calls without an answer, no number to call, or the citizen's wish
    not to be called.

    Raises:
        InvalidInputError: no reason.
        TooFewAttemptsError: there is a number, and it was not called often enough.
    """
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = waiting(uow, number, actor, Solved.YES)
    _require_apart(ticket, actor, CallKind.SILENT)
    tried, wanted = attempts(office, uow, ticket, None), office.aftercare.attempts
    if _phone(uow, ticket) and tried < wanted and not wishes_no_call(ticket):
        raise TooFewAttemptsError(tried=tried, wanted=wanted)
    _end_unreached(office, uow, ticket, actor, CallKind.SILENT, reason.strip())
    return ticket


def wishes_no_call(ticket: Ticket) -> bool:
    """Whether the citizen said that they want no call (`casework.visit_marks`), and has not come back with it since."""
    marks = [event.move for event in ticket.history if event.move in (NO_REPLY, Move.REDO, Move.REOPEN)]
    return bool(marks) and marks[-1] == NO_REPLY


def attempts(office: Office, uow: UnitOfWork, ticket: Ticket, listed: Call | None) -> int:
    """How often somebody tried: calls that lie less than `Aftercare.attempt_gap` apart are one."""
    since = listed.at if listed and listed.kind is not CallKind.SILENT else _answered_at(ticket)
    lines = uow.follow_ups.of_ticket(ticket.number)
    tries = [line.at for line in lines if line.at >= since and line.outcome in _MISSED]
    return _apart(tries, office.aftercare.attempt_gap)


_MISSED = frozenset({Outcome.NO_ANSWER, Outcome.WRONG_NUMBER})


def _apart(moments: Sequence[datetime], gap: timedelta) -> int:
    count, last = 0, None
    for moment in sorted(moments):
        if last is None or moment - last >= gap:
            count, last = count + 1, moment
    return count


def _answered_at(ticket: Ticket) -> datetime:
    out = [event.at for event in ticket.history if event.move == Move.APPROVE_ANSWER]
    return out[-1] if out else ticket.received_at


def _check(result: CallResult) -> None:
    if result.outcome is Outcome.GIVEN_UP:
        raise InvalidInputError(field="call_outcome", rule="choice")
    if result.outcome is Outcome.REACHED and result.solved is None:
        raise InvalidInputError(field="solved", rule="required")
    said = (result.solved, result.grade, result.contacted, result.true_matter)
    if result.outcome is not Outcome.REACHED and any(each is not None for each in said):
        raise InvalidInputError(field="call_outcome", rule="not_reached")


def _listed(uow: UnitOfWork, number: str, call: int | None) -> Call | None:
    if call is None:
        return next((each for each in uow.call_list.of_ticket(number)
                     if each.done_at is None and each.kind is CallKind.SILENT), None)  # fmt: skip
    listed = uow.call_list.get(call)
    if listed.ticket != number or listed.done_at is not None:
        raise ConflictError(what="call", key=call)
    return listed


def _require_apart(ticket: Ticket, actor: Actor, kind: CallKind) -> None:
    """Who handled it, or wrote its answer, does not ask the citizen what it was worth."""
    if actor.unit and actor.unit in ticket.units:
        raise HandlerMayNotCloseError(move=Move.CLOSE, unit=actor.unit)
    if actor.role not in _CALLERS:
        raise RoleRefusedError(move=Move.CLOSE, role=actor.role)
    if wrote_answer(ticket, actor):
        raise OwnAnswerError(number=ticket.number)
    if kind is CallKind.SAMPLE and any(event.actor.id == actor.id for event in ticket.history):
        raise InvolvedError(number=ticket.number)


def _keep(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, kind: CallKind, result: CallResult) -> None:
    uow.follow_ups.add(
        FollowUp(ticket.number, office.clock.now(), actor.id, How.PHONE, result.outcome, kind.value, result.contacted,
                 result.true_matter, result.solved, result.grade, result.words.strip())
    )  # fmt: skip


def _reached(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, listed: Call | None,
             result: CallResult) -> None:  # fmt: skip
    _note(office, ticket, actor, result)
    _done(office, uow, actor, listed)
    if listed is None or listed.kind is CallKind.SILENT:
        _verdict(office, uow, ticket, actor, result)
        return
    uow.tickets.save(ticket)
    if listed.kind is CallKind.BAD_GRADE:
        due_at = office.deadlines.after(office.aftercare.call_within, listed.due_at)[0]
        uow.call_list.add(ticket.number, CallKind.RECTIFIED, listed.round, listed.due_at, due_at)
    if result.solved is Solved.NO or (listed.kind is CallKind.RECTIFIED and result.grade in BAD_GRADES):
        _take_up(office, uow, ticket, actor, result)


def _verdict(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, result: CallResult) -> None:
    """As the citizen's own word in the chat; who gives no grade on the telephone may still do so in writing."""
    solved = result.solved or Solved.NO
    keep_solved(office, ticket, actor, solved)
    if result.grade is not None:
        keep_grade(office, ticket, actor, result.grade)
    if solved is Solved.NO:
        redo(office, uow, ticket, actor)
    elif result.grade is None:
        close(office, uow, ticket, actor)
    else:
        graded(office, uow, ticket, actor, result.grade)


def _take_up(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, result: CallResult) -> None:
    """A closed ticket that turns out not to be solved is opened again; where it is too old, a supervisor looks."""
    at = office.clock.now()
    if result.solved is Solved.NO and ticket.state is State.CLOSED and may_reopen(ticket, at):
        facts = _told(ticket, result) or office.wording.say("supervision.called_unsolved")
        reopen(office, uow, ticket.number, actor, facts=facts)
        return
    uow.attention.call(AttentionKind.ESCALATION, ticket.person, mask(ticket.appeal.title), at, ticket.number)


def _missed(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, listed: Call | None,
            result: CallResult) -> None:  # fmt: skip
    kind = listed.kind if listed else CallKind.SILENT
    tried = attempts(office, uow, ticket, listed)
    if result.outcome is Outcome.DECLINED or tried >= office.aftercare.attempts or not _phone(uow, ticket):
        reason = office.wording.say("supervision.unreached", outcome=result.outcome.value, tried=tried)
        if kind is not CallKind.SILENT:
            _done(office, uow, actor, listed)
        _note(office, ticket, actor, result)
        _end_unreached(office, uow, ticket, actor, kind, reason)
        return
    _note(office, ticket, actor, result)
    uow.tickets.save(ticket)


def _end_unreached(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, kind: CallKind, reason: str) -> None:
    line = FollowUp(ticket.number, office.clock.now(), actor.id, How.PHONE, Outcome.GIVEN_UP, kind.value, words=reason)
    uow.follow_ups.add(line)
    ticket.note(GIVEN_UP, actor, office.clock.now(), note=reason)
    if kind is CallKind.SILENT:
        for call in uow.call_list.of_ticket(ticket.number):
            if call.kind is CallKind.SILENT and call.done_at is None:
                uow.call_list.done(call.id, actor.id, office.clock.now())
        close(office, uow, ticket, actor, reason=reason, notice="closed_unreached")
        return
    uow.tickets.save(ticket)


def _note(office: Office, ticket: Ticket, actor: Actor, result: CallResult) -> None:
    words = "：".join(part for part in (result.outcome.value, _told(ticket, result)) if part)
    ticket.note(_EVENTS.get(result.outcome, UNREACHED), actor, office.clock.now(), note=words)


_EVENTS = {Outcome.REACHED: CALLED, Outcome.DECLINED: NO_REPLY}
"""What a call is in the history; any other outcome reached nobody. The assessment counts them."""


def _told(ticket: Ticket, result: CallResult) -> str:
    """What the citizen said, where the unit reads it and learns from it; of a report, or a ticket that is confidential,
    nothing: nobody shall guess from it who spoke."""
    sealed = ticket.appeal.confidential or ticket.appeal.matter_type is MatterType.REPORT
    return "" if sealed else result.words.strip()


def _done(office: Office, uow: UnitOfWork, actor: Actor, listed: Call | None) -> None:
    if listed is not None:
        uow.call_list.done(listed.id, actor.id, office.clock.now())


def _phone(uow: UnitOfWork, ticket: Ticket) -> str:
    return ticket.appeal.contact.phone or uow.people.contact(ticket.person).phone
