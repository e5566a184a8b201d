"""Deadlines: which limits a matter gets, when they run out, and how they pause for the citizen.

What the citizen was promised is counted in the city's working days. What a unit has to do (sign, make contact, give the
ticket back, do its share) is counted in the hours of that unit, from its next opening. Urgent clocks run day and night.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from hotline.calendar import CalendarYearMissingError, WorkingCalendar
from hotline.clock import local, utc
from hotline.datafile import Row, parse_rows, read_text
from hotline.deadline_rule import COLUMNS, CONDITIONS, DATES, DeadlineRule, read_rule
from hotline.duration import Limit, Measure
from hotline.hours import Hours
from hotline.matter import MatterType, Urgency
from hotline.taxonomy import Category, Taxonomy


@dataclass(frozen=True, slots=True)
class Due:
    """The moments (UTC) by which a ticket must be signed, the citizen contacted, the answer given.

    `provisional` says that a year of the calendar is missing and Monday to Friday was assumed for it.
    `always` clocks do not pause. `paused_at` is set while the citizen is being waited for. `limits` are those of the
    rule as it was when the ticket got it, with the version of its table: a later table changes nothing for this ticket.
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

    @property
    def statute(self) -> str:
        """The law that sets the limit, empty where the hotline itself does."""
        return self.limits.get("statute", "")


RETURN_AFTER_DISPATCH = Limit(1, Measure.WORKING_DAYS)
"""Without a signature a unit has one working day from dispatch to return a ticket (Tianjin); urgent ones less."""


@dataclass(frozen=True, slots=True)
class _Book:
    """What deadlines are counted by, as one: it is replaced in one step."""

    rules: tuple[DeadlineRule, ...]
    calendar: WorkingCalendar
    version: str


