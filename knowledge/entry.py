"""One entry of the knowledge base."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EntryKind(StrEnum):
    """材料性质."""

    GUIDE = "办事指南"
    LAW = "法律法规"
    HOT = "热点问答"
    DAILY = "日常咨询"
    NOTICE = "通知公告"
    BUSINESS = "业务指引"


@dataclass(frozen=True, slots=True)
class Guide:
    """办事指南 in its parts, each as people read it; empty where nothing is known or it differs by city."""

    who: str = ""
    materials: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    where: str = ""
    when: str = ""
    how_long: str = ""
    fee: str = ""
    law: str = ""

    def __bool__(self) -> bool:
        return self != Guide()


@dataclass(frozen=True, slots=True)
class Entry:
    """A question the office can answer, with where the answer comes from and until when it holds.

    `golden` are questions that must find it before it is published, `city` names what the city has to fill in.
    """

    id: str
    title: str
    variants: tuple[str, ...]
    short: str
    full: str
    kind: EntryKind
    owner: str
    source: str
    source_date: date | None
    effective: date | None
    expires: date | None
    area: str
    audience: str
    keywords: tuple[str, ...]
    review: date | None
    golden: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    guide: Guide = Guide()

    def in_force(self, day: date) -> bool:
        """Whether it may be given as an answer on that day; on its expiry day it no longer may."""
        return (self.effective is None or self.effective <= day) and (self.expires is None or day < self.expires)
