"""谨慎派单: figures contradict what the machine promised, so people decide until an administrator lets it go on."""

from casework.office import Office
from casework.ports import AttentionKind, Halt, UnitOfWork
from hotline.clock import local_day
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.people import MACHINE, Actor, Role

NOBODY = 0
"""The call is about no citizen."""


def halt(office: Office, uow: UnitOfWork, found: Halt) -> bool:
    """Stop what goes out at once by a decision, and call a person with the figures; until it is lifted.

    False where that was done before, by whoever: the job may run as often as it likes.
    """
    if not uow.halts.add(found):
        return False
    sentence = office.wording.say(
        "notice.promise_broken",
        decision=office.wording.say(f"notice.decision_{found.decision}"),
        since=f"{local_day(found.since):%m-%d}",
        judged=found.judged,
        wrong=found.wrong,
        precision=f"{1 - found.wrong / found.judged:.1%}",
        promised=f"{found.promised:.0%}",
    )
    uow.attention.call(AttentionKind.PROMISE, NOBODY, sentence, found.at)
    uow.audit.write(MACHINE, "halt", found.decision, sentence, found.at)
    return True


def lift(office: Office, uow: UnitOfWork, decision: str, actor: Actor, *, reason: str) -> None:
    """An administrator has seen the figures and found the cause: what is sure enough goes out at once again.

    Raises:
        NotAllowedError: somebody else than an administrator.
        InvalidInputError: no reason is given, or nothing is halted.
    """
    if actor.role is not Role.ADMINISTRATOR:
        raise NotAllowedError(what="halt", key=decision)
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    at = office.clock.now()
    if not uow.halts.lift(decision, actor.id, at):
        raise InvalidInputError(field="decision", rule="choice")
    uow.audit.write(actor, "lift_halt", decision, reason.strip(), at)
    if not uow.halts.standing():
        uow.attention.finish_for(NOBODY, AttentionKind.PROMISE, at)
