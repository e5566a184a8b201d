"""Putting the web chat together."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiohttp import web

import hotline
from bot.webchat.chat import Chat
from bot.webchat.directory import Directory
from bot.webchat.guard import guarded
from bot.webchat.live import LiveHub
from bot.webchat.pages import Pages
from bot.webchat.parts import WebchatParts
from hotline.wording import Wording, load_wording

_WORDING = Path(__file__).parent / "data" / "wording.toml"
_ERRORS = Path(hotline.__file__).parent / "data" / "errors.toml"


def load_webchat_wording(overrides: tuple[Path, ...] = ()) -> Wording:
    """The sentences of the page and of refusals. Raises DataFileError."""
    return load_wording(_ERRORS, _WORDING, overrides=overrides)


def build_webchat(parts: WebchatParts) -> web.Application:
    """The application with `/`, `/privacy` and `/chat/…`. Other applications may be mounted below it.

    Raises:
        DataFileError: a wording file is wrong.
    """
    wording = load_webchat_wording(parts.wording_overrides)
    settings = parts.settings
    hub = LiveHub(parts.units_of_work, parts.pool, poll=settings.poll, per_person=settings.sockets_per_visitor)
    parts.on_commit(hub.notify)
    chat = Chat(parts, hub, Directory(parts.units_of_work, parts.pool))
    pages = Pages(settings, wording)
    app = web.Application()
    app.router.add_get("/", guarded(pages.chat, wording))
    app.router.add_get("/privacy", guarded(pages.privacy, wording))
    app.router.add_get("/chat/static/{name}", guarded(pages.static, wording))
    app.router.add_post("/chat/send", guarded(chat.send, wording))
    app.router.add_get("/chat/history", guarded(chat.history, wording))
    app.router.add_get("/chat/pictures/{item}/{picture}", guarded(chat.picture, wording))
    app.router.add_get("/chat/data/{token}", guarded(chat.own_data, wording))
    app.router.add_get("/chat/live", guarded(chat.live, wording))
    app.cleanup_ctx.append(_running(hub))
    app.on_shutdown.append(_closing(hub))
    return app


def _running(hub: LiveHub) -> Callable[[web.Application], AsyncIterator[None]]:
    async def context(_app: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(hub.run())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    return context


def _closing(hub: LiveHub) -> Callable[[web.Application], Awaitable[None]]:
    """Open sockets end first, or the server would wait for them until its patience is over."""

    async def close(_app: web.Application) -> None:
        hub.close()

    return close
