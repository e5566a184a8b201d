"""One message being thought about: what came, what is known, and what shall be done once it is stored."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.conversation.acts import Act, Say
from bot.conversation.session import Session
from bot.conversation.tools import Tools
from casework.ports import Caller
from classifiers.verdict import Understanding
from hotline.errors import NotFoundError
from hotline.matter import Disposition, EmergencyKind
from hotline.message import Button, Inbound
from hotline.people import Citizen, Contact
from hotline.ticket import Ticket
from hotline.workflow import State
from knowledge.answer import Answer

LONGEST_REPLY = 12
LATEST = 5
"""How many of a citizen's tickets are looked at when nothing says which is meant."""

_REPLIES = ("yes", "no", "edit", "unknown", "no_contact", "go_on", "none_of_these", "solved", "unsolved")


@dataclass(slots=True)
class Turn:
    """Thinking happens here, before any transaction; `acts` are carried out afterwards, in order, in one.

    What a conversation always needs came with the `caller`; tickets are read in a short unit of their own, and only
    when asked for.
    """

    tools: Tools
    session: Session
    inbound: Inbound
    caller: Caller | None
    at: datetime
    text: str = ""
    acts: list[Act] = field(default_factory=list)
    rushed: bool = False
    """Whether so many messages wait that this one is understood by words alone."""
    unguided: bool = False
    """Whether it is known already that the base has no guide to what it tells."""
    taken_as: Disposition | None = None
    """What became of the message; None until that is known, and for a reply to what the conversation had asked."""
    warned_of: EmergencyKind | None = None
    """The danger whose number was shown."""
    _understood: dict[str, Understanding] = field(default_factory=dict)
    _answers: dict[str, Answer] = field(default_factory=dict)
    _tickets: list[Ticket] | None = None

    @property
    def citizen(self) -> Citizen | None:
        """Who writes; None for somebody who never wrote before."""
        return self.caller.citizen if self.caller else None

    def say(self, key: str, *rows: tuple[tuple[str, str], ...], **params: object) -> None:
        """Say a sentence of the wording file, with rows of (wording key, action) buttons below."""
        words = self.tools.wording
        buttons = tuple(tuple(Button(words.say(f"tap.{label}"), action) for label, action in row) for row in rows)
        self.acts.append(Say(words.say(f"chat.{key}", **params), buttons))

    def do(self, act: Act) -> None:
        self.acts.append(act)

    def take_as(self, disposition: Disposition) -> None:
        """Note what becomes of the message. What comes first counts: a question beside a matter is a question."""
        self.taken_as = self.taken_as or disposition

    def means(self, meaning: str) -> bool:
        """Whether the message is a short reply of that meaning."""
        return bool(self.text) and self.tools.phrases.means(self.text, meaning)

    @property
    def courteous(self) -> bool:
        """Whether the message is a thank-you and nothing else."""
        return self.tools.phrases.courtesy(self.text)

    @property
    def wordless(self) -> bool:
        """Whether there is nothing to read in it: signs, figures, or a script that nothing here reads."""
        return not any("一" <= each <= "鿿" for each in self.text)

    @property
    def stray(self) -> bool:
        """Whether it would be an answer, but nothing was asked: 不清楚, 昨天下午."""
        found = self.tools.elements.find(self.text, None)
        rest = self.text.replace(found.time, "").replace(found.place.text, "").strip(" ，,。.了吧的在")
        return self._short_reply or not rest

    @property
    def _short_reply(self) -> bool:
        return len(self.text) <= LONGEST_REPLY and any(map(self.means, _REPLIES))

    @property
    def replies(self) -> bool:
        """Whether the message is one of the short replies that a question of ours invites.

        Such a reply is never left to the model: 确认提交 has been taken for a question about a ticket.
        """
        return self._short_reply or self.courteous

    def understand(self, text: str) -> Understanding:
        """The verdicts on a text, each text once."""
        if text not in self._understood:
            self._understood[text] = self.tools.understander.understand(text, at=self.at)
        return self._understood[text]

    def weighed(self, text: str) -> Understanding:
        """The verdicts on what is about to be dispatched: category and unit hear a sentence vector too, unless many
        wait for theirs."""
        return self.tools.understander.understand(text, at=self.at, vectors=not self.rushed)

    @property
    def understood(self) -> Understanding:
        """The verdicts on this message alone."""
        return self.understand(self.text)

    @property
    def judged(self) -> Understanding | None:
        """The verdicts on this message, if any were asked for: they go into the ledger."""
        return self._understood.get(self.text)

    def answer(self, query: str) -> Answer:
        """What the base says to a question, each question once."""
        if query not in self._answers:
            self.keep(query, self.tools.answerer.answer(query, self.at))
        return self._answers[query]

    def keep(self, query: str, found: Answer) -> None:
        """What the base said, where it was asked before it was known whether that is told."""
        self._answers[query] = found

    @property
    def answered(self) -> Answer | None:
        """The last thing the base was asked in this turn, if it was asked at all: it goes into the ledger."""
        return next(reversed(self._answers.values()), None)

    def tickets(self) -> list[Ticket]:
        """The citizen's latest tickets, newest first."""
        if self._tickets is None:
            self._tickets = []
            if self.citizen is not None:
                with self.tools.units_of_work(write=False) as uow:
                    self._tickets = uow.tickets.of_person(self.citizen.id, LATEST)
        return self._tickets

    def own_ticket(self, number: str) -> Ticket | None:
        """The citizen's ticket of a number; None where there is none, or it is somebody else's."""
        if self.citizen is None:
            return None
        with self.tools.units_of_work(write=False) as uow:
            try:
                ticket = uow.tickets.get(number)
            except NotFoundError:
                return None
        return ticket if ticket.person == self.citizen.id else None

    @property
    def awaited(self) -> str:
        """The number of the latest ticket about which a unit has asked the citizen something; empty if none."""
        return self.caller.awaited if self.caller else ""

    def tickets_in(self, state: State) -> list[Ticket]:
        """The citizen's tickets that stand in a state, newest first."""
        if self.citizen is None:
            return []
        with self.tools.units_of_work(write=False) as uow:
            return uow.tickets.of_person(self.citizen.id, 5, state=state)

    @property
    def contact(self) -> Contact:
        """How this citizen could be reached last time."""
        return self.caller.contact if self.caller else Contact()
