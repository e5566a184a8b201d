"""The shape of an answer: given, asked back, or handed over."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.entry import Entry


class AnswerDecision(StrEnum):
    """Answer at once, ask which of two or three is meant, or give it to a person."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry and how well it fits (0..1)."""

    entry: Entry
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the base says to a question. `entry` is set for ANSWER; `candidates` are ranked, best first."""

    decision: AnswerDecision
    entry: Entry | None
    score: float
    candidates: tuple[Candidate, ...] = ()
