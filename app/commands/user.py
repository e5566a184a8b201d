"""`jiesu user`: staff accounts from the command line, above all the first administrator."""

import getpass
import sys

from rich import print as show

from app.assembly import open_house
from app.books import at_the_keyboard, open_books
from app.city import load_words
from app.settings import read_settings
from console.api.keys import new_key
from console.api.keys import revoke_key as end_key
from console.passwords import MINIMUM_LENGTH, Passwords
from hotline.clock import SystemClock
from hotline.errors import ConflictError, HotlineError
from hotline.people import Role

LONGEST_LABEL = 60


class LoginTakenError(HotlineError):
    """Somebody has this sign-in name; params name it."""

    code = "login_taken"


class WeakPasswordError(HotlineError):
    """The password is too short; params say how many characters it needs."""

    code = "weak_password"


class StrangeUnitError(HotlineError):
    """The table of units has no such code, or a department was given none."""

    code = "strange_unit"


def add(*, login: str, role: str, name: str, unit: str) -> None:
    """Add an account. The password is asked for at a terminal, else it is the first line of standard input.

    Raises:
        StrangeUnitError, WeakPasswordError, LoginTakenError
    """
    with open_house(read_settings()) as house:
        _check_unit(house.mind.city.units.find(unit) is not None, role, unit)
        password = _password(house.office.wording.say("command.password_prompt"))
        with house.database.units_of_work() as uow:
            try:
                uow.accounts.add(login, name or login, Role(role), unit, Passwords().hash(password))
            except ConflictError:
                raise LoginTakenError(login=login) from None
            uow.commit()
        show(house.office.wording.say("command.user_added", login=login, role=role))


def add_key(*, login: str, days: int, label: str) -> None:
    """Print a fresh key, the key alone on standard output, so that it can be piped into a safe place.

    Raises:
        InvalidInputError: days out of range.
        NotFoundError: no such account, or it is disabled.
    """
    settings = read_settings()
    with open_books(settings) as database, database.units_of_work() as uow:
        secret, key = new_key(uow, login, label.strip()[:LONGEST_LABEL], days, at_the_keyboard(), SystemClock().now())
        uow.commit()
    sys.stdout.write(f"{secret}\n")
    told = load_words(settings.city_dir).say(
        "command.key_added", key=key.id, login=login, until=f"{key.expires:%Y-%m-%d}"
    )
    sys.stderr.write(f"{told}\n")


def revoke_key(key: int) -> None:
    """Raises NotFoundError where there is no such key."""
    settings = read_settings()
    with open_books(settings) as database, database.units_of_work() as uow:
        revoked = end_key(uow, key, at_the_keyboard(), SystemClock().now())
        uow.commit()
    show(load_words(settings.city_dir).say("command.key_revoked", key=key, login=revoked.login))


def _check_unit(known: bool, role: str, unit: str) -> None:
    if (unit or role == Role.DEPARTMENT) and not known:
        raise StrangeUnitError(unit=unit)


def _password(prompt: str) -> str:
    typed = getpass.getpass(f"{prompt}: ") if sys.stdin.isatty() else sys.stdin.readline()
    password = typed.rstrip("\n")
    if len(password) < MINIMUM_LENGTH:
        raise WeakPasswordError(least=MINIMUM_LENGTH)
    return password
