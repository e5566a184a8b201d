"""Who is there: a random key in a cookie. It is never logged, never in a URL, and what we keep is its hash."""

import re
import secrets
from dataclasses import dataclass
from hashlib import blake2b, sha256

from aiohttp import web

COOKIE = "jiesu_visitor"
KNOWN_COOKIE = "jiesu_known"
_YEAR = 365 * 24 * 3600
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser. `fresh` visitors need the cookie; `known` ones have said something before."""

    key: str
    fresh: bool = False
    known: bool = False

    def __repr__(self) -> str:
        return "Visitor(…)"

    @property
    def address(self) -> str:
        """The channel's name for this person. Whoever reads it cannot sign in with it: the cookie is not in it."""
        return sha256(self.key.encode()).hexdigest()

    def message_id(self, client_id: str) -> str:
        """The browser's id for a message, made the visitor's own: nobody can ask for the answer to another's."""
        return blake2b(client_id.encode(), key=self.key.encode(), digest_size=16).hexdigest()


def visitor_of(request: web.Request) -> Visitor:
    """The visitor of the cookie, or a new one where there is none or it is no key of ours."""
    key = request.cookies.get(COOKIE, "")
    if _KEY.fullmatch(key):
        return Visitor(key, known=KNOWN_COOKIE in request.cookies)
    return Visitor(secrets.token_urlsafe(32), fresh=True)


def remember(response: web.StreamResponse, visitor: Visitor, *, secure: bool, known: bool = False) -> None:
    """Hand the cookie to a fresh visitor, and mark one who has spoken as known."""
    if visitor.fresh:
        _set(response, COOKIE, visitor.key, secure=secure)
    if known and not visitor.known:
        _set(response, KNOWN_COOKIE, "1", secure=secure)


def _set(response: web.StreamResponse, name: str, value: str, *, secure: bool) -> None:
    response.set_cookie(name, value, max_age=_YEAR, path="/", httponly=True, samesite="Lax", secure=secure)
