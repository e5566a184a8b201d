"""The navigation: what a role finds there, and how much waits behind each entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from casework.views import DeskCounts
from console.permissions import may_open
from hotline.people import Role
from hotline.workflow import State


@dataclass(frozen=True, slots=True)
class Entry:
    """One link. `name` gives label and count id; `count` is None where counting says nothing. Links of one `group`
    stand together; its heading is the sentence `console.group.<group>`."""

    name: str
    route: str
    places: Mapping[str, str] = field(default_factory=dict)
    count: int | None = None
    group: str = "desk"


@dataclass(frozen=True, slots=True)
class Queue:
    """A list of tickets that wait for the desk."""

    name: str
    state: State
    count: Callable[[DeskCounts], int]


def _in_state(state: State) -> Callable[[DeskCounts], int]:
    return lambda counts: counts.by_state.get(state.value, 0)


QUEUES: Mapping[str, Queue] = {
    queue.name: queue
    for queue in (
        Queue("review", State.ACCEPTED, lambda counts: counts.review),
        Queue("answers", State.UNDER_REVIEW, lambda counts: counts.answers),
        Queue("returns", State.RETURN_REQUESTED, lambda counts: counts.returns),
        Queue("extensions", State.EXTENSION_REQUESTED, _in_state(State.EXTENSION_REQUESTED)),
        Queue("consultations", State.CONSULTATION, _in_state(State.CONSULTATION)),
        Queue("follow_up", State.FOLLOW_UP, lambda counts: counts.follow_up),
    )
}


def menu(role: Role, counts: DeskCounts, knowledge_due: int = 0) -> list[Entry]:
    """The entries that a role may open, in working order. `knowledge_due` are entries that a unit has to look at."""
    entries = [
        Entry("attention", "attention", count=counts.attention),
        *(Entry(queue.name, "queue", {"queue": queue.name}, queue.count(counts)) for queue in QUEUES.values()),
        Entry("revisits", "revisits", count=counts.revisits),
        Entry("call", "call"),
        Entry("inbox", "inbox", count=inbox_count(counts)),
        Entry("patrol", "patrol"),
        Entry("tickets", "tickets", group="find"),
        Entry("communities", "communities", group="find"),
        Entry("figures", "figures", group="find"),
        Entry("knowledge", "knowledge", count=knowledge_due or None, group="know"),
        Entry("gaps", "gaps", group="know"),
        Entry("supervision", "supervision", count=counts.supervised, group="watch"),
        Entry("long_cases", "long_cases", group="watch"),
        Entry("return_board", "return_board", group="watch"),
        Entry("together", "together", group="watch"),
        Entry("assessment", "assessment", group="watch"),
        Entry("catalogue", "catalogue", group="tables"),
        Entry("proposals", "proposals", group="tables"),
        Entry("deadlines", "deadlines", group="tables"),
        Entry("calendar", "calendar", group="tables"),
        Entry("units", "units", group="tables"),
        Entry("away", "away", group="tables"),
        Entry("corrections", "corrections", group="trace"),
        Entry("caution", "caution", group="trace"),
        Entry("looks", "looks", group="trace"),
        Entry("audit", "audit", group="trace"),
        Entry("dead_letters", "dead_letters", count=counts.dead_letters, group="trace"),
        Entry("accounts", "accounts", group="trace"),
    ]
    return [entry for entry in entries if may_open(entry.route, role)]


def inbox_count(counts: DeskCounts) -> int:
    """What a department has to do something about."""
    return sum(counts.by_state.get(state.value, 0) for state in (State.DISPATCHED, State.IN_PROGRESS, State.REDO))
