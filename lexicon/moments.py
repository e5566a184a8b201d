"""When it was, as moments: from the citizen's words for a time to a stretch in the city's zone.

What is said without a date means the last such time, since a complaint speaks of what has happened; only words that
point forward (明天, 下周, 今晚) give a time to come. Where the words may mean two things, there is no answer at all:
an empty field is asked for, a wrong date is believed. Dates of the lunar calendar are left to a person.
"""

import re
from dataclasses import replace
from datetime import datetime

from hotline.clock import local, utc
from lexicon.numerals import with_figures
from lexicon.time_length import read_ago, read_lasting
from lexicon.time_point import read_point
from lexicon.time_range import read_range
from lexicon.time_span import TimeSpan, day_of
from lexicon.times import find_time

_BLANKS = re.compile(r"[\s,，、]+")
_AHEAD = re.compile(r"明[天日早晚年]|后天|下个?(?:周|月|星期|礼拜)|[今这本](?:[天日晚儿]|个?(?:周|星期|礼拜))")
_NOW = r"(?:现在|今天?|目前|如今)"
_SINCE = re.compile(
    rf"(?:自从|打从|[自从打])(?P<from>.+?)(?:开始|起|以来|之后|以后|过后|后)?(?:一?直)?(?:[到至]{_NOW})?$|"
    rf"(?P<begun>.+?)(?:开始|以来|起|(?:一?直)?[到至]{_NOW})$"
)
_AGAIN_AND_AGAIN = re.compile(r"(?P<window>.+?)(?P<every>(?:每|天天|夜夜).+)")
_EVERY = re.compile(r"每(?:1?[天日]|个?(?=周|星期|礼拜)|(?=[晚夜]))都?|天天|夜夜|1到(?=[晚夜半凌周早])")
_LONGEST = 60

_ABOUT = re.compile(r"(?<![十百])[一二两三四五六七八九]{2}(?:天|个月|年(?=[前了多来])|周|个?星期|个?礼拜|点|个?小时)")
"""两三天: no number at all, and read digit by digit it would be a wrong one."""


def resolve(words: str, now: datetime) -> TimeSpan | None:
    """The time that `words` (as `find_time` gives them) mean when they are said at `now`; None if that is not sure.

    What goes on ends at `now`.

    Raises:
        ValueError: `now` carries no zone.
    """
    if _ABOUT.search(words):
        return None
    here = local(utc(now))
    for text in (words, find_time(words[:_LONGEST])):
        span = _span(_BLANKS.sub("", with_figures(text).text), here) if 0 < len(text) <= _LONGEST else None
        if span and (span.start <= here or _AHEAD.search(text)):
            return span.until(here)
    return None


def _span(words: str, now: datetime) -> TimeSpan | None:
    for read in (read_lasting, read_ago, _within, _since, _every, read_range, read_point):
        span = read(words, now)
        if span:
            return span
    return None


def _within(words: str, now: datetime) -> TimeSpan | None:
    """这半个月每天凌晨: a stretch, and in it again and again."""
    found = _AGAIN_AND_AGAIN.match(words)
    if not found:
        return None
    window, inner = _window(found["window"], now), _every(found["every"], now)
    return replace(window, recurring=True, precision=inner.precision) if window and inner else None


def _window(words: str, now: datetime) -> TimeSpan | None:
    return read_lasting(words, now) or read_lasting(f"近{words}", now) or _since(words, now)


def _since(words: str, now: datetime) -> TimeSpan | None:
    found = _SINCE.match(words)
    begun = read_point(found["from"] or found["begun"], now) if found else None
    return TimeSpan(begun.start, now, precision=begun.precision) if begun and begun.start < now else None


def _every(words: str, now: datetime) -> TimeSpan | None:
    """What is said of every day, as the last time it was so."""
    found = _EVERY.match(words)
    if not found:
        return None
    rest = words[found.end() :]
    span = read_range(rest, now, habitual=True) or read_point(rest, now, habitual=True) if rest else day_of(now)
    return replace(span.moved(-1) if span.start > now else span, recurring=True) if span else None
