"""Understanding by words alone: the past is played at every start, and its vectors would be waited for."""

from dataclasses import dataclass
from datetime import datetime

from bot.conversation.tools import Understands
from classifiers.splitting import MatterSpan
from classifiers.verdict import Understanding


@dataclass(frozen=True, slots=True)
class ByWords:
    """As `understander` does where it has no sentence vectors, whoever asks for them."""

    understander: Understands

    def understand(
        self,
        text: str,
        *,
        title: str = "",
        at: datetime | None = None,
        vectors: bool = False,  # noqa: ARG002 - never
    ) -> Understanding:
        return self.understander.understand(text, title=title, at=at)

    def matters_in(self, text: str) -> tuple[MatterSpan, ...]:
        return self.understander.matters_in(text)
