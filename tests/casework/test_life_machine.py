"""Whatever several units, the desk, citizens and a patrol do in whatever order: nothing is lost, nobody judges own
work, the parts agree with the ticket, and what is promised to be told is told."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from casework.add_unit import add_unit, ask_unit, decide_unit
from casework.co_work import co_object, co_report, co_sign, decide_objection
from casework.convene import invite, state_position
from casework.designate import designate
from casework.ports_life import STANDING, PartRole, PartState
from casework.ports_returns import ReturnClass, ReturnState
from casework.redispatch import redispatch
from casework.return_ticket import request_return
from casework.split import split
from casework.watch_parts import watch_parts
from casework.whistle import whistle
from hotline.errors import HotlineError
from hotline.events import TicketEvent
from hotline.matter import Grade, Solved
from hotline.people import Actor, Role
from hotline.ticket import PATROL
from hotline.workflow import FINAL, TABLE, Move, State
from tests.casework.life import FIRE, INSIDER, STREET, of_patrol, parts, returns, tables, take
from tests.casework.living import LivingTickets
from tests.casework.steps import Steps
from tests.house import CLERK, OPERATOR, STRANGER, SUPERVISOR

COLLEAGUE = Actor(Role.SUPERVISOR, id="colleague", unit="D1S1")
STAFF = (OPERATOR, SUPERVISOR, CLERK, STRANGER, FIRE, STREET, INSIDER, COLLEAGUE, Actor(Role.ADMINISTRATOR, id="root"))
DESK = (OPERATOR, SUPERVISOR)
CLERKS = {"CG": CLERK, "HB": STRANGER, "XF": FIRE, "D1S1": STREET}
UNITS = ("CG", "HB", "XF", "D1S1")
EDGES = {(edge.start, edge.move.value, edge.end) for edge in TABLE}
SAME = {(edge.start, edge.move.value) for edge in TABLE if edge.start is edge.end}
PLAIN = ("sign", "uphold", "refuse", "convene", "conclude", "ask", "answer", "approve", "reject", "close", "terminate")
PROMISED = {
    Move.SIGN: "签收", Move.CONVENE: "会商", Move.REDISPATCH: "办理，答复期限", Move.DESIGNATE: "办理，答复期限",
    Move.SPLIT: "张工单", Move.APPROVE_ANSWER: "答复如下", Move.MERGE: "合并办理", Move.ASK_CITIZEN: "补充",
}  # fmt: skip
"""What the citizen of a ticket hears of a step, each time it is taken."""


class Life(LivingTickets):
    """One hotline with a handful of tickets and many hands."""

    def __init__(self) -> None:
        super().__init__()
        self.written: dict[str, list[TicketEvent]] = {}

    @precondition(lambda self: len(self.all) < 3)
    @rule(patrol=st.booleans(), sure=st.booleans())
    def come(self, *, patrol: bool, sure: bool) -> None:
        if patrol:
            self.all.append(of_patrol(self.desk))
        else:
            number = self.desk.accepted(sure=sure, address=f"visitor-{len(self.all)}").number
            self.all.append(Steps(self.desk, number))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 5), lead=st.sampled_from(UNITS), others=st.sets(st.sampled_from(UNITS)),
          actor=st.sampled_from(STAFF))  # fmt: skip
    def is_sent_out(self, which: int, lead: str, others: set[str], actor: Actor) -> None:
        self.attempt(partial(self.pick(which).review, actor, lead=lead, others=sorted(others)))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 5), verb=st.sampled_from(PLAIN), actor=st.sampled_from(STAFF))
    def staff_acts(self, which: int, verb: str, actor: Actor) -> None:
        self.attempt(partial(getattr(self.pick(which), verb), actor))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 5))
    def goes_well(self, which: int) -> None:
        """The next step of the ordinary road by whose it is, so that the far states are reached often."""
        steps = self.pick(which)
        clerk = CLERKS.get(steps.ticket.lead, CLERK)
        road: dict[State, Callable[[], None]] = {
            State.ACCEPTED: partial(steps.review, lead="D1S1", others=["CG"]),
            State.DISPATCHED: partial(steps.sign, clerk),
            State.IN_PROGRESS: partial(steps.answer, clerk),
            State.REDO: partial(steps.answer, clerk),
            State.UNDER_REVIEW: steps.approve,
            State.CONSULTATION: steps.conclude,
        }
        step = road.get(steps.ticket.state)
        if step is not None:
            self.attempt(step)

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 5), unit=st.sampled_from(UNITS), actor=st.sampled_from(STAFF),
          verb=st.sampled_from((add_unit, ask_unit)), days=st.integers(0, 31))  # fmt: skip
    def a_unit_is_wanted(self, which: int, unit: str, actor: Actor, verb: Callable[..., object], days: int) -> None:
        self.attempt(partial(self.take, verb, which, actor, unit=unit, days=days, reason="配合"))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 5), unit=st.sampled_from(UNITS), actor=st.sampled_from(STAFF), yes=st.booleans())
    def the_desk_decides(self, which: int, unit: str, actor: Actor, *, yes: bool) -> None:
        self.attempt(partial(self.take, decide_unit, which, actor, unit=unit, granted=yes, reason="核过"))
        self.attempt(partial(self.take, decide_objection, which, actor, unit=unit, upheld=yes, reason="核过"))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 5), actor=st.sampled_from((*CLERKS.values(), OPERATOR)), final=st.booleans(),
          verb=st.sampled_from((co_sign, co_report, co_object)))  # fmt: skip
    def a_co_unit_works(self, which: int, actor: Actor, verb: Callable[..., object], *, final: bool) -> None:
        given: dict[Callable[..., object], dict[str, object]] = {
            co_sign: {"words": "到了"},
            co_report: {"words": "办了", "final": final},
            co_object: {"ground": "不归"},
        }
        self.attempt(partial(self.take, verb, which, actor, **given[verb]))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 5), units=st.sets(st.sampled_from(UNITS), min_size=1), actor=st.sampled_from(STAFF))
    def is_whistled(self, which: int, units: set[str], actor: Actor) -> None:
        self.attempt(partial(self.take, whistle, which, actor, units=sorted(units), hours=4, reason="现场"))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 5), kind=st.sampled_from(ReturnClass), actor=st.sampled_from((None, *STAFF)))
    def is_returned(self, which: int, kind: ReturnClass, actor: Actor | None) -> None:
        somebody = actor or CLERKS.get(self.pick(which).ticket.lead, CLERK)
        self.attempt(partial(self.take, request_return, which, somebody, reason="x", ground=f"依据{kind}", kind=kind))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 5), lead=st.sampled_from(UNITS), actor=st.sampled_from(STAFF))
    def is_sent_elsewhere(self, which: int, lead: str, actor: Actor) -> None:
        self.attempt(partial(self.take, redispatch, which, actor, lead=lead, reason="派错"))
        self.attempt(partial(self.take, designate, which, actor, lead=lead, ground="指定"))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 5), unit=st.sampled_from(UNITS), actor=st.sampled_from(STAFF))
    def is_talked_over(self, which: int, unit: str, actor: Actor) -> None:
        self.attempt(partial(self.take, invite, which, actor, invited=[unit]))
        self.attempt(partial(self.take, state_position, which, actor, words="意见", unit=unit))

    @precondition(lambda self: 0 < len(self.all) < 5)
    @rule(which=st.integers(0, 5), actor=st.sampled_from(STAFF))
    def is_split(self, which: int, actor: Actor) -> None:
        self.attempt(partial(self.take, split, which, actor, matters=[f"另一件{len(self.all)}"]))
        known = {each.number for each in self.all}
        for steps in tuple(self.all):
            with self.desk.database.units_of_work(write=False) as uow:
                born = uow.splits.family(steps.number).children
            self.all += [Steps(self.desk, child) for child in born if child not in known]
            known.update(born)

    @precondition(lambda self: len(self.all) > 1)
    @rule(which=st.integers(0, 5), other=st.integers(0, 5), actor=st.sampled_from(STAFF))
    def merges(self, which: int, other: int, actor: Actor) -> None:
        self.attempt(lambda: self.pick(which).merge(actor, into=self.pick(other).number))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 5), verb=st.sampled_from(("add", "reopen", "remind", "withdraw")))
    def citizen_acts(self, which: int, verb: str) -> None:
        self.attempt(getattr(self.pick(which), verb))

    @precondition(lambda self: self.all)
    @rule(which=st.integers(0, 5), solved=st.sampled_from(Solved), actor=st.sampled_from((None, *STAFF)))
    def verdict(self, which: int, solved: Solved, actor: Actor | None) -> None:
        self.attempt(lambda: self.pick(which).say(solved, actor))
        self.attempt(lambda: self.pick(which).rate(Grade.GOOD, actor))

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.desk.clock.pass_time(timedelta(hours=hours))
        watch_parts(self.desk.office, self.desk.database.units_of_work)

    def take(self, verb: Callable[..., object], which: int, actor: Actor, **given: object) -> None:
        take(self.desk, verb, self.pick(which).number, actor, **given)

    def attempt(self, step: Callable[[], object]) -> None:
        """A refusal changes nothing; anything but a refusal fails the test."""
        before = [self.everything(each) for each in self.all]
        try:
            step()
        except HotlineError:
            assert [self.everything(each) for each in self.all] == before

    def everything(self, steps: Steps) -> tuple[object, ...]:
        number = steps.number
        return steps.ticket, steps.told, parts(self.desk, number), returns(self.desk, number), tables(self.desk, number)

    @invariant()
    def no_ticket_is_lost_and_no_line_of_a_history_changes(self) -> None:
        for steps in self.all:
            history = steps.ticket.history
            assert history[: len(self.written.get(steps.number, []))] == self.written.get(steps.number, [])
            self.written[steps.number] = list(history)

    @invariant()
    def each_history_is_a_way_through_the_table(self) -> None:
        for steps in self.all:
            ticket, state = steps.ticket, State.RECEIVED
            for event in ticket.history:
                assert event.start is state
                known = event.move not in set(Move) or (event.start, event.move, event.end) in EDGES
                assert known, event
                assert event.start is event.end or event.move in set(Move)
                state = event.end
            assert state is ticket.state

    @invariant()
    def nobody_judges_or_ends_their_own_work_or_their_own_finding(self) -> None:
        for steps in self.all:
            ticket = steps.ticket
            for event in ticket.history:
                ends = event.end in FINAL and event.start is not event.end
                assert not (ends and event.actor.role is Role.DEPARTMENT)
                if event.move in (Move.CLOSE, Move.APPROVE_ANSWER, Move.REDO):
                    assert not event.actor.unit or event.actor.unit != event.unit
                    finder = STREET if ticket.channel == PATROL else None
                    assert finder is None or (event.actor.id != finder.id and event.actor.unit != finder.unit)
                    assert finder is None or event.actor.role is not Role.CITIZEN

    @invariant()
    def the_parts_agree_with_the_ticket(self) -> None:
        for steps in self.all:
            ticket = steps.ticket
            with self.desk.database.units_of_work(write=False) as uow:
                kept = uow.assignments.of_ticket(steps.number)
            standing = [part for part in kept if part.state in STANDING]
            assert {part.unit for part in standing} == set(ticket.units)
            assert [part.unit for part in standing if part.role is PartRole.LEAD] == [ticket.lead] * bool(ticket.lead)
            unfinished = [part.unit for part in standing if part.state is not PartState.REPORTED]
            assert len(unfinished) == len(set(unfinished)), "no unit owes two things in one ticket"

    @invariant()
    def returns_and_tables_stand_open_exactly_where_the_ticket_does(self) -> None:
        for steps in self.all:
            state = steps.ticket.state
            waiting = [each for each in returns(self.desk, steps.number) if each.state is ReturnState.OPEN]
            assert len(waiting) == (state is State.RETURN_REQUESTED)
            standing = [each for each in tables(self.desk, steps.number) if each.concluded_at is None]
            assert len(standing) == (state is State.CONSULTATION)

    @invariant()
    def what_is_promised_to_be_told_is_told_each_time(self) -> None:
        for steps in self.all:
            told = [said for said in steps.told if steps.number in said]
            for move, words in PROMISED.items():
                steps_taken = sum(event.move == move for event in steps.ticket.history)
                assert sum(words in said for said in told) >= steps_taken, (move, told)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=8, stateful_step_count=30, deadline=None)
