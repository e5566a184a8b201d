"""Deadlines: which limits a matter gets, when they run out, and how they pause for the citizen."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from hotline.calendar import CalendarYearMissingError, WorkingCalendar
from hotline.clock import utc
from hotline.datafile import Row, read_rows
from hotline.duration import Limit, Measure
from hotline.matter import MatterType, Urgency
from hotline.taxonomy import Category

_E = TypeVar("_E", MatterType, Urgency)


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One row of the table. `always` limits run day and night and never pause."""

    id: str
    matter_types: tuple[MatterType, ...]
    urgencies: tuple[Urgency, ...]
    categories: tuple[Category, ...]
    words: tuple[str, ...]
    accept: Limit
    sign: Limit
    contact: Limit
    answer: Limit
    return_window: Limit
    always: bool
    ground: str

    def fits(self, matter_type: MatterType, urgency: Urgency, category: Category, text: str) -> bool:
        """Whether this row speaks of such a matter; every condition given must hold, an empty one holds for all."""
        return (
            (not self.matter_types or matter_type in self.matter_types)
            and (not self.urgencies or urgency in self.urgencies)
            and (not self.categories or any(category.within(place) for place in self.categories))
            and (not self.words or any(word in text for word in self.words))
        )


@dataclass(frozen=True, slots=True)
class Due:
    """The moments (UTC) by which a ticket must be signed, the citizen contacted, the answer given.

    `provisional` says that a year of the calendar is missing and Monday to Friday was assumed for it.
    `always` clocks do not pause. `paused_at` is set while the citizen is being waited for.
    """

    rule: str
    ground: str
    sign_by: datetime
    contact_by: datetime
    answer_by: datetime
    return_by: datetime
    always: bool = False
    provisional: bool = False
    paused_at: datetime | None = None
    limits: dict[str, str] = field(default_factory=dict)


RETURN_AFTER_DISPATCH = Limit(1, Measure.WORKING_DAYS)
"""Without a signature a unit has one working day from dispatch to return a ticket (domain.md §2.2)."""


class DeadlineTable:
    """The rows in order; the first that fits counts, and the last must fit everything."""

    def __init__(self, rules: Sequence[DeadlineRule], calendar: WorkingCalendar) -> None:
        self.rules = tuple(rules)
        self.calendar = calendar

    def rule_for(self, matter_type: MatterType, urgency: Urgency, category: Category, text: str) -> DeadlineRule:
        return next(rule for rule in self.rules if rule.fits(matter_type, urgency, category, text))

    def due(self, rule: DeadlineRule, accepted_at: datetime) -> Due:
        """All moments of a rule, counted from acceptance."""
        moments = {
            name: self.after(limit, accepted_at)
            for name, limit in (
                ("sign_by", rule.sign),
                ("contact_by", rule.contact),
                ("answer_by", rule.answer),
                ("return_by", rule.return_window),
            )
        }
        return Due(
            rule=rule.id,
            ground=rule.ground,
            always=rule.always,
            provisional=any(guessed for _, guessed in moments.values()),
            limits={
                "accept": str(rule.accept),
                "sign": str(rule.sign),
                "contact": str(rule.contact),
                "answer": str(rule.answer),
                "return": str(rule.return_window),
            },
            **{name: moment for name, (moment, _) in moments.items()},
        )

    def after(self, limit: Limit, start: datetime) -> tuple[datetime, bool]:
        """When `limit` runs out after `start`, and whether a missing calendar year had to be assumed."""
        try:
            return _after(self.calendar, limit, start), False
        except CalendarYearMissingError:
            return _after(self._assuming(start), limit, start), True

    def restart_signing(self, due: Due, dispatched_at: datetime) -> Due:
        """Signing and returning are counted from each dispatch; the citizen's date does not move."""
        sign_by, guessed = self.after(Limit.parse(due.limits["sign"]), dispatched_at)
        return_by, _ = self.after(RETURN_AFTER_DISPATCH, dispatched_at)
        return replace(due, sign_by=sign_by, return_by=return_by, provisional=due.provisional or guessed)

    def restart_return(self, due: Due, signed_at: datetime) -> Due:
        """After signing, the window for a return is counted from the signature."""
        return_by, _ = self.after(Limit.parse(due.limits["return"]), signed_at)
        return replace(due, return_by=return_by)

    def restart_answer(self, due: Due, at: datetime) -> Due:
        """A redo gets the same limit again, counted from now."""
        answer_by, guessed = self.after(Limit.parse(due.limits["answer"]), at)
        return replace(due, answer_by=answer_by, paused_at=None, provisional=guessed)

    def pause(self, due: Due, at: datetime) -> Due:
        """The clock stops while the citizen is being waited for, unless it is one that never stops."""
        return due if due.always or due.paused_at else replace(due, paused_at=utc(at))

    def resume(self, due: Due, at: datetime) -> Due:
        """What was left when the clock stopped is left now."""
        if due.paused_at is None:
            return due
        paused_at = due.paused_at
        return replace(
            due,
            paused_at=None,
            sign_by=self._moved(due.sign_by, paused_at, at),
            contact_by=self._moved(due.contact_by, paused_at, at),
            answer_by=self._moved(due.answer_by, paused_at, at),
        )

    def _moved(self, moment: datetime, paused_at: datetime, at: datetime) -> datetime:
        if moment <= paused_at:
            return moment
        calendar = self._assuming(paused_at)
        left = calendar.working_time(paused_at, moment)
        return calendar.add_working_time(at, left)

    def _assuming(self, start: datetime) -> WorkingCalendar:
        return self.calendar.covering(*range(start.year, start.year + 3))


