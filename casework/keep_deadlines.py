"""时限表: an administrator publishes a table of deadlines; what was given before stays as it was given."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casework.office import Office
from casework.ports import UnitOfWork
from hotline.deadline_rule import DeadlineRule
from hotline.deadlines import DeadlineTable, parse_deadlines
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.matter import MatterType, Urgency
from hotline.people import Actor, Role
from hotline.taxonomy import Category


@dataclass(frozen=True, slots=True)
class SampleMatter:
    """A matter by which a table is shown before it counts: which rule would it get?"""

    matter_type: MatterType
    urgency: Urgency
    category: Category
    text: str


def read_table(office: Office, name: str, content: str, version: str = "") -> DeadlineTable:
    """A table that somebody sent, checked against the city's categories.

    Raises:
        DataFileError: with the line.
    """
    table = office.deadlines
    return parse_deadlines(Path(name), content, table.calendar, office.taxonomy, table.hours, version)


def publish_deadlines(office: Office, uow: UnitOfWork, actor: Actor, content: str, *, note: str) -> int:
    """Store a table as the newest; gives its number. Tickets keep the rule that they were given.

    Raises:
        NotAllowedError: not an administrator.
        InvalidInputError: no word of why.
        DataFileError: the table is wrong.
    """
    if actor.role is not Role.ADMINISTRATOR:
        raise NotAllowedError(what="deadlines")
    if not note.strip():
        raise InvalidInputError(field="note", rule="required")
    read_table(office, "deadlines.csv", content)
    at = office.clock.now()
    number = uow.timekeeping.publish(content, actor.id, at, note.strip())
    uow.audit.write(actor, "publish_deadlines", str(number), note.strip(), at)
    return number


def rules_of(table: DeadlineTable, samples: list[SampleMatter], day: date) -> list[tuple[SampleMatter, DeadlineRule]]:
    """Which rule of the table each of some matters would get on that day."""
    return [(each, table.rule_for(each.matter_type, each.urgency, each.category, each.text, day)) for each in samples]
