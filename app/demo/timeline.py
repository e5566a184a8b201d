"""When things happen in a story: staff act in office hours, citizens at any time, and nothing after the present."""

from datetime import datetime, time, timedelta

from app.demo.story import Story
from hotline.calendar import WorkingCalendar
from hotline.clock import SHANGHAI, SetClock, local, utc

BREATH = timedelta(seconds=15)
MOST_TAPS = 8
"""A citizen who only taps is through after a few; more would be a loop."""


class Timeline:
    """Moves a clock from one deed to the next.

    Each deed comes after the one before. Where the time up to the present is too short for the usual pauses they
    shrink, so that a story always reaches its end, whenever the demo is started.
    """

    def __init__(self, clock: SetClock, calendar: WorkingCalendar, story: Story, now: datetime) -> None:
        year = local(now).year
        self._calendar = calendar.covering(year - 1, year, year + 1)
        self._clock, self._now = clock, now
        self._left = len(story.turns) + MOST_TAPS + 2 * len(story.steps) + 1
        clock.set(self._not_later(_beginning(story, now)))

    def pause(self, span: timedelta) -> datetime:
        """Let time pass as a citizen knows it."""
        return self._move(self._clock.now() + span)

    def work(self, span: timedelta) -> datetime:
        """Let working time pass."""
        return self._move(self._calendar.add_working_time(self._clock.now(), span))

    def _move(self, moment: datetime) -> datetime:
        self._left -= 1
        self._clock.set(self._not_later(moment))
        return self._clock.now()

    def _not_later(self, moment: datetime) -> datetime:
        return min(moment, self._now - self._left * BREATH)


def _beginning(story: Story, now: datetime) -> datetime:
    """Some minutes past the full hour, other ones for each hour, so that the lists do not look like a timetable."""
    if story.minutes_ago:
        return now - timedelta(minutes=story.minutes_ago)
    day = local(now).date() - timedelta(days=story.days_ago)
    return utc(datetime.combine(day, time(story.hour, 7 * story.hour % 60), SHANGHAI))
