"""考核: what a figure is called, how the three rates weigh, and why a ticket may be left out; all of it data.

Weights and limits have a version and the day from which they hold, so that a month is counted by the rules of that
month however often they change afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from hotline.datafile import Row, read_rows

DATA = Path(__file__).parent / "data"


class Figure(StrEnum):
    """The figures of an assessment; a unit may appeal against how one ticket counts in one of them."""

    RESPONSE = "响应率"
    SOLUTION = "解决率"
    SATISFACTION = "满意率"
    SIGNING = "签收及时率"
    RETURNS = "退单率"
    REDONE = "重办率"
    LATE = "超期率"


@dataclass(frozen=True, slots=True)
class Weights:
    """How the three rates weigh in the score, in percent. The default is the only attested one (30/35/35)."""

    response: int = 30
    solution: int = 35
    satisfaction: int = 35

    def __post_init__(self) -> None:
        parts = (self.response, self.solution, self.satisfaction)
        if min(parts) < 0 or sum(parts) != 100:
            raise ValueError(f"weights are three percentages that add up to 100, not {parts}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of the rules.

    `partly` is what 部分解决 counts for (0 or 0.5); after `unreached` calls in vain a citizen cannot be asked;
    `appeal_days` are the working days after the closing in which a unit may appeal.
    """

    version: str
    effective: date
    weights: Weights = Weights()
    partly: float = 0.0
    unreached: int = 3
    appeal_days: int = 5
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for 剔除: its code, its name, and when it holds."""

    code: str
    name: str
    what: str


class AssessmentRules:
    """All versions of the rules, oldest first, and the reasons for leaving a ticket out."""

    def __init__(self, versions: Iterable[Rule], reasons: Iterable[Reason] = ()) -> None:
        self.versions = tuple(sorted(versions, key=lambda rule: rule.effective))
        self.reasons = {reason.code: reason for reason in reasons}
        if not self.versions:
            raise ValueError("an assessment needs at least one version of its rules")

    def on(self, day: date) -> Rule:
        """The version that holds on a day; before the first one that one."""
        held = [rule for rule in self.versions if rule.effective <= day]
        return held[-1] if held else self.versions[0]


def load_assessment(rules: Path, reasons: Path) -> AssessmentRules:
    """Read `assessment.csv` and `exclusions.csv`.

    Raises:
        DataFileError: with the line: a weight that is none, a version or day or code twice, no row at all.
    """
    versions = [_rule(row) for row in _once(rules, ("version", "effective"), _COLUMNS)]
    listed = [_reason(row) for row in _once(reasons, ("code",), ("code", "name", "what"))]
    return AssessmentRules(versions, listed)


_COLUMNS = (
    "version",
    "effective",
    "response",
    "solution",
    "satisfaction",
    "partly",
    "unreached",
    "appeal_days",
    "ground",
)
_HALVES = {"0": 0.0, "0.5": 0.5}


def _once(path: Path, unique: tuple[str, ...], columns: tuple[str, ...]) -> list[Row]:
    rows = list(read_rows(path, columns))
    for column in unique:
        seen: set[str] = set()
        for row in rows:
            if row.required(column) in seen:
                raise row.error("twice", value=row.text(column))
            seen.add(row.text(column))
    if not rows:
        raise Row(path, 1, dict.fromkeys(columns, "")).error("empty", column=unique[0])
    return rows


def _rule(row: Row) -> Rule:
    return Rule(
        version=row.required("version"),
        effective=_day(row),
        weights=_weights(row),
        partly=_HALVES[row.one_of("partly", _HALVES)],
        unreached=_positive(row, "unreached"),
        appeal_days=_positive(row, "appeal_days"),
        ground=row.required("ground"),
    )


def _day(row: Row) -> date:
    try:
        return date.fromisoformat(row.required("effective"))
    except ValueError:
        raise row.error("not_a_date", column="effective", value=row.text("effective")) from None


def _weights(row: Row) -> Weights:
    parts = tuple(row.number(name) for name in ("response", "solution", "satisfaction"))
    try:
        return Weights(*parts)
    except ValueError:
        raise row.error("not_a_hundred", value="、".join(map(str, parts))) from None


def _positive(row: Row, column: str) -> int:
    number = row.number(column)
    if number < 1:
        raise row.error("not_a_number", column=column, value=row.text(column))
    return number


def _reason(row: Row) -> Reason:
    return Reason(row.required("code"), row.required("name"), row.text("what"))
