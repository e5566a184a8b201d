"""What the web chat is made of and how a city sets it."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from bot.conversation.api import Conversing
from bot.lanes import Lanes
from casework.ports import UnitsOfWork
from hotline.clock import Clock

CHANNEL = "webchat"

Listener = Callable[[frozenset[int]], None]


@dataclass(frozen=True, slots=True)
class WebchatSettings:
    """How the web chat behaves.

    `secure_cookie` is off only where the page is served without TLS (a demo on a loopback address).
    `trusted_proxies` is how many proxies of our own stand in front: so many entries of X-Forwarded-For are believed.
    `origins` are further addresses, such as `https://chat.example.cn`, whose pages may send beside our own.
    `per_visitor` and `per_address` are messages a minute; an address may be a whole office behind one router.
    `retention_days` and its like are what the privacy page promises; a job of the server keeps the promise.
    """

    title: str = "12345 政务服务便民热线"
    operator: str = "12345 热线管理机构"
    privacy_contact: str = "12345"
    retention_days: int = 1095
    picture_retention_days: int = 365
    chat_retention_days: int = 180
    secure_cookie: bool = True
    trusted_proxies: int = 0
    origins: frozenset[str] = frozenset()
    per_visitor: int = 30
    per_address: int = 300
    picture_bytes: int = 8 * 1024 * 1024
    text_length: int = 20_000
    poll: float = 1.0
    heartbeat: float = 25.0
    sockets_per_visitor: int = 6


@dataclass(frozen=True, slots=True)
class WebchatParts:
    """What the assembly hands in. `on_commit` is the database's hook; `pool` runs the short reads."""

    conversation: Conversing
    units_of_work: UnitsOfWork
    lanes: Lanes
    pool: Executor
    clock: Clock
    on_commit: Callable[[Listener], None]
    settings: WebchatSettings = field(default_factory=WebchatSettings)
    wording_overrides: tuple[Path, ...] = ()
    own_data: Callable[[int, str], str | None] = lambda _person, _token: None
    """What is stored of a person, for a one-time token of theirs; None where it does not hold. Blocking."""
