"""The demo city has a past in which every queue of the console holds something."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app.assembly import House, Mind, build_mind, open_house
from app.demo.seed import accounts, seed
from app.demo.story import STORIES, load_play
from app.settings import Settings
from casework.ports import AttentionKind
from casework.views import TicketFilter
from console.passwords import Passwords
from hotline.clock import SHANGHAI, SetClock, local, utc
from hotline.errors import DataFileError
from hotline.matter import MatterType, Solved
from hotline.people import Role
from hotline.ticket import Ticket
from hotline.units import UnitKind
from hotline.workflow import State

FRIDAY = utc(datetime(2026, 11, 20, 16, 0, tzinfo=SHANGHAI))
SUNDAY_NIGHT = utc(datetime(2026, 9, 13, 3, 0, tzinfo=SHANGHAI))
NEW_YEAR = utc(datetime(2027, 1, 2, 11, 0, tzinfo=SHANGHAI))
PASSWORD = "wanglan-demo"


@pytest.fixture(scope="module")
def mind() -> Mind:
    return build_mind(Settings(_env_file=None))  # type: ignore[call-arg]  # pydantic-settings' own argument


@contextmanager
def opened(folder: Path, mind: Mind, clock: SetClock) -> Iterator[House]:
    settings = Settings(_env_file=None, data_dir=folder)  # type: ignore[call-arg]  # as above
    with open_house(settings, clock=clock, mind=mind) as house:
        yield house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, mind: Mind) -> Iterator[House]:
    """The city as it stands on a Friday afternoon."""
    clock = SetClock(FRIDAY)
    with opened(tmp_path_factory.mktemp("demo"), mind, clock) as house:
        seed(house)
        yield house


def tickets(house: House, now: datetime = FRIDAY) -> list[Ticket]:
    rows = house.database.views.tickets(TicketFilter(limit=200), now)
    with house.database.units_of_work(write=False) as uow:
        return [uow.tickets.get(row.number) for row in rows]


def test_every_queue_of_the_console_holds_something(house: House) -> None:
    counts = house.database.views.counts(FRIDAY)
    for waiting in (counts.review, counts.returns, counts.answers, counts.follow_up, counts.attention, counts.overdue):
        assert waiting > 0
    for state in (State.DISPATCHED, State.IN_PROGRESS, State.AWAITING_CITIZEN, State.EXTENSION_REQUESTED,
                  State.CONSULTATION, State.REDO):  # fmt: skip
        assert counts.by_state.get(state, 0) > 0, state
    assert house.database.views.by_state()[State.CLOSED] >= 4
    assert counts.dead_letters == 0


def test_closed_tickets_carry_the_word_and_the_grade_of_their_citizen(house: House) -> None:
    closed = [ticket for ticket in tickets(house) if ticket.state is State.CLOSED]
    assert all(ticket.grade and ticket.solved in (Solved.YES, Solved.PARTLY) for ticket in closed)
    assert len({ticket.grade for ticket in closed}) >= 3
    assert any(ticket.first_solved is Solved.NO for ticket in closed), "one was handled a second time"


def test_there_are_a_report_and_a_consultation(house: House) -> None:
    kinds = {ticket.appeal.matter_type for ticket in tickets(house)}
    assert {MatterType.REPORT, MatterType.CONSULTATION, MatterType.COMPLAINT, MatterType.HELP} <= kinds


def test_danger_and_the_wish_for_a_person_wait_for_somebody(house: House) -> None:
    kinds = {item.kind for item in house.database.views.attention()}
    assert {AttentionKind.EMERGENCY, AttentionKind.HANDOVER} <= kinds


def test_what_happened_happened_in_order_and_not_after_now(house: House) -> None:
    for ticket in tickets(house):
        moments = [event.at for event in ticket.history]
        assert moments == sorted(moments)
        assert moments[-1] <= FRIDAY


def test_units_that_keep_office_hours_act_in_them(house: House) -> None:
    calendar = house.mind.city.calendar
    for ticket in tickets(house):
        for event in ticket.history:
            acting = event.actor.role is Role.DEPARTMENT and house.office.units.get(event.unit).hours == "office"
            if acting and local(event.at).date() < local(FRIDAY).date():
                assert calendar.is_working(local(event.at).date()), (ticket.number, event)
                assert 9 <= local(event.at).hour < 18


def test_the_machine_was_corrected_at_least_once(house: House) -> None:
    """So that the live misroute rate has something to count."""
    with house.database.units_of_work(write=False) as uow:
        predicted = {ticket.number: uow.ledger.of_ticket(ticket.number)["unit"] for ticket in tickets(house)}
    leads = {ticket.number: house.office.units.find(ticket.lead) for ticket in tickets(house) if ticket.lead}
    assert any(unit and unit.type != predicted[number].label for number, unit in leads.items())


def test_seeding_again_changes_nothing(house: House) -> None:
    before = tickets(house)
    seed(house)
    assert tickets(house) == before


@pytest.mark.parametrize(
    "now", [FRIDAY, SUNDAY_NIGHT, NEW_YEAR], ids=["a Friday", "a Sunday night", "a year not entered"]
)
def test_every_story_plays_to_its_end_whenever_the_demo_is_started(now: datetime, tmp_path: Path, mind: Mind) -> None:
    clock = SetClock(now)
    with capture_logs() as log, opened(tmp_path, mind, clock) as house:
        seed(house)
        counts = house.database.views.by_state()
        latest = max(event.at for ticket in tickets(house, now) for event in ticket.history)
    assert [line for line in log if line["event"] == "story_cut_short"] == []
    assert sum(counts.values()) == sum(story.wants == "ticket" for story in load_play().stories)
    assert now - timedelta(days=1) < latest <= now


def test_every_role_and_every_handling_unit_can_sign_in(house: House) -> None:
    made = accounts(house, Passwords().hash(PASSWORD))
    units = house.office.units
    handling = [
        unit.code for kind in (UnitKind.DEPARTMENT, UnitKind.UTILITY, UnitKind.STREET) for unit in units.of_kind(kind)
    ]
    by_login = {account.login: account for account in made}
    assert {code.lower() for code in handling} | {"operator", "supervisor", "admin"} == set(by_login)
    assert all(
        by_login[code.lower()].unit == code and by_login[code.lower()].role is Role.DEPARTMENT for code in handling
    )
    assert by_login["admin"].role is Role.ADMINISTRATOR
    assert Passwords().fits(made[0].password_hash, PASSWORD)
    assert not Passwords().fits(made[0].password_hash, "something else")
    assert accounts(house, Passwords().hash("another password")) == made, (
        "a second call adds nobody and changes no password"
    )


def test_the_telephone_numbers_of_the_stories_belong_to_nobody() -> None:
    numbers = re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", STORIES.read_text(encoding="utf-8"))
    assert numbers
    assert all(number.startswith("1380000") for number in numbers)


@pytest.mark.parametrize(
    ("story", "complaint"),
    [
        ('days_ago = 1\nhour = 9\nturns = ["x"]\nsteps = ["dance"]', "dance"),
        ("days_ago = 1\nhour = 9\nturns = []", "turns"),
        ('days_ago = 1\nhour = 25\nturns = ["x"]', "hour"),
        ('turns = ["x"]', "minutes_ago"),
        ('minutes_ago = 5\nturns = ["x"]\nwants = "money"', "wants"),
        ("minutes_ago = 5\nturns =", "not_toml"),
    ],
)
def test_a_story_that_makes_no_sense_is_refused(tmp_path: Path, story: str, complaint: str) -> None:
    path = tmp_path / "stories.toml"
    path.write_text(f'[staff]\n[[story]]\nname = "x"\n{story}\n', encoding="utf-8")
    with pytest.raises(DataFileError, match=complaint) as refusal:
        load_play(path)
    assert refusal.value.path == path
