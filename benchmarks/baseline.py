"""The baseline: a bare aiohttp echo that commits one insert through the same engine before it answers."""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor

from aiohttp import web
from sqlalchemy import Column as C  # noqa: N817
from sqlalchemy import Connection, Engine, MetaData, String, Table, insert
from sqlalchemy.types import Integer

from storage.engine import open_engines

LINES = Table("echo", MetaData(), C("id", Integer, primary_key=True), C("text", String))
_INSERT = insert(LINES)


def store(engine: Engine, text: str) -> None:
    """One insert, committed."""
    with engine.begin() as connection:
        _write(connection, text)


def _write(connection: Connection, text: str) -> None:
    connection.execute(_INSERT, {"text": text})


def application(engine: Engine) -> web.Application:
    """`POST /chat/send {"id","text"}` answers what it was sent, once it is stored."""
    pool = ThreadPoolExecutor(8)

    async def echo(request: web.Request) -> web.Response:
        letter = await request.json()
        text = str(letter.get("text") or letter.get("action"))
        await asyncio.get_running_loop().run_in_executor(pool, store, engine, text)
        return web.json_response({"ack": letter["id"], "replies": [{"id": 1, "text": text, "buttons": []}]})

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_post("/chat/send", echo)
    app.router.add_get("/", page)
    app.router.add_get("/health", page)
    return app


def main(url: str, port: int) -> None:
    """Serve the echo over a database until killed."""
    engine = open_engines(url).write
    LINES.metadata.create_all(engine)
    web.run_app(application(engine), host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
