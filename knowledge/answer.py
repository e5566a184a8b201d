"""The shape of an answer: given, asked back, or handed over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.entry import Entry


class AnswerDecision(StrEnum):
    """Answer at once, ask which of two or three is meant, or give it to a person."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry, how likely it is the right one (0..1), and what each view said of it (names of `index.VIEWS`)."""

    entry: Entry
    score: float
    views: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the base says to a question. `entry` is set for ANSWER; `candidates` are ranked, best first."""

    decision: AnswerDecision
    entry: Entry | None
    score: float
    candidates: tuple[Candidate, ...] = ()
