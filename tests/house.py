"""Builders shared by tests: the default city's office over a real database."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache
from itertools import count
from pathlib import Path

from hypothesis import strategies as st

from app.assembly import House, Mind, build_mind, open_house
from app.settings import read_settings
from casework.accept import Intake, accept
from casework.office import Office
from casework.ports import AttentionItem
from classifiers.privacy import mask
from hotline.appeal import Appeal, Place
from hotline.calendar import WorkingCalendar, load_calendar
from hotline.clock import SetClock
from hotline.deadlines import load_deadlines
from hotline.hours import load_hours
from hotline.matter import MatterType, Urgency
from hotline.people import Actor, Contact, Role
from hotline.taxonomy import Category, load_taxonomy
from hotline.ticket import Ticket
from hotline.units import load_units
from hotline.wording import Wording, load_wording
from routing.decision import Decision
from storage import schema
from storage.keyring import Keyring
from storage.open import Database, open_database
from storage.seal import Seal

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "hotline" / "data"
MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
"""Monday 2 March 2026, 9:30 in the city: an ordinary working morning."""
CHANNEL, ADDRESS, PHONE = "webchat", "visitor-1", "13812345678"
OPERATOR = Actor(Role.OPERATOR, id="li", name="李")
SUPERVISOR = Actor(Role.SUPERVISOR, id="zhao", name="赵")
CLERK = Actor(Role.DEPARTMENT, id="wang", unit="CG", name="王")
STRANGER = Actor(Role.DEPARTMENT, id="sun", unit="HB", name="孙")


def words() -> Wording:
    """The sentences that casework needs."""
    own = ROOT / "casework" / "data"
    return load_wording(DATA / "errors.toml", own / "notices.toml", own / "life.toml")


@cache
def calendar() -> WorkingCalendar:
    """The default city's calendar, read once."""
    return load_calendar(DATA / "holidays.csv")


@dataclass(frozen=True)
class Desk:
    """An open office: the equipment, the database, and the clock that only the test moves."""

    office: Office
    database: Database
    clock: SetClock
    file: Path

    def accepted(self, *, sure: bool = True, appeal: Appeal | None = None, address: str = ADDRESS) -> Ticket:
        """A ticket of the person at `address`, dispatched to CG where the machine was `sure`."""
        with self.database.units_of_work() as uow:
            citizen = uow.people.find_or_add(CHANNEL, address, self.clock.now())
            ticket = accept(
                self.office, uow, intake=Intake(citizen), appeal=appeal or noise(), decision=decision(sure=sure)
            )
            uow.commit()
        return ticket

    def ticket(self, number: str) -> Ticket:
        with self.database.units_of_work(write=False) as uow:
            return uow.tickets.get(number)

    def told(self, number: str) -> list[str]:
        """What the citizen of a ticket was told, in order."""
        with self.database.units_of_work(write=False) as uow:
            person = uow.tickets.get(number).person
            return [item.message.text for item in uow.outbox.after(person, 0)]

    def calls(self) -> list[AttentionItem]:
        with self.database.units_of_work(write=False) as uow:
            return uow.attention.open()


def noise(matter_type: MatterType = MatterType.COMPLAINT, urgency: Urgency = Urgency.ORDINARY, *,
          confidential: bool = False) -> Appeal:  # fmt: skip
    """A complaint about a barbecue at night, with all its elements."""
    return Appeal(
        text=f"青石路38号楼下烧烤店半夜还在吵，我姓张，电话{PHONE}",
        title="楼下烧烤店半夜还在吵",
        matter_type=matter_type,
        category=Category("城乡建设", "城市建设和市政管理", "园林绿化环卫"),
        place=Place("青石路38号", street="D1S1", district="D1"),
        time="昨晚十一点",
        contact=Contact("张", PHONE),
        urgency=urgency,
        confidential=confidential,
    )


def decision(*, sure: bool = True, lead_unit: str = "CG") -> Decision:
    return Decision("城管执法", (), lead_unit, (), 0.99 if sure else 0.5, sure, "C01", "派单目录第1条")


def moments(first: str, last: str, zone: tzinfo = UTC) -> st.SearchStrategy[datetime]:
    """Moments between two dates, for laws about time."""
    return st.datetimes(datetime.fromisoformat(first), datetime.fromisoformat(last), timezones=st.just(zone))


def migrated(folder: Path) -> Path:
    """A SQLite file with all tables, to be copied for each test."""
    path = folder / "migrated.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@contextmanager
def open_desk(template: Path, folder: Path, clock: SetClock) -> Iterator[Desk]:
    """The default city's office over a fresh copy of `template`."""
    path = folder / "jiesu.db"
    shutil.copy(template, path)
    with desk_over(f"sqlite:///{path}", path, clock) as desk:
        yield desk


@contextmanager
def desk_over(url: str, path: Path, clock: SetClock) -> Iterator[Desk]:
    """The same over a database that has all tables; `path` is its file where it is one."""
    serial = count(1)
    with open_database(url, seal=Seal(Keyring.new()), mask=mask) as database:
        office = Office(
            units=load_units(DATA / "units.csv"),
            taxonomy=load_taxonomy(DATA / "taxonomy.csv"),
            deadlines=load_deadlines(DATA / "deadlines.csv", calendar(), hours=load_hours(DATA / "hours.csv")),
            wording=words(),
            codes=database.query_codes,
            clock=clock,
            serial=lambda: next(serial),
        )
        yield Desk(office, database, clock, path)


@cache
def mind() -> Mind:
    """The default city's understanding, loaded once: nothing in it changes."""
    return build_mind(read_settings())


@contextmanager
def open_test_house(tmp_path: Path, clock: SetClock) -> Iterator[House]:
    """The whole house over a fresh SQLite database."""
    serial = count(1)
    settings = read_settings(data_dir=tmp_path / "data")
    with open_house(settings, clock=clock, mind=mind(), serial=lambda: next(serial)) as house:
        yield house
