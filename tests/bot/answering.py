"""A small conversation that stores and answers like the real one, so that channels are tested against a database."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.conversation.api import Heard
from casework.ports import UnitOfWork, UnitsOfWork
from hotline.clock import Clock
from hotline.message import Button, Inbound, InboundKind, Message


@dataclass
class AnsweringConversation:
    """Repeats what it heard. `stumble` is asked before anything is stored and may raise."""

    units_of_work: UnitsOfWork
    clock: Clock
    stumble: Callable[[Inbound], None] = lambda _inbound: None
    heard: list[Inbound] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def foresee(self, inbound: Inbound) -> None:  # noqa: ARG002 - there is nothing to make ready
        return None

    def handle(self, inbound: Inbound) -> Heard:
        self.stumble(inbound)
        with self.units_of_work() as uow:
            person = uow.people.find_or_add(inbound.channel, inbound.address, self.clock.now()).id
            stored = uow.inbox.take(inbound, person)
            repeated = stored is None
            number = stored if stored is not None else self._earlier(uow, inbound)
            if not repeated:
                uow.outbox.add(person, _answer(inbound), key=f"answer:{number}", at=self.clock.now(), reply_to=number)
            replies = tuple(uow.outbox.replies(number))
            uow.commit()
        with self.lock:
            self.heard.append(inbound)
        return Heard(person, number, replies, repeated)

    def _earlier(self, uow: UnitOfWork, inbound: Inbound) -> int:
        number = uow.inbox.find(inbound.channel, inbound.message_id)
        assert number is not None
        return number


def _answer(inbound: Inbound) -> Message:
    match inbound.kind:
        case InboundKind.BUTTON:
            return Message(f"tapped {inbound.action}")
        case InboundKind.LOCATION:
            return Message(f"at {inbound.latitude}, {inbound.longitude}")
        case InboundKind.PHOTO:
            assert inbound.attachment is not None
            return Message(f"picture {inbound.attachment.mime} {len(inbound.attachment.content)} {inbound.text}")
        case InboundKind.OTHER:
            return Message("other")
        case InboundKind.TEXT:
            return Message(f"heard {inbound.text}", ((Button("yes", "say:yes"), Button("no", "say:no")),))
