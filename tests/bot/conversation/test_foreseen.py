"""What looks like a question is made ready before its turn; what does not is left alone."""

from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from app.assembly import House
from bot.conversation.conversation import Conversation
from hotline.message import Inbound, InboundKind
from knowledge.answer import Answer, AnswerDecision
from tests.house import MONDAY


@dataclass
class Noting:
    """A base that knows nothing and notes what it is asked."""

    notes: list[str]

    def foresee(self, query: str) -> None:
        self.notes.append(query)

    def answer(self, query: str, at: datetime) -> Answer:  # noqa: ARG002 - it knows nothing at any time
        self.notes.append(f"answered {query}")
        return Answer(AnswerDecision.HANDOVER, None, 0.0)


def inbound(text: str, kind: InboundKind = InboundKind.TEXT) -> Inbound:
    return Inbound("webchat", "visitor-1", "m1", MONDAY, kind, text)


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


@pytest.mark.parametrize(
    "text", ["", "好", "楼下烧烤店半夜还在吵，油烟直往屋里灌", "路灯坏了" * 40 + "怎么办", "\0\ud800"]
)
def test_what_is_no_question_is_left_alone(house: House, text: str) -> None:
    assert house.conversation.foresee(inbound(text)) is None


def test_a_tap_is_no_question(house: House) -> None:
    assert house.conversation.foresee(inbound("", InboundKind.BUTTON)) is None