class DeadlineTable:
    """The rows in order; the first that fits counts, and the last must fit everything.

    `take` puts another calendar or other rows in their place while people work: who counts just then counts by the old
    ones to the end.
    """

    def __init__(self, rules: Sequence[DeadlineRule], calendar: WorkingCalendar,
                 hours: Mapping[str, Hours] | None = None, version: str = "") -> None:  # fmt: skip
        self._book = _Book(tuple(rules), calendar, version)
        self._hours = dict(hours or {})

    @property
    def rules(self) -> tuple[DeadlineRule, ...]:
        return self._book.rules

    @property
    def calendar(self) -> WorkingCalendar:
        """The city's days and hours."""
        return self._book.calendar

    @property
    def version(self) -> str:
        """Which table this is: tickets keep it beside their rule."""
        return self._book.version

    @property
    def hours(self) -> Mapping[str, Hours]:
        """The kinds of hours that units keep, by name."""
        return self._hours

    def take(self, *, calendar: WorkingCalendar | None = None, table: "DeadlineTable | None" = None) -> None:
        """Count by this calendar, or by the rules of this table, from now on; what was given stays given."""
        book = self._book
        if calendar is not None:
            book = replace(book, calendar=calendar)
        if table is not None:
            book = replace(book, rules=table.rules, version=table.version)
        self._book = book

    def copy(self) -> "DeadlineTable":
        """The same, to be changed apart from this one."""
        return DeadlineTable(self.rules, self.calendar, self._hours, self.version)

    def calendar_of(self, hours: str) -> WorkingCalendar:
        """The city's days by the hours of that name; by the city's own where nobody knows it (a unit that is gone)."""
        known = self._hours.get(hours)
        return self.calendar if known is None else self.calendar.by(known)

    def rule_for(self, matter_type: MatterType, urgency: Urgency, category: Category, text: str,
                 day: date | None = None) -> DeadlineRule:  # fmt: skip
        """The first row that speaks of such a matter and is in force on `day`; without a day, whenever it is."""
        return next(
            rule
            for rule in self.rules
            if (day is None or rule.in_force(day)) and rule.fits(matter_type, urgency, category, text)
        )

    def due(self, rule: DeadlineRule, accepted_at: datetime) -> Due:
        """All moments of a rule, counted from acceptance."""
        moments = {
            name: self.after(limit, accepted_at, always=rule.always)
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
            limits=_limits(rule, self.version),
            **{name: moment for name, (moment, _) in moments.items()},
        )

    def after(self, limit: Limit, start: datetime, hours: str = "", *, always: bool = False) -> tuple[datetime, bool]:
        """When `limit` runs out after `start`, and whether a missing calendar year had to be assumed.

        With the name of a unit's `hours` it is counted in them, from their next opening; else in the city's.
        """
        calendar = self.calendar_of(hours)
        opening = bool(hours) and not always
        try:
            return _after(calendar, limit, start, opening=opening, always=always), False
        except CalendarYearMissingError:
            return _after(_assuming(calendar, start), limit, start, opening=opening, always=always), True

    def restart_signing(self, due: Due, dispatched_at: datetime, hours: str = "") -> Due:
        """What the unit has to do is counted from each dispatch, in the unit's hours; the citizen's date does not move.

        Only where danger is, first contact stays what the citizen was promised, whoever wasted the time.
        """
        sign_by, guessed = self.after(Limit.parse(due.limits["sign"]), dispatched_at, hours, always=due.always)
        window = Limit.parse(due.limits["return"]) if due.always else RETURN_AFTER_DISPATCH
        return_by, _ = self.after(window, dispatched_at, hours, always=due.always)
        contact_by = due.contact_by
        if not due.always:
            contact_by, _ = self.after(Limit.parse(due.limits["contact"]), dispatched_at, hours)
        return replace(due, sign_by=sign_by, contact_by=contact_by, return_by=return_by,
                       provisional=due.provisional or guessed)  # fmt: skip

    def restart_return(self, due: Due, signed_at: datetime, hours: str = "") -> Due:
        """After signing, the window for a return is counted from the signature."""
        return_by, guessed = self.after(Limit.parse(due.limits["return"]), signed_at, hours, always=due.always)
        return replace(due, return_by=return_by, provisional=due.provisional or guessed)

    def restart_answer(self, due: Due, at: datetime) -> Due:
        """A redo gets the same limit again, counted from now."""
        answer_by, guessed = self.after(Limit.parse(due.limits["answer"]), at, always=due.always)
        return replace(due, answer_by=answer_by, paused_at=None, provisional=guessed)

    def extend(self, due: Due) -> Due | None:
        """The answer limit and what the table leaves from the usual to the longest one, but never more than the usual
        one again, unless a law says so; None: nothing."""
        usual, longest = Limit.parse(due.limits["answer"]), Limit.parse(due.limits["longest"])
        most = longest.amount - usual.amount
        amount = most if due.statute else min(most, usual.amount)
        if amount <= 0:
            return None
        answer_by, guessed = self.after(Limit(amount, usual.measure), due.answer_by, always=due.always)
        return replace(due, answer_by=answer_by, provisional=due.provisional or guessed)

    def co_due(self, due: Due, days: int, at: datetime, hours: str = "") -> tuple[datetime, bool]:
        """By when a co-unit does its share: `days` working days of its own after it was called in, where clocks always
        run as many times 24 hours. It is never later than the citizen's answer, unless that is late already: the lead
        needs it to answer. Second: whether a missing calendar year was assumed.

        Raises:
            ValueError: not a positive number of days.
        """
        limit = Limit(24 * days, Measure.HOURS) if due.always else Limit(days, Measure.WORKING_DAYS)
        moment, guessed = self.after(limit, at, hours, always=due.always)
        return (min(moment, due.answer_by) if due.answer_by > at else moment), guessed

    def co_resume(self, moment: datetime, paused_at: datetime, at: datetime, hours: str = "") -> datetime:
        """A co-unit's limit after the wait for the citizen: what was left of it at `paused_at` is left at `at`."""
        calendar = self.calendar_of(hours)
        try:
            return _moved(calendar, moment, paused_at, at)
        except CalendarYearMissingError:
            return _moved(_assuming(calendar, paused_at, at), moment, paused_at, at)

    def pause(self, due: Due, at: datetime) -> Due:
        """The clock stops while the citizen is being waited for, unless it is one that never stops."""
        return due if due.always or due.paused_at else replace(due, paused_at=utc(at))

    def resume(self, due: Due, at: datetime, hours: str = "") -> Due:
        """What was left when the clock stopped is left now: of the answer in the city's time, else in the unit's."""
        if due.paused_at is None:
            return due
        city, unit = self.calendar, self.calendar_of(hours)
        try:
            return _resumed(city, unit, due, due.paused_at, at)
        except CalendarYearMissingError:
            city, unit = (_assuming(each, due.paused_at, at) for each in (city, unit))
            return replace(_resumed(city, unit, due, due.paused_at, at), provisional=True)

    def missing_years(self, start: datetime, due: Due) -> list[int]:
        """The years between `start` and the last of the moments whose holidays nobody has entered yet."""
        last = max(due.sign_by, due.contact_by, due.answer_by, due.return_by)
        return [year for year in range(local(start).year, local(last).year + 1) if year not in self.calendar.years]


