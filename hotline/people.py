"""People: the citizen and how to reach them, and the member of staff who acts."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who may move a ticket."""

    CITIZEN = "citizen"
    MACHINE = "machine"
    OPERATOR = "operator"
    DEPARTMENT = "department"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


STAFF_ROLES = (Role.OPERATOR, Role.DEPARTMENT, Role.SUPERVISOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Contact:
    """How the citizen wants to be reached. Both parts may be unknown; `repr` never shows them."""

    name: str = ""
    phone: str = ""

    def __repr__(self) -> str:
        return "Contact(…)"

    def __bool__(self) -> bool:
        return bool(self.phone)


@dataclass(frozen=True, slots=True)
class Citizen:
    """One person on one channel. `id` is ours; the channel's own address is sealed in storage."""

    id: int
    channel: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes a step: a role, an account or person id, and the unit a member of staff belongs to."""

    role: Role
    id: str = ""
    unit: str = ""
    name: str = ""

    @classmethod
    def citizen(cls, person: int) -> "Actor":
        return cls(Role.CITIZEN, id=str(person))


MACHINE = Actor(Role.MACHINE, id="jiesu")


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff who signs in. `unit` is the code of the unit (empty for the hotline's own people)."""

    id: int
    login: str
    name: str
    role: Role
    unit: str
    password_hash: str
    disabled: bool = False

    def __repr__(self) -> str:
        return f"Account({self.login}, {self.role}, {self.unit})"

    @property
    def actor(self) -> Actor:
        return Actor(self.role, id=self.login, unit=self.unit, name=self.name)
