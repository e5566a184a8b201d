"""What the pages of the knowledge base work with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from knowledge.base import KnowledgeBase
from knowledge.decide import Answerer
from knowledge.keeping.desk import KeepingDesk
from knowledge.terms import Terms


class FollowsTheBase(Protocol):
    """Knows the answerer of this moment."""

    @property
    def present(self) -> Answerer: ...


@dataclass(frozen=True, slots=True)
class KnowledgeParts:
    """`build` makes an index of a base with a change in it, to ask golden questions before anything is published;
    `terms` say which words a question and an entry share."""

    desk: KeepingDesk
    answerer: FollowsTheBase
    build: Callable[[KnowledgeBase], Answerer]
    terms: Terms
