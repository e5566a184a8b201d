"""Moments and spans as people in the city say them."""

from datetime import date, datetime, timedelta

from hotline.clock import local, local_day
from hotline.duration import Limit
from hotline.wording import Wording

ONE_MINUTE = timedelta(minutes=1)


def moment_words(wording: Wording, moment: datetime | None, now: datetime) -> str:
    """`今天 14:05`, `11月21日 14:05`, with the year only where it is another one; empty for no moment."""
    if moment is None:
        return ""
    at, today = local(moment), local(now)
    key = "other_year" if at.year != today.year else "today" if at.date() == today.date() else "day"
    return wording.say(
        f"console.moment.{key}", year=at.year, month=at.month, day=at.day, hour=f"{at:%H}", minute=f"{at:%M}"
    )


def span_words(wording: Wording, span: timedelta) -> str:
    """The two largest parts of a span: days and hours, hours and minutes, or minutes alone."""
    minutes = max(0, int(span / ONE_MINUTE))
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    key = "days" if days else "hours" if hours else "minutes"
    return wording.say(f"console.span.{key}", days=days, hours=hours, minutes=minutes)


def left_words(wording: Wording, until: datetime | None, now: datetime) -> str:
    """`还剩2天3小时` before the limit, `已超期5小时` after it; empty where there is none."""
    if until is None:
        return ""
    key, span = ("console.left", until - now) if now <= until else ("console.over", now - until)
    return wording.say(key, span=span_words(wording, span))


def day_words(wording: Wording, day: date, now: datetime) -> str:
    """`12月17日`, with the year only where it is another one."""
    key = "day" if day.year == local_day(now).year else "other_year"
    return wording.say(f"console.date.{key}", year=day.year, month=day.month, day=day.day)


def limit_words(wording: Wording, limit: Limit) -> str:
    """`7个工作日` for what a table of limits writes as `7wd`."""
    return wording.say(f"console.limit.{limit.measure}", amount=limit.amount)
