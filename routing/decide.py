"""Who handles a matter, how sure that is, and on what ground."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from hotline.appeal import Place
from hotline.clock import local_day
from hotline.units import STREET_TYPE, UnitTree
from hotline.wording import Wording, load_wording
from routing.catalogue import Catalogue
from routing.confidence import DispatchConfidence
from routing.decision import Ask, Decision, Lack, Lacking, RoutedMatter, Suggestion, Trial
from routing.fact_question import FactQuestion
from routing.facts import UNKNOWN
from routing.features import best_hit, candidates, features, strength
from routing.jurisdiction import competent_unit, copied_districts, district_of
from routing.match import Hit, Matcher, Tried, disputed
from routing.plain import plain
from routing.rule import Rule

_RUNNERS_UP = 3
BINDING = 90
"""From this priority on a rule has the last word: what a consultation settled is not weighed against the machine."""
LONGEST_ASKED, _EARLY = 120, 40
"""Whoever writes more than so many characters, or speaks of it later than so, is not asked about a fact."""
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
    another lead, no fact that decides is open, no legal channel comes first, the unit exists in this city, and the
    confidence keeps the promised precision.
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
        self.catalogue = catalogue
        self._matcher = Matcher(catalogue)
        self._units = units
        self._confidence, self._viewed = confidence, viewed or confidence
        self._wording = wording or load_wording(_WORDING)

    def over(self, catalogue: Catalogue) -> "Router":
        """The same router over another catalogue."""
        return Router(catalogue, self._units, self._confidence, wording=self._wording, viewed=self._viewed)

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
        tried, confidence = self._matcher.tried(matter, local_day(at)), self._for(suggestion)
        ranked = self._rank(tried.hits, suggestion, confidence, self.catalogue.facts.answered(matter.text))
        if not ranked:
            return _nobody(self._wording.say("routing.ground_nothing"), _trials(tried))
        scored = [(each.lead, each.score) for each in ranked]
        believed = confidence.believed(tried.hits, suggestion, scored, len(matter.text))
        return self._decision(ranked, tried, matter.place, believed, sure=believed >= confidence.threshold)

    def question(self, matter: RoutedMatter, suggestion: Suggestion, at: datetime) -> FactQuestion | None:
        """What to ask the citizen, whose answer would send the matter to another door; None where nothing would.

        The strongest rule asks first. A long letter tells of many things and is not asked about one of them.
        """
        if len(matter.text) > LONGEST_ASKED:
            return None
        decision, text = self.decide(matter, suggestion, at), plain(matter.text)
        said = self.catalogue.facts.find(text) if decision.asks else {}
        for ask in decision.asks:
            asked = self.asked(ask.fact)
            if asked is None or not asked.fits(text) or (ask.fact in said and not asked.seen) or ask.first > _EARLY:
                continue
            answered = (replace(matter, text=f"{matter.text}\n{each.says}") for each in asked.answers)
            if any(_door(self.decide(each, suggestion, at)) != _door(decision) for each in answered):
                return asked
        return None

    def asked(self, fact: str) -> FactQuestion | None:
        """The question of a fact by its name; None where citizens are not asked for it (any more)."""
        kind = self.catalogue.facts.kinds.get(fact)
        return kind.citizen if kind else None

    def _rank(self, hits: Sequence[Hit], suggestion: Suggestion, confidence: DispatchConfidence,
              answered: frozenset[str]) -> list[_Candidate]:  # fmt: skip
        found = [
            _Candidate(lead, confidence.score(features(hits, suggestion, lead)), best_hit(hits, lead))
            for lead in candidates(hits, suggestion)
        ]
        bound = _bound(hits, answered)
        return sorted(found, key=lambda each: (each.lead == bound, each.score), reverse=True)

    def _decision(
        self, ranked: Sequence[_Candidate], tried: Tried, place: Place, believed: float, *, sure: bool
    ) -> Decision:
        best = ranked[0]
        channel = best.hit.rule.channel if best.hit else None
        lead_unit = "" if channel else self._lead_unit(best, place)
        others = best.hit.rule.others if best.hit else ()
        other_units = self._other_units(others, place, lead_unit)
        asks = tuple(self._asks(best, tried))
        copies = copied_districts(self._units, (lead_unit, *other_units)) or self._coordinator(best, lead_unit, place)
        told = all(ask.assumed for ask in asks)
        clear = bool(best.hit and told and not disputed(tried.hits) and not _channel_first(best.hit, tried.hits))
        return Decision(
            lead=best.lead,
            others=others,
            lead_unit=lead_unit,
            other_units=other_units,
            confidence=believed,
            auto=bool(sure and lead_unit and clear),
            rule=best.hit.rule.id if best.hit else "",
            ground=self._ground(best, copies, asks),
            alternatives=_alternatives(ranked[1:], 1 - believed),
            tried=tuple(hit.rule.id for hit in tried.hits),
            trials=_trials(tried),
            channel=channel.name if channel else "",
            advice=channel.advice if channel else "",
            copies=copies,
            asks=asks,
        )

    def _lead_unit(self, best: _Candidate, place: Place) -> str:
        unit = competent_unit(self._units, STREET_TYPE if _to_street(best) else best.lead, place)
        return unit.code if unit else ""

    def _coordinator(self, best: _Candidate, lead_unit: str, place: Place) -> tuple[str, ...]:
        """Where the street is not known but the district is, the district finds it."""
        district = district_of(self._units, place) if not lead_unit and _to_street(best) else None
        return (district.code,) if district else ()

    def _other_units(self, others: Sequence[str], place: Place, lead_unit: str) -> tuple[str, ...]:
        found = [competent_unit(self._units, other, place) for other in others]
        return tuple(dict.fromkeys(unit.code for unit in found if unit and unit.code != lead_unit))

    def _asks(self, best: _Candidate, tried: Tried) -> Iterator[Ask]:
        """The facts that nobody said and that would bring up a stronger rule for another door."""
        held = strength(best.hit) if best.hit else 0.0
        settled = _settled(best.hit)
        asked: set[str] = set()
        for miss in tried.misses:
            would = miss.would_fit()
            if would is None or strength(would) < held or _same_door(would, best):
                continue
            for name in (each.wanted[0] for each in miss.lacking if each.lack is Lack.FACT):
                if name in asked or name not in self.catalogue.facts.kinds:
                    continue
                asked.add(name)
                kind = self.catalogue.facts.kinds[name]
                usual = kind.usual if name not in tried.facts else ""
                assumed = usual or (UNKNOWN if name in settled else "")
                yield Ask(name, kind.ask, assumed, miss.rule.id, miss.rule.lead, miss.first)

    def _ground(self, best: _Candidate, copies: Sequence[str], asks: Sequence[Ask]) -> str:
        return "".join([self._reason(best), *self._remarks(copies, asks)])

    def _reason(self, best: _Candidate) -> str:
        if best.hit is None:
            return self._wording.say("routing.ground_model", unit=best.lead)
        rule = best.hit.rule
        if rule.channel is not None:
            return self._wording.say("routing.ground_channel", title=rule.title, ground=rule.ground,
                                     channel=rule.channel.name, advice=rule.channel.advice)  # fmt: skip
        return self._wording.say("routing.ground_rule", rule=rule.id, title=rule.title, ground=rule.ground)

    def _remarks(self, copies: Sequence[str], asks: Sequence[Ask]) -> Iterator[str]:
        for code in copies:
            yield self._wording.say("routing.copied", unit=self._units.get(code).name)
        for ask in asks:
            if not ask.assumed:
                yield self._wording.say("routing.to_ask", question=ask.question)


def _door(decision: Decision) -> tuple[str, str, str]:
    """Who gets it: the type, the unit of this city, or the legal channel."""
    return decision.lead, decision.lead_unit, decision.channel


def _bound(hits: Sequence[Hit], answered: frozenset[str]) -> str | None:
    """The lead of a rule that has the last word, whatever the words suggest; None where there is none.

    What a citizen was asked because the unit turns on it, and answered, is no matter of likelihood any more.
    """
    if not hits or disputed(hits):
        return None
    rule = hits[0].rule
    settled = rule.priority >= BINDING or any(each.name in answered for each in rule.facts)
    return rule.lead if settled else None


def _to_street(best: _Candidate) -> bool:
    return best.hit.rule.goes_to_street if best.hit else best.lead == STREET_TYPE


def _same_door(hit: Hit, best: _Candidate) -> bool:
    channel = best.hit.rule.channel if best.hit else None
    return hit.rule.lead == best.lead and hit.rule.channel == channel


def _settled(hit: Hit | None) -> set[str]:
    """The facts that the rule takes as not known: it says itself who leads then."""
    return {each.name for each in hit.rule.facts if UNKNOWN in each.values} if hit else set()


def _channel_first(best: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a rule that names a legal channel speaks as loud as the one that would dispatch."""
    return any(hit.rule.channel is not None and strength(hit) >= strength(best) for hit in hits)


def _trials(tried: Tried) -> tuple[Trial, ...]:
    """Every rule that was looked at, the fitting ones first."""
    fitted = [_trial(hit.rule, hit.words, ()) for hit in tried.hits]
    return (*fitted, *(_trial(miss.rule, miss.words, miss.lacking) for miss in tried.misses))


def _trial(rule: Rule, words: tuple[str, ...], lacking: tuple[Lacking, ...]) -> Trial:
    return Trial(rule.id, rule.lead, rule.channel.name if rule.channel else "", words, lacking)


def _alternatives(others: Sequence[_Candidate], left: float) -> tuple[tuple[str, float], ...]:
    """The runners-up; together they hold no more than what the first one leaves."""
    rest = others[:_RUNNERS_UP]
    total = sum(each.score for each in rest)
    scale = min(1.0, left / total) if total else 1.0
    return tuple((each.lead, each.score * scale) for each in rest)


def _nobody(ground: str, trials: tuple[Trial, ...]) -> Decision:
    return Decision("", (), "", (), 0.0, auto=False, rule="", ground=ground, trials=trials)
