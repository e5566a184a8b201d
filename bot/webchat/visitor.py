"""Who is there: a random key in a cookie. It is never logged, never in a URL, and what we keep is its hash."""

import re
import secrets
from dataclasses import dataclass
from hashlib import blake2b, sha256

from aiohttp import web

COOKIE = "jiesu_visitor"
_YEAR = 365 * 24 * 3600
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser. `fresh` visitors still need the cookie."""

    key: str
    fresh: bool = False

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
        return Visitor(key)
    return Visitor(secrets.token_urlsafe(32), fresh=True)


def remember(response: web.StreamResponse, visitor: Visitor, *, secure: bool) -> None:
    """Hand the cookie to a fresh visitor."""
    if visitor.fresh:
        response.set_cookie(COOKIE, visitor.key, max_age=_YEAR, path="/", httponly=True, samesite="Lax", secure=secure)
