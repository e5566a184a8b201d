"""What speaks for and against a boundary between two matters: how the clause begins, and what a model reads in it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise, repeat

import numpy as np

from classifiers.calibration import Column
from classifiers.clauses import Clause, Cues
from classifiers.features import SparseVector
from classifiers.model import CATEGORY, DISPOSITION, UNIT, Reading
from hotline.matter import Disposition

Read = Callable[[str], Reading]

_HEAD, _TAIL = 24, 16
_LIST_HEAD = 24
GRAMMAR = ("topic", "listed", "grounds", "ordinal", "also", "yet", "asks", "continues", "refers", "when", "subject",
           "details", "thanks", "stop", "semicolon", "question", "line", "blank", "begins", "first_begins", "ends",
           "announced", "unified", "length", "before", "after", "second", "last", "short_before")  # fmt: skip
"""The signs of grammar, in order."""

_SAID = tuple(GRAMMAR.index(sign) for sign in ("topic", "listed", "ordinal", "also"))

READ = ("grammar", "words", "category_near", "category_same", "category_apart", "category_left", "category_right",
        "level_near", "level_same", "level_apart", "level_left", "level_right",
        "unit_near", "unit_same", "unit_apart", "unit_left", "unit_right", "matter_left", "matter_right")  # fmt: skip
"""The signs of two parts that a model has read; the first is what grammar makes of the boundary between them."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How clauses look that begin a message, or end one: a weight for each run of characters."""

    begins: dict[str, float]
    ends: dict[str, float]

    def beginning(self, clause: str) -> float:
        return sum(map(self.begins.get, head_runs(clause), repeat(0.0)))

    def ending(self, clause: str) -> float:
        return sum(map(self.ends.get, tail_runs(clause), repeat(0.0)))


def head_runs(clause: str) -> set[str]:
    """The characters and pairs of a clause's beginning, and its first one to four as such."""
    head = clause[:_HEAD]
    return {*head, *map("".join, pairwise(head)), *(f"^{head[:size]}" for size in (1, 2, 3, 4))}


def tail_runs(clause: str) -> set[str]:
    """The pairs of a clause's end, and its last one to four as such."""
    tail = clause[-_TAIL:]
    return {*map("".join, pairwise(tail)), *(f"{tail[-size:]}$" for size in (1, 2, 3, 4))}


def grammar_signs(text: str, clauses: list[Clause], cues: Cues, habits: Habits) -> list[list[float]]:
    """The signs of grammar for each boundary: before the second clause, the third, and so on."""
    words = [text[clause.start : clause.end] for clause in clauses]
    first, signs = habits.beginning(words[0]), []
    announced, drawn = _around(text, cues)
    for place in range(1, len(clauses)):
        before, here = clauses[place - 1], clauses[place]
        signs.append([
            *_opened(text, here, words[place], cues), *_stopped(text[before.end : here.start]),
            habits.beginning(words[place]), first, habits.ending(words[place - 1]),
            float(here.start >= announced), float(here.start <= drawn), *_lengths(text, words, clauses, place),
        ])  # fmt: skip
    return signs


def is_said(signs: list[float]) -> bool:
    """Whether a word says that something else begins: 另外, 第二, 还有."""
    return any(signs[place] for place in _SAID)


def _opened(text: str, clause: Clause, words: str, cues: Cues) -> list[float]:
    """With which words the clause opens."""
    match = {name: cues.words[name].match(words) is not None for name in (
        "topic", "ordinal", "also", "yet", "asks", "continues", "refers", "when", "subject", "details", "thanks"
    )}  # fmt: skip
    listed = grounds = ordinal = False
    if match["ordinal"]:
        first = cues.words["first"].search(text, 0, clause.start)
        ordinal = first is None
        listed = first is not None and _lists_matters(text[: first.start()], cues)
        grounds = first is not None and not listed
    marked = match["topic"] or match["ordinal"]
    weak = [match[name] and not marked for name in ("also", "yet")]
    rest = [match[name] for name in ("refers", "when", "subject", "details", "thanks")]
    return [float(sign) for sign in (match["topic"], listed, grounds, ordinal, *weak, match["asks"],
                                     match["continues"] and not marked, *rest)]  # fmt: skip


def _lists_matters(before: str, cues: Cues) -> bool:
    """Whether a list that follows these words is one of matters; else it gives grounds for what they have told."""
    if len(before) < 4 or cues.words["announces"].search(before):
        return True
    return len(before) < _LIST_HEAD and cues.words["heads_list"].search(before) is not None


def _stopped(between: str) -> list[float]:
    """What stands between the two clauses."""
    marks = set(between)
    semicolon, question = not marks.isdisjoint("；;"), not marks.isdisjoint("？?")
    ends = semicolon or question or not marks.isdisjoint("。\uff0e！!\n")
    return [float(sign) for sign in (ends, semicolon, question, "\n" in marks, between.isspace())]


def _around(text: str, cues: Cues) -> tuple[int, int]:
    """Behind which place several things have been announced, and up to which all is still to be drawn together."""
    announced = cues.words["announces"].search(text)
    drawn = [found.start() for found in cues.words["unifies"].finditer(text)]
    return announced.end() if announced else len(text), drawn[-1] if drawn else -1


def _lengths(text: str, words: list[str], clauses: list[Clause], place: int) -> list[float]:
    here, before = clauses[place].start, len(words[place - 1])
    return [math.log(len(words[place])), math.log(here), math.log(len(text) - here),
            float(place == 1), float(place == len(clauses) - 1), float(before < 5)]  # fmt: skip


def read_signs(grammar: float, left: Reading, right: Reading) -> list[float]:
    """What a model reads in the parts on both sides: how alike their words, categories and units are."""
    category = left.model.heads[CATEGORY]
    pair = left.probabilities(CATEGORY), right.probabilities(CATEGORY)
    levels = (category.parent_probabilities(each) for each in pair) if category.parents else pair
    return [grammar, _shared(left.vector, right.vector), *_likeness(*pair), *_likeness(*levels),
            *_likeness(left.probabilities(UNIT), right.probabilities(UNIT)), _matter(left), _matter(right)]  # fmt: skip


def _matter(reading: Reading) -> float:
    """How sure a part is a matter at all, and neither greeting nor thanks nor half a date."""
    return reading.chance(DISPOSITION, Disposition.OPEN_TICKET) + reading.chance(DISPOSITION, Disposition.CONSULT)


def _shared(left: SparseVector, right: SparseVector) -> float:
    """The cosine of two vectors, which are of length one."""
    _, mine, theirs = np.intersect1d(left.places, right.places, assume_unique=True, return_indices=True)
    return float(np.einsum("i,i", left.values[mine], right.values[theirs]))


def _likeness(left: Column, right: Column) -> list[float]:
    sure = float(left.max()), float(right.max())
    apart = min(sure) if left.argmax() != right.argmax() else 0.0
    return [float(np.sqrt(left * right).sum()), float((left * right).sum()), apart, *sure]
