"""Staff at work through the open interface, who never give up: a call is sent again under its name until it is done."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp

from app.assembly import House
from console.api.app import PREFIX
from console.api.keys import new_key
from hotline.people import Actor, Role
from hotline.workflow import State
from tests.e2e.citizen import AGAIN_AFTER

DESK = "operator"
RULING = {"category": "城乡建设/城市建设和市政管理", "matter_type": "投诉", "urgency": "一般", "lead": "ZJ"}
ANSWER = {"public_answer": "已到现场核实并处理完毕。", "truth": "属实", "contacted": "否", "unit_solved": "已解决"}


def keys_for_all(house: House) -> dict[str, str]:
    """An operator and a member of each unit, with a key for the open interface each; by login."""
    keeper, now = Actor(Role.ADMINISTRATOR, id="administrator"), house.office.clock.now() - timedelta(seconds=1)
    people = {DESK: (Role.OPERATOR, "")}
    people |= {each.code.lower(): (Role.DEPARTMENT, each.code) for each in house.office.units.all()}
    keys = {}
    with house.database.units_of_work() as uow:
        for login, (role, unit) in people.items():
            uow.accounts.add(login, login, role, unit, "no password opens this")
            keys[login], _ = new_key(uow, login, "test", 30, keeper, now)
        uow.commit()
    return keys


@dataclass(slots=True)
class Staff:
    """Sends out what the machine has not, signs and answers; `done` are the steps that the server has acknowledged."""

    address: str
    session: aiohttp.ClientSession
    keys: Mapping[str, str]
    done: list[tuple[str, str]] = field(default_factory=list)

    async def handle(self, number: str) -> None:
        """Take a ticket to its answer."""
        _, ticket = await self._call(DESK, "GET", f"/tickets/{number}")
        if ticket["state"] in (State.ACCEPTED.value, State.ACCEPTED.name.lower()):
            await self._act(DESK, number, "review", RULING)
            _, ticket = await self._call(DESK, "GET", f"/tickets/{number}")
        unit = ticket["lead"].lower()
        await self._act(unit, number, "sign", {})
        await self._act(unit, number, "answer", ANSWER)
        await self._act(DESK, number, "approve_answer", {})

    async def _act(self, login: str, number: str, action: str, fields: Mapping[str, str]) -> None:
        for attempt in range(20):
            _, ticket = await self._call(login, "GET", f"/tickets/{number}")
            body = {"version": ticket["version"], **fields}
            name = f"{number}:{action}:{attempt}"
            status, answer = await self._call(login, "POST", f"/tickets/{number}/{action}", body, name)
            if status == 200:
                self.done.append((number, action))
                return
            assert status == 409, f"{action}: {status} {answer}"
        raise AssertionError(f"{action} of {number} was never taken")

    async def _call(self, login: str, method: str, path: str, body: Mapping[str, object] | None = None,
                    name: str = "") -> tuple[int, Any]:  # fmt: skip
        headers = {"Authorization": f"Bearer {self.keys[login]}", **({"Idempotency-Key": name} if name else {})}
        while True:
            try:
                async with self.session.request(
                    method, f"{self.address}{PREFIX}{path}", json=body, headers=headers
                ) as reply:
                    if reply.status not in (429, 500, 502, 503):
                        return reply.status, await reply.json()
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            await asyncio.sleep(AGAIN_AFTER)
