"""Where a conversation stands, in a form that survives a restart in the middle of a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from hotline.appeal import Place


class Stage(StrEnum):
    """What the next message of the citizen most likely answers."""

    IDLE = "idle"
    ASKING = "asking"
    CONFIRMING = "confirming"
    CHOOSING = "choosing"
    ANSWERED = "answered"
    AFTER_DANGER = "after_danger"
    CHANNEL_NAMED = "channel_named"
    WITH_PERSON = "with_person"
    WHOSE = "whose"
    WITHDRAWING = "withdrawing"


@dataclass(slots=True)
class Draft:
    """A matter half told: the citizen's words so far and the elements found or given.

    `declined` are elements the citizen does not know or does not want to give; they are not asked again.
    """

    texts: list[str] = field(default_factory=list)
    inbounds: list[int] = field(default_factory=list)
    place: dict[str, str] = field(default_factory=dict)
    place_said: str = ""
    """What was said when asked for the place, where no list knows it: better than nothing, and never dropped."""
    time: str = ""
    time_said: float = 0.0
    """When the words for the time were said: 昨晚 counts from then."""
    fact: str = ""
    """The name of the fact that was asked for because the competent unit turns on it."""
    fact_said: str = ""
    """The answer to that, as the sentence in which the catalogue finds it again."""
    phone: str = ""
    name: str = ""
    anonymous: bool = False
    confidential: bool = False
    consultation: bool = False
    unit: str = ""
    """The department type that should answer a consultation, as far as the base or the words say."""
    question: int = 0
    """The key of the question that a consultation came from."""
    critical: bool = False
    told: bool = False
    """The citizen said themselves that this is a complaint or a report, whatever it sounds like."""
    here: bool = False
    """Whether the citizen has heard that this belongs to another city: who goes on all the same means here."""
    invited: bool = False
    """A channel was named, and the citizen was asked to say more: what comes next belongs to it."""
    declined: list[str] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Everything said about the matter, in order, and what was said when asked for a fact."""
        return f"{self.words}\n{self.fact_said}" if self.fact_said else self.words

    @property
    def words(self) -> str:
        """What the citizen told themselves."""
        return "\n".join(self.texts)

    @property
    def where(self) -> Place:
        return Place(**self.place)

    def set_place(self, place: Place) -> None:
        self.place = asdict(place)

    def set_time(self, words: str, at: datetime) -> None:
        """Other words for the time, said at a moment."""
        if words != self.time:
            self.time, self.time_said = words, at.timestamp()

    def unasked(self, element: str) -> "Draft":
        """The draft as if that had not been asked yet: something else came in between."""
        self.asked[element] = max(0, self.asked.get(element, 0) - 1)
        return self

    def has(self, element: str) -> bool:
        """Whether `place`, `time`, `contact` or the `fact` asked for is known, or known not to come."""
        if element in self.declined:
            return True
        if element == "fact":
            return bool(self.fact_said)
        if element == "contact":
            return bool(self.phone) or self.anonymous
        return bool(self.place.get("text") if element == "place" else self.time)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the citizen and the entry they were given for it; empty for none.

    `near` are other entries that came close, best first; `unit` the department type that should know. `stored` is the
    id under which the question is kept, 0 until it is, or where it is not kept at all.
    """

    key: int
    words: str
    entry: str
    score: float
    near: tuple[str, ...]
    unit: str
    at: float
    root: str = ""
    """What the next follow-up leans on: these words, or those of the question before where only a part was asked."""
    stored: int = 0
    inbound: int = 0
    """The stored message it came with, for what was attached to it; 0 where it is not kept, or went with a ticket."""

    def __repr__(self) -> str:
        return f"Asked({self.key}, {self.entry})"


REMEMBERED = 5
"""So many questions of one conversation are remembered: the buttons under older answers still mean them."""


@dataclass(slots=True)
class Session:
    """The whole memory of one conversation."""

    stage: Stage = Stage.IDLE
    greeted: bool = False
    asking: str = ""
    draft: Draft | None = None
    left: Stage = Stage.IDLE
    """Where the conversation stood when a person was called."""
    question: str = ""
    asked: list[Asked] = field(default_factory=list)
    """The latest questions, newest last."""
    leans: bool = False
    """Whether what is asked next may lean on the last question; a new matter ends that."""
    choices: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    """Other matters the citizen has told in the meantime; each is taken when the one before is done with."""
    last_ticket: str = ""
    about: str = ""
    """The disposition of the last message that was more than a reply."""
    reassured: bool = True
    """Whether somebody in danger has been told, after the number, that what they say is heard."""
    held: bool = False
    """Whether somebody who wanted to die has not yet said where they are."""
    recent: list[float] = field(default_factory=list)
    slowed: bool = False
    crisis: bool = False
    """Whether the person who is waited for was called because the citizen wanted to die: no "never mind" ends that."""
    queued: float = 0.0
    """When the citizen was last told that nobody has taken their call yet."""
    supplemented: str = ""
    """The ticket that the citizen added something to a short while ago."""
    supplemented_at: float = 0.0
    supplement_worded: bool = True
    """Whether that was words; after a bare picture the words about it are still to come."""
    withdrawing: str = ""
    """The ticket about which they were asked whether it shall really be withdrawn."""
    beside: bool = False
    """Whether a question was announced while a matter is being told: what comes next is that question."""
    telling: str = ""
    """What the citizen was asked to tell of a ticket of their choice: `add:` or `again:` and its number."""
    erasing: bool = False
    """Whether they were asked if everything that may be deleted shall really be."""
    guesses: list[float] = field(default_factory=list)
    """When pick-up codes were tried that did not fit."""

    @property
    def unfinished(self) -> bool:
        """Whether a matter is half told and would be lost if nobody came back to it."""
        return self.draft is not None and self.stage in (Stage.ASKING, Stage.CONFIRMING, Stage.WHOSE)

    def rest(self) -> None:
        """The matter or question is done with."""
        self.stage, self.left, self.asking, self.draft, self.choices = Stage.IDLE, Stage.IDLE, "", None, []
        self.withdrawing, self.beside = "", False

    def forget(self) -> None:
        """Nothing that was said is remembered; how fast they write and what they guessed is, for others' safety."""
        fresh = Session(greeted=True, recent=self.recent, guesses=self.guesses)
        for name in Session.__dataclass_fields__:
            setattr(self, name, getattr(fresh, name))

    def ask(self, asked: Asked) -> None:
        """Remember a question; what comes next may lean on it."""
        self.asked = [*self.asked[1 - REMEMBERED :], asked]
        self.question, self.leans = asked.words, True

    def next_key(self) -> int:
        return max((each.key for each in self.asked), default=0) + 1

    def asked_as(self, key: int) -> Asked | None:
        """The question of a key, if it is still remembered."""
        return next((each for each in self.asked if each.key == key), None)

    def amend(self, changed: Asked) -> None:
        """Put a changed question in the place of the one it was."""
        self.asked = [changed if each.key == changed.key else each for each in self.asked]

    def ask_again(self, changed: Asked) -> None:
        """A question, perhaps an older one, got another answer: what is said next is about that."""
        self.asked = [*(each for each in self.asked if each.key != changed.key), changed]

    def went_with_ticket(self, inbounds: Sequence[int]) -> None:
        """Messages that belong to a ticket now are taken to no other one."""
        self.asked = [replace(each, inbound=0) if each.inbound in inbounds else each for each in self.asked]

    def in_hand(self, at: datetime, window: float) -> Asked | None:
        """The question that a follow-up may lean on; None after a new matter, or after a while."""
        if not self.leans or not self.asked or at.timestamp() - self.asked[-1].at > window:
            return None
        return self.asked[-1]

    def expect_more(self, number: str, at: datetime, *, worded: bool) -> None:
        """Something was added to a ticket: what comes next most likely belongs to it too."""
        lately = self.supplemented == number and self.supplement_worded
        self.supplemented, self.supplemented_at, self.supplement_worded = number, at.timestamp(), worded or lately

    def expects_more(self, at: datetime, window: float) -> str:
        """The number of the ticket that more is expected for; empty where there is none."""
        return self.supplemented if self.supplemented and at.timestamp() - self.supplemented_at <= window else ""

    def arrivals(self, at: datetime, window: float) -> int:
        """Count this message among those of the last `window` seconds."""
        moment = at.timestamp()
        self.recent = [*(each for each in self.recent if moment - each < window), moment][-60:]
        return len(self.recent)

    def may_guess(self, at: datetime, *, most: int, window: float) -> bool:
        """Count a try at a pick-up code; False, and not counted, after `most` within `window` seconds."""
        moment = at.timestamp()
        self.guesses = [each for each in self.guesses if moment - each < window]
        if len(self.guesses) >= most:
            return False
        self.guesses.append(moment)
        return True

    def as_state(self) -> dict[str, object]:
        """A JSON-able copy: what is changed here later does not change it."""
        state = _copied(self, Session.__dataclass_fields__)
        state["asked"] = [asdict(each) for each in self.asked]
        state["draft"] = None if self.draft is None else _copied(self.draft, Draft.__dataclass_fields__)
        return state

    @classmethod
    def from_state(cls, state: dict[str, object]) -> "Session":
        """Read a stored state; fields that a newer version brought get their defaults."""
        known = {name: value for name, value in state.items() if name in cls.__dataclass_fields__}
        draft, asked = known.pop("draft", None), known.pop("asked", None)
        session = cls(**known)  # type: ignore[arg-type]  # our own stored form, written by as_state
        session.stage, session.left = Stage(session.stage), Stage(session.left)
        if isinstance(asked, list):
            session.asked = [Asked(**{**each, "near": tuple(each["near"])}) for each in asked]
        if isinstance(draft, dict):
            names = Draft.__dataclass_fields__
            session.draft = Draft(**{name: value for name, value in draft.items() if name in names})
        return session


def _copied(thing: object, names: Iterable[str]) -> dict[str, object]:
    """The fields with their lists and tables copied; `dataclasses.asdict` does the same ten times slower."""
    return {name: _copy(getattr(thing, name)) for name in names}


def _copy(value: object) -> object:
    if isinstance(value, list):
        return list(value)
    return dict(value) if isinstance(value, dict) else value
