"""A person who sends, taps and reads."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from app.assembly import House
from bot.conversation.api import Heard
from bot.conversation.conversation import Conversation
from bot.conversation.session import Session
from casework.ports import AttentionKind
from hotline.clock import SetClock
from hotline.message import Attachment, Inbound, InboundKind, Message
from hotline.ticket import Ticket

WHOLE = "青石路38号锦绣苑3栋楼下烧烤店昨晚十一点还在吵，我姓张，电话13812345678"
PARTLY = "楼下烧烤店油烟和噪音太大，我要投诉"
_IDS = count(1)


@dataclass
class Person:
    """One citizen on one channel; twenty seconds pass before each message."""

    house: House
    clock: SetClock
    address: str = "visitor-1"
    channel: str = "webchat"
    talk: Conversation | None = None
    heard: list[Heard] = field(default_factory=list)

    def handle(self, inbound: Inbound) -> list[Message]:
        self.heard.append((self.talk or self.house.conversation).handle(inbound))
        return [item.message for item in self.heard[-1].replies]

    def inbound(self, kind: InboundKind, *, text: str = "", action: str = "", picture: bool = False,
                place: tuple[float, float] | None = None) -> Inbound:  # fmt: skip
        attachment = Attachment("image/png", b"png") if picture else None
        latitude, longitude = place or (None, None)
        return Inbound(self.channel, self.address, f"m{next(_IDS)}", self.clock.now(), kind, text, action, attachment,
                       latitude, longitude)  # fmt: skip

    def say(self, text: str) -> str:
        """Send words; what is answered, in one text."""
        self.clock.pass_time(timedelta(seconds=20))
        return _read(self.handle(self.inbound(InboundKind.TEXT, text=text)))

    def tap(self, action: str) -> str:
        self.clock.pass_time(timedelta(seconds=20))
        return _read(self.handle(self.inbound(InboundKind.BUTTON, action=action)))

    def show(self, text: str = "") -> str:
        self.clock.pass_time(timedelta(seconds=20))
        return _read(self.handle(self.inbound(InboundKind.PHOTO, text=text, picture=True)))

    def locate(self) -> str:
        self.clock.pass_time(timedelta(seconds=20))
        return _read(self.handle(self.inbound(InboundKind.LOCATION, place=(30.25, 120.15))))

    @property
    def actions(self) -> list[str]:
        """What can be tapped under the latest answer."""
        messages = [item.message for item in self.heard[-1].replies]
        return [button.action for each in messages for row in each.buttons for button in row]

    @property
    def tickets(self) -> list[Ticket]:
        """Newest first."""
        with self.house.database.units_of_work(write=False) as uow:
            return uow.tickets.of_person(self.heard[-1].person) if self.heard else []

    @property
    def ticket(self) -> Ticket:
        [only] = self.tickets
        return only

    @property
    def session(self) -> Session:
        with self.house.database.units_of_work(write=False) as uow:
            return Session.from_state(dict(uow.sessions.load(self.heard[-1].person).state))

    @property
    def stored(self) -> list[str]:
        with self.house.database.units_of_work(write=False) as uow:
            return [each.text for each in uow.inbox.said(self.heard[-1].person, 1000)]

    def calls(self, kind: AttentionKind) -> list[str]:
        with self.house.database.units_of_work(write=False) as uow:
            return [each.summary for each in uow.attention.open() if each.kind is kind]

    def later(self) -> str:
        """The latest thing the person was told, asked for or not."""
        with self.house.database.units_of_work(write=False) as uow:
            return uow.outbox.after(self.heard[-1].person, 0)[-1].message.text

    def submitted(self, words: str = WHOLE) -> Ticket:
        """Tell everything at once and confirm."""
        self.say(words)
        self.tap("confirm")
        return self.tickets[0]


def _read(messages: list[Message]) -> str:
    return "\n".join(each.text for each in messages)
