"""The citizen of a story: writes, taps, and reads what is said, through the conversation like anybody else."""

from datetime import timedelta

from app.assembly import House
from app.demo.story import Story
from app.demo.timeline import MOST_TAPS, Timeline
from bot.conversation.api import Heard
from hotline.message import Inbound, InboundKind

CHANNEL = "webchat"
TYPING, READING = timedelta(seconds=50), timedelta(seconds=25)

_TAPS = {"ticket": ("confirm", "skip:", "start:matter", "answer:no", "choose:0"), "answer": ("answer:yes", "choose:1")}
"""What a citizen taps who wants just that, the most wanted first."""


class DemoCitizen:
    """One person on the web chat. `person` is 0 until the first message is stored."""

    def __init__(self, house: House, timeline: Timeline, address: str) -> None:
        self._house, self._timeline, self._address = house, timeline, address
        self._sent = 0
        self.person = 0

    def tell(self, story: Story) -> None:
        """Write all that the story says, then tap until the citizen has what they want."""
        heard = [self.write(turn) for turn in story.turns][-1]
        for _ in range(MOST_TAPS):
            action = _next_tap(heard, _TAPS.get(story.wants, ()))
            if not action:
                return
            heard = self.tap(action)

    def write(self, text: str) -> Heard:
        self._timeline.pause(TYPING)
        return self._send(InboundKind.TEXT, text=text)

    def tap(self, action: str) -> Heard:
        self._timeline.pause(READING)
        return self._send(InboundKind.BUTTON, action=action)

    def number(self) -> str:
        """The number of this citizen's ticket, or an empty string."""
        with self._house.database.units_of_work(write=False) as uow:
            tickets = uow.tickets.of_person(self.person, 1)
        return tickets[0].number if tickets else ""

    def _send(self, kind: InboundKind, *, text: str = "", action: str = "") -> Heard:
        self._sent += 1
        at = self._house.office.clock.now()
        inbound = Inbound(CHANNEL, self._address, f"{self._address}:{self._sent}", at, kind, text, action)
        heard = self._house.conversation.handle(inbound)
        self.person = heard.person
        return heard


def _next_tap(heard: Heard, wanted: tuple[str, ...]) -> str:
    offered = [button.action for item in heard.replies for row in item.message.buttons for button in row]
    return next((action for start in wanted for action in offered if action.startswith(start)), "")
