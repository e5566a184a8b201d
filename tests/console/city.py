"""A small city with its real data files and a real database, in which the tests of the console work."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from argon2 import PasswordHasher

import hotline
from analytics.closeness import lexical
from analytics.gaps import gaps
from app.assessment import assessment_of
from app.city import load_words
from casework.accept import Intake, accept
from casework.answer import answer, approve_answer
from casework.extend import request_extension
from casework.office import Office
from casework.ports import AttentionKind, Predicted, Question, SaidOfAnswer
from casework.return_ticket import request_return
from casework.sign import sign
from classifiers.verdict import Alarm, CategoryVerdict, Elements, ModelIdentity, Understanding, Verdict
from console.catalogue import CatalogueParts
from console.knowledge import KnowledgeParts
from console.parts import ConsoleParts, ConsoleSettings
from console.passwords import Passwords
from hotline.appeal import Appeal, Place
from hotline.assessment import AssessmentRules, Reason, Rule
from hotline.calendar import load_calendar
from hotline.clock import SetClock
from hotline.deadlines import load_deadlines
from hotline.hours import load_hours
from hotline.matter import EmergencyKind, MatterType, Urgency
from hotline.message import Attachment, Inbound, InboundKind, Message
from hotline.people import Actor, Contact, Role
from hotline.taxonomy import Category, load_taxonomy
from hotline.units import load_units
from knowledge.base import KnowledgeBase
from knowledge.decide import DATA, answerers
from knowledge.entry import Entry, EntryKind
from knowledge.keeping.desk import KeepingDesk
from knowledge.keeping.ship import ship
from knowledge.living import LivingAnswerer
from knowledge.terms import load_terms
from routing.catalogue import frame, load_catalogue
from routing.confidence import CONFIDENCE, load_confidence
from routing.decide import Router
from routing.decision import Decision, RoutedMatter, Suggestion
from routing.versions import LivingRouter
from storage import schema
from storage.keyring import Keyring
from storage.open import Database, open_database
from storage.seal import Seal

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, ten in the morning in the city."""
QUARTER = timedelta(days=90)
PASSWORD = "correct horse battery"
MOBILE = "13812345678"
NAME = "欧阳明珠"
WORDS = (
    f"我是{NAME}，电话{MOBILE}，望湖小区3栋楼下的烧烤店每天半夜还在炒菜，油烟直接灌进卧室，孩子整夜咳嗽，"
    "找物业说不归他们管。"
)
CATEGORY = Category("城乡建设", "城市建设和市政管理", "城管执法")
ROUTING = CONFIDENCE.parent
HANDLER, OTHER = "CG", "HB"
STAFF = {
    "operator": ("话务员小李", Role.OPERATOR, ""),
    "second": ("话务员小陈", Role.OPERATOR, ""),
    "handler": ("城管老王", Role.DEPARTMENT, HANDLER),
    "stranger": ("环保小赵", Role.DEPARTMENT, OTHER),
    "supervisor": ("督办员老周", Role.SUPERVISOR, ""),
    "administrator": ("管理员小孙", Role.ADMINISTRATOR, ""),
}
OPERATOR = Actor(Role.OPERATOR, id="operator", name="话务员小李")
CLERK = Actor(Role.DEPARTMENT, id="handler", unit=HANDLER, name="城管老王")
SETTINGS = ConsoleSettings(secure_cookies=False, login_failures=3, address_failures=6)
FAST = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def mask(text: str) -> str:
    return text.replace(MOBILE, "138****5678").replace(NAME, "欧阳**").replace("3栋", "***")


def understand(text: str) -> Understanding:
    """What a model would say of the words: enough to see that the page shows and keeps it."""
    smoke = "油烟" in text
    place = Place("望湖小区", street="D1S1", district="D1") if "望湖" in text else Place()
    alarm = Alarm(EmergencyKind.FIRE, "电梯困人") if "电梯困人" in text else None
    return Understanding(
        text=text,
        alarm=alarm,
        disposition=Verdict("open_ticket", 0.97),
        matter_type=Verdict("投诉", 0.88, (("求助", 0.1),)),
        category=CategoryVerdict(CATEGORY, 0.93 if smoke else 0.41, abstained=not smoke),
        unit=Verdict("城管执法", 0.81 if smoke else 0.34, (("生态环境", 0.12), ("街道乡镇", 0.05))),
        urgency=Urgency.ORDINARY,
        elements=Elements(place, "半夜" if "半夜" in text else ""),
        privacy=(),
        model=ModelIdentity("test-1", "0" * 64),
    )


