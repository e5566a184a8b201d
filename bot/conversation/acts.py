"""What a turn decided to do, carried out in order inside the one unit of work that stores the message."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bot.conversation.session import Session
from casework.accept import Intake, accept
from casework.ask_citizen import supplement
from casework.erase_own_data import erase_own_data
from casework.follow_up import rate, say_solved
from casework.keep_confidential import keep_confidential
from casework.mediate import note_consent
from casework.office import Office
from casework.own_data import make_link
from casework.ports import AttentionKind, Predicted, Question, SaidOfAnswer, UnitOfWork
from casework.redo import reopen
from casework.remind import remind
from casework.withdraw import withdraw
from hotline.appeal import Appeal
from hotline.matter import Grade, Solved
from hotline.message import Button, Message
from hotline.people import Actor, Citizen
from routing.decision import Decision


@dataclass(slots=True)
class Scene:
    """Where acts happen: the open unit of work, the citizen, the stored message, and a count of what was said."""

    office: Office
    uow: UnitOfWork
    citizen: Citizen
    inbound: int
    session: Session
    said: int = 0

    @property
    def actor(self) -> Actor:
        return Actor.citizen(self.citizen.id)

    def stored(self, key: int) -> int:
        """The id under which a question of this conversation is kept; 0 where it is not."""
        asked = self.session.asked_as(key)
        return asked.stored if asked else 0


class Act(Protocol):
    """Something to do once the message is stored."""

    def do(self, scene: Scene) -> None: ...


@dataclass(frozen=True, slots=True)
class Say:
    """Tell the citizen something in direct reply."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()

    def do(self, scene: Scene) -> None:
        scene.said += 1
        scene.uow.outbox.add(
            scene.citizen.id,
            Message(self.text, self.buttons),
            key=f"reply:{scene.inbound}:{scene.said}",
            at=scene.office.clock.now(),
            reply_to=scene.inbound,
        )


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Turn the draft into a ticket, with the machine's decisions kept beside it."""

    appeal: Appeal
    decision: Decision
    model: str
    decisions: Mapping[str, Predicted]
    inbounds: tuple[int, ...]
    asked: int = 0
    """The key of the question that became this ticket; 0 for none."""

    def do(self, scene: Scene) -> None:
        intake = Intake(scene.citizen, reply_to=scene.inbound or None)
        ticket = accept(scene.office, scene.uow, intake=intake, appeal=self.appeal, decision=self.decision)
        at = scene.office.clock.now()
        inbounds = [each for each in (*self.inbounds, scene.inbound) if each]
        scene.uow.inbox.attach(inbounds, ticket.number)
        scene.session.went_with_ticket(inbounds)
        scene.uow.ledger.add(scene.inbound, self.model, self.decisions, at, ticket.number)
        if self.appeal.contact and not self.appeal.anonymous:
            scene.uow.people.remember_contact(scene.citizen.id, self.appeal.contact)
        if stored := scene.stored(self.asked):
            scene.uow.questions.bind(stored, ticket.number)
        scene.session.last_ticket = ticket.number


@dataclass(frozen=True, slots=True)
class CallPerson:
    """Ask for a person; `summary` is masked."""

    kind: AttentionKind
    summary: str

    def do(self, scene: Scene) -> None:
        scene.uow.attention.call(self.kind, scene.citizen.id, self.summary, scene.office.clock.now())


@dataclass(frozen=True, slots=True)
class EndHandover:
    """The citizen goes back to the machine."""

    def do(self, scene: Scene) -> None:
        scene.uow.attention.finish_for(scene.citizen.id, AttentionKind.HANDOVER, scene.office.clock.now())


@dataclass(frozen=True, slots=True)
class Judge:
    """Keep what the machine made of this message."""

    model: str
    decisions: Mapping[str, Predicted]

    def do(self, scene: Scene) -> None:
        scene.uow.ledger.add(scene.inbound, self.model, self.decisions, scene.office.clock.now())


@dataclass(frozen=True, slots=True)
class KeepQuestion:
    """Keep a question with what the base made of it."""

    key: int
    question: Question

    def do(self, scene: Scene) -> None:
        at = scene.office.clock.now()
        stored = scene.uow.questions.add(scene.inbound, scene.citizen.id, self.question, at)
        asked = scene.session.asked_as(self.key)
        if asked is not None:
            scene.session.amend(replace(asked, stored=stored, inbound=scene.inbound))


