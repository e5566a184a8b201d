"""Supervision and follow-up as tests take them: each step in a unit of work of its own, committed."""

from collections.abc import Sequence

from casework.call_citizen import CallResult, give_up, record_call
from casework.long_case import close_long_case, note_long_case, open_long_case
from casework.ports_follow_up import Call, FollowUp, Outcome
from casework.ports_supervision import LongCase, Supervision
from casework.supervise import begin_step, release_step, reply_to_step, skip_step, take_over
from casework.supervision_steps import Step
from casework.watch_calls import watch_calls
from casework.watch_deadlines import watch_deadlines
from casework.watch_supervision import watch_supervision
from hotline.matter import Grade, Solved
from hotline.people import Actor
from tests.casework.steps import Steps, started
from tests.house import CLERK, OPERATOR, SUPERVISOR, Desk


class Watched(Steps):
    """A ticket with supervisors and callers around it."""

    @property
    def supervisions(self) -> list[Supervision]:
        with self.desk.database.units_of_work(write=False) as uow:
            return uow.supervisions.of_ticket(self.number)

    @property
    def taken(self) -> list[Step]:
        return [each.step for each in self.supervisions]

    @property
    def standing(self) -> Supervision | None:
        return next((each for each in self.supervisions if each.open), None)

    @property
    def case(self) -> LongCase | None:
        with self.desk.database.units_of_work(write=False) as uow:
            return uow.long_cases.of_ticket(self.number)

    @property
    def lines(self) -> list[FollowUp]:
        with self.desk.database.units_of_work(write=False) as uow:
            return uow.follow_ups.of_ticket(self.number)

    @property
    def calls(self) -> Sequence[Call]:
        with self.desk.database.units_of_work(write=False) as uow:
            return uow.call_list.of_ticket(self.number)

    @property
    def joint(self) -> dict[str, str]:
        """What each unit that is asked by a joint supervision replied."""
        with self.desk.database.units_of_work(write=False) as uow:
            found = uow.joint_replies.of_steps([each.id for each in self.supervisions])
        return {each.unit: each.words for lines in found.values() for each in lines}

    def watch(self) -> int:
        """One round of the jobs, deadlines first."""
        watch_deadlines(self.desk.office, self.desk.database.units_of_work)
        return watch_supervision(self.desk.office, self.desk.database.units_of_work)

    def list_calls(self) -> int:
        return watch_calls(self.desk.office, self.desk.database.units_of_work)

    def begin(self, step: Step, actor: Actor = SUPERVISOR, *, reason: str = "群众反复来电", unit: str = "",
              login: str = "", asked: Sequence[str] = ()) -> None:  # fmt: skip
        with self.desk.database.units_of_work() as uow:
            begin_step(self.desk.office, uow, self.number, actor, step=step, reason=reason, unit=unit, login=login,
                       asked=asked)  # fmt: skip
            uow.commit()

    def skip(self, actor: Actor = SUPERVISOR, *, reason: str = "单位已经说明情况") -> None:
        with self.desk.database.units_of_work() as uow:
            skip_step(self.desk.office, uow, self.number, actor, reason=reason)
            uow.commit()

    def release(self, actor: Actor = SUPERVISOR, *, reason: str = "已经进场施工") -> None:
        with self.desk.database.units_of_work() as uow:
            release_step(self.desk.office, uow, self.number, actor, reason=reason)
            uow.commit()

    def reply(self, actor: Actor = CLERK, *, words: str = "明天上门") -> None:
        with self.desk.database.units_of_work() as uow:
            reply_to_step(self.desk.office, uow, self.number, actor, words=words)
            uow.commit()

    def take(self, actor: Actor = SUPERVISOR, *, login: str = "") -> None:
        with self.desk.database.units_of_work() as uow:
            take_over(self.desk.office, uow, self.number, actor, login=login)
            uow.commit()

    def call(self, outcome: Outcome = Outcome.REACHED, actor: Actor = OPERATOR, *, solved: Solved | None = None,
             grade: Grade | None = None, words: str = "", call: int | None = None) -> None:  # fmt: skip
        result = CallResult(outcome, solved, grade, words=words)
        with self.desk.database.units_of_work() as uow:
            record_call(self.desk.office, uow, self.number, actor, result, call=call)
            uow.commit()

    def give_up(self, actor: Actor = OPERATOR, *, reason: str = "打不通") -> None:
        with self.desk.database.units_of_work() as uow:
            give_up(self.desk.office, uow, self.number, actor, reason=reason)
            uow.commit()

    def open_case(self, actor: Actor = SUPERVISOR, *, plan: str = "分三步化解", leader: str = "分管副市长",
                  until: str = "2026-06-30") -> None:  # fmt: skip
        with self.desk.database.units_of_work() as uow:
            open_long_case(self.desk.office, uow, self.number, actor, plan=plan, leader=leader, until=until)
            uow.commit()

    def note_case(self, actor: Actor = CLERK, *, words: str = "已召开协调会") -> None:
        with self.desk.database.units_of_work() as uow:
            note_long_case(self.desk.office, uow, self.number, actor, words=words)
            uow.commit()

    def close_case(self, actor: Actor = SUPERVISOR, *, outcome: str = "达成协议") -> None:
        with self.desk.database.units_of_work() as uow:
            close_long_case(self.desk.office, uow, self.number, actor, outcome=outcome)
            uow.commit()


def watched(desk: Desk) -> Watched:
    return Watched(desk, started(desk).number)
