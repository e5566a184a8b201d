"""One message being thought about: what came, what is known, and what shall be done once it is stored."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.conversation.acts import Act, Say
from bot.conversation.session import Session
from bot.conversation.tools import Tools
from classifiers.verdict import Understanding
from hotline.message import Button, Inbound
from hotline.people import Citizen, Contact
from hotline.ticket import Ticket
from hotline.workflow import State
from knowledge.answer import Answer


@dataclass(slots=True)
class Turn:
    """Thinking happens here, before any transaction; `acts` are carried out afterwards, in order, in one.

    What is looked up (`tickets`, `contact`) is read in short units of its own and only when asked for.
    """

    tools: Tools
    session: Session
    inbound: Inbound
    citizen: Citizen | None
    at: datetime
    text: str = ""
    acts: list[Act] = field(default_factory=list)
    _understood: dict[str, Understanding] = field(default_factory=dict)
    _tickets: list[Ticket] | None = None

    def say(self, key: str, *rows: tuple[tuple[str, str], ...], **params: object) -> None:
        """Say a sentence of the wording file, with rows of (wording key, action) buttons below."""
        words = self.tools.wording
        buttons = tuple(tuple(Button(words.say(f"tap.{label}"), action) for label, action in row) for row in rows)
        self.acts.append(Say(words.say(f"chat.{key}", **params), buttons))

    def do(self, act: Act) -> None:
        self.acts.append(act)

    def means(self, meaning: str) -> bool:
        """Whether the message is a short reply of that meaning."""
        return bool(self.text) and self.tools.phrases.means(self.text, meaning)

    def understand(self, text: str) -> Understanding:
        """The verdicts on a text, each text once."""
        if text not in self._understood:
            self._understood[text] = self.tools.understander.understand(text, at=self.at)
        return self._understood[text]

    @property
    def understood(self) -> Understanding:
        """The verdicts on this message alone."""
        return self.understand(self.text)

    @property
    def judged(self) -> Understanding | None:
        """The verdicts on this message, if any were asked for: they go into the ledger."""
        return self._understood.get(self.text)

    def answer(self, query: str) -> Answer:
        return self.tools.answerer.answer(query, self.at)

    def tickets(self) -> list[Ticket]:
        """The citizen's latest tickets, newest first."""
        if self._tickets is None:
            self._tickets = []
            if self.citizen is not None:
                with self.tools.units_of_work(write=False) as uow:
                    self._tickets = uow.tickets.of_person(self.citizen.id, 20)
        return self._tickets

    def waiting_ticket(self) -> Ticket | None:
        """The latest ticket about which a unit has asked the citizen something."""
        return next((each for each in self.tickets() if each.state is State.AWAITING_CITIZEN), None)

    def contact(self) -> Contact:
        """How this citizen could be reached last time."""
        if self.citizen is None:
            return Contact()
        with self.tools.units_of_work(write=False) as uow:
            return uow.people.contact(self.citizen.id)
