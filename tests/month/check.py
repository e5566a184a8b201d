"""What a ticket's clocks should show, read from its history alone and counted minute by minute.

Nothing of `hotline/deadlines.py` is used: the limits are those the ticket was given, the moments those of its history,
and `tests/clocks.py` counts.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from hotline.events import TicketEvent
from hotline.ticket import Ticket
from hotline.units import UnitTree
from hotline.workflow import Move
from tests.clocks import Clocks

_LIMIT = re.compile(r"(\d+)(min|h|d|wh|wd)")
_ONE_DAY = "1wd"
"""Within one working day of dispatch a unit that has not signed gives a ticket back."""


@dataclass(frozen=True)
class Moments:
    """By when it is to be signed, the citizen contacted, answered, returned; `paused` while the citizen is asked."""

    sign: datetime
    contact: datetime
    answer: datetime
    back: datetime
    paused: datetime | None = None


def shown(ticket: Ticket) -> Moments:
    """What the ticket itself says."""
    due = ticket.due
    assert due is not None
    return Moments(due.sign_by, due.contact_by, due.answer_by, due.return_by, due.paused_at)


def expected(ticket: Ticket, units: UnitTree) -> Moments:
    """What its history says."""
    due = ticket.due
    assert due is not None
    reckoner = _Reckoner(due.limits, due.always, units)
    moments = reckoner.accepted(ticket.received_at)
    for event in ticket.history:
        moments = reckoner.after(moments, event)
    return moments


class _Reckoner:
    def __init__(self, limits: dict[str, str], always: bool, units: UnitTree) -> None:
        self._limits, self._always, self._units = limits, always, units

    def accepted(self, at: datetime) -> Moments:
        city = clocks("office")
        sign, contact, answer, back = (self._count(city, self._limits[name], at)
                                       for name in ("sign", "contact", "answer", "return"))  # fmt: skip
        return Moments(sign, contact, answer, back)

    def after(self, moments: Moments, event: TicketEvent) -> Moments:
        at = event.at
        match event.move:
            case Move.DISPATCH | Move.REFUSE_RETURN:
                moments = self._sent(moments, at, event.unit)
            case Move.SIGN:
                moments = replace(moments, back=self._of_unit("return", at, event.unit))
            case Move.ASK_CITIZEN if not self._always:
                moments = replace(moments, paused=at)
            case Move.SUPPLEMENT:
                moments = self._resumed(moments, at, event.unit)
            case Move.DECIDE_EXTENSION if event.note == "granted":
                moments = replace(moments, answer=self._extended(moments.answer))
            case Move.REDO | Move.REOPEN:
                answer = self._count(clocks("office"), self._limits["answer"], at)
                moments = replace(moments, answer=answer, paused=None)
        return moments

    def _sent(self, moments: Moments, at: datetime, unit: str) -> Moments:
        window = self._limits["return"] if self._always else _ONE_DAY
        back = self._from_opening(window, at, unit)
        contact = moments.contact if self._always else self._of_unit("contact", at, unit)
        return replace(moments, sign=self._of_unit("sign", at, unit), contact=contact, back=back)

    def _extended(self, answer: datetime) -> datetime:
        usual, longest = (_LIMIT.fullmatch(self._limits[name]) for name in ("answer", "longest"))
        assert usual is not None
        assert longest is not None
        more = int(longest[1]) - int(usual[1])
        if not self._limits.get("statute"):
            more = min(more, int(usual[1]))
        return self._count(clocks("office"), f"{more}{usual[2]}", answer)

    def _resumed(self, moments: Moments, at: datetime, unit: str) -> Moments:
        paused = moments.paused
        if paused is None:
            return moments
        city, own = clocks("office"), clocks(self._hours(unit))

        def moved(by: datetime, clock: Clocks) -> datetime:
            if by <= paused or at <= paused:
                return by
            return max(by, clock.minutes_after(at, clock.minutes_between(paused, by)))

        return Moments(moved(moments.sign, own), moved(moments.contact, own), moved(moments.answer, city),
                       moved(moments.back, own))  # fmt: skip

    def _of_unit(self, name: str, at: datetime, unit: str) -> datetime:
        return self._from_opening(self._limits[name], at, unit)

    def _from_opening(self, limit: str, at: datetime, unit: str) -> datetime:
        own = clocks(self._hours(unit))
        works = "w" in limit and not self._always
        return self._count(own, limit, own.opening(at) if works else at)

    def _hours(self, unit: str) -> str:
        found = self._units.find(unit)
        return found.hours if found else "office"

    def _count(self, clock: Clocks, limit: str, at: datetime) -> datetime:
        found = _LIMIT.fullmatch(limit)
        assert found is not None, limit
        amount = int(found[1])
        match found[2]:
            case "min":
                return at + timedelta(minutes=amount)
            case "h":
                return at + timedelta(hours=amount)
            case "wh":
                return clock.minutes_after(at, 60 * amount)
            case "wd":
                return clock.days_after(at, amount)
            case _:
                return at + timedelta(days=amount) if self._always else clock.calendar_days_after(at, amount)


@cache
def clocks(hours: str) -> Clocks:
    return Clocks.of_city(hours)
