"""Time limits as the field writes them: `15min`, `2h`, `15d`, `5wd` (working days), `4wh` (working hours)."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """What a limit is counted in."""

    MINUTES = "min"
    HOURS = "h"
    DAYS = "d"
    WORKING_DAYS = "wd"
    WORKING_HOURS = "wh"


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of minutes, hours, days, working days or working hours; positive."""

    amount: int
    measure: Measure

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError(f"a limit is a positive number of {list(Measure)}, not {self.amount}")

    def __str__(self) -> str:
        return f"{self.amount}{self.measure}"

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read `5wd` and the like.

        Raises:
            ValueError: anything else.
        """
        found = re.fullmatch(r"(\d+)\s*(min|wd|wh|h|d)", text.strip())
        if not found:
            raise ValueError(f"{text!r} is no limit; write 15min, 2h, 15d, 5wd or 4wh")
        return cls(int(found[1]), Measure(found[2]))
