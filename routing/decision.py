"""The shapes of a dispatch decision: the matter that is asked about, and the answer with its ground."""

from dataclasses import dataclass, field

from hotline.appeal import Place
from hotline.matter import MatterType
from hotline.taxonomy import Category


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the message alone suggests: department types with probabilities, best first, and how sure the category is.

    `second_view` says that a sentence vector had a say in them: how far they can be believed is measured apart.
    """

    units: tuple[tuple[str, float], ...] = ()
    category_confidence: float = 0.0
    second_view: bool = False


@dataclass(frozen=True, slots=True)
class RoutedMatter:
    """What a dispatcher has to know about a matter."""

    text: str
    category: Category
    matter_type: MatterType
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Decision:
    """Which units handle, and why.

    `lead` and `others` are department types, `lead_unit` and `other_units` the city's unit codes (`lead_unit` is
    empty where no unit of this city could be found, e.g. a street that is not known). `confidence` is calibrated;
    `auto` says that it reaches the promised precision and the ticket may be dispatched at once. `tried` lists the
    ids of the rules that fitted, best first.
    """

    lead: str
    others: tuple[str, ...]
    lead_unit: str
    other_units: tuple[str, ...]
    confidence: float
    auto: bool
    rule: str
    ground: str
    alternatives: tuple[tuple[str, float], ...] = ()
    tried: tuple[str, ...] = ()
