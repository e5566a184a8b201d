"""Words for parts of a day and for the clock: 凌晨, 晚上, 十一点半, 6点多. Numerals are in figures here."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lexicon.time_span import Precision, TimeSpan, day_of

_PARTS = {
    "凌晨": (0, 6), "今晨": (0, 6), "后半夜": (24, 30), "大清早": (5, 9), "清早": (5, 9), "清晨": (5, 9),
    "早晨": (5, 9), "一大早": (5, 9), "大早上": (5, 9), "早上": (5, 9), "早间": (5, 9), "早": (5, 9), "晨": (0, 9),
    "上午": (8, 12), "中午": (11, 14), "正午": (11, 14), "午后": (12, 18), "下午": (12, 18), "傍晚": (17, 20),
    "晚上": (18, 24), "晚间": (18, 24), "晚": (18, 24), "前半夜": (18, 24), "夜里": (18, 29), "夜间": (18, 29),
    "夜": (18, 29), "大半夜": (22, 29), "半夜3更": (22, 29), "半夜": (22, 29), "深夜": (22, 29), "午夜": (22, 29),
    "白天": (6, 18),
}  # fmt: skip
"""First hour and hour behind the last, counted from midnight; beyond 24 it is the morning of the next day."""

_LONGEST_FIRST = "|".join(sorted(_PARTS, key=len, reverse=True))
_PART = re.compile(f"1?({_LONGEST_FIRST})")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?P<sign>[点时:：](?:钟|整)?多?(?:(?P<half>半)|(?P<quarter>[13])刻|(?P<minute>\d{1,2})分?(?!\d))?多?|$)"
)
_COLON = re.compile(r"\d{1,2}[:：]")
_NOON, _EVENING, _DAWN = 12, 18, 30


@dataclass(frozen=True, slots=True)
class Clock:
    """What was said of the time of day: a part of it, an hour, or both."""

    part: str = ""
    hour: int | None = None
    minute: int | None = None
    exact_hour: bool = False

    @property
    def hours(self) -> tuple[int, int] | None:
        """The first hour of the day and the one behind the last; None where 8点 may be morning or evening."""
        if self.hour is None:
            return _PARTS[self.part] if self.part else None
        if not self.part and not self.exact_hour:
            return None
        hour = _in_part(self.hour, self.part)
        return hour, hour + 1

    def on(self, day: TimeSpan) -> TimeSpan | None:
        """This time on a day; after midnight the night belongs to the evening before (昨晚一点)."""
        hours = self.hours
        if hours is None:
            return None
        start, end = (day.start + timedelta(hours=hour) for hour in hours)
        if self.hour is None:
            return TimeSpan(start, end, precision=Precision.PART)
        if self.minute is None:
            return TimeSpan(start, end, precision=Precision.HOUR)
        start += timedelta(minutes=self.minute)
        return TimeSpan(start, start + timedelta(minutes=1), precision=Precision.MINUTE)

    def last(self, now: datetime) -> TimeSpan | None:
        """The last time it was this late."""
        for back in (0, -1, -2):
            span = self.on(day_of(now, back))
            if span and span.start <= now:
                return span
        return None

    def like(self, other: "Clock") -> "Clock":
        """With the other's part of the day, where none was said: 上午九点到十一点."""
        return self if self.part or self.exact_hour else replace(self, part=other.part)


def read_clock(words: str) -> tuple[Clock, int]:
    """The time of day at the beginning of `words`, and how many letters say it (0 if there is none)."""
    part = _PART.match(words)
    begin = part.end() if part else 0
    if words[begin : begin + 1] == "的":
        begin += 1
    second = _PART.match(words, begin) if part else None  # 昨晚凌晨2点, 昨天半夜两点
    if second:
        part, begin = second, second.end()
    clock = _CLOCK.match(words, begin)
    if clock is None or int(clock["hour"]) > 24 or not (part or clock["sign"]):
        return (Clock(part[1]), part.end()) if part else (Clock(), 0)
    hour = int(clock["hour"])
    exact = hour > _NOON or hour == 0 or bool(_COLON.match(words, begin))
    return Clock(part[1] if part else "", hour, _minute(clock), exact), clock.end()


def _minute(clock: re.Match[str]) -> int | None:
    if clock["half"]:
        return 30
    if clock["quarter"]:
        return int(clock["quarter"]) * 15
    return int(clock["minute"]) if clock["minute"] and int(clock["minute"]) < 60 else None


def _in_part(hour: int, part: str) -> int:
    """The hour counted from midnight: 下午3点 is 15, 晚上11点 is 23, 晚上1点 is 25, 半夜12点 is 24."""
    if hour > _NOON or not part:
        return hour
    first, behind = _PARTS[part]
    if hour == _NOON and first < 6 and part != "晨":
        return 0
    last = _DAWN if first >= _EVENING else behind + 2
    return next((later for later in (hour, hour + 12, hour + 24) if first - 2 <= later < last), hour)
