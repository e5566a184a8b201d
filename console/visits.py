"""Who is asking: the signed-in account behind a cookie, and the token that proves a form is ours."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from console.parts import ConsoleParts
from hotline.people import Account, Actor

COOKIE = "jiesu_console"
SIGN_IN_COOKIE = "jiesu_sign_in"


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in request. `token` is the secret of the session; it never leaves the cookie."""

    account: Account
    token: str

    def __repr__(self) -> str:
        return f"Visit({self.account!r})"

    @property
    def actor(self) -> Actor:
        return self.account.actor

    @property
    def form_token(self) -> str:
        return form_token(self.token)


VISIT = web.RequestKey("visit", Visit)
PARTS = web.AppKey("parts", ConsoleParts)


def new_token() -> str:
    """32 random bytes, as a cookie may carry them."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a session token: reading the database does not let anybody in."""
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(secret: str) -> str:
    """The value hidden in every form, bound to the cookie's secret: another site cannot know it."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def open_visit(parts: ConsoleParts, account: Account, now: datetime) -> str:
    """Start a session and give its token. Blocking."""
    token = new_token()
    with parts.units_of_work() as uow:
        uow.accounts.open_session(account, token_hash(token), now, now + parts.settings.session_span)
        uow.commit()
    return token


def find_visit(parts: ConsoleParts, token: str) -> Visit | None:
    """The visit of a cookie, unless the session has ended or was revoked. Blocking."""
    with parts.units_of_work(write=False) as uow:
        account = uow.accounts.session_account(token_hash(token), parts.now())
    return None if account is None or account.disabled else Visit(account, token)


def close_visit(parts: ConsoleParts, token: str) -> None:
    """Revoke the session. Blocking."""
    with parts.units_of_work() as uow:
        uow.accounts.revoke(token_hash(token))
        uow.commit()


def same_token(given: str, expected: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode())


def sender_address(request: web.Request, trusted_proxies: int) -> str:
    """The address that our outermost proxy saw; whatever stands left of it in the header is anybody's invention."""
    hops = [hop.strip() for hop in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",") if hop.strip()]
    if 0 < trusted_proxies <= len(hops):
        return hops[-trusted_proxies]
    return request.remote or ""
