"""Changing one's own password."""

from aiohttp import web

from console.faults import explain, status_of
from console.forms import Form, read_form
from console.parts import ConsoleParts
from console.passwords import MINIMUM_LENGTH
from console.render import address, page
from console.visits import VISIT
from console.work import parts_of, slow_work, work
from hotline.errors import HotlineError, InvalidInputError, NotFoundError
from hotline.people import Actor


async def show(request: web.Request) -> web.Response:
    """The form."""
    return await page(request, "password.html", minimum=MINIMUM_LENGTH)


async def change(request: web.Request) -> web.Response:
    """The old password is asked for again, and every session ends: somebody else may be signed in."""
    parts, form = parts_of(request), await read_form(request)
    try:
        await _change(request, parts, form)
    except HotlineError as error:
        sentence = explain(parts.wording, error)
        return await page(request, "password.html", status_of(error), error=sentence, minimum=MINIMUM_LENGTH)
    return web.Response(status=303, headers={"Location": address(request, "sign_in", {"done": "password"})})


async def _change(request: web.Request, parts: ConsoleParts, form: Form) -> None:
    account = request[VISIT].account
    old, new, again = (form.values.get(name, ("",))[0] for name in ("old_password", "password", "password_again"))
    if not await slow_work(request, parts.passwords.fits, account.password_hash, old):
        raise InvalidInputError(field="old_password", rule="wrong")
    check_new(new, again)
    stored = await slow_work(request, parts.passwords.hash, new)
    await work(request, replace_password, parts, account.login, stored, account.actor)


def check_new(new: str, again: str) -> None:
    """Raises InvalidInputError: too short, or not typed the same twice."""
    if len(new) < MINIMUM_LENGTH:
        raise InvalidInputError(field="password", rule="password_length")
    if new != again:
        raise InvalidInputError(field="password_again", rule="same_twice")


def replace_password(parts: ConsoleParts, login: str, stored: str, actor: Actor) -> None:
    """Store the new hash and end all sessions of the account, which disabling does. Blocking.

    Raises:
        NotFoundError: there is no such account.
    """
    with parts.units_of_work() as uow:
        account = uow.accounts.find(login)
        if account is None:
            raise NotFoundError(what="account", key=login)
        uow.accounts.set_password(login, stored)
        uow.accounts.disable(login, disabled=True)
        uow.accounts.disable(login, disabled=account.disabled)
        uow.audit.write(actor, "new_password", login, "", parts.now())
        uow.commit()
