"""How a channel hands a message to the conversation and gets back what to say."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from casework.ports import Reply
from hotline.matter import Disposition, EmergencyKind
from hotline.message import Inbound


@dataclass(frozen=True, slots=True)
class Heard:
    """A message is stored. `replies` are already in the outbox; a repeated message gets the same replies again.

    `disposition` is what the conversation did with it, for a reply to a question of ours that of the matter in hand;
    `alarm` is the danger whose number it showed. A repeated message is not judged again and has neither.
    """

    person: int
    inbound: int
    replies: tuple[Reply, ...]
    repeated: bool = False
    disposition: Disposition | None = None
    alarm: EmergencyKind | None = None


class Conversing(Protocol):
    """The conversation, as channels see it. Blocking: call it from a worker thread, one person at a time."""

    def handle(self, inbound: Inbound) -> Heard:
        """Understand, act, store and commit; when this returns, the message may be acknowledged.

        Raises:
            DatabaseAwayError (storage): nothing was stored; the channel must not acknowledge and may try again.
        """

    def foresee(self, inbound: Inbound) -> Callable[[], object] | None:
        """What may be made ready before the message has its turn, in any thread; None where there is nothing.

        It is quick to ask, stores nothing, and leaving it out changes nothing but the time that `handle` takes.
        """
