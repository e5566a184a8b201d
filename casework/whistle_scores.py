"""双考核: of whistles both sides are scored, the street that blew them and the units that were called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from casework.office import Office
from casework.ports_life import Assignment, PartState


@dataclass(slots=True)
class WhistleScore:
    """What one side made of whistles, counted: for a street those it blew, for a unit those that called it.

    `unjustified` are those that the desk found without reason: they count against the street and not for the unit.
    """

    unit: str
    calls: int = 0
    in_time: int = 0
    late: int = 0
    unjustified: int = 0


@dataclass(frozen=True, slots=True)
class WhistleScores:
    """Both sides (双考核)."""

    streets: Sequence[WhistleScore] = field(default=())
    units: Sequence[WhistleScore] = field(default=())


def whistle_scores(office: Office, parts: Iterable[Assignment]) -> WhistleScores:
    """Count the parts of whistles for those who blew them and for those who were called. Who is not there yet is late
    once the time is over."""
    streets: dict[str, WhistleScore] = {}
    units: dict[str, WhistleScore] = {}
    for part in parts:
        for side, unit in ((streets, part.by_unit), (units, part.unit)):
            _count(office, side.setdefault(unit, WhistleScore(unit)), part)
    return WhistleScores(*(tuple(sorted(side.values(), key=lambda each: each.unit)) for side in (streets, units)))


def _count(office: Office, score: WhistleScore, part: Assignment) -> None:
    score.calls += 1
    if part.state is PartState.RELEASED and part.objected_at is not None:
        score.unjustified += 1
        return
    ended = part.ended_at if part.state is PartState.REPLACED and part.signed_at is None else None
    there = part.signed_at or ended or office.clock.now()
    late = part.sign_by is not None and there > part.sign_by
    score.late += late
    score.in_time += bool(part.signed_at) and not late
