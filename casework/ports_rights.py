"""What the open interface, a citizen's own data and its deletion need from storage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hotline.people import Account


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key by which a program acts for an account. Of the key itself only a hash is stored."""

    id: int
    login: str
    label: str
    at: datetime
    expires: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def noted(self) -> str:
        """How the audit names it."""
        return f"#{self.id} {self.label}".strip()

    def valid(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires


class ApiKeys(Protocol):
    """Keys of programs."""

    def add(self, account: Account, key_hash: str, label: str, at: datetime, expires: datetime) -> ApiKey: ...

    def find(self, key_hash: str, now: datetime) -> tuple[ApiKey, Account] | None:
        """A key that still holds and its account; None for one that is unknown, over, revoked, or whose account is
        disabled."""

    def all(self) -> list[ApiKey]:
        """Every key, the newest first."""

    def used(self, key: int, at: datetime) -> None: ...

    def revoke(self, key: int, at: datetime) -> ApiKey:
        """Raises NotFoundError."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered to a call that carried a name of its own; `call` is a hash of what was asked."""

    call: str
    status: int
    answer: Mapping[str, object]


class ApiAnswers(Protocol):
    """Answers to calls that may be repeated; kept for a day."""

    def claim(self, key: int, name: str, call: str, at: datetime, since: datetime) -> KeptAnswer | None:
        """Take a name for this unit of work, or give what was answered under it since a moment; a second call of that
        name waits until the first has ended."""

    def keep(self, key: int, name: str, status: int, answer: Mapping[str, object]) -> None:
        """The answer to the claimed call."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """One line that is stored of a person's conversation: theirs, or what they were told."""

    at: datetime
    theirs: bool
    text: str
    ticket: str = ""

    def __repr__(self) -> str:
        return f"OwnWords({self.at})"


class OwnData(Protocol):
    """What is stored of one person, and its deletion (PIPL 44-50). Rows stay as tombstones: what was counted or has
    to be proven is still there, what somebody said is not."""

    def words(self, person: int, limit: int = 2000) -> Sequence[OwnWords]:
        """The latest lines of a person's conversation, oldest first."""

    def link(self, person: int, token_hash: str, expires: datetime) -> None:
        """Let one download be made by a token."""

    def follow(self, person: int, token_hash: str, now: datetime) -> bool:
        """Use the token up; False where it is unknown, used, over, or another person's."""

    def ask_erasure(self, person: int, at: datetime) -> bool:
        """Keep that a person asked for deletion; False where they did before and it is not done."""

    def erase_words(self, person: int, before: datetime) -> int:
        """Delete what was said in a conversation and led to no ticket, its pictures, the contact and where the
        conversation stands; gives how many lines."""

    def pending(self, silent_since: datetime, limit: int) -> Sequence[int]:
        """Persons who wait for deletion, have no open ticket, nothing left to be told, and were silent since."""

    def erase_address(self, person: int, at: datetime) -> None:
        """The last step: nobody finds this person again, and who writes from that address is somebody new."""


class Retention(Protocol):
    """What is over its time. Each deletes at most `limit` and gives how many."""

    def expire_pictures(self, before: datetime, limit: int) -> int: ...

    def expire_words(self, before: datetime, limit: int) -> int:
        """What was said in conversations that led to no ticket, by citizens and to them."""

    def expire_tickets(self, before: datetime, at: datetime, limit: int) -> int:
        """Empty tickets that ended before a moment: words, place, contact, messages; states and counts stay."""

    def expire_audit(self, before: datetime, limit: int) -> int: ...


class OutsideTickets(Protocol):
    """Tickets that came from another system."""

    def find(self, source: str, number: str) -> str:
        """Our number of one; empty where it has not come yet."""

    def add(self, source: str, number: str, ticket: str, at: datetime) -> None:
        """Raises ConflictError where it came before."""
