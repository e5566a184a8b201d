"""The page itself, the page about privacy, and their style and script, read once when the chat is built."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.webchat.parts import WebchatSettings
from bot.webchat.visitor import remember, visitor_of
from hotline.wording import Wording

_HERE = Path(__file__).parent
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Asset:
    """A file for the browser. `tag` changes with its content."""

    content: bytes
    kind: str
    tag: str


def load_assets(folder: Path = _HERE / "static") -> dict[str, Asset]:
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in _KINDS:
            content = path.read_bytes()
            found[path.name] = Asset(content, _KINDS[path.suffix], sha256(content).hexdigest()[:16])
    return found


class Pages:
    """Renders once; only the cookie differs between visitors."""

    def __init__(self, settings: WebchatSettings, wording: Wording) -> None:
        self._settings = settings
        self._assets = load_assets()
        environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        shared = {
            "settings": settings,
            "say": wording.say,
            "asset": self._address,
            "script": json.dumps(_script_data(settings, wording), ensure_ascii=False),
        }
        self._chat = environment.get_template("chat.html").render(shared)
        self._privacy = environment.get_template("privacy.html").render(shared)

    async def chat(self, request: web.Request) -> web.StreamResponse:
        response = _page(self._chat)
        remember(response, visitor_of(request), secure=self._settings.secure_cookie)
        return response

    async def privacy(self, _request: web.Request) -> web.StreamResponse:
        return _page(self._privacy)

    async def static(self, request: web.Request) -> web.StreamResponse:
        """A file by name. With the right tag in the address it may be kept for a year, else it is asked for again."""
        asset = self._assets.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        if request.headers.get("If-None-Match") == f'"{asset.tag}"':
            return web.Response(status=304, headers={"ETag": f'"{asset.tag}"'})
        fixed = request.query.get("v") == asset.tag
        keep = f"public, max-age={_YEAR}, immutable" if fixed else "no-cache"
        headers = {"Cache-Control": keep, "ETag": f'"{asset.tag}"'}
        return web.Response(body=asset.content, content_type=asset.kind, charset="utf-8", headers=headers)

    def _address(self, name: str) -> str:
        return f"/chat/static/{name}?v={self._assets[name].tag}"


def _script_data(settings: WebchatSettings, wording: Wording) -> Mapping[str, object]:
    """Sentences and limits for the script: it has none of its own."""
    words = {key.removeprefix("script."): wording.say(key) for key in wording.keys() if key.startswith("script.")}  # noqa: SIM118 - Wording is no mapping
    return {"words": words, "pictureBytes": settings.picture_bytes, "textLength": settings.text_length}


def _page(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-store"})
