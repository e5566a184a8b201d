"""A city in a fresh database for each test, and people who use the console as a browser would."""

import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from console.app import build_console
from tests.console.city import PASSWORD, City
from tests.console.opened import city, migrated
from tests.console.person import NewPerson, Person, SignIn

__all__ = ["city", "migrated"]


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
