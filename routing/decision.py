"""The shapes of a dispatch decision: the matter that is asked about, and the answer with its ground."""

from dataclasses import dataclass, field
from enum import StrEnum

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


class Lack(StrEnum):
    """Why a rule that was tried does not fit."""

    WORDS = "words"
    EXCLUDED = "excluded"
    CATEGORY = "category"
    MATTER_TYPE = "matter_type"
    AREA = "area"
    DATE = "date"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing that a rule lacks: the words, categories or values that it wanted, of a fact its name first.

    `open`: the fact is not known or only assumed, so that an answer to a question could still make the rule fit.
    """

    lack: Lack
    wanted: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """One rule that was looked at. It fitted where nothing is lacking."""

    rule: str
    lead: str
    channel: str
    words: tuple[str, ...]
    lacking: tuple[Lacking, ...] = ()

    @property
    def fitted(self) -> bool:
        return not self.lacking


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact on which the lead turns and that is not known: what to ask, and what it would change.

    `assumed` is the usual value that was taken instead, empty where there is none; then nothing goes out at once.
    `first` is where in the text the words of that rule begin.
    """

    fact: str
    question: str
    assumed: str
    rule: str
    lead: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """Which units handle, and why.

    `lead` and `others` are department types, `lead_unit` and `other_units` the city's unit codes (`lead_unit` is
    empty where no unit of this city could be found, e.g. a street that is not known). `confidence` is calibrated;
    `auto` says that it reaches the promised precision and the ticket may be dispatched at once. `tried` lists the
    ids of the rules that fitted, best first, `trials` every rule that was looked at with what it lacks.

    With a `channel` (信访、诉讼 …) the matter is not dispatched: the citizen is told `advice`, and `lead` is only the
    unit that can explain it. `copies` are the districts that learn of what goes to their streets. `asks` are the
    facts to ask for.
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
    trials: tuple[Trial, ...] = ()
    channel: str = ""
    advice: str = ""
    copies: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
