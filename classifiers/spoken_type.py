"""What the citizen says outright: who writes "我要投诉" complains, whatever a model makes of the rest."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from classifiers.settle import OUTRIGHT, promoted
from classifiers.verdict import Verdict
from hotline.datafile import read_rows
from hotline.matter import MatterType

_DATA = Path(__file__).parent / "data" / "spoken_types.csv"
SpokenTypes = Mapping[str, re.Pattern[str]]


def load_spoken_types(path: Path = _DATA) -> SpokenTypes:
    """Read `spoken_types.csv` (`matter_type,words`, words as a regular expression).

    Raises:
        DataFileError: with the line: an unknown matter type, or words that are no expression.
    """
    types: dict[str, re.Pattern[str]] = {}
    for row in read_rows(path, ("matter_type", "words")):
        types[row.one_of("matter_type", MatterType)] = row.pattern("words")
    return types


def as_spoken(guessed: Verdict, text: str, types: SpokenTypes) -> Verdict:
    """The verdict, turned to the type that the text names outright unless the model is surer of another."""
    found = next((label for label, words in types.items() if words.search(text)), None)
    if found is None or guessed.confidence >= OUTRIGHT:
        return guessed
    return replace(guessed if found == guessed.label else promoted(guessed, found), confidence=OUTRIGHT)
