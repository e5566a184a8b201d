"""A city in a fresh database for each test, and people who use the console as a browser would."""

import re
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from console.app import build_console
from tests.console.city import PASSWORD, City, migrate, open_city
from tests.console.person import NewPerson, Person, SignIn


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("console") / "migrated.db"
    migrate(path)
    return path


@pytest.fixture
def city(tmp_path: Path, migrated: Path) -> Iterator[City]:
    path = tmp_path / "city.db"
    shutil.copy(migrated, path)
    with open_city(path) as opened:
        yield opened


@pytest.fixture
async def server(city: City) -> AsyncIterator[TestServer]:
    site = web.Application()
    site.add_subapp("/console", build_console(city.parts))
    server = TestServer(site)
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def somebody(server: TestServer) -> AsyncIterator[NewPerson]:
    """Somebody with a browser who has not signed in."""
    clients: list[TestClient[web.Request, web.Application]] = []

    async def make() -> Person:
        clients.append(TestClient(server))
        return Person(clients[-1])

    yield make
    for client in clients:
        await client.session.close()


@pytest.fixture
def sign_in(somebody: NewPerson) -> SignIn:
    async def enter(login: str) -> Person:
        person = await somebody()
        await person.sign_in(login, PASSWORD)
        assert person.status == 200, re.findall(r'role="alert">([^<]*)', person.text)
        return person

    return enter
