"""The state of a ticket as a row of steps, with detours shown at the step they belong to."""

from dataclasses import dataclass

from hotline.workflow import FINAL, State

ROAD = (State.ACCEPTED, State.DISPATCHED, State.IN_PROGRESS, State.UNDER_REVIEW, State.FOLLOW_UP, State.CLOSED)

BESIDE = {
    State.RECEIVED: State.ACCEPTED,
    State.CONSULTATION: State.ACCEPTED,
    State.RETURN_REQUESTED: State.DISPATCHED,
    State.AWAITING_CITIZEN: State.IN_PROGRESS,
    State.EXTENSION_REQUESTED: State.IN_PROGRESS,
    State.REDO: State.IN_PROGRESS,
}


@dataclass(frozen=True, slots=True)
class Step:
    """`place` is done, now or ahead."""

    label: str
    place: str


def steps(state: State) -> list[Step]:
    """The road with the present state on it; an end that is not 已办结 takes the last place."""
    if state in FINAL and state is not State.CLOSED:
        return [Step(ROAD[0].value, "done"), Step(state.value, "now")]
    here = ROAD.index(BESIDE.get(state, state))
    return [
        Step(state.value if position == here else step.value, _place(position, here))
        for position, step in enumerate(ROAD)
    ]


def _place(position: int, here: int) -> str:
    return "done" if position < here else "now" if position == here else "ahead"
