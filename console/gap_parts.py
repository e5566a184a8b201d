"""What the pages about gaps of the knowledge base are built from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from analytics.gaps import Gap
from knowledge.keeping.desk import KeepingDesk


@dataclass(frozen=True, slots=True)
class GapParts:
    """`found` groups the questions without an answer (blocking); `keeping` makes drafts of entries."""

    found: Callable[[datetime], Sequence[Gap]]
    keeping: KeepingDesk