def _after(calendar: WorkingCalendar, limit: Limit, start: datetime) -> datetime:
    match limit.measure:
        case Measure.MINUTES:
            return utc(start) + timedelta(minutes=limit.amount)
        case Measure.HOURS:
            return utc(start) + timedelta(hours=limit.amount)
        case Measure.DAYS:
            return utc(start) + timedelta(days=limit.amount)
        case Measure.WORKING_HOURS:
            return calendar.add_working_time(start, timedelta(hours=limit.amount))
        case Measure.WORKING_DAYS:
            return calendar.add_working_days(start, limit.amount)


_COLUMNS = ("id", "matter_type", "urgency", "category", "words", "accept", "sign", "contact", "answer",
            "return_window", "clock", "ground")  # fmt: skip


def load_deadlines(path: Path, calendar: WorkingCalendar) -> DeadlineTable:
    """Read `deadlines.csv`; the last row must have no conditions, so that every matter gets a deadline.

    Raises:
        DataFileError: with the line.
    """
    rules: list[DeadlineRule] = []
    last: Row | None = None
    for row in read_rows(path, _COLUMNS):
        if any(rule.id == row.required("id") for rule in rules):
            raise row.error("twice", value=row.text("id"))
        rules.append(_rule(row))
        last = row
    if last is None or any(last.text(column) for column in ("matter_type", "urgency", "category", "words")):
        line = last.line if last else 1
        raise (last.error("no_default") if last else Row(path, line, {}).error("no_default"))
    return DeadlineTable(rules, calendar)


def _rule(row: Row) -> DeadlineRule:
    return DeadlineRule(
        id=row.required("id"),
        matter_types=tuple(_one_of(row, "matter_type", part, MatterType) for part in row.several("matter_type")),
        urgencies=tuple(_one_of(row, "urgency", part, Urgency) for part in row.several("urgency")),
        categories=tuple(Category.parse(part) for part in row.several("category")),
        words=row.several("words"),
        accept=_limit(row, "accept"),
        sign=_limit(row, "sign"),
        contact=_limit(row, "contact"),
        answer=_limit(row, "answer"),
        return_window=_limit(row, "return_window"),
        always=row.text("clock") == "always",
        ground=row.required("ground"),
    )


def _one_of(row: Row, column: str, value: str, kind: type[_E]) -> _E:
    try:
        return kind(value)
    except ValueError:
        raise row.error("not_allowed", column=column, value=value, allowed="、".join(kind)) from None


def _limit(row: Row, column: str) -> Limit:
    try:
        return Limit.parse(row.required(column))
    except ValueError:
        raise row.error("not_a_limit", column=column, value=row.text(column)) from None
