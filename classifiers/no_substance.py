"""A message that says nothing, and one that says something beside an insult.

Of a message without a letter or digit nothing is guessed: blanks, stops and pictures are no matter. Who curses because
nobody has answered for three days has a matter, however the message sounds.
"""

import re
from functools import lru_cache
from pathlib import Path

from classifiers.verdict import CategoryVerdict, Elements, ModelIdentity, Understanding, Verdict
from hotline.datafile import read_rows
from hotline.matter import Disposition, MatterType, Urgency
from hotline.taxonomy import Category
from lexicon.normalise import normalise

_SUBSTANCE = Path(__file__).parent / "data" / "substance.csv"


def says_anything(text: str) -> bool:
    """Whether a text holds a letter, a character or a digit; 👍 and …… are none, though they have a meaning."""
    return any(map(str.isalnum, text))


def tells_of_something(text: str) -> bool:
    """Whether a text says what has happened: nobody answers, something lasts. An insult alone says neither."""
    folded = normalise(text).text
    return any(words.search(folded) for words in _substance())


def load_substance(path: Path) -> tuple[re.Pattern[str], ...]:
    """Read `substance.csv` (`words,why`, words as a regular expression).

    Raises:
        DataFileError: with the line: words that are no expression, or no reason beside them.
    """
    return tuple(row.pattern("words") for row in read_rows(path, ("words", "why")) if row.required("why"))


@lru_cache(maxsize=1)
def _substance() -> tuple[re.Pattern[str], ...]:
    return load_substance(_SUBSTANCE)


def nothing_said(text: str, model: ModelIdentity) -> Understanding:
    """The verdicts on a text that says nothing: sure of that, and of nothing else. No category, no unit."""
    return Understanding(
        text=text,
        alarm=None,
        disposition=Verdict(Disposition.NO_SUBSTANCE, 1.0),
        matter_type=Verdict(MatterType.HELP, 0.0),
        category=CategoryVerdict(Category(""), 0.0, abstained=True),
        unit=Verdict("", 0.0),
        urgency=Urgency.ORDINARY,
        elements=Elements(),
        privacy=(),
        model=model,
    )
