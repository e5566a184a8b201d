"""知悉范围: who may learn who spoke. By role and by unit, and never for anybody who keeps out of the ticket (回避)."""

from collections.abc import Sequence

from hotline.people import Actor, Role
from hotline.units import UnitTree


def may_know(units: UnitTree, handlers: Sequence[str], actor: Actor, *, sealed: bool) -> bool:
    """Whether a person may see an identity at all; they still have to say why, and it is written down.

    The hotline's own people may. A supervisor of one line (an account with a unit) may for tickets of that line only,
    and the handling unit for its own, unless it is a report or a confidential matter: it may be, or know, the accused.
    """
    match actor.role:
        case Role.OPERATOR:
            return True
        case Role.SUPERVISOR:
            return not actor.unit or any(in_line(units, code, actor.unit) for code in handlers)
        case Role.DEPARTMENT:
            return not sealed and actor.unit in handlers
        case _:
            return False


def in_line(units: UnitTree, code: str, line: str) -> bool:
    """Whether a unit is that one or stands below it; a unit that no longer exists is in no line but its own."""
    return code == line or (units.find(code) is not None and any(unit.code == line for unit in units.above(code)))
