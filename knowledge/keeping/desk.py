"""What every verb needs at hand, and who may do what."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from hotline.clock import Clock
from hotline.errors import NotAllowedError
from hotline.people import Actor, Role
from hotline.units import UnitTree


def new_id() -> str:
    """An id for an entry that people make: nobody has to think of one."""
    return f"e-{secrets.token_hex(5)}"


@dataclass(frozen=True, slots=True)
class KeepingDesk:
    """The units whose people write, the clock, and ids for new entries."""

    units: UnitTree
    clock: Clock
    new_id: Callable[[], str] = new_id

    def owner_of(self, actor: Actor) -> str:
        """The owner for whom a unit's person writes; empty where the unit is none that owns entries."""
        unit = self.units.find(actor.unit) if actor.unit else None
        return unit.type if unit else ""

    def may_write(self, actor: Actor, owner: str) -> bool:
        """A unit's people write what their unit owns; the hotline's people and the machine write anything."""
        if actor.role is Role.DEPARTMENT:
            return bool(owner) and owner == self.owner_of(actor)
        return actor.role in WRITERS

    def require_writer(self, actor: Actor, *owners: str) -> None:
        """Raises NotAllowedError."""
        if not all(self.may_write(actor, owner) for owner in owners):
            raise NotAllowedError(what="entry", key="、".join(owners))


WRITERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.MACHINE})
PUBLISHERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


def require_publisher(actor: Actor) -> None:
    """Raises NotAllowedError."""
    if actor.role not in PUBLISHERS:
        raise NotAllowedError(what="entry", key="")
