"""When it was, with the date: 昨晚十一点半（11月21日 23:30）. What cannot be told for sure stays as it was said."""

import re
from datetime import UTC, datetime, timedelta

from bot.conversation.session import Draft
from hotline.clock import local
from hotline.wording import Wording
from lexicon.moments import resolve
from lexicon.numerals import with_figures
from lexicon.time_span import Precision, TimeSpan

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_SINCE = re.compile(r"起|开始|以来|至今|到现在|^[自从打]|了$")
_BY_CLOCK = re.compile(r"[0-9一二两三四五六七八九十][点:：时]")
_ROUGHLY = re.compile(
    r"(?:每天|天天|每[晚夜]|经常|总是|老是|一到|到了)*(?:大?半夜(?:三更)?|[深后前下上]?半?夜里?|夜[间晚]|晚上|晚间|凌晨|清早|"
    r"大清早|一?大早|早上|上午|中午|午休|下午|傍晚|白天)?"
)
"""A part of the day and nothing else."""
_CLOCK = (Precision.MINUTE, Precision.HOUR)
_LONG = (Precision.MONTH, Precision.SEASON, Precision.YEAR)


def more_exact(before: str, after: str) -> str:
    """What stands for the time where it was known roughly and is now said by the clock; empty where it adds nothing.

    半夜 gives way to 每天晚上11点到2点; what says something else, like 上周, is kept beside it.
    """
    if _BY_CLOCK.search(before) or not _BY_CLOCK.search(after):
        return ""
    return after if before in after or _ROUGHLY.fullmatch(before) else f"{before}，{after}"


def dated(draft: Draft, words: Wording) -> str:
    """The citizen's words for the time, with what they mean behind them, counted from when they were said.

    The words alone where they may mean two things, name the date themselves, or tell of what happens again and again
    without saying since when.
    """
    if not draft.time or not draft.time_said:
        return draft.time
    now = local(datetime.fromtimestamp(draft.time_said, UTC))
    span = resolve(draft.time, now)
    when = _told(draft.time, span, now, words) if span else ""
    return words.say("when.said", time=draft.time, when=when) if when and not _names(draft.time, when) else draft.time


def _names(said: str, when: str) -> bool:
    return when.replace(" ", "") in with_figures(said).text.replace(" ", "").replace("号", "日")


def _told(said: str, span: TimeSpan, now: datetime, words: Wording) -> str:
    short = span.end - span.start <= _DAY
    if span.recurring and short:
        return ""
    if span.end == now and (span.recurring or _SINCE.search(said)):
        return words.say("when.since", first=_from(span, now, words))
    if span.precision in _CLOCK and span.end != now:
        return _clock(span, now, words)
    first, last = (_date(each, now, words, span.precision) for each in (span.start, span.end - _INSTANT))
    return first if first == last else words.say("when.between", first=first, last=last)


def _clock(span: TimeSpan, now: datetime, words: Wording) -> str:
    hour = span.start.hour
    until = hour + round((span.end - span.start) / timedelta(hours=1))
    if span.precision is Precision.HOUR and hour + 1 < until <= 24:
        return words.say("when.hours", day=_date(span.start, now, words), hour=hour, until=until)
    return _from(span, now, words)


def _from(span: TimeSpan, now: datetime, words: Wording) -> str:
    """When it began, as exactly as it was said."""
    day, hour = _date(span.start, now, words), span.start.hour
    if span.precision is Precision.MINUTE:
        return words.say("when.minute", day=day, hour=hour, minute=span.start.minute)
    if span.precision is Precision.HOUR:
        return words.say("when.hour", day=day, hour=hour)
    return _date(span.start, now, words, span.precision)


def _date(moment: datetime, now: datetime, words: Wording, precision: Precision = Precision.DAY) -> str:
    """A day, or a month or year where no more was said; the year only where it is another one."""
    if precision is Precision.YEAR:
        return words.say("when.year", year=moment.year)
    key = "month" if precision in _LONG else "day"
    of_year = "" if moment.year == now.year else "_of_year"
    return words.say(f"when.{key}{of_year}", year=moment.year, month=moment.month, day=moment.day)
