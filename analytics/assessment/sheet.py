"""The tables as rows of words: what the console shows and what CSV and XLSX hold, with every count beside its rate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analytics.assessment.table import Findings, Line, by_key, by_unit, line, month_of
from analytics.rates import Rate
from analytics.rows import ClosedTicket
from hotline.assessment import Rule
from hotline.matter import Grade, Solved
from hotline.wording import Wording


class By(StrEnum):
    """What a table has a line for."""

    UNIT = "unit"
    STREET = "street"
    CATEGORY = "category"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Table:
    """Lines with the name of each, and the line of all tickets together."""

    by: By
    lines: Sequence[tuple[str, Line]]
    total: Line


def table(by: By, tickets: Sequence[ClosedTicket], rule: Rule, findings: Findings,
          name: Callable[[str], str]) -> Table:  # fmt: skip
    """`name` says how people call a unit; what has no unit, street or class stands under an empty name."""
    match by:
        case By.UNIT:
            lines = by_unit(tickets, rule, findings)
        case By.STREET:
            lines = by_key(lambda each: each.street, tickets, rule, findings)
        case By.CATEGORY:
            lines = by_key(lambda each: f"{each.category.l1}/{each.category.l2}", tickets, rule, findings)
        case By.MONTH:
            lines = by_key(month_of, tickets, rule, findings)
    named = [(name(each.key) if by in (By.UNIT, By.STREET) and each.key else each.key, each) for each in lines]
    return Table(by, named, line("", tickets, rule, findings))


RATES: Sequence[tuple[str, Callable[[Line], Rate]]] = (
    ("response", lambda each: each.final.response),
    ("solution", lambda each: each.final.solution),
    ("satisfaction", lambda each: each.final.satisfaction),
    ("first_solution", lambda each: each.first.solution),
    ("first_satisfaction", lambda each: each.first.satisfaction),
    ("signing", lambda each: each.signing),
    ("returns", lambda each: each.returns),
    ("redone", lambda each: each.redone),
    ("late", lambda each: each.late),
)
"""The rates in the order of the columns."""


def header(by: By, words: Wording) -> list[str]:
    """The names of the columns of `cells`."""
    names = [words.say(f"assessment.by_{by}")]
    names += [words.say(f"assessment.{name}") for name in ("closed", "excluded", "unaskable", "valid", "score")]
    for key, _ in RATES:
        name = words.say(f"assessment.{key}")
        names += [name, words.say("assessment.part", name=name), words.say("assessment.whole", name=name)]
    return [*names, *(each.value for each in (*Solved, *Grade)), words.say("assessment.unsaid")]


def cells(name: str, each: Line, words: Wording) -> list[str]:
    """One line. A rate without any ticket is an empty cell, never 0 %."""
    row = [name or words.say("assessment.unnamed"), *map(str, (each.closed, each.excluded, each.unaskable, each.valid)),
           "" if each.final.score is None else f"{each.final.score:.2f}"]  # fmt: skip
    for _, read in RATES:
        rate = read(each)
        row += [percent(rate), f"{rate.part:g}", str(rate.whole)]
    row += [str(each.solved[word.value]) for word in Solved] + [str(each.grades[word.value]) for word in Grade]
    return [*row, str(each.solved[""])]


def rows(shown: Table, words: Wording) -> list[list[str]]:
    """All lines, and the sum below them."""
    lines = [cells(name, each, words) for name, each in shown.lines]
    return [*lines, cells(words.say("assessment.total"), shown.total, words)]


def percent(rate: Rate) -> str:
    """`91.25%`, empty where there is nothing to count."""
    return "" if rate.value is None else f"{rate.value * 100:.2f}%"
