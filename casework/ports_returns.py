"""退单: what casework keeps of returns, and of what they and consultations propose for the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hotline.message import Attachment


class ReturnClass(StrEnum):
    """Why a unit gives a ticket back, as platforms list it. The value is what staff read."""

    PLACE = "属地不符"
    OWNERSHIP = "权属不清"
    OVERLAP = "职能交叉"
    BEYOND = "超出职责"
    OTHER = "其他"


class ReturnState(StrEnum):
    """What became of a return."""

    OPEN = "open"
    UPHELD = "upheld"
    REFUSED = "refused"
    DESIGNATED = "designated"
    CONVENED = "convened"


@dataclass(frozen=True, slots=True)
class ReturnRequest:
    """A unit wants to give a ticket back. `decide_by` is until when the hotline decides.

    `reason`, `ground`, `evidence` and `ruling` are words of staff, sealed at rest.
    """

    ticket: str
    unit: str
    kind: ReturnClass
    at: datetime
    by: str
    decide_by: datetime
    reason: str
    ground: str
    evidence: str = ""
    state: ReturnState = ReturnState.OPEN
    decided_by: str = ""
    decided_at: datetime | None = None
    ruling: str = ""
    pictures: Sequence[int] = ()
    id: int = 0

    def __repr__(self) -> str:
        return f"ReturnRequest({self.id}, {self.ticket}, {self.unit}, {self.kind}, {self.state})"


@dataclass(frozen=True, slots=True)
class OpenReturn:
    """A return that waits, with what a list shows of its ticket (masked)."""

    request: ReturnRequest
    title: str
    answer_by: datetime | None
    returns: int


@dataclass(frozen=True, slots=True)
class ReturnCount:
    """How many returns of one unit and class stand or ended in one way."""

    unit: str
    kind: ReturnClass
    state: ReturnState
    count: int


class Returns(Protocol):
    """Every return that was asked for, and what became of it."""

    def add(self, request: ReturnRequest) -> int: ...

    def of_ticket(self, number: str) -> list[ReturnRequest]:
        """The oldest first."""

    def decide(self, ticket: str, state: ReturnState, login: str, ruling: str, at: datetime) -> None:
        """Say what became of the ticket's open return; nothing happens where there is none."""

    def waiting(self, limit: int = 200) -> list[OpenReturn]:
        """Those nobody has decided, the nearest limit first."""

    def counts(self, since: datetime, until: datetime) -> list[ReturnCount]: ...

    def attach(self, request: int, picture: Attachment, at: datetime) -> int:
        """Keep a picture as evidence for a return."""

    def picture(self, number: str, picture: int) -> Attachment | None:
        """A picture of one of the ticket's returns."""


class ProposalState(StrEnum):
    """What administrators made of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class RuleProposal:
    """A rule that the catalogue may lack: matters of this category and these words belong to `lead`.

    Units are department types; `instead` is the one that was tried wrongly. `lead` stays empty until it is known.
    `words` and `ground` are masked when they are stored. `source` is `return` or `consultation`.
    """

    ticket: str
    source: str
    category: str
    words: str
    lead: str
    others: Sequence[str]
    instead: str
    ground: str
    by: str
    at: datetime
    state: ProposalState = ProposalState.OPEN
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""
    id: int = 0


class RuleProposals(Protocol):
    """What returns and consultations propose for the catalogue."""

    def add(self, proposal: RuleProposal) -> int: ...

    def complete(self, ticket: str, lead: str, others: Sequence[str]) -> int:
        """The open proposals of a ticket whose lead was not known yet now name it; gives how many there were."""

    def get(self, proposal: int) -> RuleProposal:
        """Raises NotFoundError."""

    def settle(self, proposal: RuleProposal) -> bool:
        """Store what was made of an open proposal; False where somebody had settled it before."""

    def of_state(self, state: ProposalState, limit: int = 200) -> list[RuleProposal]:
        """The newest first."""
