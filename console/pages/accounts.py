"""Accounts of the staff: list, add, disable, give a new password. Every change is audited."""

from aiohttp import web

from casework.ports_rights import ApiKey
from console.api.keys import revoke_key
from console.choices import unit_groups
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.pages.password import check_new, replace_password
from console.parts import ConsoleParts
from console.passwords import MINIMUM_LENGTH
from console.render import back_to, page
from console.verbs import required
from console.visits import VISIT
from console.work import parts_of, slow_work, work
from hotline.errors import HotlineError, InvalidInputError, NotFoundError
from hotline.people import STAFF_ROLES, Account, Actor, Role


async def show(request: web.Request) -> web.Response:
    """The list and the form for a new account."""
    return await _page(request, Form())


async def find(request: web.Request) -> web.Response:
    """A search is posted and answered at once: a name must not stand in an address."""
    return await _page(request, Form(), words=(await read_form(request)).text("find"))


async def _page(request: web.Request, form: Form, status: int = 200, error: str = "", words: str = "") -> web.Response:
    parts = parts_of(request)
    everybody, keys = await work(request, _all, parts)
    accounts = [account for account in everybody if _speaks_of(parts, account, words)]
    units = unit_groups(parts.office.units)
    return await page(request, "accounts.html", status, accounts=accounts, total=len(everybody), words=words, form=form,
                      error=error, units=units, roles=STAFF_ROLES, minimum=MINIMUM_LENGTH, keys=keys,
                      now=parts.now())  # fmt: skip


def _speaks_of(parts: ConsoleParts, account: Account, words: str) -> bool:
    """Whether each word stands somewhere in the line of the table."""
    unit = parts.office.unit_name(account.unit) if account.unit else ""
    line = f"{account.login} {account.name} {parts.wording.say(f'console.role.{account.role}')} {unit}".lower()
    return all(word in line for word in words.lower().split())


def _all(parts: ConsoleParts) -> tuple[list[Account], list[ApiKey]]:
    with parts.units_of_work(write=False) as uow:
        return uow.accounts.all(), uow.api_keys.all()


async def add(request: web.Request) -> web.Response:
    """A new account."""
    parts, form = parts_of(request), await read_form(request)
    try:
        password = form.values.get("password", ("",))[0]
        role = _checked(parts, form, password)
        stored = await slow_work(request, parts.passwords.hash, password)
        await work(request, _add, parts, form, role, stored, request[VISIT].actor)
    except HotlineError as error:
        taken = "console.login_taken" if error.code == "conflict" else ""
        sentence = parts.wording.say(taken) if taken else explain(parts.wording, error)
        return await _page(request, form, status_of(error), sentence)
    return back_to(request, "accounts", {"done": "add_account"})


def _checked(parts: ConsoleParts, form: Form, password: str) -> Role:
    """The role of a well-filled form.

    Raises:
        InvalidInputError: a field is missing; a department's person without a unit, or another with one; a
            supervisor may have one, whose line is then all they are concerned with.
    """
    if not required(form, "login").isascii() or not form.text("login").replace("-", "").replace(".", "").isalnum():
        raise InvalidInputError(field="login", rule="login")
    required(form, "name")
    if form.text("role") not in STAFF_ROLES:
        raise InvalidInputError(field="role", rule="choice")
    role = Role(form.text("role"))
    known = parts.office.units.find(form.text("unit")) is not None
    named = bool(form.text("unit"))
    if known is not named or (named is not (role is Role.DEPARTMENT) and role is not Role.SUPERVISOR):
        raise InvalidInputError(field="unit", rule="unit_of_role")
    check_new(password, password)
    return role


def _add(parts: ConsoleParts, form: Form, role: Role, stored: str, actor: Actor) -> None:
    with parts.units_of_work() as uow:
        uow.accounts.add(form.text("login"), form.text("name"), role, form.text("unit"), stored)
        uow.audit.write(actor, "add_account", form.text("login"), "", parts.now())
        uow.commit()


async def disable(request: web.Request) -> web.Response:
    """Disable or enable; disabling ends the account's sessions."""
    parts, form, login = parts_of(request), await read_form(request), request.match_info["login"]
    disabled = form.text("disabled") == "yes"
    if login == request[VISIT].account.login:
        return await _page(request, Form(), 409, parts.wording.say("console.own_account"))
    await work(request, _disable, parts, login, request[VISIT].actor, disabled=disabled)
    return back_to(request, "accounts", {"done": "disable" if disabled else "enable"})


def _disable(parts: ConsoleParts, login: str, actor: Actor, *, disabled: bool) -> None:
    with parts.units_of_work() as uow:
        if uow.accounts.find(login) is None:
            raise NotFoundError(what="account", key=login)
        uow.accounts.disable(login, disabled)
        uow.audit.write(actor, "disable_account" if disabled else "enable_account", login, "", parts.now())
        uow.commit()


async def new_password(request: web.Request) -> web.Response:
    """Give somebody a new password."""
    parts, form, login = parts_of(request), await read_form(request), request.match_info["login"]
    password = form.values.get("password", ("",))[0]
    try:
        check_new(password, password)
    except HotlineError as error:
        return await _page(request, Form(), status_of(error), explain(parts.wording, error))
    stored = await slow_work(request, parts.passwords.hash, password)
    await work(request, replace_password, parts, login, stored, request[VISIT].actor)
    return back_to(request, "accounts", {"done": "new_password"})


async def revoke(request: web.Request) -> web.Response:
    """Revoke a key of the open interface."""
    key = request.match_info["key"]
    if not key.isascii() or not key.isdigit() or len(key) > 9:
        raise NotFoundError(what="api_key", key=key)
    await work(request, _revoke, parts_of(request), int(key), request[VISIT].actor)
    return back_to(request, "accounts", {"done": "revoke_key"})


def _revoke(parts: ConsoleParts, key: int, actor: Actor) -> None:
    with parts.units_of_work() as uow:
        revoke_key(uow, key, actor, parts.now())
        uow.commit()
