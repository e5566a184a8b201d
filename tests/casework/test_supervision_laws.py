"""Whatever people, jobs and the clock do in whatever order: steps only go up, each is taken once, one is open."""

import shutil
import tempfile
from contextlib import ExitStack
from datetime import timedelta
from functools import cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from casework.ports_follow_up import Outcome
from casework.supervision_steps import Step
from hotline.clock import SetClock
from hotline.errors import HotlineError
from hotline.matter import Grade, Solved
from hotline.people import Actor, Role
from tests.casework.supervised import Watched, watched
from tests.house import CLERK, MONDAY, OPERATOR, STRANGER, SUPERVISOR, migrated, open_desk

PEOPLE = (SUPERVISOR, OPERATOR, CLERK, STRANGER, Actor(Role.SUPERVISOR, id="two", unit="CG"))
ROAD = ("sign", "answer", "approve", "send_back", "refuse", "ask", "ask_longer")


@cache
def template() -> Path:
    return migrated(Path(tempfile.mkdtemp(prefix="jiesu-supervision-")))


class Climb(RuleBasedStateMachine):
    """One ticket that goes badly."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="jiesu-climb-"))
        self.stack = ExitStack()
        self.desk = self.stack.enter_context(open_desk(template(), self.folder, SetClock(MONDAY)))

    def teardown(self) -> None:
        self.stack.close()
        shutil.rmtree(self.folder)

    @initialize()
    def come(self) -> None:
        self.ticket: Watched = watched(self.desk)
        self.grades: list[Grade] = []

    def attempt(self, step: object) -> None:
        """A refusal changes nothing; anything but a refusal fails the test."""
        assert callable(step)
        before = self.ticket.ticket, self.ticket.supervisions, self.ticket.lines
        try:
            step()
        except HotlineError:
            assert (self.ticket.ticket, self.ticket.supervisions, self.ticket.lines) == before

    @rule(hours=st.integers(-50, 120))
    def time_passes_or_jumps_back(self, hours: int) -> None:
        self.desk.clock.pass_time(timedelta(hours=hours))

    @rule()
    def the_jobs_look(self) -> None:
        state = self.ticket.ticket.state
        self.ticket.watch()
        self.ticket.list_calls()
        assert self.ticket.watch() == 0, "looked at again in the same moment, nothing begins"
        assert self.ticket.ticket.state is state

    @rule(step=st.sampled_from(Step), actor=st.sampled_from(PEOPLE))
    def somebody_begins(self, step: Step, actor: Actor) -> None:
        self.attempt(lambda: self.ticket.begin(step, actor))

    @rule(verb=st.sampled_from(("skip", "release", "reply", "take")), actor=st.sampled_from(PEOPLE))
    def somebody_acts(self, verb: str, actor: Actor) -> None:
        self.attempt(lambda: getattr(self.ticket, verb)(actor))

    @rule(verb=st.sampled_from(ROAD))
    def the_road_goes_on(self, verb: str) -> None:
        self.attempt(getattr(self.ticket, verb))

    @rule(solved=st.sampled_from(Solved), grade=st.sampled_from(Grade))
    def the_citizen_judges(self, solved: Solved, grade: Grade) -> None:
        self.attempt(lambda: self.ticket.say(solved))
        self.attempt(lambda: self.ticket.rate(grade))

    @rule(outcome=st.sampled_from(Outcome), solved=st.sampled_from((None, *Solved)), actor=st.sampled_from(PEOPLE))
    def somebody_calls(self, outcome: Outcome, solved: Solved | None, actor: Actor) -> None:
        self.attempt(lambda: self.ticket.call(outcome, actor, solved=solved))

    @invariant()
    def steps_only_go_up_and_each_is_taken_once(self) -> None:
        if hasattr(self, "ticket"):
            ranks = [step.rank for step in self.ticket.taken]
            assert ranks == sorted(set(ranks))

    @invariant()
    def at_most_one_is_open_and_it_is_the_last(self) -> None:
        if hasattr(self, "ticket"):
            assert not any(step.open for step in self.ticket.supervisions[:-1])

    @invariant()
    def nobody_of_the_handling_unit_follows_up(self) -> None:
        if hasattr(self, "ticket"):
            assert {line.by for line in self.ticket.lines} <= {"", OPERATOR.id, SUPERVISOR.id}


TestClimb = Climb.TestCase
TestClimb.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)
