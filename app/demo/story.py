"""A story of the demo city: one citizen, what they write, and what people do with it."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from hotline.errors import DataFileError
from hotline.people import Role

STORIES = Path(__file__).parent / "stories.toml"
WANTS = ("ticket", "answer", "person", "help")
VERBS = frozenset({"sign", "answer", "approve", "solved", "grade", "return", "uphold", "dispatch", "ask", "tell",
                   "extend", "grant", "convene", "add_unit", "co_report", "long_case", "mediate",
                   "exclude"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does: a verb and its words."""

    verb: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """When it begins, what the citizen writes, what they want, and what then happens.

    `hour` is local time, `days_ago`; a story of this very day begins `minutes_ago` instead.
    """

    name: str
    days_ago: int
    hour: int
    minutes_ago: int
    turns: tuple[str, ...]
    wants: str
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        earlier = 1 <= self.days_ago <= 365 and 0 <= self.hour <= 23
        if not (earlier or 1 <= self.minutes_ago <= 1440):
            raise ValueError(f"{self.name}: days_ago 1-365 with hour 0-23, or minutes_ago 1-1440")
        if not self.turns or self.wants not in WANTS:
            raise ValueError(f"{self.name}: turns, and wants one of {', '.join(WANTS)}")
        strange = {step.verb for step in self.steps} - VERBS
        if strange:
            raise ValueError(f"{self.name}: unknown steps {', '.join(sorted(strange))}")


@dataclass(frozen=True, slots=True)
class Play:
    """All stories, and the names of the staff who act in them."""

    staff: dict[Role, str]
    stories: tuple[Story, ...]


def load_play(path: Path = STORIES) -> Play:
    """Read the stories, the oldest first.

    Raises:
        DataFileError: no TOML, or a story that lacks something or has a step nobody knows.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        staff = {Role(role): str(name) for role, name in tree["staff"].items()}
        stories = [_story(each) for each in tree["story"]]
    except FileNotFoundError:
        raise DataFileError(path, 0, "missing") from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise DataFileError(path, int(line[1]) if line else 0, "not_toml", detail=str(error)) from None
    except (KeyError, TypeError, ValueError) as error:
        raise DataFileError(path, 0, "not_toml", detail=str(error)) from None
    return Play(staff, tuple(sorted(stories, key=lambda story: (-story.days_ago, -story.minutes_ago))))


def _story(table: dict[str, object]) -> Story:
    turns, steps = table["turns"], table.get("steps", [])
    if not isinstance(turns, list) or not isinstance(steps, list):
        raise TypeError("turns and steps are lists")
    return Story(
        name=str(table["name"]),
        days_ago=int(str(table.get("days_ago", 0))),
        hour=int(str(table.get("hour", 0))),
        minutes_ago=int(str(table.get("minutes_ago", 0))),
        turns=tuple(str(turn) for turn in turns),
        wants=str(table.get("wants", "ticket")),
        steps=tuple(_step(str(step)) for step in steps),
    )


def _step(text: str) -> Step:
    verb, _, words = text.partition(":")
    return Step(verb, words)
