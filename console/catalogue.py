"""What the catalogue's page works with: its faults, and what a changed one would move."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from casework.views import Views
from classifiers.verdict import Understanding
from hotline.clock import SHANGHAI, utc
from hotline.errors import DataFileError
from routing.catalogue import Frame
from routing.decision import Suggestion
from routing.versions import LivingRouter, examine_text
from routing.what_if import WhatIf, what_if

MOST = 3000
"""Past tickets that one trial asks about: some seconds of work."""


@dataclass(frozen=True, slots=True)
class CatalogueParts:
    """The frame in which catalogues are read, and the router that follows the published ones."""

    city: Frame
    router: LivingRouter


@dataclass(frozen=True, slots=True)
class Trial:
    """A changed catalogue looked at: its faults, and where there are none, what it would move."""

    rules: int
    faults: tuple[DataFileError, ...]
    result: WhatIf | None = None


def try_out(parts: CatalogueParts, views: Views, understand: Callable[[str], Understanding], *, content: str,
            now: datetime, days: int, effective_from: date) -> Trial:  # fmt: skip
    """Ask the catalogue in force and the changed one about the tickets of the last days. Blocking (model).

    The words of past tickets are masked, and their department is suggested anew from them: both catalogues are asked
    about the same.

    Raises:
        DataFileError: it is no table with the columns of a catalogue.
    """
    catalogue, faults = examine_text(content, parts.city)
    if faults:
        return Trial(len(catalogue), tuple(faults))
    then = max(now, utc(datetime.combine(effective_from, time(12), SHANGHAI)))
    tickets = views.past_tickets(now - timedelta(days=days), MOST)
    asked = ((each, _suggested(understand(each.matter.text))) for each in tickets)
    present = parts.router.in_force(now.astimezone(SHANGHAI).date()).router
    return Trial(len(catalogue), (), what_if(asked, present, present.over(catalogue), now, then))


def _suggested(understood: Understanding) -> Suggestion:
    return Suggestion(understood.unit.ranked, understood.category.confidence, understood.second_view)