def _limits(rule: DeadlineRule, version: str) -> dict[str, str]:
    known = {
        "accept": str(rule.accept),
        "sign": str(rule.sign),
        "contact": str(rule.contact),
        "answer": str(rule.answer),
        "longest": str(rule.longest),
        "return": str(rule.return_window),
        "statute": rule.statute,
        "table": version,
    }
    return {name: value for name, value in known.items() if value}


def _assuming(calendar: WorkingCalendar, start: datetime, end: datetime | None = None) -> WorkingCalendar:
    return calendar.covering(*range(local(start).year, local(end or start).year + 4))


def _resumed(city: WorkingCalendar, unit: WorkingCalendar, due: Due, paused_at: datetime, at: datetime) -> Due:
    return replace(
        due,
        paused_at=None,
        sign_by=_moved(unit, due.sign_by, paused_at, at),
        contact_by=_moved(unit, due.contact_by, paused_at, at),
        answer_by=_moved(city, due.answer_by, paused_at, at),
        return_by=_moved(unit, due.return_by, paused_at, at),
    )


def _moved(calendar: WorkingCalendar, moment: datetime, paused_at: datetime, at: datetime) -> datetime:
    """What had run out before stays as it is; and so does all, where the clock has jumped back meanwhile."""
    if moment <= paused_at or at <= paused_at:
        return moment
    return max(moment, calendar.add_working_time(at, calendar.working_time(paused_at, moment)))


def _after(calendar: WorkingCalendar, limit: Limit, start: datetime, *, opening: bool, always: bool) -> datetime:
    if opening and limit.measure in (Measure.WORKING_DAYS, Measure.WORKING_HOURS):
        start = calendar.next_opening(start)
    match limit.measure:
        case Measure.MINUTES:
            return utc(start) + timedelta(minutes=limit.amount)
        case Measure.HOURS:
            return utc(start) + timedelta(hours=limit.amount)
        case Measure.DAYS:
            return utc(start) + timedelta(days=limit.amount) if always else calendar.add_days(start, limit.amount)
        case Measure.WORKING_HOURS:
            return calendar.add_working_time(start, timedelta(hours=limit.amount))
        case Measure.WORKING_DAYS:
            return calendar.add_working_days(start, limit.amount)


def load_deadlines(path: Path, calendar: WorkingCalendar, taxonomy: Taxonomy | None = None,
                   hours: Mapping[str, Hours] | None = None) -> DeadlineTable:  # fmt: skip
    """Read `deadlines.csv`; the last row must have no conditions and no dates, so that every matter gets a deadline.

    With a `taxonomy`, a category that the tree does not have is refused: such a row would never fit.

    Raises:
        DataFileError: with the line.
    """
    return parse_deadlines(path, read_text(path), calendar, taxonomy, hours)


def parse_deadlines(path: Path, text: str, calendar: WorkingCalendar, taxonomy: Taxonomy | None = None,
                    hours: Mapping[str, Hours] | None = None, version: str = "") -> DeadlineTable:  # fmt: skip
    """The same from the text of a table that was uploaded as `path`; without a `version` it is made from the text.

    Raises:
        DataFileError: with the line.
    """
    rules: list[DeadlineRule] = []
    last: Row | None = None
    for row in parse_rows(path, text, COLUMNS):
        if any(rule.id == row.required("id") for rule in rules):
            raise row.error("twice", value=row.text("id"))
        rules.append(read_rule(row, taxonomy))
        last = row
    if last is None or any(last.optional(column) for column in (*CONDITIONS, *DATES)):
        line = last.line if last else 1
        raise (last.error("no_default") if last else Row(path, line, {}).error("no_default"))
    return DeadlineTable(rules, calendar, hours, version or hashlib.sha256(text.encode()).hexdigest()[:8])
