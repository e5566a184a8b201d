"""诉求: what a citizen asked for, with its elements, before it becomes a ticket."""

from dataclasses import dataclass, field

from hotline.matter import MatterType, Urgency
from hotline.people import Contact
from hotline.taxonomy import Category


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happens: the citizen's words, and what the gazetteer made of them (unit codes, may be empty)."""

    text: str = ""
    street: str = ""
    district: str = ""
    community: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Appeal:
    """The matter as it goes into a ticket. `text` holds the citizen's own words, unmasked."""

    text: str
    matter_type: MatterType
    category: Category
    title: str = ""
    place: Place = field(default_factory=Place)
    time: str = ""
    contact: Contact = field(default_factory=Contact)
    urgency: Urgency = Urgency.ORDINARY
    anonymous: bool = False
    confidential: bool = False

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("an appeal carries the citizen's words; the text is empty")

    @property
    def sealed_identity(self) -> bool:
        """A report (举报) or a confidential appeal: identity goes to nobody who does not need it."""
        return self.confidential or self.matter_type is MatterType.REPORT
