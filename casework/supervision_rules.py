"""When each step of supervision begins, and how long it may take: a table that a city edits (`supervision.csv`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from casework.supervision_steps import Step
from hotline.clock import local_day
from hotline.datafile import Row, read_rows
from hotline.duration import Limit
from hotline.units import UnitTree

DEFAULT = Path(__file__).parent / "data" / "supervision.csv"
LEAD, ABOVE = "lead", "above"
"""Owners that depend on the ticket: its lead unit, and the unit above that one."""
HOTLINE = "HOTLINE"
"""The hotline's own unit, where no supervisor can be named."""
SUPERVISOR = "supervisor"
"""An owner who is a person: a supervisor of the ticket's line, else of the hotline (`casework.joint`)."""

_COLUMNS = ("id", "step", "when", "what", "limit", "owner", "version", "effective", "ground")


class When(StrEnum):
    """What happens to a ticket that lets a step begin."""

    DUE_SOON = "due_soon"
    SIGN_OVERDUE = "sign_overdue"
    OVERDUE = "overdue"
    REDO = "redo"
    RETURN = "return"
    UNREPLIED = "unreplied"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. Of `after`, `times` and `following` the one is set that `when` speaks of.

    `after` counts from the limit that was missed (None: at once), `times` are redos or returns, `following` is the
    step whose unit did not reply within its limit. `limit` is the time that the owner gets.
    """

    id: str
    step: Step
    when: When
    after: Limit | None
    times: int
    following: Step | None
    limit: Limit
    owner: str
    version: str
    effective: date
    ground: str


@dataclass(frozen=True, slots=True)
class SupervisionRules:
    """The table, lowest step first."""

    rules: Sequence[Rule]

    def effective(self, at: datetime) -> list[Rule]:
        return [rule for rule in self.rules if rule.effective <= local_day(at)]

    @property
    def version(self) -> str:
        """Names this very table: another one is held against every open ticket anew."""
        return "|".join(sorted({f"{rule.id}@{rule.version}" for rule in self.rules}))


def load_supervision(path: Path = DEFAULT, units: UnitTree | None = None) -> SupervisionRules:
    """Read the table. With `units`, an owner that the city does not have is refused.

    Raises:
        DataFileError: with the line: an unknown step, occasion or unit, an identifier twice, no limit, or a rule that
            answers worse trouble with a milder step than another one.
    """
    rules: list[Rule] = []
    for row in read_rows(path, _COLUMNS):
        rule = _rule(row, units)
        if any(other.id == rule.id for other in rules):
            raise row.error("twice", value=rule.id)
        if rule.following is not None and rule.following.rank >= rule.step.rank:
            raise row.error("step_falls", step=rule.step, other=rule.following)
        milder = next((other for other in rules if _contradict(other, rule)), None)
        if milder is not None:
            raise row.error("step_falls", step=rule.step, other=milder.id)
        rules.append(rule)
    return SupervisionRules(tuple(sorted(rules, key=lambda rule: rule.step.rank)))


def _contradict(one: Rule, other: Rule) -> bool:
    """Whether of two rules for the same kind of trouble the one for the greater trouble gives the lower step."""
    if one.when is not other.when or one.when is When.UNREPLIED:
        return False
    greater = _size(one) - _size(other)
    return greater * (one.step.rank - other.step.rank) < 0 if _alike(one, other) else False


def _size(rule: Rule) -> int:
    return rule.times or (rule.after.amount if rule.after else 0)


def _alike(one: Rule, other: Rule) -> bool:
    measures = {rule.after.measure for rule in (one, other) if rule.after}
    return len(measures) < 2


def _rule(row: Row, units: UnitTree | None) -> Rule:
    when = When(row.one_of("when", When))
    counted = when in (When.REDO, When.RETURN)
    return Rule(
        id=row.required("id"),
        step=Step(row.one_of("step", Step)),
        when=when,
        after=_limit(row, "what") if when is When.OVERDUE and row.text("what") else None,
        times=_times(row) if counted else 0,
        following=Step(row.one_of("what", Step)) if when is When.UNREPLIED else None,
        limit=_limit(row, "limit"),
        owner=_owner(row, units),
        version=row.required("version"),
        effective=_day(row),
        ground=row.required("ground"),
    )


def _times(row: Row) -> int:
    times = row.number("what")
    if times < 1:
        raise row.error("not_a_number", column="what", value=row.text("what"))
    return times


def _owner(row: Row, units: UnitTree | None) -> str:
    owner = row.required("owner")
    if owner not in (LEAD, ABOVE, SUPERVISOR) and units is not None and units.find(owner) is None:
        raise row.error("unknown", column="owner", value=owner)
    return owner


def _day(row: Row) -> date:
    try:
        return date.fromisoformat(row.required("effective"))
    except ValueError:
        raise row.error("not_a_date", column="effective", value=row.text("effective")) from None


def _limit(row: Row, column: str) -> Limit:
    try:
        return Limit.parse(row.required(column))
    except ValueError:
        raise row.error("not_a_limit", column=column, value=row.text(column)) from None


def limit_of(rules: SupervisionRules, step: Step, at: datetime) -> Limit:
    """The time that a step begun by hand gives its owner: that of the table, else two working days."""
    found: Mapping[Step, Limit] = {rule.step: rule.limit for rule in rules.effective(at)}
    return found.get(step, Limit.parse("2wd"))


def owner_of(rules: SupervisionRules, step: Step, at: datetime) -> str:
    """Whose a step is that is begun by hand without naming anybody: as in the table, else the lead unit's."""
    owners: Iterable[str] = (rule.owner for rule in rules.effective(at) if rule.step is step)
    return next(iter(owners), LEAD)
