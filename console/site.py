"""One web server for everything that speaks HTTP: the console, the web chat, the open interface, and /health."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.typedefs import Handler

Mount = tuple[str, web.Application]
Health = Callable[[], Mapping[str, object]]
"""What `/health` says. It may block; it raises whatever the database raises when that is away."""

SLOWEST_HEALTH = 5.0
GRACE = 5.0
"""How long requests on the way may take to end when the server stops, in seconds. What stops a service kills it after
ten, and somebody who holds a connection open must not make it come to that."""


def build_site(mounts: Sequence[Mount], *, health: Health, pool: Executor | None = None,
               home: str = "", root: web.Application | None = None) -> web.Application:  # fmt: skip
    """Put applications under their prefixes, below `root` if there is one; `home` is where `/` leads, if anywhere."""
    site = root if root is not None else web.Application()
    site.router.add_get("/health", _health(health, pool), name="health")
    if home:
        site.router.add_get("/", _redirect(home))
    for prefix, mounted in mounts:
        site.add_subapp(prefix, mounted)
    return site


def _health(health: Health, pool: Executor | None) -> Handler:
    async def answer(_: web.Request) -> web.Response:
        try:
            asked = asyncio.get_running_loop().run_in_executor(pool, health)
            facts = await asyncio.wait_for(asked, SLOWEST_HEALTH)
        except Exception as error:  # noqa: BLE001 - whatever it is, the answer is: not well
            return web.json_response({"ok": False, "fault": type(error).__name__}, status=503)
        return web.json_response({"ok": True, **facts})

    return answer


def _redirect(target: str) -> Handler:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": target})

    return answer


@asynccontextmanager
async def running_site(site: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve while the block runs, and give the address; with port 0 the system picks one."""
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        listener = web.TCPSite(runner, host, port)
        await listener.start()
        bound = runner.addresses[0]
        name = f"[{bound[0]}]" if ":" in bound[0] else bound[0]
        yield f"http://{name}:{bound[1]}"
    finally:
        await runner.cleanup()
