"""`jiesu demo`: a city with a past, in a folder that is thrown away, to look at and to play with."""

import asyncio
import gc
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pydantic import SecretStr

from app.assembly import House, open_house
from app.demo.seed import accounts, seed
from app.logs import set_up_logs
from app.serving import serve
from app.settings import read_settings
from console.passwords import Passwords
from hotline.people import Account

PASSWORD = "jiesu-demo-2026"  # noqa: S105 - printed at every start, on a loopback address, over invented data
SHOWN = ("operator", "supervisor", "admin")
SHOWN_UNITS = 6


def run(*, port: int | None, folder: Path | None) -> None:
    """Seed and serve on a loopback address. With `folder` the city is kept there and continues at the next start."""
    gc.freeze()  # what was imported stays for good
    if folder is not None:
        _run(port, folder)
        return
    with tempfile.TemporaryDirectory(prefix="jiesu-demo-") as thrown_away:
        _run(port, Path(thrown_away))


def _run(port: int | None, folder: Path) -> None:
    overrides = {} if port is None else {"port": port}
    settings = read_settings(data_dir=folder, database_url=SecretStr(""), master_key_file=None, host="127.0.0.1",
                             secure_cookies=False, **overrides)  # fmt: skip
    set_up_logs(settings.log_level)
    beside = ThreadPoolExecutor(1)  # hashing takes a fifth of a second, and no part of it the interpreter's
    hashed = beside.submit(Passwords().hash, PASSWORD)
    beside.shutdown(wait=False)
    with open_house(settings) as house:
        people = accounts(house, hashed.result())
        asyncio.run(serve(house, ready=lambda address: _greet(house, address, people), past=lambda: seed(house)))
        sys.stdout.write(house.office.wording.say("command.stopped") + "\n")


def _greet(house: House, address: str, people: list[Account]) -> None:
    words = house.office.wording
    lines = [words.say("command.serving", address=address), words.say("command.accounts", password=PASSWORD)]
    hotline = [person for person in people if person.login in SHOWN]
    units = [person for person in people if person.unit][:SHOWN_UNITS]
    for person in (*hotline, *units):
        role = words.say(f"command.role_{person.role.value}")
        lines.append(words.say("command.account", login=person.login, name=person.name, role=role))
    lines.append(words.say("command.more_accounts", count=len(people) - len(hotline) - len(units)))
    sys.stdout.write("\n".join(lines) + "\n\n")
    sys.stdout.flush()
