"""What looks like a question is made ready before its turn; what does not is left alone."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from app.assembly import House
from bot.conversation.conversation import Conversation
from bot.conversation.remember import Remembering
from bot.conversation.tools import Understands
from classifiers.splitting import MatterSpan
from classifiers.verdict import Understanding
from hotline.message import Inbound, InboundKind
from knowledge.answer import Answer, AnswerDecision
from tests.house import MONDAY


@dataclass
class Noting:
    """A base that knows nothing and notes what it is asked."""

    notes: list[str]

    def foresee(self, query: str) -> None:
        self.notes.append(query)

    def answer(self, query: str, at: datetime, *, in_words: bool = False) -> Answer:  # noqa: ARG002 - nothing, ever
        self.notes += [] if in_words else [f"answered {query}"]
        return Answer(AnswerDecision.HANDOVER, None, 0.0)


@dataclass
class Counting:
    """The house's understander, which notes every text that is heard with its vector."""

    understander: Understands
    heard: list[str] = field(default_factory=list)

    def understand(
        self, text: str, *, title: str = "", at: datetime | None = None, vectors: bool = False
    ) -> Understanding:
        self.heard += [text] if vectors else []
        return self.understander.understand(text, title=title, at=at, vectors=vectors)

    def matters_in(self, text: str) -> tuple[MatterSpan, ...]:
        return self.understander.matters_in(text)


def inbound(text: str, kind: InboundKind = InboundKind.TEXT, action: str = "", message: str = "m1") -> Inbound:
    return Inbound("webchat", "visitor-1", message, MONDAY, kind, text, action)


@pytest.mark.parametrize("text", ["新生儿上户口要带什么材料", "  居住证多少天能办好 ", "低保能不能网上申请"])
def test_a_question_is_made_ready_as_it_will_be_asked(house: House, text: str) -> None:
    ready: list[str] = []
    talk = Conversation(replace(house.tools, answerer=Noting(ready)))
    prepare = talk.foresee(inbound(text))
    assert prepare is not None
    prepare()
    talk.handle(inbound(text))
    assert ready[0] == text.strip()
    assert f"answered {text.strip()}" in ready


@pytest.mark.parametrize("text", ["", "好", "路灯坏了" * 40 + "怎么办", "\0\ud800"])
def test_what_is_no_question_is_left_alone(house: House, text: str) -> None:
    assert house.conversation.foresee(inbound(text)) is None


def test_a_matter_to_which_words_find_no_guide_costs_no_vector(house: House) -> None:
    ready: list[str] = []
    talk = Conversation(replace(house.tools, answerer=Noting(ready)))
    message = inbound("楼下烧烤店半夜还在吵，油烟直往屋里灌")
    prepare = talk.foresee(message)
    assert prepare is not None
    prepare()
    talk.handle(message)
    assert ready == []


def test_a_tap_is_no_question(house: House) -> None:
    assert house.conversation.foresee(inbound("", InboundKind.BUTTON)) is None


def test_a_matter_is_weighed_once_and_before_its_turn(house: House) -> None:
    counting = Counting(house.mind.understander)
    talk = Conversation(replace(house.tools, understander=Remembering(counting)))
    talk.handle(inbound("昨晚十一点多，青石路38号锦绣苑3栋楼下烧烤店油烟往屋里灌，电话13800001111"))
    tap = inbound("", InboundKind.BUTTON, "confirm", "m2")
    prepare = talk.foresee(tap)
    assert prepare is not None
    prepare()
    [weighed] = counting.heard
    talk.handle(tap)
    assert counting.heard == [weighed]
    assert sum(house.database.views.by_state().values()) == 1


def test_in_a_rush_a_matter_is_weighed_by_words_and_loses_nothing(house: House) -> None:
    counting = Counting(house.mind.understander)
    hasty = replace(house.tools.manners, patience=timedelta(seconds=-1))
    talk = Conversation(replace(house.tools, understander=Remembering(counting), manners=hasty))
    talk.handle(inbound("昨晚十一点多，青石路38号锦绣苑3栋楼下烧烤店油烟往屋里灌，电话13800001111"))
    tap = inbound("", InboundKind.BUTTON, "confirm", "m2")
    prepare = talk.foresee(tap)
    assert prepare is not None
    prepare()
    talk.handle(tap)
    assert counting.heard == []
    assert sum(house.database.views.by_state().values()) == 1


def test_a_stale_tap_makes_nothing_ready(house: House) -> None:
    counting = Counting(house.mind.understander)
    talk = Conversation(replace(house.tools, understander=counting))
    prepare = talk.foresee(inbound("", InboundKind.BUTTON, "confirm"))
    assert prepare is not None
    prepare()
    assert counting.heard == []
