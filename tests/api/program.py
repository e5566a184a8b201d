"""A program that calls the open interface over a real connection, with a key of its own."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

from console.api.app import PREFIX


class Program:
    """`status`, `answer` and `headers` are those of the latest call."""

    def __init__(self, client: TestClient[web.Request, web.Application], key: str) -> None:
        self.client, self.key = client, key
        self.status = 0
        self.answer: Any = None
        self.text = ""
        self.headers: Any = {}

    async def get(self, path: str) -> Any:
        return await self._call("GET", path, None, {})

    async def post(self, path: str, body: object, **headers: str) -> Any:
        return await self._call("POST", path, json.dumps(body).encode(), headers)

    async def send(self, path: str, body: bytes) -> Any:
        """A body as it is, whatever it is."""
        return await self._call("POST", path, body, {})

    async def act(self, number: str, action: str, name: str = "", **fields: object) -> Any:
        """Take an action on the ticket as it stands now; a field `version` goes before that."""
        if "version" not in fields:
            fields = {"version": (await self.get(f"/tickets/{number}"))["version"], **fields}
        headers = {"Idempotency-Key": name} if name else {}
        return await self.post(f"/tickets/{number}/{action}", fields, **headers)

    @property
    def refusal(self) -> tuple[str, str]:
        """The field and the rule that the latest answer names."""
        error = self.answer["error"]
        return error.get("field", ""), error.get("rule", "")

    async def _call(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Any:
        sent = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **headers}
        async with self.client.request(
            method, PREFIX + path, data=BytesIO(body) if body else None, headers=sent
        ) as response:
            self.status, self.headers = response.status, response.headers
            self.text = await response.text()
            assert response.content_type == "application/json", self.text
        self.answer = json.loads(self.text)
        return self.answer


NewProgram = Callable[[str], Program]
"""By the login for which it acts."""
