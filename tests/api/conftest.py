"""A city with the open interface over a real server."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from console.api.app import PREFIX, build_api
from console.api.keys import new_key
from hotline.people import Actor, Role
from tests.api.program import NewProgram, Program
from tests.console.city import City
from tests.console.opened import city, migrated

KEEPER = Actor(Role.ADMINISTRATOR, id="administrator")

__all__ = ["city", "migrated"]


@pytest.fixture
async def client(city: City) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    site = web.Application()
    site.add_subapp(PREFIX, build_api(city.parts))
    async with TestClient(TestServer(site)) as client:
        yield client


def key_for(city: City, login: str, days: int = 400) -> str:
    with city.database.units_of_work() as uow:
        secret, _ = new_key(uow, login, "test", days, KEEPER, city.clock.now())
        uow.commit()
    return secret


@pytest.fixture
def program(city: City, client: TestClient[web.Request, web.Application]) -> NewProgram:
    return lambda login: Program(client, key_for(city, login))
