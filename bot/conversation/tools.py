"""What the conversation works with, wired once in `app/assembly.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.conversation.guesses import WrongCodes
from bot.conversation.phrases import Phrases
from casework.office import Office
from casework.ports import UnitsOfWork
from classifiers.splitting import MatterSpan
from classifiers.verdict import Elements, Understanding
from hotline.wording import Wording
from knowledge.answer import Answer
from knowledge.entry import Entry
from lexicon.divisions import Elsewhere
from routing.decision import Decision, RoutedMatter, Suggestion
from routing.fact_question import FactQuestion


class Understands(Protocol):
    """From words to verdicts."""

    def understand(
        self, text: str, *, title: str = "", at: datetime | None = None, vectors: bool = False
    ) -> Understanding: ...

    def matters_in(self, text: str) -> tuple[MatterSpan, ...]: ...


class FindsElements(Protocol):
    """Where, when and how to reach, in a short reply to a question about it."""

    def find(self, text: str, matter_type: str | None) -> Elements: ...

    def elsewhere(self, text: str) -> Elsewhere | None:
        """The place in another city that the text tells of."""

    def only_origin(self, text: str) -> bool:
        """Whether other cities are named only as where somebody comes from."""


class Answers(Protocol):
    """From a question to an entry, or an honest no."""

    def answer(self, query: str, at: datetime, *, in_words: bool = False) -> Answer:
        """`in_words`: by words alone, without the vector that takes longest."""

    def foresee(self, query: str) -> None:
        """Make ready what `answer` will need; quick where nothing is to be made."""


class Routes(Protocol):
    """From a matter to the competent unit."""

    def decide(self, matter: RoutedMatter, suggestion: Suggestion, at: datetime) -> Decision: ...

    def question(self, matter: RoutedMatter, suggestion: Suggestion, at: datetime) -> FactQuestion | None:
        """The fact to ask for, if its answer would send the matter elsewhere."""

    def asked(self, fact: str) -> FactQuestion | None:
        """A question that was asked before, by the name of its fact."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How patient the conversation is.

    More than `flood` messages of one person within `flood_window` seconds are stored but not answered one by one.
    A matter half told is taken as it is after `silence`. An element is asked for at most `ask_at_most` times.
    For `supplement_window` after something was added to a ticket, more of it is expected. Who waits for a person whom
    nobody has sent yet is told so at most every `queue_again`. A person may try `guesses` wrong pick-up codes within
    `guess_window` seconds. For `lean_window` after an answer a question may lean on it (那外地户口呢). A matter whose
    sentence vector cannot be begun within `patience` is weighed by words.
    """

    flood: int = 30
    flood_window: float = 60.0
    silence: timedelta = timedelta(minutes=30)
    ask_at_most: int = 2
    longest_text: int = 20_000
    guesses: int = 5
    guess_window: float = 3600.0
    supplement_window: timedelta = timedelta(minutes=30)
    queue_again: timedelta = timedelta(minutes=10)
    lean_window: timedelta = timedelta(minutes=30)
    patience: timedelta = timedelta(seconds=0.5)
    downloads: Mapping[str, str] = field(default_factory=lambda: {"webchat": "/chat/data/"})
    """Channels that can give a file, and the address before the one-time token; on others the text is said."""


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a turn may call."""

    office: Office
    units_of_work: UnitsOfWork
    understander: Understands
    elements: FindsElements
    answerer: Answers
    router: Routes
    entries: Mapping[str, Entry]
    wording: Wording
    phrases: Phrases
    manners: Manners
    area_codes: Mapping[str, str] = field(default_factory=dict)
    """The area codes of other cities, as far as they are generally known."""
    wrong_codes: WrongCodes = field(default_factory=WrongCodes)
