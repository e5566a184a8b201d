"""Whatever people do in whatever order: no ticket is lost, no handler closes, the citizen hears of every step."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from hotline.errors import HotlineError
from hotline.matter import Grade, Solved
from hotline.people import Actor, Role
from hotline.workflow import FINAL, TABLE, Move, State
from tests.casework.living import LivingTickets
from tests.casework.steps import Steps
from tests.house import CLERK, OPERATOR, STRANGER, SUPERVISOR

STAFF = (OPERATOR, SUPERVISOR, CLERK, STRANGER, Actor(Role.SUPERVISOR, id="two", unit="CG"), Actor(Role.ADMINISTRATOR))
PLAIN = ("review", "sign", "send_back", "uphold", "refuse", "convene", "conclude", "ask", "ask_longer", "decide_longer",
         "answer", "approve", "reject", "refer", "close", "terminate", "answer_directly",
         "hand_to_emergency")  # fmt: skip
CONCERNS = {
    Move.ACCEPT, Move.DISPATCH, Move.CONVENE, Move.SIGN, Move.ASK_CITIZEN, Move.SUPPLEMENT, Move.APPROVE_ANSWER,
    Move.CLOSE, Move.REDO, Move.REOPEN, Move.REFER, Move.WITHDRAW,
    Move.MERGE, Move.TERMINATE, Move.ANSWER_DIRECTLY, Move.HAND_TO_EMERGENCY,
}  # fmt: skip
EDGES = {(edge.start, edge.move.value, edge.end) for edge in TABLE}


class Life(LivingTickets):
    """One hotline with a handful of tickets."""

    @precondition(lambda self: len(self.all) < 3)
    @rule(sure=st.booleans())
    def come(self, *, sure: bool) -> None:
        number = self.desk.accepted(sure=sure, address=f"visitor-{len(self.all)}").number
        self.all.append(Steps(self.desk, number))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 2), verb=st.sampled_from(PLAIN), actor=st.sampled_from(STAFF))
    def staff_acts(self, which: int, verb: str, actor: Actor) -> None:
        self.attempt(lambda: getattr(self.pick(which), verb)(actor))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 2))
    def goes_well(self, which: int) -> None:
        """The next step of the ordinary road, so that the far states are reached often."""
        steps = self.pick(which)
        road = {State.ACCEPTED: steps.review, State.DISPATCHED: steps.sign, State.IN_PROGRESS: steps.answer,
                State.UNDER_REVIEW: steps.approve, State.REDO: steps.answer}  # fmt: skip
        step = road.get(steps.ticket.state)
        if step is not None:
            self.attempt(step)

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 2), verb=st.sampled_from(("add", "reopen", "remind", "withdraw")))
    def citizen_acts(self, which: int, verb: str) -> None:
        self.attempt(getattr(self.pick(which), verb))

    @precondition(lambda self: len(self.all) > 1)
    @rule(which=st.integers(0, 2), other=st.integers(0, 2), actor=st.sampled_from(STAFF))
    def merges(self, which: int, other: int, actor: Actor) -> None:
        self.attempt(lambda: self.pick(which).merge(actor, into=self.pick(other).number))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 2), solved=st.sampled_from(Solved), grade=st.sampled_from(Grade),
          actor=st.sampled_from((None, *STAFF)))  # fmt: skip
    def verdict(self, which: int, solved: Solved, grade: Grade, actor: Actor | None) -> None:
        self.attempt(lambda: self.pick(which).say(solved, actor))
        self.attempt(lambda: self.pick(which).rate(grade, actor))

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.desk.clock.pass_time(timedelta(hours=hours))

    def attempt(self, step: object) -> None:
        """A refusal changes nothing; anything but a refusal fails the test."""
        assert callable(step)
        before = [(each.ticket, each.told) for each in self.all]
        try:
            step()
        except HotlineError:
            assert [(each.ticket, each.told) for each in self.all] == before

    @invariant()
    def no_ticket_is_lost(self) -> None:
        assert [each.ticket.number for each in self.all] == [each.number for each in self.all]

    @invariant()
    def each_history_is_a_way_through_the_table(self) -> None:
        for steps in self.all:
            ticket, state = steps.ticket, State.RECEIVED
            for event in ticket.history:
                assert event.start is state
                assert event.start is event.end or (event.start, event.move, event.end) in EDGES
                state = event.end
            assert state is ticket.state

    @invariant()
    def no_handler_closes(self) -> None:
        for steps in self.all:
            ends = [event for event in steps.ticket.history if event.end in FINAL and event.start is not event.end]
            assert all(event.actor.role is not Role.DEPARTMENT for event in ends)
            assert all(event.actor.unit != event.unit or not event.actor.unit for event in ends)

    @invariant()
    def the_citizen_hears_of_each_step_that_concerns_them(self) -> None:
        for steps in self.all:
            due = [event for event in steps.ticket.history if event.move in CONCERNS]
            sent_at_once = steps.ticket.history[2:3] and steps.ticket.history[2].actor.role is Role.MACHINE
            assert len(steps.told) >= len(due) - bool(sent_at_once)
            assert len(set(steps.told)) >= 1
            assert all(steps.number in said for said in steps.told if "打个分" not in said)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
