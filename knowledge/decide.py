"""To answer, to ask which of two is meant, or to hand over to a person."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline.clock import local_day
from hotline.errors import DataFileError
from knowledge.answer import Answer, AnswerDecision, Candidate
from knowledge.base import KnowledgeBase
from knowledge.retrieve import FieldWeights, LexicalRetriever, Retriever
from knowledge.terms import load_terms

DATA = Path(__file__).parent / "data"
_MOST_OFFERED = 3
_RANKED = 5
_MOST_SURE = 2.0  # a score of 1 that leads by 1


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When an entry is given, and when some are offered for choice.

    `answer`: the least sum of the best score and its lead over the next, since neither alone tells right from wrong.
    `clarify`: the least best score at which asking back makes sense.
    `tie`: two entries closer than this are asked about, however well both fit.
    `near`: what share of the best score an entry needs to be offered beside it.
    """

    answer: float
    clarify: float
    tie: float
    near: float
    weights: FieldWeights

    def __post_init__(self) -> None:
        if not 0 < self.clarify <= self.answer <= _MOST_SURE or not 0 < self.near <= 1 or not 0 <= self.tie < 1:
            raise ValueError("0 < clarify <= answer <= 2, 0 < near <= 1 and 0 <= tie < 1")


def load_thresholds(path: Path) -> Thresholds:
    """Read `thresholds.toml`.

    Raises:
        DataFileError: the file is missing, or a number is missing or out of its range.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        decision = tree["decision"]
        return Thresholds(
            answer=float(decision["answer"]),
            clarify=float(decision["clarify"]),
            tie=float(decision["tie"]),
            near=float(decision["near"]),
            weights=FieldWeights.parse(tree["weights"]),
        )
    except FileNotFoundError as error:
        raise DataFileError(path, 0, "missing") from error
    except (KeyError, TypeError, ValueError) as error:
        raise DataFileError(path, 0, "bad_thresholds", detail=str(error)) from error


class Answerer:
    """Says what the base has to say to a question. An expired entry is never an answer."""

    def __init__(self, base: KnowledgeBase, retriever: Retriever, thresholds: Thresholds) -> None:
        self._base, self._retriever, self._thresholds = base, retriever, thresholds

    @property
    def base(self) -> KnowledgeBase:
        return self._base

    def answer(self, query: str, at: datetime) -> Answer:
        """Answer, clarify or hand over; with the ranked candidates, so that a person sees what was near."""
        found = tuple(self._retriever.rank(query, local_day(at), limit=_RANKED))
        best = found[0].score if found else 0.0
        if best < self._thresholds.clarify:
            return Answer(AnswerDecision.HANDOVER, None, best, found)
        lead = best - (found[1].score if len(found) > 1 else 0.0)
        if lead >= self._thresholds.tie and best + lead >= self._thresholds.answer:
            return Answer(AnswerDecision.ANSWER, found[0].entry, best, found)
        return Answer(AnswerDecision.CLARIFY, None, best, self._offered(found))

    def _offered(self, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Two to choose from, and a third if it is near enough."""
        least = found[0].score * self._thresholds.near
        return (*found[:2], *(each for each in found[2:_MOST_OFFERED] if each.score >= least))


def lexical_answerer(base: KnowledgeBase, data: Path = DATA) -> Answerer:
    """The answerer that needs no model, with the measured settings of a data folder."""
    thresholds = load_thresholds(data / "thresholds.toml")
    retriever = LexicalRetriever(base, load_terms(data), thresholds.weights)
    return Answerer(base, retriever, thresholds)
