"""What the relay needs from a channel that must be pushed to, and the two ways in which pushing fails."""

from typing import Protocol

from casework.ports import OutboxItem


class RetryLater(Exception):  # noqa: N818 - a delivery that waits is no error of ours
    """Not now. `seconds` is what the other side asked for, or None where it only failed.

    Such a wish (a rate limit) counts for less than a failure: nobody is given up because the city was busy.
    """

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds


class Undeliverable(Exception):  # noqa: N818 - the name says what is so
    """Never: the person blocked us, or the address does not exist. `reason` holds nothing personal."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PushChannel(Protocol):
    """Carries one message to one person."""

    async def deliver(self, item: OutboxItem) -> None:
        """Returns when the other side has taken it. Raises RetryLater or Undeliverable."""
