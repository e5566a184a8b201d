"""A text is understood once: what was asked about a moment ago and is now confirmed need not be read again."""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from bot.conversation.tools import Understands
from classifiers.splitting import MatterSpan
from classifiers.verdict import Understanding


class Remembering:
    """Keeps the latest verdicts, no more than `size`; safe for threads. The verdicts do not depend on `at`."""

    def __init__(self, understander: Understands, *, size: int = 256) -> None:
        self._understander = understander
        self._size = size
        self._kept: OrderedDict[tuple[str, str, bool], Understanding] = OrderedDict()
        self._lock = Lock()

    def understand(
        self, text: str, *, title: str = "", at: datetime | None = None, vectors: bool = False
    ) -> Understanding:
        """As the understander does, or as it did a moment ago."""
        key = (title, text, vectors)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        understood = self._understander.understand(text, title=title, at=at, vectors=vectors)
        with self._lock:
            self._kept[key] = understood
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return understood

    def matters_in(self, text: str) -> tuple[MatterSpan, ...]:
        """As the understander does: asked once for a message, so nothing is kept."""
        return self._understander.matters_in(text)
