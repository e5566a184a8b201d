"""Letters made of short messages: the corpus is written as people type, but many write pages.

A letter begins with its subject and tells of other things behind it. What the rules and the model make of those is what
decides how far a dispatch can be believed, and short messages alone do not show it.
"""

from collections.abc import Iterator, Sequence
from math import log
from random import Random

from classifiers.corpus_rows import CorpusRow

_MIDDLE, _SPREAD, _MOST = 200, 0.8, 1200
"""Characters: half of the letters to a message board are longer than the first number, few longer than the last."""
_ALIKE = 0.6
"""How often what is told behind the subject is of the same first level."""


def letters(rows: Sequence[CorpusRow], places: Sequence[int]) -> Iterator[tuple[int, str]]:
    """For each place in `rows` a letter about that row's matter, with other rows of `places` told behind it.

    Always the same ones for the same places.
    """
    chance = Random(7)  # noqa: S311 - nothing secret hangs on it
    alike: dict[str, list[int]] = {}
    for place in places:
        alike.setdefault(rows[place].text("l1"), []).append(place)
    for place in places:
        told = rows[place].required("text")
        long_enough = min(float(_MOST), chance.lognormvariate(log(_MIDDLE), _SPREAD))
        while len(told) < long_enough:
            pool = alike[rows[place].text("l1")] if chance.random() < _ALIKE else places
            told += "\n" + rows[chance.choice(pool)].required("text")
        yield place, told
