"""`python -m app.learn_knowledge [BASE QUESTIONS]…`: after the shipped base or its views changed.

Makes the vectors that ship with the base, finds their centres, learns how views are weighed and how sure that makes an
answer, and prints what it showed on questions whose entries it had not seen. Further bases with tables of questions
(`query,gold_id,gold_alt`) may be given; only weights come out of them.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.city import base_of
from app.settings import read_settings
from app.vectors import SHIPPED, open_shelf
from knowledge.base import KnowledgeBase
from knowledge.decide import DATA, MEANING, open_reading
from knowledge.index import Reading
from knowledge.learn import Trial, choice_of, trials_of
from knowledge.learned import learn_and_write, trials_from
from knowledge.load import open_base
from knowledge.meanings import Centres, save_centres
from knowledge.segment import texts_of

_EVERY = 3
"""Of the golden questions this one tells where the centre lies; all of them say the same."""


def main(further: Sequence[str]) -> None:
    folder = base_of(None)
    base = open_base(folder)
    _learn_centres(folder, base)
    choices = [choice_of(trial) for trial in trials_of(base, _reading(folder, base, ship=True))]
    others = list(_further(further, len(base)))
    weight = len(choices) / len(others) if others else 0.0  # together they count as much as the base itself
    learned = learn_and_write([*choices, *(choice_of(trial, weight) for trial in others)], base)
    for name, found in learned.items():
        sys.stdout.write(f"{name}: {found.summary}\n")


def _learn_centres(folder: Path, base: KnowledgeBase) -> None:
    """What the vectors of questions, and those of the base, have in common: before anything is compared."""
    shelf = open_shelf(read_settings(), folder)
    if shelf is None:
        return
    passages = [text for entry in base for text in texts_of(entry)]
    shelf.fill(passages)
    questions = shelf.questions([question for entry in base for question in entry.golden][::_EVERY])
    if questions is not None:
        save_centres(DATA / MEANING, Centres.of(questions, shelf.rows(passages)))


def _further(arguments: Sequence[str], groups: int) -> Iterator[Trial]:
    for start in range(0, len(arguments), 2):
        path, questions = Path(arguments[start]), Path(arguments[start + 1])
        base = open_base(path)
        yield from trials_from(base, _reading(path, base), questions, groups)


def _reading(path: Path, base: KnowledgeBase, *, ship: bool = False) -> Reading:
    shelf = open_shelf(read_settings(), path)
    if shelf is not None:
        texts = [text for entry in base for text in texts_of(entry)]
        shelf.fill(texts)
        if ship:
            shelf.save(path / SHIPPED, texts)
    return open_reading(shelf=shelf)


if __name__ == "__main__":
    main(sys.argv[1:])