def decide(matter: RoutedMatter, suggestion: Suggestion, at: datetime) -> Decision:
    """Sure of smoke, unsure of everything else."""
    smoke = "油烟" in matter.text
    return Decision(
        lead="城管执法",
        others=("街道乡镇",),
        lead_unit=HANDLER,
        other_units=("D1S1",) if matter.place.street else (),
        confidence=0.97 if smoke else 0.52,
        auto=smoke,
        rule="R-CG-021" if smoke else "",
        ground="餐饮油烟由城市管理部门查处（大气污染防治法第八十一条、第一百一十八条）"
        if smoke
        else "没有规则命中，按文字判断",
        alternatives=suggestion.units[1:],
    )


def entries() -> Sequence[Entry]:
    return (
        Entry("k1", "灵活就业人员怎么参加职工医保", ("自己交医保怎么办",), "带身份证到医保窗口或网上办理。",
              "灵活就业人员可凭身份证到医保经办窗口、政务服务网办理参保登记。", EntryKind.GUIDE, "医保",
              "市医保局办事指南", date(2026, 1, 5), date(2026, 1, 5), None, "全市", "灵活就业人员", ("医保",), None),
        Entry("k2", "2025年取暖补贴什么时候发", (), "已发放。", "补贴随12月工资发放。", EntryKind.HOT, "人社",
              "市人社局通知", date(2025, 11, 1), date(2025, 11, 1), date(2026, 3, 1), "全市", "", ("取暖",), None),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class City:
    """The parts of the console with the database and the clock behind them."""

    parts: ConsoleParts
    database: Database
    clock: SetClock

    @property
    def office(self) -> Office:
        return self.parts.office


def appeal(words: str = WORDS, title: str = "烧烤店油烟扰民", matter_type: MatterType = MatterType.COMPLAINT,
           category: Category = CATEGORY, urgency: Urgency = Urgency.ORDINARY) -> Appeal:  # fmt: skip
    return Appeal(words, matter_type, category, title, Place("望湖小区3栋", "D1S1", "D1", "D1S1C1"), "每天半夜",
                  Contact(NAME, MOBILE), urgency)  # fmt: skip


UNSURE = Decision("城管执法", (), HANDLER, (), 0.62, auto=False, rule="R-CG-021",
                  ground="餐饮油烟由城市管理部门查处（大气污染防治法第八十一条）",
                  alternatives=(("生态环境", 0.21), ("街道乡镇", 0.09)))  # fmt: skip
SURE = replace(UNSURE, confidence=0.98, auto=True)
_SERIAL = count(1)
ASSESSED = AssessmentRules([Rule("1", date(2020, 1, 1))], [Reason("misfiled", "登记或派单有误", "")])


def open_ticket(city: City, decision: Decision = UNSURE, matter: Appeal | None = None, *, picture: bool = False) -> str:
    """A citizen's ticket as the conversation opens it, with the machine's decisions kept beside it."""
    serial = next(_SERIAL)
    with city.database.units_of_work() as uow:
        citizen = uow.people.find_or_add("webchat", f"visitor-{serial}", city.clock.now())
        photo = Attachment("image/png", _PNG) if picture else None
        kind = InboundKind.PHOTO if picture else InboundKind.TEXT
        inbound = uow.inbox.take(
            Inbound("webchat", f"visitor-{serial}", f"m{serial}", city.clock.now(), kind, WORDS, attachment=photo),
            citizen.id,
        )
        assert inbound is not None
        taken = matter or appeal()
        ticket = accept(city.office, uow, intake=Intake(citizen), appeal=taken, decision=decision)
        uow.inbox.attach([inbound], ticket.number)
        uow.ledger.add(inbound, "test-1", _decisions(taken, decision), city.clock.now(), ticket.number)
        uow.commit()
    return ticket.number


def _decisions(taken: Appeal, decision: Decision) -> dict[str, Predicted]:
    label = f"{taken.category.l1}/{taken.category.l2}"
    return {
        "unit": Predicted(decision.lead, decision.confidence, decision.alternatives, (), decision.auto),
        "category": Predicted(label, 0.9),
        "matter_type": Predicted(taken.matter_type.value, 0.88),
    }


def signed(city: City) -> str:
    number = open_ticket(city, SURE)
    with city.database.units_of_work() as uow:
        sign(city.office, uow, number, CLERK)
        uow.commit()
    return number


def answered(city: City) -> str:
    number = signed(city)
    with city.database.units_of_work() as uow:
        answer(city.office, uow, number, CLERK, public="已责令该店安装油烟净化器，三日内整改完毕。", internal="已拍照")
        uow.commit()
    return number


def approved(city: City) -> str:
    number = answered(city)
    with city.database.units_of_work() as uow:
        approve_answer(city.office, uow, number, OPERATOR)
        uow.commit()
    return number


def returned(city: City, decision: Decision = SURE) -> str:
    number = open_ticket(city, decision)
    with city.database.units_of_work() as uow:
        request_return(city.office, uow, number, CLERK, reason="【职能交叉】油烟超标检测归生态环境", ground="三定方案")
        uow.commit()
    return number


def extension_asked(city: City) -> str:
    number = signed(city)
    with city.database.units_of_work() as uow:
        request_extension(city.office, uow, number, CLERK, reason="需等检测机构出报告")
        uow.commit()
    return number


def handed_over(city: City, kind: AttentionKind = AttentionKind.HANDOVER) -> int:
    """A citizen who asked for a person; gives the id of the call."""
    serial = next(_SERIAL)
    with city.database.units_of_work() as uow:
        at = city.clock.now()
        citizen = uow.people.find_or_add("webchat", f"visitor-{serial}", at)
        uow.inbox.take(
            Inbound("webchat", f"visitor-{serial}", f"m{serial}", at, text=f"我要找人工，{MOBILE}"), citizen.id
        )
        uow.outbox.add(citizen.id, Message("好的，正在为您转人工。"), key=f"hand:{serial}", at=at)
        item = uow.attention.call(kind, citizen.id, mask(f"市民要求转人工，{MOBILE}"), at)
        uow.commit()
    return item


def asked(city: City, text: str, *, who: str = "", unit: str = "城管执法", entry: str = "",
          said: SaidOfAnswer = SaidOfAnswer.NOTHING) -> int:  # fmt: skip
    """A question that the base could not answer; gives its id."""
    serial = next(_SERIAL)
    with city.database.units_of_work() as uow:
        at, address = city.clock.now(), who or f"visitor-{serial}"
        citizen = uow.people.find_or_add("webchat", address, at)
        inbound = uow.inbox.take(Inbound("webchat", address, f"m{serial}", at, text=text), citizen.id)
        assert inbound is not None
        decision = "answer" if entry else "handover"
        question = Question(text, decision, entry, 0.4, (("k1", 0.4), ("k2", 0.1)), unit)
        number = uow.questions.add(inbound, citizen.id, question, at)
        if said:
            uow.questions.said(number, said, at)
        uow.commit()
    return number


_HOTLINE = Path(next(iter(hotline.__path__)))
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da63e8e8e8000002040101"
    "ba7b1c420000000049454e44ae426082"
)


