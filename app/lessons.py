"""What the city's own tickets teach: one part of them to learn from, another kept back to compare models on."""

from collections.abc import Iterable
from hashlib import sha256

from classifiers.examples import Example
from storage.open import Database
from storage.teaching_rows import TAUGHT, Lesson

KEPT_BACK = 5
"""Every fifth ticket is kept back, for good: what a model has learned from cannot say how good it is."""


def lessons(database: Database, *, kept_back: bool) -> list[Lesson]:
    """The tickets of one of the two parts. The number decides, so a ticket never changes sides."""
    return [each for each in database.views.teaching() if _is_kept_back(each.ticket) is kept_back]


def held_out_rows(database: Database) -> list[Example]:
    """The part kept back, as rows to compare on."""
    return examples(lessons(database, kept_back=True))


def examples(chosen: Iterable[Lesson]) -> list[Example]:
    return [
        Example(each.text, {name: each.labels[name] for name in TAUGHT if name in each.labels}, each.title)
        for each in chosen
    ]


def _is_kept_back(ticket: str) -> bool:
    return sha256(ticket.encode()).digest()[0] % KEPT_BACK == 0
