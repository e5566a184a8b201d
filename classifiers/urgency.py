"""紧急程度: what is hard to deal with later if it is not handled in time. The signs are data."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from classifiers.verdict import Alarm
from hotline.datafile import Row, read_rows
from hotline.matter import Urgency
from hotline.taxonomy import Category
from lexicon.normalise import normalise

_RULES = Path(__file__).parent / "data" / "urgency.csv"


@dataclass(frozen=True, slots=True)
class UrgencyRule:
    """A sign of urgency, what speaks against it, and why it cannot wait."""

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    why: str


def urgency(text: str, alarm: Alarm | None, category: Category | None) -> Urgency:  # noqa: ARG001 - a city's rules may ask for the category
    """特急 for an emergency, 紧急 where a rule says so, 一般 otherwise; a consultation's words are not urgent."""
    if alarm is not None:
        return Urgency.CRITICAL
    folded = normalise(text).text
    pressing = any(_fits(rule, folded) for rule in _rules())
    return Urgency.URGENT if pressing else Urgency.ORDINARY


def load_urgency(path: Path) -> tuple[UrgencyRule, ...]:
    """Read `urgency.csv` (`pattern,unless,why`).

    Raises:
        DataFileError: with the line, where a pattern cannot be read.
    """
    return tuple(_rule(row) for row in read_rows(path, ("pattern", "unless", "why")))


@lru_cache(maxsize=1)
def _rules() -> tuple[UrgencyRule, ...]:
    return load_urgency(_RULES)


def _fits(rule: UrgencyRule, text: str) -> bool:
    return bool(rule.pattern.search(text)) and not (rule.unless and rule.unless.search(text))


def _rule(row: Row) -> UrgencyRule:
    return UrgencyRule(
        row.pattern("pattern"), row.pattern("unless") if row.text("unless") else None, row.required("why")
    )
