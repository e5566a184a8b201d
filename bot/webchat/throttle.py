"""How many messages a minute one visitor, or one network address, may send."""

import math
from collections import OrderedDict
from collections.abc import Callable

from aiohttp import web

from bot.webchat.refusals import TooManyError

_MOST_KEYS = 50_000


class Throttle:
    """A bucket of `per_minute` tokens for each key, refilled evenly. The keys used longest ago are forgotten first."""

    def __init__(self, per_minute: int, seconds: Callable[[], float]) -> None:
        self._size = float(per_minute)
        self._seconds = seconds
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Raises TooManyError with the seconds until the next token."""
        now = self._seconds()
        left, since = self._buckets.pop(key, (self._size, now))
        left = min(self._size, left + (now - since) * self._size / 60)
        self._buckets[key] = (left - 1 if left >= 1 else left, now)
        while len(self._buckets) > _MOST_KEYS:
            self._buckets.popitem(last=False)
        if left < 1:
            raise TooManyError(seconds=math.ceil((1 - left) * 60 / self._size))


def network_address(request: web.Request, trusted_proxies: int) -> str:
    """Where the request came from.

    Each trusted proxy appends the address that it saw, so exactly as many entries from the right are believed; what
    stands further left is whatever the caller wrote.
    """
    written = ",".join(request.headers.getall("X-Forwarded-For", []))
    chain = [part.strip() for part in written.split(",") if part.strip()]
    chain.append(request.remote or "")
    return chain[max(0, len(chain) - 1 - trusted_proxies)]
