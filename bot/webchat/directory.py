"""Which person of ours a visitor is."""

import asyncio
from collections import OrderedDict
from concurrent.futures import Executor

from bot.webchat.parts import CHANNEL
from bot.webchat.visitor import Visitor
from casework.ports import UnitsOfWork

_MOST = 20_000


class Directory:
    """Looks visitors up and remembers the latest. A visitor who never said anything is nobody, and is not stored."""

    def __init__(self, units_of_work: UnitsOfWork, pool: Executor) -> None:
        self._units_of_work = units_of_work
        self._pool = pool
        self._persons: OrderedDict[str, int] = OrderedDict()

    def note(self, visitor: Visitor, person: int) -> None:
        self._persons[visitor.address] = person
        self._persons.move_to_end(visitor.address)
        if len(self._persons) > _MOST:
            self._persons.popitem(last=False)

    async def person(self, visitor: Visitor) -> int | None:
        """The person's number, or None for somebody who has not spoken yet."""
        if visitor.fresh or visitor.address in self._persons:
            return self._persons.get(visitor.address)
        person = await asyncio.get_running_loop().run_in_executor(self._pool, self._look_up, visitor.address)
        if person is not None:
            self.note(visitor, person)
        return person

    def _look_up(self, address: str) -> int | None:
        with self._units_of_work(write=False) as uow:
            citizen = uow.people.find(CHANNEL, address)
        return citizen.id if citizen else None
