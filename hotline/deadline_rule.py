"""One row of the table of deadlines: which matters it speaks of, and the limits it gives them."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from hotline.datafile import Row
from hotline.duration import Limit, Measure
from hotline.matter import MatterType, Urgency
from hotline.taxonomy import Category, Taxonomy

_E = TypeVar("_E", MatterType, Urgency)

COLUMNS = ("id", "matter_type", "urgency", "category", "words", "accept", "sign", "contact", "answer",
            "answer_max", "return_window", "clock", "ground")  # fmt: skip
"""What every table has. `effective_from`, `effective_to` (both days included) and `statute` may be left out."""
CONDITIONS = ("matter_type", "urgency", "category", "words")
DATES = ("effective_from", "effective_to")
_LIMITS = ("accept", "sign", "contact", "answer", "answer_max", "return_window")
_WORKING = (Measure.WORKING_DAYS, Measure.WORKING_HOURS)


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One row of the table. `always` limits run day and night and never pause.

    `statute` names the law that sets the limit; it overrides the hotline's own, and the citizen is told it.
    """

    id: str
    matter_types: tuple[MatterType, ...]
    urgencies: tuple[Urgency, ...]
    categories: tuple[Category, ...]
    words: tuple[str, ...]
    accept: Limit
    sign: Limit
    contact: Limit
    answer: Limit
    longest: Limit
    return_window: Limit
    always: bool
    ground: str
    statute: str = ""
    effective_from: date | None = None
    effective_to: date | None = None

    def fits(self, matter_type: MatterType, urgency: Urgency, category: Category, text: str) -> bool:
        """Whether this row speaks of such a matter; every condition given must hold, an empty one holds for all."""
        return (
            (not self.matter_types or matter_type in self.matter_types)
            and (not self.urgencies or urgency in self.urgencies)
            and (not self.categories or any(category.within(place) for place in self.categories))
            and (not self.words or any(word in text for word in self.words))
        )

    def in_force(self, day: date) -> bool:
        """Whether the row counts for what is received on that day."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )


def read_rule(row: Row, taxonomy: Taxonomy | None) -> DeadlineRule:
    """One row of the table, checked.

    Raises:
        DataFileError: with the line.
    """
    clock = row.one_of("clock", ("always", "working"))
    since, until = (_day(row, column) for column in DATES)
    if since and until and until < since:
        raise row.error("dates_backwards", since=since, until=until)
    if clock == "always":
        _refuse_working_limits(row)
    return DeadlineRule(
        id=row.required("id"),
        matter_types=tuple(_one_of(row, "matter_type", part, MatterType) for part in row.several("matter_type")),
        urgencies=tuple(_one_of(row, "urgency", part, Urgency) for part in row.several("urgency")),
        categories=tuple(_category(row, part, taxonomy) for part in row.several("category")),
        words=row.several("words"),
        accept=_limit(row, "accept"),
        sign=_limit(row, "sign"),
        contact=_limit(row, "contact"),
        answer=_limit(row, "answer"),
        longest=_longest(row),
        return_window=_limit(row, "return_window"),
        always=clock == "always",
        ground=row.required("ground"),
        statute=row.optional("statute"),
        effective_from=since,
        effective_to=until,
    )


def _refuse_working_limits(row: Row) -> None:
    """A clock that runs day and night cannot be counted in working time."""
    for column in _LIMITS:
        if _limit(row, column).measure in _WORKING:
            raise row.error("always_working", column=column, value=row.text(column))


def _category(row: Row, path: str, taxonomy: Taxonomy | None) -> Category:
    category = Category.parse(path)
    if taxonomy is not None and category not in taxonomy:
        raise row.error("unknown", column="category", value=path)
    return category


def _longest(row: Row) -> Limit:
    usual, longest = _limit(row, "answer"), _limit(row, "answer_max")
    if longest.measure is not usual.measure or longest.amount < usual.amount:
        raise row.error("answer_max", answer=usual, longest=longest)
    return longest


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


def _day(row: Row, column: str) -> date | None:
    text = row.optional(column)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise row.error("not_a_date", column=column, value=text) from None
