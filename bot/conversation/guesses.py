"""Wrong pick-up codes for one ticket, whoever tries.

A person's own tries are counted in their session; but a fresh visitor costs nothing, so the ticket counts as well.
"""

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

REMEMBERED = 10_000
"""Numbers kept at most: who invents numbers does not fill the memory."""


class WrongCodes:
    """At most `most` wrong codes for a number within `window`; further tries are refused, right or wrong."""

    def __init__(self, most: int = 20, window: timedelta = timedelta(hours=1)) -> None:
        self._most, self._window = most, window
        self._wrong: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, number: str, at: datetime) -> bool:
        """Whether another code may be tried. The try counts as wrong, until `right` takes it back."""
        with self._lock:
            tries = self._wrong.setdefault(number, deque())
            self._wrong.move_to_end(number)
            while tries and tries[0] <= at - self._window:
                tries.popleft()
            while len(self._wrong) > REMEMBERED:
                self._wrong.popitem(last=False)
            if len(tries) >= self._most:
                return False
            tries.append(at)
            return True

    def right(self, number: str) -> None:
        with self._lock:
            tries = self._wrong.get(number)
            if tries:
                tries.pop()
