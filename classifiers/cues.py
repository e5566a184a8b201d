"""Cues: words without which a message is not sent another way, however sure a model may be.

A model that has read few examples of a disposition takes a short complaint for one of them now and then. Nobody who
writes "小区电梯坏了" is told that another city is competent: without a word that speaks of one, it is a ticket.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from hotline.datafile import read_rows
from hotline.matter import Disposition

_DATA = Path(__file__).parent / "data" / "disposition_cues.csv"
Cues = Mapping[str, re.Pattern[str]]


def load_cues(path: Path = _DATA) -> Cues:
    """Read `disposition_cues.csv` (`label,words`, words as a regular expression).

    Raises:
        DataFileError: with the line: an unknown label, one that stands twice, or words that are no expression.
    """
    cues: dict[str, re.Pattern[str]] = {}
    for row in read_rows(path, ("label", "words")):
        label = row.one_of("label", Disposition)
        if label in cues:
            raise row.error("twice", value=label)
        cues[label] = row.pattern("words")
    return cues
