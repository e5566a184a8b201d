"""The shapes of what is understood. A verdict always carries its confidence and what spoke for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from hotline.appeal import Place
from hotline.matter import Disposition, EmergencyKind, MatterType, Urgency
from hotline.taxonomy import Category

Alternatives = tuple[tuple[str, float], ...]
Spans = Iterator[tuple[int, int]]
"""Code point offsets `[start, end)`, as the finders of personal data give them."""


@dataclass(frozen=True, slots=True)
class Span:
    """Personal data in a text: code point offsets `[start, end)`, the kind, and the piece itself."""

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """An emergency: who must be called first, and the words that say so."""

    kind: EmergencyKind
    evidence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A label with a calibrated probability (0..1), the runners-up, and the words that spoke for it.

    `likely` is how many of `ranked` hold the truth in 95 of 100 messages, counted from the first; 0 where that was not
    measured.
    """

    label: str
    confidence: float
    alternatives: Alternatives = ()
    evidence: tuple[str, ...] = ()
    likely: int = 0

    @property
    def ranked(self) -> Alternatives:
        """The label with its confidence, and the runners-up after it; nothing where there is no label."""
        if not self.label:
            return self.alternatives
        return ((self.label, self.confidence), *self.alternatives)


@dataclass(frozen=True, slots=True)
class CategoryVerdict:
    """A place in the tree. `abstained` says that the confidence is below the promised precision's threshold; `likely`
    is that of `Verdict`, for the first level."""

    category: Category
    confidence: float
    alternatives: Alternatives = ()
    evidence: tuple[str, ...] = ()
    abstained: bool = False
    likely: int = 0


@dataclass(frozen=True, slots=True)
class Elements:
    """What a ticket needs: where, when, how to reach the citizen. Unknown parts are empty.

    `missing` names the required ones that are absent, in the order to ask: `place`, `time`, `contact`.
    """

    place: Place = field(default_factory=Place)
    time: str = ""
    phone: str = ""
    name: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model spoke."""

    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything that was understood of one message. `unit` ranks department types by what is said alone;
    `second_view` says that a sentence vector had a say in it and in the category."""

    text: str
    alarm: Alarm | None
    disposition: Verdict
    matter_type: Verdict
    category: CategoryVerdict
    unit: Verdict
    urgency: Urgency
    elements: Elements
    privacy: tuple[Span, ...]
    model: ModelIdentity
    second_view: bool = False

    @property
    def disposed(self) -> Disposition:
        return Disposition(self.disposition.label)

    @property
    def kind(self) -> MatterType:
        """The matter type of the ticket. A city's own model may have labels of its own: the likeliest one that the
        hotline knows, and a plea for help where it knows none of them."""
        known = (label for label, _ in self.matter_type.ranked if label in set(MatterType))
        return MatterType(next(known, MatterType.HELP))
