"""From one time to another: 晚上10点到凌晨2点, 3月1号到5号, 周一到周五. Numerals are in figures here."""

import re
from datetime import datetime, timedelta

from lexicon.clock_words import Clock, read_clock
from lexicon.time_point import clock_in, is_filling, read_point
from lexicon.time_span import Precision, TimeSpan, day_of

_BETWEEN = re.compile(r"(?<=.)(?:一?直?[到至]|[~～—]+|(?<=[点时半\d])-(?=\d+[点时:]))(?=.)")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)[1-6日天]")
_SHARED = (
    (re.compile(r"\d{1,2}[日号]"), re.compile(r"(?P<head>.*?)\d{1,2}[日号]")),
    (re.compile(r"\d{1,2}月"), re.compile(r"(?P<head>.*?)\d{1,2}月")),
)
_MOMENTS = (Precision.HOUR, Precision.MINUTE)


def read_range(words: str, now: datetime, *, habitual: bool = False) -> TimeSpan | None:
    """A到B; B lies in A's day, month or week where it names none, and never before A."""
    cut = _BETWEEN.search(words)
    if not cut:
        return None
    left, right = words[: cut.start()], words[cut.end() :]
    first = read_point(left, now, habitual=habitual)
    end = _end(left, right, first, now) if first else None
    if not first or not end or end <= first.start:
        return None
    span = TimeSpan(first.start, end, precision=first.precision)
    return span.moved(-7) if _WEEKDAY.match(left) and span.end > now else span


def _end(left: str, right: str, first: TimeSpan, now: datetime) -> datetime | None:
    clock, length = read_clock(right)
    if length and is_filling(right, length):
        return _next(clock.like(clock_in(left, now)), first)
    if _WEEKDAY.fullmatch(right):
        return _weekday_behind(right, first)
    last = read_point(_shared_head(left, right) + right, now)
    return _told_end(last) if last else None


def _told_end(span: TimeSpan) -> datetime:
    """Until eleven o'clock ends at eleven; until Friday ends with Friday."""
    return span.start if span.precision in _MOMENTS else span.end


def _next(clock: Clock, first: TimeSpan) -> datetime | None:
    """The first such time of day behind the beginning."""
    spans = (clock.on(day_of(first.start, days)) for days in (-1, 0, 1))
    return next((_told_end(span) for span in spans if span and _told_end(span) > first.start), None)


def _weekday_behind(right: str, first: TimeSpan) -> datetime | None:
    for days in range(1, 8):
        there = day_of(first.start, days)
        if there == read_point(right, there.start + timedelta(hours=1)):
            return there.end
    return None


def _shared_head(left: str, right: str) -> str:
    """What 5号 takes over from 3月1号, and 5月 from 去年3月."""
    for short, whole in _SHARED:
        found = whole.match(left) if short.match(right) else None
        if found:
            return found["head"]
    return ""
