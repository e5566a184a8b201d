"""The verbs of casework as tests take them: each in a unit of work of its own, committed."""

from collections.abc import Callable, Sequence

import pytest

from casework.answer import answer, approve_answer, reject_answer
from casework.answer_directly import answer_directly
from casework.ask_citizen import ask_citizen, supplement
from casework.close import close
from casework.convene import conclude, convene
from casework.extend import decide_extension, request_extension
from casework.follow_up import rate, say_solved
from casework.hand_to_emergency import hand_to_emergency
from casework.merge import merge
from casework.redo import reopen
from casework.refer import refer
from casework.remind import remind
from casework.return_ticket import refuse_return, request_return, uphold_return
from casework.reveal import Revealed, reveal
from casework.review import Ruling, review
from casework.sign import sign
from casework.terminate import terminate
from casework.withdraw import withdraw
from hotline.appeal import Appeal
from hotline.errors import HotlineError
from hotline.matter import Grade, MatterType, Solved
from hotline.people import Actor
from hotline.taxonomy import Category
from hotline.ticket import Ticket
from tests.house import CLERK, OPERATOR, Desk

CLEANING = Category("城乡建设", "城市建设和市政管理", "园林绿化环卫")


class Steps:
    """Takes steps at a desk on one ticket."""

    def __init__(self, desk: Desk, number: str) -> None:
        self.desk, self.number = desk, number
        self.citizen = Actor.citizen(desk.ticket(number).person)

    @property
    def ticket(self) -> Ticket:
        return self.desk.ticket(self.number)

    @property
    def told(self) -> list[str]:
        return self.desk.told(self.number)

    def review(
        self,
        actor: Actor = OPERATOR,
        *,
        lead: str = "CG",
        others: Sequence[str] = (),
        ground: str = "",
        kind: MatterType = MatterType.COMPLAINT,
        version: int | None = None,
        category: Category = CLEANING,
    ) -> None:
        with self.desk.database.units_of_work() as uow:
            review(self.desk.office, uow, self.number, actor, Ruling(category, kind, lead, others, ground, version))
            uow.commit()

    def sign(self, actor: Actor = CLERK) -> None:
        with self.desk.database.units_of_work() as uow:
            sign(self.desk.office, uow, self.number, actor)
            uow.commit()

    def send_back(self, actor: Actor = CLERK, *, reason: str = "不是我们的事", ground: str = "三定方案第5条") -> None:
        with self.desk.database.units_of_work() as uow:
            request_return(self.desk.office, uow, self.number, actor, reason=reason, ground=ground)
            uow.commit()

    def uphold(self, actor: Actor = OPERATOR) -> None:
        with self.desk.database.units_of_work() as uow:
            uphold_return(self.desk.office, uow, self.number, actor, reason="属实")
            uow.commit()

    def refuse(self, actor: Actor = OPERATOR, *, reason: str = "目录写明归你单位") -> None:
        with self.desk.database.units_of_work() as uow:
            refuse_return(self.desk.office, uow, self.number, actor, reason=reason)
            uow.commit()

    def convene(self, actor: Actor = OPERATOR, *, reason: str = "职责不清") -> None:
        with self.desk.database.units_of_work() as uow:
            convene(self.desk.office, uow, self.number, actor, reason=reason)
            uow.commit()

    def conclude(self, actor: Actor = OPERATOR, *, lead: str = "CG", outcome: str = "会商纪要：城管牵头",
                 others: Sequence[str] = ()) -> None:  # fmt: skip
        with self.desk.database.units_of_work() as uow:
            conclude(self.desk.office, uow, self.number, actor, lead=lead, outcome=outcome, others=others)
            uow.commit()

    def ask(self, actor: Actor = CLERK, *, question: str = "是哪一栋？") -> None:
        with self.desk.database.units_of_work() as uow:
            ask_citizen(self.desk.office, uow, self.number, actor, question=question)
            uow.commit()

    def add(self, actor: Actor | None = None, *, words: str = "3栋旁边那家") -> None:
        with self.desk.database.units_of_work() as uow:
            supplement(self.desk.office, uow, self.number, actor or self.citizen, words=words)
            uow.commit()

    def ask_longer(self, actor: Actor = CLERK, *, reason: str = "要等检测结果") -> None:
        with self.desk.database.units_of_work() as uow:
            request_extension(self.desk.office, uow, self.number, actor, reason=reason)
            uow.commit()

    def decide_longer(self, actor: Actor = OPERATOR, *, granted: bool = True) -> None:
        with self.desk.database.units_of_work() as uow:
            decide_extension(self.desk.office, uow, self.number, actor, granted=granted)
            uow.commit()

    def answer(
        self, actor: Actor = CLERK, *, public: str = "已责令停止夜间经营。", internal: str = "店主态度差"
    ) -> None:
        with self.desk.database.units_of_work() as uow:
            answer(self.desk.office, uow, self.number, actor, public=public, internal=internal)
            uow.commit()

    def approve(self, actor: Actor = OPERATOR) -> None:
        with self.desk.database.units_of_work() as uow:
            approve_answer(self.desk.office, uow, self.number, actor)
            uow.commit()

    def reject(self, actor: Actor = OPERATOR, *, reason: str = "没有回答问题") -> None:
        with self.desk.database.units_of_work() as uow:
            reject_answer(self.desk.office, uow, self.number, actor, reason=reason)
            uow.commit()

    def say(self, solved: Solved, actor: Actor | None = None) -> None:
        with self.desk.database.units_of_work() as uow:
            say_solved(self.desk.office, uow, self.number, actor or self.citizen, solved)
            uow.commit()

    def rate(self, grade: Grade = Grade.GOOD, actor: Actor | None = None) -> None:
        with self.desk.database.units_of_work() as uow:
            rate(self.desk.office, uow, self.number, actor or self.citizen, grade)
            uow.commit()

    def close(self, actor: Actor = OPERATOR) -> None:
        with self.desk.database.units_of_work() as uow:
            close(self.desk.office, uow, uow.tickets.get(self.number), actor)
            uow.commit()

    def reopen(self, actor: Actor | None = None) -> None:
        with self.desk.database.units_of_work() as uow:
            reopen(self.desk.office, uow, self.number, actor or self.citizen, facts="昨晚又吵了")
            uow.commit()

    def remind(self, actor: Actor | None = None) -> None:
        with self.desk.database.units_of_work() as uow:
            remind(self.desk.office, uow, self.number, actor or self.citizen)
            uow.commit()

    def withdraw(self, actor: Actor | None = None) -> None:
        with self.desk.database.units_of_work() as uow:
            withdraw(self.desk.office, uow, self.number, actor or self.citizen)
            uow.commit()

    def refer(self, actor: Actor = OPERATOR, *, channel: str = "请向劳动人事争议仲裁委员会申请仲裁") -> None:
        with self.desk.database.units_of_work() as uow:
            refer(self.desk.office, uow, self.number, actor, channel=channel)
            uow.commit()

    def merge(self, actor: Actor = OPERATOR, *, into: str = "", reason: str = "同一家店、同一件事") -> None:
        with self.desk.database.units_of_work() as uow:
            merge(self.desk.office, uow, self.number, actor, into=into, reason=reason)
            uow.commit()

    def terminate(self, actor: Actor = OPERATOR, *, reason: str = "三次联系不上") -> None:
        with self.desk.database.units_of_work() as uow:
            terminate(self.desk.office, uow, self.number, actor, reason=reason)
            uow.commit()

    def answer_directly(self, actor: Actor = OPERATOR, *, public: str = "周末也能办，带身份证。") -> None:
        with self.desk.database.units_of_work() as uow:
            answer_directly(self.desk.office, uow, self.number, actor, public=public)
            uow.commit()

    def hand_to_emergency(self, actor: Actor = OPERATOR, *, channel: str = "119") -> None:
        with self.desk.database.units_of_work() as uow:
            hand_to_emergency(self.desk.office, uow, self.number, actor, channel=channel)
            uow.commit()

    def reveal(self, actor: Actor, *, reason: str = "联系群众核实") -> Revealed:
        with self.desk.database.units_of_work() as uow:
            shown = reveal(self.desk.office, uow, self.number, actor, reason=reason)
            uow.commit()
        return shown

    def answered(self) -> "Steps":
        """Signed, answered, and the answer let out."""
        self.sign()
        self.answer()
        self.approve()
        return self


def started(desk: Desk, *, sure: bool = True, appeal: Appeal | None = None) -> Steps:
    return Steps(desk, desk.accepted(sure=sure, appeal=appeal).number)


Refusal = type[HotlineError] | tuple[type[HotlineError], ...]


def refused(refusal: Refusal, *steps: Callable[[], object]) -> None:
    """Each of the steps is refused."""
    for step in steps:
        with pytest.raises(refusal):
            step()
