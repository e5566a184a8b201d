"""A lock that is handed over in the order of asking.

SQLite lets one writer in; the others would sleep and retry inside `busy_timeout`, where luck decides who waits
longest. Inside one process the threads queue here instead, first come, first served.
"""

import threading
from collections import deque

from storage.errors import DatabaseAwayError


class FairLock:
    """First come, first served; the same thread asking twice is a programming error, not a dead lock."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._owner: int | None = None

    @property
    def waiting(self) -> int:
        """How many threads stand in line."""
        return len(self._queue)

    def acquire(self) -> None:
        """Wait for the turn.

        Raises:
            DatabaseAwayError: the turn did not come within `patience` seconds.
            RuntimeError: this thread holds it already.
        """
        me = threading.get_ident()
        with self._guard:
            if self._owner is None:
                self._owner = me
                return
            if self._owner == me:
                raise RuntimeError("this thread is inside a write unit of work already; pass the open one on")
            turn = threading.Lock()
            turn.acquire()  # opened by whoever hands the lock over
            self._queue.append(turn)
        if not turn.acquire(timeout=self._patience):
            self._leave(turn)
        self._owner = me

    def release(self) -> None:
        with self._guard:
            if self._queue:
                self._owner = -1  # on its way to the next in line
                self._queue.popleft().release()
            else:
                self._owner = None

    def _leave(self, turn: threading.Lock) -> None:
        with self._guard:
            if turn not in self._queue:
                return  # handed over in the last instant
            self._queue.remove(turn)
        raise DatabaseAwayError(reason="busy")
