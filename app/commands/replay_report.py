"""What a replay prints: what became of the messages, and the proof that none was lost."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from hotline.errors import HotlineError

DISPATCHED, REVIEW = "dispatched at once", "ticket for review"
DANGER = "danger: number named, person called"


class LostError(HotlineError):
    """Messages were acknowledged or tickets opened that the database does not have; params say how many."""

    code = "replay_lost"


@dataclass(slots=True)
class Tally:
    """What became of the rows. `sent` are the ids of all messages; `tickets` says of each number whether it was
    dispatched at once: one row may tell of several matters."""

    fates: Counter[str] = field(default_factory=Counter)
    dispositions: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    tickets: dict[str, bool] = field(default_factory=dict)
    unanswered: int = 0

    @property
    def rows(self) -> int:
        return self.fates.total()


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of those messages and tickets stand in the database afterwards, looked up one by one."""

    messages: int
    tickets: int

    def lost(self, tally: Tally) -> int:
        """How many of the messages and tickets are not there."""
        return len(tally.sent) - self.messages + len(tally.tickets) - self.tickets


def require_kept(tally: Tally, kept: Kept) -> None:
    """Raises LostError unless every message and ticket stands in the database."""
    if lost := kept.lost(tally):
        raise LostError(count=lost)


def report(console: Console, tally: Tally, kept: Kept) -> None:
    """Two tables, and three lines on what was kept and how long it took."""
    if not tally.rows:
        console.print("no rows")
        return
    console.print(_shares("what became of it", tally.fates, tally.rows))
    console.print(_shares("disposition", tally.dispositions, tally.rows))
    for line in _lines(tally, kept):
        console.print(line, soft_wrap=True)


def _shares(heading: str, counts: Counter[str], rows: int) -> Table:
    table = Table(heading, "messages", "share")
    for name, count in counts.most_common():
        table.add_row(name, str(count), f"{count / rows:.1%}")
    table.add_section()
    table.add_row("all", str(counts.total()), f"{counts.total() / rows:.1%}")
    return table


def _lines(tally: Tally, kept: Kept) -> Iterable[str]:
    opened, sent = len(tally.tickets), len(tally.sent)
    yield (
        f"rows {tally.rows}, messages {sent}, of these stored {kept.messages}, without a reply {tally.unanswered}, "
        f"tickets opened {opened}, of these in the database {kept.tickets}, lost {kept.lost(tally)}"
    )
    if opened:
        at_once = sum(tally.tickets.values()) / opened
        yield f"of the tickets dispatched at once {at_once:.1%}, for review {1 - at_once:.1%}"
    spent = sorted(tally.milliseconds)
    yield (
        f"milliseconds a message: mean {sum(spent) / len(spent):.1f}, median {spent[len(spent) // 2]:.1f}, "
        f"99th percentile {spent[int(len(spent) * 0.99)]:.1f}"
    )
