"""The database alone, for commands that need no model: it opens in a moment, and beside a running server."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

from app.assembly import PULL_CHANNELS
from app.settings import Settings
from classifiers.privacy import mask
from hotline.people import Actor, Role
from storage.open import Database, open_database
from storage.schema import upgrade
from storage.seal import Seal


@contextmanager
def open_books(settings: Settings) -> Iterator[Database]:
    """The city's database, brought up to date as at every start."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    seal = Seal.from_file(settings.key_file)
    upgrade(settings.url)
    with open_database(settings.url, seal=seal, mask=mask, pull_channels=PULL_CHANNELS) as database:
        database.try_out(str(settings.key_file))
        yield database


def at_the_keyboard() -> Actor:
    """Whoever may run commands on this machine, by the name that the machine knows them by."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        name = "?"
    return Actor(Role.ADMINISTRATOR, id=f"command:{name}")
