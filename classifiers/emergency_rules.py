"""The emergency rules as data: which words, in which company, call whom.

`emergency_words.csv` names lists of words (alternatives joined by `|`) that rules quote in braces, and those that the
screen itself needs; `emergency.csv` holds the rules. A table that cannot be read is refused with its line.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from hotline.datafile import Row, read_rows
from hotline.errors import DataFileError
from hotline.matter import EmergencyKind

_NEEDED = ("harmless", "negated", "polite", "present", "past", "over", "asking", "hypothetical", "habit", "lasting")
_LEVELS = ("sure", "maybe")
_QUOTED = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class EmergencyRule:
    """One rule. `sure` speaks for itself; `maybe` needs the model's agreement. The lowest rank is called first."""

    id: str
    rank: int
    kind: EmergencyKind
    sure: bool
    pattern: re.Pattern[str]
    context: re.Pattern[str] | None
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class EmergencyRules:
    """All rules in the order of their rank, and the word lists of the screen."""

    rules: tuple[EmergencyRule, ...]
    words: dict[str, re.Pattern[str]]


def load_emergency_rules(rules: Path, words: Path) -> EmergencyRules:
    """Read both tables.

    Raises:
        DataFileError: a list is missing or twice, a pattern cannot be read, a kind or level does not exist.
    """
    lists: dict[str, str] = {}
    for row in read_rows(words, ("name", "words")):
        if row.required("name") in lists:
            raise row.error("twice", value=row.text("name"))
        lists[row.text("name")] = _expanded(row, row.required("words"), lists)
        _compiled(row, lists[row.text("name")])
    absent = [name for name in _NEEDED if name not in lists]
    if absent:
        raise DataFileError(words, 0, "empty", column="、".join(absent))
    found = sorted((_rule(row, lists) for row in _unique(rules)), key=lambda rule: rule.rank)
    return EmergencyRules(tuple(found), {name: re.compile(text) for name, text in lists.items()})


def _unique(path: Path) -> list[Row]:
    rows = list(read_rows(path, ("id", "rank", "kind", "level", "pattern", "context", "unless")))
    seen: set[str] = set()
    for row in rows:
        if row.required("id") in seen:
            raise row.error("twice", value=row.text("id"))
        seen.add(row.text("id"))
    return rows


def _rule(row: Row, lists: dict[str, str]) -> EmergencyRule:
    kind, level = row.required("kind"), row.required("level")
    if kind not in set(EmergencyKind):
        raise row.error("not_allowed", column="kind", value=kind, allowed="、".join(EmergencyKind))
    if level not in _LEVELS:
        raise row.error("not_allowed", column="level", value=level, allowed="、".join(_LEVELS))
    return EmergencyRule(
        id=row.text("id"),
        rank=row.number("rank"),
        kind=EmergencyKind(kind),
        sure=level == "sure",
        pattern=_compiled(row, _expanded(row, row.required("pattern"), lists)),
        context=_optional(row, "context", lists),
        unless=_optional(row, "unless", lists),
    )


def _optional(row: Row, column: str, lists: dict[str, str]) -> re.Pattern[str] | None:
    text = row.text(column)
    return _compiled(row, _expanded(row, text, lists)) if text else None


def _expanded(row: Row, text: str, lists: dict[str, str]) -> str:
    def quoted(found: re.Match[str]) -> str:
        if found[1] not in lists:
            raise row.error("unknown", column="words", value=found[1])
        return f"(?:{lists[found[1]]})"

    return _QUOTED.sub(quoted, text)


def _compiled(row: Row, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise row.error("bad_pattern", value=str(error)) from error
