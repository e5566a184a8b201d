"""Around every handler: security headers, the check of the origin, and errors as one JSON shape.

Handlers are wrapped one by one; a middleware would reach into whatever else is mounted beside the chat.
"""

import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.faults import fault
from bot.webchat.refusals import ForeignOriginError, TroubleError, retry_after, status_of
from hotline.errors import HotlineError
from hotline.wording import Wording

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
log = structlog.get_logger("webchat")

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guarded(handler: Handler, wording: Wording) -> Handler:
    """The handler with headers on whatever it answers, and a sentence for whatever it refuses."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            response = await handler(request)
        except HotlineError as error:
            if status_of(error) >= 500:
                log.warning("chat_refused", path=request.path, code=error.code)
            response = refusal(error, wording)
        except web.HTTPException:
            raise
        except Exception as error:
            log.error("chat_failed", path=request.path, **fault(error))
            response = refusal(TroubleError(), wording)
        if not response.prepared:
            secure_headers(request, response)
        return response

    return answer


def refusal(error: HotlineError, wording: Wording) -> web.Response:
    """`{"error": code, "message": sentence}` with the status of the table; a code without words reads as trouble."""
    known = error if f"error.{error.code}" in wording else TroubleError()
    response = json_response({"error": known.code, "message": wording.error(known)}, status=status_of(error))
    seconds = retry_after(error)
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


def json_response(value: object, *, status: int = 200) -> web.Response:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    response = web.Response(text=text, status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def secure_headers(request: web.Request, response: web.StreamResponse) -> None:
    """No inline script or style, nothing from elsewhere, no framing. Older Safari wants the socket's address spelt."""
    host = request.host if _HOST.fullmatch(request.host) else ""
    sockets = f" ws://{host} wss://{host}" if host else ""
    response.headers.update(_HEADERS)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        f"connect-src 'self'{sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def check_origin(request: web.Request, allowed: frozenset[str]) -> None:
    """A browser names the page that speaks; only our own and the configured ones may. Programs name none.

    The scheme is not compared: a proxy that ends TLS makes ours look like http.

    Raises:
        ForeignOriginError: the page is somebody else's.
    """
    origin = request.headers.get("Origin")
    if origin is None or origin in allowed:
        return
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        raise ForeignOriginError from None
    if host != request.host:
        raise ForeignOriginError
