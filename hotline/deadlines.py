"""Deadlines: which limits a matter gets, when they run out, and how they pause for the citizen."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from hotline.calendar import CalendarYearMissingError, WorkingCalendar
from hotline.clock import local, utc
from hotline.datafile import Row, read_rows
from hotline.deadline_rule import COLUMNS, DeadlineRule, read_rule
from hotline.duration import Limit, Measure
from hotline.matter import MatterType, Urgency
from hotline.taxonomy import Category, Taxonomy


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
"""Without a signature a unit has one working day from dispatch to return a ticket (Tianjin); urgent ones less."""


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
                "longest": str(rule.longest),
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
        window = Limit.parse(due.limits["return"]) if due.always else RETURN_AFTER_DISPATCH
        return_by, _ = self.after(window, dispatched_at)
        return replace(due, sign_by=sign_by, return_by=return_by, provisional=due.provisional or guessed)

    def restart_return(self, due: Due, signed_at: datetime) -> Due:
        """After signing, the window for a return is counted from the signature."""
        return_by, _ = self.after(Limit.parse(due.limits["return"]), signed_at)
        return replace(due, return_by=return_by)

    def restart_answer(self, due: Due, at: datetime) -> Due:
        """A redo gets the same limit again, counted from now."""
        answer_by, guessed = self.after(Limit.parse(due.limits["answer"]), at)
        return replace(due, answer_by=answer_by, paused_at=None, provisional=guessed)

    def extend(self, due: Due) -> Due | None:
        """The answer limit and what the table leaves from the usual to the longest one; None: nothing."""
        usual, longest = Limit.parse(due.limits["answer"]), Limit.parse(due.limits["longest"])
        if longest.amount <= usual.amount:
            return None
        more = Limit(longest.amount - usual.amount, usual.measure)
        answer_by, guessed = self.after(more, due.answer_by)
        return replace(due, answer_by=answer_by, provisional=due.provisional or guessed)

    def pause(self, due: Due, at: datetime) -> Due:
        """The clock stops while the citizen is being waited for, unless it is one that never stops."""
        return due if due.always or due.paused_at else replace(due, paused_at=utc(at))

    def resume(self, due: Due, at: datetime) -> Due:
        """What was left when the clock stopped is left now."""
        if due.paused_at is None:
            return due
        try:
            return _resumed(self.calendar, due, due.paused_at, at)
        except CalendarYearMissingError:
            assumed = self._assuming(due.paused_at, at)
            return replace(_resumed(assumed, due, due.paused_at, at), provisional=True)

    def missing_years(self, start: datetime, due: Due) -> list[int]:
        """The years between `start` and the last of the moments whose holidays nobody has entered yet."""
        last = max(due.sign_by, due.contact_by, due.answer_by, due.return_by)
        return [year for year in range(local(start).year, local(last).year + 1) if year not in self.calendar.years]

    def _assuming(self, start: datetime, end: datetime | None = None) -> WorkingCalendar:
        return self.calendar.covering(*range(start.year, (end or start).year + 4))


def _resumed(calendar: WorkingCalendar, due: Due, paused_at: datetime, at: datetime) -> Due:
    def moved(moment: datetime) -> datetime:
        left = calendar.working_time(paused_at, moment)
        return calendar.add_working_time(at, left) if moment > paused_at else moment

    return replace(
        due,
        paused_at=None,
        sign_by=moved(due.sign_by),
        contact_by=moved(due.contact_by),
        answer_by=moved(due.answer_by),
        return_by=moved(due.return_by),
    )


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


def load_deadlines(path: Path, calendar: WorkingCalendar, taxonomy: Taxonomy | None = None) -> DeadlineTable:
    """Read `deadlines.csv`; the last row must have no conditions, so that every matter gets a deadline.

    With a `taxonomy`, a category that the tree does not have is refused: such a row would never fit.

    Raises:
        DataFileError: with the line.
    """
    rules: list[DeadlineRule] = []
    last: Row | None = None
    for row in read_rows(path, COLUMNS):
        if any(rule.id == row.required("id") for rule in rules):
            raise row.error("twice", value=row.text("id"))
        rules.append(read_rule(row, taxonomy))
        last = row
    if last is None or any(last.text(column) for column in ("matter_type", "urgency", "category", "words")):
        line = last.line if last else 1
        raise (last.error("no_default") if last else Row(path, line, {}).error("no_default"))
    return DeadlineTable(rules, calendar)
