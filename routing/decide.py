"""Who handles a matter, how sure that is, and on what ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline.appeal import Place
from hotline.clock import local_day
from hotline.units import STREET_TYPE, UnitTree
from hotline.wording import Wording, load_wording
from routing.catalogue import Catalogue
from routing.confidence import DispatchConfidence
from routing.decision import Decision, RoutedMatter, Suggestion
from routing.features import best_hit, candidates, features
from routing.match import Hit, Matcher, disputed

_RUNNERS_UP = 3
_WORDING = Path(__file__).parent / "data" / "wording.toml"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A unit type that something speaks for, with its probability and the best rule for it."""

    lead: str
    score: float
    hit: Hit | None


class Router:
    """Merges what the catalogue says with what the words suggest.

    A ticket is dispatched without a person only if a rule gives the ground, no rule of the same rank names
    another lead, the unit exists in this city, and the confidence keeps the promised precision.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        units: UnitTree,
        confidence: DispatchConfidence,
        *,
        wording: Wording | None = None,
        viewed: DispatchConfidence | None = None,
    ) -> None:
        self._matcher = Matcher(catalogue)
        self._units = units
        self._confidence, self._viewed = confidence, viewed or confidence
        self._wording = wording or load_wording(_WORDING)

    def threshold(self, suggestion: Suggestion) -> float:
        """From this confidence on a ticket may be dispatched at once."""
        return self._for(suggestion).threshold

    def _for(self, suggestion: Suggestion) -> DispatchConfidence:
        """What was learned from suggestions made in the same way."""
        return self._viewed if suggestion.second_view else self._confidence

    @property
    def promised(self) -> float:
        """The precision that is promised of what is dispatched at once."""
        return self._confidence.promised

    def decide(self, matter: RoutedMatter, suggestion: Suggestion, at: datetime) -> Decision:
        """The competent unit for a matter at a moment; with nothing to go by, an empty lead that a person fills."""
        hits = self._matcher.hits(matter, local_day(at))
        confidence = self._for(suggestion)
        ranked = self._rank(hits, suggestion, confidence)
        if not ranked:
            return _nobody(self._wording.say("routing.ground_nothing"))
        return self._decision(ranked, hits, matter.place, confidence.threshold)

    def _rank(self, hits: Sequence[Hit], suggestion: Suggestion, confidence: DispatchConfidence) -> list[_Candidate]:
        found = [
            _Candidate(lead, confidence.score(features(hits, suggestion, lead)), best_hit(hits, lead))
            for lead in candidates(hits, suggestion)
        ]
        return sorted(found, key=lambda each: each.score, reverse=True)

    def _decision(self, ranked: Sequence[_Candidate], hits: Sequence[Hit], place: Place, threshold: float) -> Decision:
        best = ranked[0]
        lead_unit = self._lead_unit(best, place)
        others = best.hit.rule.others if best.hit else ()
        sure = best.score >= threshold
        return Decision(
            lead=best.lead,
            others=others,
            lead_unit=lead_unit,
            other_units=self._other_units(others, place, lead_unit),
            confidence=best.score,
            auto=bool(sure and lead_unit and best.hit and not disputed(hits)),
            rule=best.hit.rule.id if best.hit else "",
            ground=self._ground(best),
            alternatives=_alternatives(ranked),
            tried=tuple(hit.rule.id for hit in hits),
        )

    def _lead_unit(self, best: _Candidate, place: Place) -> str:
        to_street = best.hit.rule.goes_to_street if best.hit else best.lead == STREET_TYPE
        unit = self._units.handler(STREET_TYPE if to_street else best.lead, place.street)
        return unit.code if unit else ""

    def _other_units(self, others: Sequence[str], place: Place, lead_unit: str) -> tuple[str, ...]:
        found = [self._units.handler(other, place.street) for other in others]
        return tuple(dict.fromkeys(unit.code for unit in found if unit and unit.code != lead_unit))

    def _ground(self, best: _Candidate) -> str:
        if best.hit is None:
            return self._wording.say("routing.ground_model", unit=best.lead)
        rule = best.hit.rule
        return self._wording.say("routing.ground_rule", rule=rule.id, title=rule.title, ground=rule.ground)


def _alternatives(ranked: Sequence[_Candidate]) -> tuple[tuple[str, float], ...]:
    """The runners-up; together they hold no more than what the first one leaves."""
    rest = ranked[1 : 1 + _RUNNERS_UP]
    total, left = sum(each.score for each in rest), 1 - ranked[0].score
    scale = min(1.0, left / total) if total else 1.0
    return tuple((each.lead, each.score * scale) for each in rest)


def _nobody(ground: str) -> Decision:
    return Decision("", (), "", (), 0.0, auto=False, rule="", ground=ground)