@dataclass(frozen=True, slots=True)
class GiveEntry:
    """The citizen chose an entry among two or three."""

    key: int
    entry: str

    def do(self, scene: Scene) -> None:
        if stored := scene.stored(self.key):
            scene.uow.questions.given(stored, self.entry)


@dataclass(frozen=True, slots=True)
class SayOfAnswer:
    """解决了、没解决、转人工, said of an answer."""

    key: int
    said: SaidOfAnswer

    def do(self, scene: Scene) -> None:
        if stored := scene.stored(self.key):
            scene.uow.questions.said(stored, self.said, scene.office.clock.now())


@dataclass(frozen=True, slots=True)
class AddFacts:
    """The message belongs to a ticket that is on its way."""

    number: str
    words: str
    worded: bool = True
    """Whether these are the citizen's words, and not only a picture or a position."""
    inbounds: tuple[int, ...] = ()

    def do(self, scene: Scene) -> None:
        supplement(scene.office, scene.uow, self.number, scene.actor, words=self.words, reply_to=scene.inbound)
        scene.uow.inbox.attach([*self.inbounds, scene.inbound], self.number)
        scene.session.expect_more(self.number, scene.office.clock.now(), worded=self.worded)


@dataclass(frozen=True, slots=True)
class SaySolved:
    """解决情况 in the citizen's own word."""

    number: str
    solved: Solved

    def do(self, scene: Scene) -> None:
        say_solved(scene.office, scene.uow, self.number, scene.actor, self.solved, reply_to=scene.inbound)


@dataclass(frozen=True, slots=True)
class Rate:
    """The grade in the citizen's own word."""

    number: str
    grade: Grade

    def do(self, scene: Scene) -> None:
        rate(scene.office, scene.uow, self.number, scene.actor, self.grade, reply_to=scene.inbound)


@dataclass(frozen=True, slots=True)
class Reopen:
    """The problem is back; with new facts where the citizen told them."""

    number: str
    facts: str = ""

    def do(self, scene: Scene) -> None:
        reopen(scene.office, scene.uow, self.number, scene.actor, facts=self.facts, reply_to=scene.inbound)
        if self.facts:
            scene.uow.inbox.attach([scene.inbound], self.number)


@dataclass(frozen=True, slots=True)
class Remind:
    """催办."""

    number: str

    def do(self, scene: Scene) -> None:
        remind(scene.office, scene.uow, self.number, scene.actor, reply_to=scene.inbound)


@dataclass(frozen=True, slots=True)
class Withdraw:
    """撤销."""

    number: str

    def do(self, scene: Scene) -> None:
        withdraw(scene.office, scene.uow, self.number, scene.actor, reply_to=scene.inbound)


@dataclass(frozen=True, slots=True)
class KeepConfidential:
    """要求保密, for a ticket that is on its way."""

    number: str

    def do(self, scene: Scene) -> None:
        keep_confidential(scene.office, scene.uow, self.number, scene.actor, reply_to=scene.inbound)


@dataclass(frozen=True, slots=True)
class Consent:
    """同意 or 不同意 to a mediation that was proposed."""

    number: str
    given: bool

    def do(self, scene: Scene) -> None:
        note_consent(scene.office, scene.uow, self.number, scene.actor, given=self.given, reply_to=scene.inbound)


@dataclass(frozen=True, slots=True)
class OfferDownload:
    """A link to everything that is stored of them, good for one download; `way` is the address before the token."""

    way: str

    def do(self, scene: Scene) -> None:
        token = make_link(scene.uow, scene.citizen.id, scene.office.clock.now())
        Say(scene.office.wording.say("chat.data_link", link=f"{self.way}{token}")).do(scene)


@dataclass(frozen=True, slots=True)
class EraseMe:
    """删除我的数据, said twice."""

    def do(self, scene: Scene) -> None:
        waiting = erase_own_data(scene.office, scene.uow, scene.citizen)
        scene.session.forget()
        words = scene.office.wording
        if waiting:
            Say(words.say("chat.erased_waiting", open=waiting)).do(scene)
            return
        kept = scene.uow.tickets.of_person(scene.citizen.id, 1)
        Say(words.say("chat.erased_kept" if kept else "chat.erased_all")).do(scene)
