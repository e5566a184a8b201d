"""What the pages of the assessment are made of: rules, closed tickets of a time, and what was decided beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from analytics.assessment.period import month_bounds, months_back
from analytics.assessment.sheet import By, Table, table
from analytics.assessment.table import Findings
from analytics.rows import ClosedTicket
from hotline.assessment import AssessmentRules, Rule
from hotline.clock import local_day
from hotline.people import Actor, Role

LOOK_BACK = 12
"""Months that the table by month shows."""


@dataclass(frozen=True, slots=True)
class AssessmentParts:
    """`closed` gives the tickets closed in an interval as the event log tells it (blocking), after so many calls in
    vain nobody is asked; `findings` what was accepted about them."""

    rules: AssessmentRules
    closed: Callable[[datetime, datetime, int], Sequence[ClosedTicket]]
    findings: Callable[[datetime, datetime], Findings]

    def rule_of(self, month: str) -> Rule:
        return rule_of(self.rules, month)

    def table(self, month: str, by: By, actor: Actor, name: Callable[[str], str]) -> Table:
        """The table of a month, or of the year up to it where there is a line for each month. Of a department its own
        tickets only. Blocking."""
        since, until = month_bounds(month)
        since = months_back(month, LOOK_BACK) if by is By.MONTH else since
        rule = self.rule_of(month)
        tickets = [each for each in self.closed(since, until, rule.unreached) if _is_theirs(each, by, actor)]
        shown = table(by, tickets, rule, self.findings(since, until), name)
        if actor.role is not Role.DEPARTMENT or by is not By.UNIT:
            return shown
        own = [(called, each) for called, each in shown.lines if each.key == actor.unit]
        return Table(by, own, own[0][1]) if own else table(by, [], rule, Findings(), name)


def _is_theirs(ticket: ClosedTicket, by: By, actor: Actor) -> bool:
    """A unit answers for what it led; by how it signed and returned also for what went on to another unit."""
    if actor.role is not Role.DEPARTMENT:
        return True
    passed = by is By.UNIT and any(way.unit == actor.unit for way in ticket.passages)
    return bool(actor.unit) and (ticket.lead == actor.unit or passed)


def rule_of(rules: AssessmentRules, month: str) -> Rule:
    """The rules of the last day of a month."""
    return rules.on(local_day(month_bounds(month)[1] - timedelta(seconds=1)))
