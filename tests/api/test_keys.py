"""Keys: shown once, stored as a hash, over in time, revocable, limited, and noted when used."""

from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from console.api.app import PREFIX
from console.api.keys import PREFIX as KEY_PREFIX
from console.api.keys import new_key, revoke_key
from console.parts import ConsoleSettings
from console.visits import COOKIE, open_visit
from hotline.errors import InvalidInputError, NotFoundError
from tests.api.conftest import KEEPER, key_for
from tests.api.program import NewProgram, Program
from tests.api.records import audit_lines
from tests.console.city import SETTINGS, City, open_ticket

Client = TestClient[web.Request, web.Application]


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer jk_wrong", "Basic abc", "Bearer 密钥"])
async def test_without_a_right_key_nothing_opens(client: Client, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    async with client.get(f"{PREFIX}/tickets", headers=headers) as answer:
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert (await answer.json())["error"]["code"] == "key_refused"


async def test_a_cookie_of_the_console_opens_nothing(city: City, client: Client) -> None:
    with city.database.units_of_work(write=False) as uow:
        account = uow.accounts.find("operator")
    assert account is not None
    token = open_visit(city.parts, account, city.clock.now())
    async with client.get(f"{PREFIX}/tickets", headers={"Cookie": f"{COOKIE}={token}"}) as answer:
        assert answer.status == 401


async def test_a_key_ends_with_its_days_with_its_account_and_when_it_is_revoked(city: City, client: Client) -> None:
    short, of_disabled, revoked = key_for(city, "operator", 1), key_for(city, "second"), key_for(city, "operator")
    programs = [Program(client, key) for key in (short, of_disabled, revoked)]
    for program in programs:
        await program.get("/tickets")
        assert program.status == 200
    with city.database.units_of_work() as uow:
        uow.accounts.disable("second", True)
        [key] = [each for each in uow.api_keys.all() if each.id == 3]
        revoke_key(uow, key.id, KEEPER, city.clock.now())
        uow.commit()
    city.clock.pass_time(timedelta(days=1))
    for program in programs:
        await program.get("/tickets")
        assert program.status == 401
    assert [line[1] for line in audit_lines(city)] == ["add_key", "add_key", "add_key", "revoke_key"]


async def test_of_the_key_only_a_hash_is_stored_and_its_use_is_noted(city: City, client: Client) -> None:
    secret = key_for(city, "operator")
    assert secret.startswith(KEY_PREFIX)
    assert len(secret) > 40
    with city.database.units_of_work(write=False) as uow:
        [key] = uow.api_keys.all()
    assert key.used_at is None
    assert secret not in repr(key)
    file = city.database._engines.write.url.database  # noqa: SLF001 - the tests' own look behind the port
    await Program(client, secret).get("/counts")
    with open(str(file), "rb") as stored, open(f"{file}-wal", "rb") as log:  # noqa: PTH123, ASYNC230
        assert secret.encode() not in stored.read() + log.read()
    with city.database.units_of_work(write=False) as uow:
        [key] = uow.api_keys.all()
    assert key.used_at == city.clock.now()


async def test_a_key_that_asks_too_much_waits_a_minute(city: City, program: NewProgram) -> None:
    caller, other = program("operator"), program("operator")
    for _ in range(SETTINGS.calls_per_minute):
        await caller.get("/units")
        assert caller.status == 200
    await caller.get("/units")
    assert (caller.status, caller.headers["Retry-After"]) == (429, "60")
    await other.get("/units")
    assert other.status == 200, "the limit is each key's own"
    city.clock.pass_time(timedelta(minutes=1, seconds=1))
    await caller.get("/units")
    assert caller.status == 200


async def test_who_tries_wrong_keys_is_stopped(client: Client) -> None:
    stranger = Program(client, "jk_guess")
    statuses = []
    for _ in range(SETTINGS.address_failures + 2):
        await stranger.get("/tickets")
        statuses.append(stranger.status)
    assert statuses == [401] * SETTINGS.address_failures + [429, 429]


def test_the_usual_limit_is_generous_and_there_is_one() -> None:
    assert ConsoleSettings().calls_per_minute == 300


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_a_key_of_no_days_or_for_ever_is_refused(city: City, days: int) -> None:
    with city.database.units_of_work() as uow, pytest.raises(InvalidInputError):
        new_key(uow, "operator", "", days, KEEPER, city.clock.now())


def test_a_key_for_nobody_is_refused(city: City) -> None:
    with city.database.units_of_work() as uow, pytest.raises(NotFoundError):
        new_key(uow, "nobody", "", 1, KEEPER, city.clock.now())


async def test_a_key_acts_with_the_role_that_its_account_has_now(city: City, program: NewProgram) -> None:
    open_ticket(city)
    administrator = program("administrator")
    await administrator.get("/tickets")
    assert administrator.status == 403
    await administrator.get("/units")
    assert administrator.status == 200
