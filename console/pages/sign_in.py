"""Signing in and out."""

from aiohttp import web

from console.forms import Form, read_form
from console.limiter import AttemptLimit
from console.parts import ConsoleParts
from console.render import address, bare
from console.visits import COOKIE, SIGN_IN_COOKIE, VISIT, close_visit, form_token, new_token, open_visit, sender_address
from console.work import parts_of, slow_work, work
from hotline.people import Account

LOGIN_LIMIT = web.AppKey("login_limit", AttemptLimit)
ADDRESS_LIMIT = web.AppKey("address_limit", AttemptLimit)


async def show(request: web.Request) -> web.Response:
    """The sign-in page."""
    return _page(request, Form({"next": (request.query.get("next", ""),)}))


def _page(request: web.Request, form: Form, status: int = 200, error: str = "") -> web.Response:
    secret = request.cookies.get(SIGN_IN_COOKIE) or new_token()
    response = bare(request, "sign_in.html", status, form=form, form_token=form_token(secret), error=error)
    _set_cookie(request, response, SIGN_IN_COOKIE, secret)
    return response


async def enter(request: web.Request) -> web.Response:
    """Check login and password. Too many attempts are refused before the costly check."""
    parts, form = parts_of(request), await read_form(request)
    login, sender = form.text("login"), sender_address(request, parts.settings.trusted_proxies)
    now, by_login, by_address = parts.now(), request.app[LOGIN_LIMIT], request.app[ADDRESS_LIMIT]
    if not (by_address.admit(sender, now) and by_login.admit(login, now)):
        minutes = int(parts.settings.failure_window.total_seconds() // 60)
        return _page(request, form, 429, parts.wording.say("console.sign_in.too_many", minutes=minutes))
    account = await work(request, _find, parts, login)
    password = form.values.get("password", ("",))[0]
    fits = await slow_work(request, parts.passwords.fits, account.password_hash if account else None, password)
    if account is None or account.disabled or not fits:
        return _page(request, form, 401, parts.wording.say("console.sign_in.wrong"))
    by_login.forgive(login)
    by_address.take_back(sender)
    return await _welcome(request, parts, account, form)


async def _welcome(request: web.Request, parts: ConsoleParts, account: Account, form: Form) -> web.Response:
    token = await work(request, open_visit, parts, account, parts.now())
    response = web.Response(status=303, headers={"Location": _wanted(request, form.text("next"))})
    _set_cookie(request, response, COOKIE, token)
    response.del_cookie(SIGN_IN_COOKIE, path=_path(request))
    return response


def _wanted(request: web.Request, wanted: str) -> str:
    """Where the person was going: only a page of this console, nobody else's address."""
    home = address(request, "home")
    plain = wanted.startswith(home) and "//" not in wanted and "\\" not in wanted and wanted.isprintable()
    return wanted if plain else home


async def leave(request: web.Request) -> web.Response:
    """Revoke the session, not only forget it."""
    visit = request[VISIT]
    await work(request, close_visit, parts_of(request), visit.token)
    response = web.Response(status=303, headers={"Location": address(request, "sign_in")})
    response.del_cookie(COOKIE, path=_path(request))
    return response


def _set_cookie(request: web.Request, response: web.Response, name: str, value: str) -> None:
    secure = parts_of(request).settings.secure_cookies
    response.set_cookie(name, value, httponly=True, samesite="Strict", secure=secure, path=_path(request))


def _path(request: web.Request) -> str:
    return address(request, "home").rstrip("/") or "/"


def _find(parts: ConsoleParts, login: str) -> Account | None:
    with parts.units_of_work(write=False) as uow:
        return uow.accounts.find(login)
