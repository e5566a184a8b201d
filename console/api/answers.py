"""One shape for every refusal: code, sentence, and for a wrong field its name and the rule."""

import json
from collections.abc import Mapping
from datetime import datetime

from aiohttp import web

from console.faults import explain, status_of
from hotline.errors import HotlineError, InvalidInputError
from hotline.wording import Wording

STATUS: Mapping[str, int] = {
    "key_refused": 401,
    "too_many_calls": 429,
    "not_json": 400,
    "name_reused": 422,
    "body_too_large_api": 413,
}
MINUTE = 60
"""Seconds after which a key that asked too much may ask again."""


def answered(value: Mapping[str, object], status: int = 200) -> web.Response:
    """JSON that no cache keeps."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    response = web.Response(text=text, status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def refused(wording: Wording, error: HotlineError) -> web.Response:
    """A no with its status."""
    status = STATUS.get(error.code) or status_of(error)
    told: dict[str, object] = {"code": error.code, "message": explain(wording, error)}
    if isinstance(error, InvalidInputError):
        told |= {name: str(error.params.get(name, "")) for name in ("field", "rule")}
    response = answered({"error": told}, status)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 429:
        response.headers["Retry-After"] = str(MINUTE)
    return response


def said(wording: Wording, status: int) -> web.Response:
    """A no that comes from the web server itself: no such address, no such method, a fault."""
    key = f"console.http.{status}"
    sentence = wording.say(key if key in wording else "console.http.other")
    return answered({"error": {"code": f"http_{status}", "message": sentence}}, status)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
