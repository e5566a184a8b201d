"""Sign-in attempts are counted by login and by address, so that guessing is slow and a flood is short."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

REMEMBERED = 10_000
"""How many names are kept at most: an attacker who invents logins does not fill the memory."""


class AttemptLimit:
    """At most `allowed` attempts by one name within `window`; a success wipes the slate."""

    def __init__(self, allowed: int, window: timedelta) -> None:
        self._allowed, self._window = allowed, window
        self._attempts: OrderedDict[str, deque[datetime]] = OrderedDict()

    def admit(self, name: str, now: datetime) -> bool:
        """Count an attempt before it is tried, so that parallel guesses count too; False where there were too many."""
        attempts = self._attempts.setdefault(name, deque())
        self._attempts.move_to_end(name)
        while attempts and attempts[0] <= now - self._window:
            attempts.popleft()
        while len(self._attempts) > REMEMBERED:
            self._attempts.popitem(last=False)
        if len(attempts) >= self._allowed:
            return False
        attempts.append(now)
        return True

    def forgive(self, name: str) -> None:
        self._attempts.pop(name, None)

    def take_back(self, name: str) -> None:
        """Uncount the latest attempt of a shared name, e.g. an office's address where somebody signed in rightly."""
        attempts = self._attempts.get(name)
        if attempts:
            attempts.pop()
