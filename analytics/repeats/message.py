"""One message as repeats are looked for: who, when, and the words."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """`user` is any name of the sender that is the same for all of their messages; empty where it is not known.

    `where` names districts that are known beside the words (a ticket's own), in any spelling that is always the same.
    """

    id: str
    user: str
    title: str
    body: str
    at: datetime | None = None
    where: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"Message({self.id})"
