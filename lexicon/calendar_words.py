"""Words for days and longer: 上周五, 3月5号, 去年冬天, 国庆. Numerals are in figures here (周5, 3月).

A word without a year or week means the last such time: a complaint speaks of what has happened.
"""

import re
from collections.abc import Callable
from datetime import datetime

from lexicon.time_span import Precision, TimeSpan, day, day_of, month, months, week_of

Reader = Callable[[re.Match[str], datetime], TimeSpan | None]
_DAYS = {
    "大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3,
}  # fmt: skip
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1}
_YEARS = {"大前": -3, "前": -2, "去": -1, "今": 0, "明": 1}
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
_FEASTS = {
    "元旦": (1, 1, 1), "清明": (4, 4, 3), "51": (5, 1, 5), "劳动": (5, 1, 5), "61": (6, 1, 1), "儿童": (6, 1, 1),
    "国庆": (10, 1, 7), "101": (10, 1, 7), "双11": (11, 11, 1), "圣诞": (12, 25, 1),
}  # fmt: skip
"""Feasts with a fixed date: month, day, days off. Those of the lunar calendar are left to a person."""

_THIRDS = {"初": (1, 11), "上旬": (1, 11), "中旬": (11, 21), "下旬": (21, 32), "底": (21, 32)}
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)年?度?|(?P<named>大前|[前去今明])年)的?"
_WEEKDAY = r"(?P<weekday>[1-6日天末])"


def read_days(words: str, now: datetime) -> tuple[TimeSpan, int] | None:
    """The day, week, month, season or year at the beginning of `words`, and how many letters say it."""
    for pattern, read in _READERS:
        found = pattern.match(words)
        if found:
            span = read(found, now)
            return (span, found.end()) if span else None
    return None


def _date(found: re.Match[str], now: datetime) -> TimeSpan | None:
    """年月日, with what is left out taken from now; the last one that has begun."""
    number, date = int(found["month"]), int(found["day"] or 0)
    if not 1 <= number <= 12:
        return None
    named = _year_named(found, now)
    for year in (now.year, now.year - 1) if named is None else (named,):
        span = day(year, number, date) if date else _third(month(year, number), found["third"])
        if span and (named is not None or span.start <= now):
            return span
    return None


def _written(found: re.Match[str], _now: datetime) -> TimeSpan | None:
    return day(int(found["year"]), int(found["month"]), int(found["day"]))


def _year_named(found: re.Match[str], now: datetime) -> int | None:
    if found["year"]:
        return int(found["year"])
    if short := found.groupdict().get("short"):
        return _whole_year(int(short), now)
    return now.year + _YEARS[found["named"]] if found["named"] else None


def _whole_year(short: int, now: datetime) -> int:
    """08年 is 2008 and 98年 is 1998: the last such year, or the next one."""
    century = now.year - now.year % 100
    return century + short if century + short <= now.year + 1 else century - 100 + short


def _third(whole: TimeSpan, name: str | None) -> TimeSpan:
    """The beginning, middle or end of a month; the month itself without a name."""
    if not name:
        return whole
    first, behind = _THIRDS[name]
    start = whole.start.replace(day=first)
    end = whole.end if behind > 28 else whole.start.replace(day=behind)
    return TimeSpan(start, end, precision=Precision.PART)


def _date_in_month(found: re.Match[str], now: datetime) -> TimeSpan | None:
    """5号: in this month or the one before."""
    for back in (0, 1, 2):
        whole = month(now.year, now.month - back)
        span = day(whole.start.year, whole.start.month, int(found["day"]))
        if span and span.start <= now:
            return span
    return None


def _relative_month(found: re.Match[str], now: datetime) -> TimeSpan | None:
    whole = month(now.year, now.month + _WEEKS[found["which"]])
    if found["day"]:
        return day(whole.start.year, whole.start.month, int(found["day"]))
    return _third(whole, found["third"])


def _relative_day(found: re.Match[str], now: datetime) -> TimeSpan:
    return day_of(now, _DAYS[found["which"]])


def _weekday(found: re.Match[str], now: datetime) -> TimeSpan:
    which, name = found["which"], found["weekday"]
    week = week_of(now, _WEEKS[which] if which else 0)
    first = 5 if name == "末" else 6 if name in "日天" else int(name) - 1
    span = TimeSpan(day_of(week.start, first).start, day_of(week.start, 6 if name == "末" else first).end)
    return span.moved(-7) if not which and span.start > now else span


def _week(found: re.Match[str], now: datetime) -> TimeSpan:
    return week_of(now, _WEEKS[found["which"]])


def _year(found: re.Match[str], now: datetime) -> TimeSpan:
    year = _year_named(found, now) or now.year
    match found["part"] or "":
        case "初":
            return month(year, 1)
        case "底" | "末":
            return month(year, 12)
        case "上半年":
            return months(year, 1, 6)
        case "下半年":
            return months(year, 7, 6)
    return months(year, 1, 12, Precision.YEAR)


def _season(found: re.Match[str], now: datetime) -> TimeSpan | None:
    """A winter is named after the year in which it begins; in January 今年冬天 and 去年冬天 still do."""
    year = _year_named(found, now) or now.year
    winter_is_on = found["season"] == "冬" and now.month <= 2 and not found["year"]
    return months(year - winter_is_on, _SEASONS[found["season"]], 3)


def _holidays(found: re.Match[str], now: datetime) -> TimeSpan | None:
    return _last(found, now, lambda year: months(year, 7, 2))


def _feast(found: re.Match[str], now: datetime) -> TimeSpan | None:
    number, date, length = _FEASTS[found["feast"]]
    return _last(found, now, lambda year: _from(year, number, date, length))


def _from(year: int, number: int, date: int, length: int) -> TimeSpan:
    start = month(year, number).start.replace(day=date)
    return TimeSpan(start, day_of(start, length).start)


def _last(found: re.Match[str], now: datetime, of: Callable[[int], TimeSpan]) -> TimeSpan:
    named = _year_named(found, now)
    span = of(named or now.year)
    return span if named or span.start <= now else of(now.year - 1)


def _two_days(_found: re.Match[str], now: datetime) -> TimeSpan:
    return TimeSpan(day_of(now, -1).start, now)


_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(?P<year>(?:19|20)\d\d)[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})日?", _written),
        (
            rf"(?:{_YEAR}|(?P<short>\d\d)年)?(?P<month>\d{{1,2}})月份?(?:(?P<day>\d{{1,2}})[日号]?|(?P<third>初|底|[上中下]旬))?",
            _date,
        ),
        (
            r"(?P<which>上上|[上这本下])个?月份?的?(?:(?P<day>\d{1,2})[日号]|(?P<third>初|底|[上中下]旬))?",
            _relative_month,
        ),
        (rf"(?P<which>上上|[上这本下])?个?(?:周|星期|礼拜){_WEEKDAY}", _weekday),
        (r"(?P<which>上上|[上这本下])个?(?:周|星期|礼拜)", _week),
        (r"(?P<which>大前|大后|[前昨今明后])(?:[天日儿]|(?=[晚早夜晨]))", _relative_day),
        (rf"{_YEAR}(?P<season>[春夏秋冬])[天季]?", _season),
        (rf"(?:{_YEAR})?暑假", _holidays),
        (rf"(?:{_YEAR})?(?P<feast>{'|'.join(_FEASTS)})(?:节|长假|假期)?", _feast),
        (rf"{_YEAR}年?(?P<part>初|底|末|[上下]半年)?", _year),
        (r"这2天", _two_days),
        (r"(?P<day>\d{1,2})[日号]", _date_in_month),
    )
)
