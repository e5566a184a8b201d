"""A desk over a real database, and the people who keep the base."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline.clock import SetClock
from hotline.people import Actor, Role
from hotline.units import load_units
from knowledge.base import KnowledgeBase
from knowledge.entry import Entry
from knowledge.keeping.desk import KeepingDesk
from knowledge.keeping.ports import Kept
from knowledge.keeping.ship import ship
from storage import schema
from storage.keyring import Keyring
from storage.open import Database, open_database
from storage.seal import Seal
from tests.house import ROOT
from tests.knowledge.examples import METER, POWER, WATER
from tests.storage.examples import NOW

SUPPLIER = Actor(Role.DEPARTMENT, id="supplier", unit="GS")
OPERATOR = Actor(Role.OPERATOR, id="operator")
SUPERVISOR = Actor(Role.SUPERVISOR, id="supervisor")
ADMINISTRATOR = Actor(Role.ADMINISTRATOR, id="administrator")


class Room:
    """The base as its keepers see it; `do` is one unit of work."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = SetClock(NOW)
        self.desk = KeepingDesk(load_units(ROOT / "hotline/data/units.csv"), self.clock)

    def do(self, verb: Callable[..., object], *args: object, **more: object) -> None:
        with self.database.units_of_work() as uow:
            verb(self.desk, uow, *args, **more)
            uow.commit()

    def kept(self, entry_id: str) -> Kept:
        return self.database.views.entry(entry_id)

    def answered(self) -> dict[str, Entry | None]:
        return dict(self.database.views.published_entries()[1])


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("keeping") / "migrated.db"
    schema.upgrade(f"sqlite:///{path}")
    return path.read_bytes()


@pytest.fixture
def room(tmp_path: Path, migrated: bytes) -> Iterator[Room]:
    (tmp_path / "base.db").write_bytes(migrated)
    with open_database(f"sqlite:///{tmp_path / 'base.db'}", seal=Seal(Keyring.new()), mask=str) as database:
        with database.units_of_work() as uow:
            ship(uow, KnowledgeBase([WATER, METER, POWER]), NOW)
            uow.commit()
        yield Room(database)
