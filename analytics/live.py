"""The live misroute rate: of what the machine decides now, how much people change, by class, unit and week."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from analytics.rows import LiveDecision
from classifiers.wilson import wilson
from hotline.clock import local_day

UNIT = "unit"
DECISIONS = (UNIT, "category", "matter_type", "disposition")


@dataclass(frozen=True, slots=True)
class Tally:
    """Of `decided` tickets people looked at `reviewed`. Whether the machine was right is known of `judged`, and
    `misrouted` of these were not; `judged` holds what units accepted without a word, so it may exceed `reviewed`.
    """

    decided: int = 0
    reviewed: int = 0
    judged: int = 0
    misrouted: int = 0

    @property
    def confirmed(self) -> int:
        return self.judged - self.misrouted

    @property
    def rate(self) -> float | None:
        """The misroute rate; None where nothing is known."""
        return self.misrouted / self.judged if self.judged else None

    @property
    def bounds(self) -> tuple[float, float]:
        """Between these the true rate lies with 95 % confidence."""
        return wilson(self.misrouted, self.judged)


@dataclass(frozen=True, slots=True)
class LiveScores:
    """One decision in one scope: the whole, and its parts. Labels stand in the order of harm, weeks in time's."""

    whole: Tally
    by_class: Mapping[str, Tally] = field(default_factory=dict)
    by_unit: Mapping[str, Tally] = field(default_factory=dict)
    by_week: Mapping[str, Tally] = field(default_factory=dict)


def right(row: LiveDecision) -> bool | None:
    """Whether the machine was right; None where that is not known (yet).

    A unit that got a ticket at once may give it back inside a window, and keeping it is how it agrees. So of these
    tickets nothing counts before the window is over: returns come first and silence last, and whoever counted them
    as they come would see nothing but mistakes every morning. A return that was upheld counts for good, even if the
    same kind of unit (another street's) got the ticket afterwards. Everything else is judged by a person's last word.
    """
    if row.decision == UNIT and row.at_once:
        if not row.over:
            return None
        return False if row.ever_changed else (True if row.handled else None)
    return None if row.became is None else row.became == row.label


def tally(rows: Iterable[LiveDecision]) -> Tally:
    """The counts over some decisions."""
    decided = reviewed = judged = misrouted = 0
    for row in rows:
        known = right(row)
        decided += 1
        reviewed += row.became is not None
        judged += known is not None
        misrouted += known is False
    return Tally(decided, reviewed, judged, misrouted)


def live_scores(rows: Sequence[LiveDecision]) -> LiveScores:
    """Everything about the rows of one decision."""
    return LiveScores(
        tally(rows),
        by_class=_by_harm(_grouped(rows, lambda row: row.label)),
        by_unit=_by_harm(_grouped(rows, lambda row: row.unit)),
        by_week=dict(sorted(_grouped(rows, week_of).items())),
    )


def week_of(row: LiveDecision) -> str:
    """The week of the decision."""
    return week_of_moment(row.at)


def week_of_moment(moment: datetime) -> str:
    """The ISO week of a moment in the city, e.g. `2026-W10`."""
    year, week, _ = local_day(moment).isocalendar()
    return f"{year}-W{week:02}"


def _grouped(rows: Iterable[LiveDecision], key: Callable[[LiveDecision], str]) -> dict[str, Tally]:
    groups: dict[str, list[LiveDecision]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: tally(each) for name, each in groups.items()}


def _by_harm(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    """The most misrouted first, then the most decided."""
    order = sorted(tallies, key=lambda name: (-tallies[name].misrouted, -tallies[name].decided, name))
    return {name: tallies[name] for name in order}
