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
class Entry:
    """A question the office can answer, with where the answer comes from and until when it holds."""

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

    def in_force(self, day: date) -> bool:
        """Whether it may be given as an answer on that day; on its expiry day it no longer may."""
        return (self.effective is None or self.effective <= day) and (self.expires is None or day < self.expires)
