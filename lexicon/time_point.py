"""One time: a day or longer, with or without a time of day. Numerals are in figures here."""

import re
from datetime import datetime

from lexicon.calendar_words import read_days
from lexicon.clock_words import Clock, read_clock
from lexicon.time_span import Precision, TimeSpan

_FILLING = re.compile(r"(?:左右|前后|那天|当天|期间|多|的|都|钟|时候|许)*$")


def read_point(words: str, now: datetime, *, habitual: bool = False) -> TimeSpan | None:
    """The time that is said, all of it; None where a word is left over that was not understood.

    A time of day alone is the last such time, a mere part of the day (晚上) only of what is habitual: it may be any.
    """
    days = read_days(words, now)
    rest = (words[days[1] :] if days else words).lstrip("的")
    clock, length = read_clock(rest)
    if not is_filling(rest, length) or not (days or length):
        return None
    if days is None:
        return clock.last(now) if habitual or clock.hour is not None else None
    if not length:
        return days[0]
    return clock.on(days[0]) or days[0] if days[0].precision is Precision.DAY else None


def clock_in(words: str, now: datetime) -> Clock:
    """The time of day behind the day."""
    days = read_days(words, now)
    return read_clock((words[days[1] :] if days else words).lstrip("的"))[0]


def is_filling(words: str, start: int) -> bool:
    """Whether nothing stands behind `start` that changes the time."""
    return bool(_FILLING.match(words, start))
