"""Everything that is understood of one message, the danger first."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from classifiers.cues import load_cues
from classifiers.emergency import Reader
from classifiers.emergency_judge import Opinion
from classifiers.model import CATEGORY, DANGER, DISPOSITION, EMERGENCY, MATTER_TYPE, UNIT, YES, Model, Reading
from classifiers.no_substance import nothing_said, says_anything
from classifiers.privacy import find_personal
from classifiers.second_view import Meanings, seen_as
from classifiers.settle import agreeing, alarmed, settle
from classifiers.splitting import MatterSpan, shipped_splitter
from classifiers.spoken_type import as_spoken, load_spoken_types
from classifiers.urgency import urgency
from classifiers.verdict import Alarm, Elements, Understanding
from lexicon.vectors import Vectors

_FAINT = -1.0
"""Below that margin nobody asks which kind of danger it would be."""


class Screen(Protocol):
    """Says whether somebody is in danger; a model's opinion is weighed up with what it finds itself."""

    def screen(self, text: str, opinion: Opinion | None = None, again: Reader | None = None) -> Alarm | None: ...


class Finder(Protocol):
    """Finds place, time and contact, and what of it is missing."""

    def find(self, text: str, matter_type: str | None) -> Elements: ...


class Understander:
    """Reads messages with a model; heads that it lacks are answered by the fallback, normally the shipped model.

    Raises:
        ValueError: a head is in neither of the two.
    """

    def __init__(
        self,
        model: Model,
        screen: Screen,
        finder: Finder,
        *,
        fallback: Model | None = None,
        meanings: Meanings | None = None,
    ) -> None:
        self._meanings = meanings
        self.model, self._fallback = model, fallback or model
        self.screen, self._finder = screen, finder
        self._cues, self._spoken = load_cues(), load_spoken_types()
        self._splitter = shipped_splitter()
        needed = (CATEGORY, MATTER_TYPE, DISPOSITION, UNIT)
        absent = [head for head in needed if not (model.has(head) or self._fallback.has(head))]
        if absent:
            raise ValueError(f"no model answers for {', '.join(absent)}; pass a fallback that does")

    def understand(
        self,
        text: str,
        *,
        title: str = "",
        at: datetime | None = None,  # noqa: ARG002 - part of the contract: when it was written
        district: str = "",
        vectors: bool = False,
    ) -> Understanding:
        """Understand one message; `district` is the code of the district it came from, where that is known.

        With `vectors` category and unit also hear the sentence vector, where there is an engine: that takes ten times
        as long and pays only where a matter is about to be dispatched. Of a message that says nothing nothing is
        guessed, unless its signs tell of danger.
        """
        whole = seen_as(text, title)
        meaning = self._meanings.passage(whole) if vectors and self._meanings else None
        read = _Readings(self.model, self._fallback, text, title, meaning)
        danger = read.danger()
        alarm = self.screen.screen(whole, danger, self._opinion)
        if alarm is None and not says_anything(whole):
            return nothing_said(text, self.model.identity)
        guessed = as_spoken(read.of(MATTER_TYPE).verdict(MATTER_TYPE), whole, self._spoken)
        settled = settle(read.of(DISPOSITION), guessed, whole, self._cues)
        matter_type = agreeing(guessed, settled)
        by_category, by_unit = read.of(CATEGORY), read.of(UNIT)
        category = by_category.category()
        return Understanding(
            text=text,
            alarm=alarm,
            disposition=alarmed(alarm, settled, read.chance_of_danger()) if alarm else settled,
            matter_type=matter_type,
            category=category,
            unit=by_unit.verdict(UNIT),
            urgency=urgency(whole, alarm, category.category),
            elements=_within(district, self._finder.find(whole, matter_type.label)),
            privacy=find_personal(text),
            model=self.model.identity,
            second_view=by_category.viewed and by_unit.viewed,
        )

    def matters_in(self, text: str) -> tuple[MatterSpan, ...]:
        """The matters of a message, the whole message if it is one; what was learned about that needs the fallback."""
        return self._splitter.matters_in(text, self._fallback.read)

    def _opinion(self, passage: str) -> Opinion | None:
        """What the model makes of the danger in a piece of a message."""
        return _Readings(self.model, self._fallback, passage, "").danger()


class _Readings:
    """The text read by the model, and by the fallback only if a head asks for it."""

    def __init__(self, model: Model, fallback: Model, text: str, title: str, meaning: Vectors | None = None) -> None:
        self._models, self._text, self._title, self._meaning = (model, fallback), text, title, meaning
        self._read: dict[Model, Reading] = {}

    def of(self, head: str) -> Reading:
        model = next(model for model in self._models if model.has(head))
        if model not in self._read:
            self._read[model] = model.read(self._text, self._title, self._meaning)
        return self._read[model]

    @property
    def _knows_danger(self) -> bool:
        return any(model.has(EMERGENCY) for model in self._models)

    def chance_of_danger(self) -> float | None:
        """The model's own probability, None where no model has learned it."""
        return self.of(EMERGENCY).chance(EMERGENCY, YES) if self._knows_danger else None

    def danger(self) -> Opinion | None:
        """What the model makes of the danger in it, None where no model has learned that."""
        if not self._knows_danger:
            return None
        reading = self.of(EMERGENCY)
        margin = reading.margin(EMERGENCY, YES)
        if margin < _FAINT or not reading.model.has(DANGER):
            return Opinion(margin)
        kinds = dict(zip(reading.model.heads[DANGER].labels, map(float, reading.probabilities(DANGER)), strict=True))
        return Opinion(margin, kinds, reading.words_for(EMERGENCY, YES))


def _within(district: str, elements: Elements) -> Elements:
    """A place that names no district lies in the one that the message came from."""
    if not district or not elements.place or elements.place.district:
        return elements
    return replace(elements, place=replace(elements.place, district=district))