def migrate(path: Path) -> None:
    schema.upgrade(f"sqlite:///{path}")


def keeping(database: Database, office: Office) -> KnowledgeParts:
    """The knowledge base with `entries` in it, answered from the database."""
    with database.units_of_work() as uow:
        ship(uow, KnowledgeBase(entries()), NOW)
        uow.commit()
    answerer = LivingAnswerer(database.views, answerers())
    return KnowledgeParts(KeepingDesk(office.units, office.clock), answerer, answerers(), load_terms(DATA))


@contextmanager
def open_city(path: Path, settings: ConsoleSettings = SETTINGS) -> Iterator[City]:
    """The city over a migrated SQLite file, with an account for every name in `STAFF`."""
    data, clock = _HOTLINE / "data", SetClock(NOW)
    seal = Seal(Keyring.new())
    pull = frozenset({"webchat", "phone"})
    with (
        open_database(f"sqlite:///{path}", seal=seal, mask=mask, pull_channels=pull) as database,
        ThreadPoolExecutor(2) as pool,
        ThreadPoolExecutor(2) as password_pool,
    ):
        calendar = load_calendar(data / "holidays.csv")
        words = load_words()
        office = Office(
            units=load_units(data / "units.csv"),
            taxonomy=load_taxonomy(data / "taxonomy.csv"),
            deadlines=load_deadlines(data / "deadlines.csv", calendar, hours=load_hours(data / "hours.csv")),
            wording=words,
            codes=database.query_codes,
            clock=clock,
            serial=lambda: next(_SERIAL),
        )
        near = lexical(load_terms(DATA))
        parts = ConsoleParts(office, database.units_of_work, database.views, pool, password_pool, understand, decide,
                             keeping(database, office), passwords=FAST, settings=settings,
                             gaps=lambda now: gaps(database.views.unanswered(now - QUARTER), near),
                             assessment=assessment_of(database, ASSESSED),
                             catalogue=catalogue_parts(office, database))  # fmt: skip
        city = City(parts, database, clock)
        hire(city)
        yield city


def catalogue_parts(office: Office, database: Database) -> CatalogueParts:
    """The shipped catalogue, and what is published in the test."""
    found = frame(office.taxonomy, office.units)
    shipped = load_catalogue(ROUTING / "catalogue.csv", found)
    files = Router(shipped, office.units, load_confidence(CONFIDENCE))
    return CatalogueParts(found, LivingRouter(files, found, lambda: database.units_of_work(write=False), office.clock))


def hire(city: City) -> None:
    stored = FAST.hash(PASSWORD)
    with city.database.units_of_work() as uow:
        for login, (name, role, unit) in STAFF.items():
            if uow.accounts.find(login) is None:
                uow.accounts.add(login, name, role, unit, stored)
        uow.commit()
