"""A month of a city's hotline: citizens write, desk and units work in their hours, and the clocks run.

Everything goes through the verbs of casework and a real database; chance decides who does what and when, and the same
seed plays the same month. Nothing is asserted here: whoever plays looks at the tickets afterwards, or after each step.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from casework.accept import Intake, accept
from casework.add_unit import add_unit
from casework.answer import answer, approve_answer, reject_answer
from casework.ask_citizen import ask_citizen, supplement
from casework.close import close
from casework.co_work import co_report, co_sign
from casework.convene import conclude, convene
from casework.extend import decide_extension, request_extension
from casework.follow_up import rate, say_solved
from casework.ports import UnitOfWork
from casework.ports_returns import ReturnClass
from casework.redo import reopen
from casework.return_ticket import refuse_return, request_return, uphold_return
from casework.review import Ruling, review
from casework.sign import sign
from casework.watch_deadlines import watch_deadlines
from casework.withdraw import withdraw
from hotline.appeal import Appeal, Place
from hotline.errors import HotlineError
from hotline.matter import Grade, MatterType, Solved, Urgency
from hotline.people import Actor, Contact, Role
from hotline.taxonomy import Category
from hotline.ticket import Ticket
from hotline.workflow import State
from routing.decision import Decision
from tests.house import Desk

OPERATOR = Actor(Role.OPERATOR, id="desk", name="接线员")
SUPERVISOR = Actor(Role.SUPERVISOR, id="head", name="督办员")
HOURS = (1, 1, 1, 1, 1, 2, 2, 5, 7, 10, 11, 9, 5, 5, 7, 9, 7, 7, 4, 3, 3, 3, 2, 2)
"""How many of a hundred citizens write in each hour of the day, roughly as real messages are spread."""
WATCH = timedelta(hours=2)
_MATTERS: Sequence[tuple[str, MatterType, Category, str]] = (
    ("楼下烧烤店半夜还在吵，油烟直往屋里灌", MatterType.COMPLAINT,
     Category("城乡建设", "城市建设和市政管理", "园林绿化环卫"), "CG"),
    ("小区电梯一直停着没人修", MatterType.HELP, Category("城乡建设", "城市建设和市政管理", "小区管理"), "ZJ"),
    ("老板拖着三个月工资不发", MatterType.COMPLAINT, Category("劳动和社会保障", "工资福利"), "RS"),
    ("有家店卖过期牛奶", MatterType.REPORT, Category("商贸旅游", "市场监管"), "SJ"),
    ("孩子转学要交哪些材料", MatterType.CONSULTATION, Category("教育文体", "教育行政管理"), "JY"),
    ("希望路口加一个红绿灯", MatterType.SUGGESTION, Category("政法", "交通管理"), "JJ"),
    ("家里自来水发黄有味道", MatterType.HELP, Category("城乡建设", "城市建设和市政管理", "自来水供应"), "GS"),
)  # fmt: skip

Step = Callable[[UnitOfWork, str], None]


@dataclass(order=True)
class _Turn:
    """Something that somebody will do with a ticket at a moment."""

    at: datetime
    place: int
    number: str = field(compare=False)
    step: Step = field(compare=False)


class Month:
    """Plays `tickets` appeals from `start` on, over `days` days, and then until nobody has anything left to do."""

    def __init__(self, desk: Desk, *, tickets: int, start: datetime, days: int, seed: int = 12345) -> None:
        self.desk, self.office, self.clock = desk, desk.office, desk.clock
        self.taken: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.numbers: list[str] = []
        self._chance, self._places = Random(seed), 0
        self._turns: list[_Turn] = []
        self._watched = start
        self._arrivals = sorted(self._moment(start, days) for _ in range(tickets))

    def play(self) -> Iterator[str]:
        """Take step after step; gives the ticket of each step that was taken."""
        for at in self._arrivals:
            self._later(at, "", self._arrive)
        while self._turns:
            turn = heapq.heappop(self._turns)
            self._pass(turn.at)
            number = self._take(turn)
            if number:
                yield number

    def tickets(self) -> Iterator[Ticket]:
        for number in self.numbers:
            yield self.desk.ticket(number)

    def _take(self, turn: _Turn) -> str:
        """A step that the rules refuse is counted and leaves nothing behind."""
        name = turn.step.__name__.strip("_")
        try:
            with self.desk.database.units_of_work() as uow:
                turn.step(uow, turn.number)
                uow.commit()
        except HotlineError as refusal:
            self.refused[f"{name}: {refusal.code}"] += 1
            return ""
        self.taken[name] += 1
        return turn.number or self.numbers[-1]

    def _pass(self, until: datetime) -> None:
        """Time passes; the watch over the deadlines looks every two hours."""
        while self._watched + WATCH <= until:
            self._watched += WATCH
            self.clock.set(self._watched)
            watch_deadlines(self.office, self.desk.database.units_of_work)
        self.clock.set(until)

    def _moment(self, start: datetime, days: int) -> datetime:
        hour = self._chance.choices(range(24), HOURS)[0]
        at = start + timedelta(days=self._chance.randrange(days), hours=hour)
        return at + timedelta(minutes=self._chance.randrange(60))  # whole minutes: so does the second opinion count

    def _later(self, at: datetime, number: str, step: Step) -> None:
        self._places += 1
        heapq.heappush(self._turns, _Turn(at, self._places, number, step))

    def _at_work(self, number: str, step: Step, hours: float) -> None:
        """Staff do it after so many working hours, more or less."""
        span = timedelta(minutes=round(self._chance.uniform(0.2, 2.0) * hours * 60))
        calendar = self.office.deadlines.calendar
        self._later(calendar.add_working_time(self.clock.now(), span), number, step)

    def _at_home(self, number: str, step: Step, hours: float) -> None:
        span = timedelta(minutes=round(self._chance.uniform(0.1, 2.0) * hours * 60))
        self._later(self.clock.now() + span, number, step)

    def _perhaps(self, share: float) -> bool:
        return self._chance.random() < share

    # --- what people do ---------------------------------------------------------------------------------------------

    def _arrive(self, uow: UnitOfWork, _: str) -> None:
        """A citizen's appeal becomes a ticket; half of them go out at once, a few to the wrong door."""
        text, matter_type, category, unit = self._chance.choice(_MATTERS)
        urgency = Urgency.URGENT if self._perhaps(0.05) else Urgency.ORDINARY
        appeal = Appeal(f"{text}，第{len(self.numbers) + 1}件", matter_type, category, text,
                        Place("青石路38号", street="D1S1", district="D1"), "昨晚", Contact("", "13800001111"),
                        anonymous=self._perhaps(0.04), urgency=urgency)  # fmt: skip
        person = uow.people.find_or_add("webchat", f"citizen-{self._chance.randrange(10_000)}", self.clock.now())
        lead = "HB" if self._perhaps(0.08) else unit
        sure = self._perhaps(0.5)
        decided = Decision(self.office.units.get(lead).type, (), lead, (), 0.98 if sure else 0.6, sure, "", "")
        ticket = accept(self.office, uow, intake=Intake(person), appeal=appeal, decision=decided)
        self.numbers.append(ticket.number)
        if self._perhaps(0.01):
            self._at_home(ticket.number, self._withdraw, 6)
        if sure:
            self._dispatched(ticket.number)
        else:
            self._at_home(ticket.number, self._review, 1.5)

    def _review(self, uow: UnitOfWork, number: str) -> None:
        ticket = uow.tickets.get(number)
        unit = next(lead for text, _, _, lead in _MATTERS if ticket.appeal.text.startswith(text))
        lead = "HB" if self._perhaps(0.05) and ticket.returns < 2 else unit
        others = ("D1S1",) if self._perhaps(0.1) else ()
        ruling = Ruling(ticket.appeal.category, ticket.appeal.matter_type, lead, others, "派单目录", None)
        review(self.office, uow, number, OPERATOR, ruling)
        self._dispatched(number)

    def _dispatched(self, number: str) -> None:
        self._at_work(number, self._sign_or_return, 2)

    def _sign_or_return(self, uow: UnitOfWork, number: str) -> None:
        ticket = uow.tickets.get(number)
        wrong = ticket.lead == "HB"
        late = ticket.due is not None and self.clock.now() > ticket.due.return_by
        if not late and ((wrong and self._perhaps(0.9)) or self._perhaps(0.03)):
            ground = f"三定方案，第{ticket.returns + 1}次核对"
            request_return(self.office, uow, number, self._clerk(ticket), reason="超出职责", ground=ground,
                           kind=self._chance.choice(list(ReturnClass)), evidence="现场照片一张")  # fmt: skip
            self._at_work(number, self._rule_on_return, 2)
            return
        sign(self.office, uow, number, self._clerk(ticket))
        if self._perhaps(0.04):
            self._at_work(number, self._add, 3)
        for unit in ticket.others:
            self._at_work(number, self._help(unit), 4)
        if self._perhaps(0.12):
            self._at_work(number, self._ask, 6)
        elif self._perhaps(0.1):
            self._at_work(number, self._ask_longer, 20)
        elif self._perhaps(0.02):
            self._at_work(number, self._convene, 6)
        else:
            self._at_work(number, self._answer, 16)

    def _add(self, uow: UnitOfWork, number: str) -> None:
        """加派: another unit gets a part with days of its own."""
        self._at_work(number, self._help("XF"), 3)
        add_unit(self.office, uow, number, OPERATOR, unit="XF", days=2, reason="涉及消防通道")

    def _help(self, unit: str) -> Step:
        """What a co-unit does: it signs its part, and a little later reports to the lead."""
        clerk = Actor(Role.DEPARTMENT, id=unit.lower(), unit=unit, name=unit)

        def co_signs(uow: UnitOfWork, number: str) -> None:
            co_sign(self.office, uow, number, clerk)
            self._at_work(number, co_reports, 6)

        def co_reports(uow: UnitOfWork, number: str) -> None:
            co_report(self.office, uow, number, clerk, words="已配合处理", final=True)

        return co_signs

    def _rule_on_return(self, uow: UnitOfWork, number: str) -> None:
        ticket = uow.tickets.get(number)
        if ticket.returns >= 3:  # noqa: PLR2004 - the third time the units sit together
            convene(self.office, uow, number, SUPERVISOR, reason="三次退单")
            self._at_work(number, self._conclude, 8)
        elif ticket.lead == "HB":
            uphold_return(self.office, uow, number, OPERATOR, reason="属实")
            self._at_home(number, self._review, 1)
        else:
            refuse_return(self.office, uow, number, OPERATOR, reason="目录写明归你单位")
            self._dispatched(number)

    def _convene(self, uow: UnitOfWork, number: str) -> None:
        convene(self.office, uow, number, SUPERVISOR, reason="涉及多个单位")
        self._at_work(number, self._conclude, 8)

    def _conclude(self, uow: UnitOfWork, number: str) -> None:
        conclude(self.office, uow, number, SUPERVISOR, lead="CG", outcome="会商确定城管执法牵头")
        self._dispatched(number)

    def _ask(self, uow: UnitOfWork, number: str) -> None:
        ticket = uow.tickets.get(number)
        ask_citizen(self.office, uow, number, self._clerk(ticket), question="是哪一栋？")
        self._at_home(number, self._supplement, 20)

    def _supplement(self, uow: UnitOfWork, number: str) -> None:
        ticket = uow.tickets.get(number)
        supplement(self.office, uow, number, Actor.citizen(ticket.person), words="3栋旁边那家")
        self._at_work(number, self._answer, 10)

    def _ask_longer(self, uow: UnitOfWork, number: str) -> None:
        ticket = uow.tickets.get(number)
        self._at_work(number, self._answer, 30)
        request_extension(self.office, uow, number, self._clerk(ticket), reason="要等检测结果")
        self._at_work(number, self._rule_on_extension, 2)

    def _rule_on_extension(self, uow: UnitOfWork, number: str) -> None:
        decide_extension(self.office, uow, number, SUPERVISOR, granted=self._perhaps(0.8), reason="情况属实")

    def _answer(self, uow: UnitOfWork, number: str) -> None:
        ticket = uow.tickets.get(number)
        if ticket.state is State.EXTENSION_REQUESTED:
            self._at_work(number, self._answer, 4)
            return
        answer(
            self.office, uow, number, self._clerk(ticket), public="已到现场处理，明天复查。", internal="店主答应整改"
        )
        self._at_work(number, self._approve, 3)

    def _approve(self, uow: UnitOfWork, number: str) -> None:
        if self._perhaps(0.06):
            reject_answer(self.office, uow, number, OPERATOR, reason="没有说什么时候复查")
            self._at_work(number, self._answer, 6)
            return
        approve_answer(self.office, uow, number, OPERATOR)
        self._at_home(number, self._follow_up, 20)

    def _follow_up(self, uow: UnitOfWork, number: str) -> None:
        """Three of four citizens say something; for the others the desk closes."""
        ticket = uow.tickets.get(number)
        citizen = Actor.citizen(ticket.person)
        if not self._perhaps(0.75):
            close(self.office, uow, ticket, OPERATOR, reason="三次未接通")
            return
        solved = self._chance.choices(list(Solved), (82, 8, 10))[0]
        say_solved(self.office, uow, number, citizen, solved)
        if solved is Solved.NO:
            self._at_work(number, self._answer, 16)
            return
        self._at_home(number, self._rate, 1)

    def _rate(self, uow: UnitOfWork, number: str) -> None:
        ticket = uow.tickets.get(number)
        grade = self._chance.choices(list(Grade), (40, 30, 18, 8, 4))[0]
        rate(self.office, uow, number, Actor.citizen(ticket.person), grade)
        if uow.tickets.get(number).state is State.REDO:  # 部分解决 and a bad grade: handled once more
            self._at_work(number, self._answer, 16)
        elif self._perhaps(0.03):
            self._at_home(number, self._reopen, 60)

    def _reopen(self, uow: UnitOfWork, number: str) -> None:
        ticket = uow.tickets.get(number)
        reopen(self.office, uow, number, Actor.citizen(ticket.person), facts="昨晚又吵了")
        self._at_work(number, self._answer, 16)

    def _withdraw(self, uow: UnitOfWork, number: str) -> None:
        withdraw(self.office, uow, number, Actor.citizen(uow.tickets.get(number).person))

    def _clerk(self, ticket: Ticket) -> Actor:
        return Actor(Role.DEPARTMENT, id=ticket.lead.lower(), unit=ticket.lead, name=ticket.lead)
