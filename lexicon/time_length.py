"""How long something has gone on (三个月了) or how long ago it was (半小时前). Numerals are in figures here."""

import re
from datetime import datetime, timedelta

from lexicon.time_span import Precision, TimeSpan, day_of, month, week_of

_LENGTH = (
    r"(?P<count>\d{1,3}|半)(?:个多?(?P<half>半)?|多|(?<=半)|(?!月))"
    r"(?P<unit>小时|钟头|分钟|月|星期|礼拜|周|天|年|晚上)"
)
"""六月以来 is since June, not for six months: months are counted with 个."""
_LASTING = re.compile(
    rf"(?P<lead>(?:已经?|连续|持续|长达|最近|过去|近|这|都|有|快)*){_LENGTH}[多半]?(?P<tail>以来|之?内|[了来])*$"
)
_AGO = re.compile(rf"{_LENGTH}多?(?:以前|之前|前)$")
_JUST_NOW = re.compile(r"(?:刚刚?|刚才|方才)$")
_TWO_DAYS = "这2天"


def read_lasting(words: str, now: datetime) -> TimeSpan | None:
    """三个月了, 最近一个月: from then until now. A bare 三个月 may lie anywhere; 这两天 is no length."""
    found = _LASTING.match(words)
    if not found or not (found["lead"] or found["tail"]) or words == _TWO_DAYS:
        return None
    start, precision = _back(found, now)
    if precision not in (Precision.MINUTE, Precision.HOUR):
        start = day_of(start).start
    return TimeSpan(start, now, precision=precision) if start < now else None


def read_ago(words: str, now: datetime) -> TimeSpan | None:
    """The minute, day, week, month or year that lies so far back; the unit says how exactly it is meant."""
    if _JUST_NOW.match(words):
        return TimeSpan(now - timedelta(hours=1), now, precision=Precision.HOUR)
    found = _AGO.match(words)
    return _around(*_back(found, now)) if found else None


def _around(then: datetime, precision: Precision) -> TimeSpan:
    match precision:
        case Precision.YEAR:
            return TimeSpan(month(then.year, 1).start, month(then.year, 12).end, precision=precision)
        case Precision.MONTH:
            return month(then.year, then.month)
        case Precision.WEEK:
            return week_of(then)
        case Precision.DAY:
            return day_of(then)
    then = then.replace(second=0, microsecond=0)
    return TimeSpan(then, then + timedelta(minutes=1), precision=Precision.MINUTE)


def _back(found: re.Match[str], now: datetime) -> tuple[datetime, Precision]:
    """The moment so long before now."""
    count = 0.5 if found["count"] == "半" else int(found["count"]) + 0.5 * bool(found["half"])
    match found["unit"]:
        case "年":
            return _months_back(now, round(count * 12)), Precision.MONTH if count < 1 else Precision.YEAR
        case "月":
            then = _months_back(now, int(count)) - timedelta(days=15 * (count % 1 > 0))
            return then, Precision.DAY if count < 1 else Precision.MONTH
        case "周" | "星期" | "礼拜":
            return now - timedelta(weeks=count), Precision.WEEK
        case "天" | "晚上":
            return now - timedelta(days=count), Precision.DAY
        case "分钟":
            return now - timedelta(minutes=count), Precision.MINUTE
    return now - timedelta(hours=count), Precision.HOUR


def _months_back(now: datetime, count: int) -> datetime:
    """The same date so many months before, or the last of a shorter month."""
    whole = month(now.year, now.month - count)
    last = (whole.end - timedelta(days=1)).day
    return now.replace(year=whole.start.year, month=whole.start.month, day=min(now.day, last))
