"""`jiesu serve`: the city of the settings, served until Ctrl-C."""

import asyncio
import gc
import sys

import structlog

from app.assembly import open_house
from app.logs import set_up_logs
from app.serving import serve
from app.settings import read_settings, unknown_settings


def run(*, host: str | None, port: int | None) -> None:
    """Open the house and serve; options override the settings."""
    gc.freeze()  # what was imported stays for good
    overrides = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = read_settings(**overrides)
    set_up_logs(settings.log_level)
    for name in unknown_settings():
        structlog.get_logger("settings").warning("unknown_setting", name=name)
    with open_house(settings) as house:
        words = house.office.wording

        def ready(address: str) -> None:
            sys.stdout.write(words.say("command.serving", address=address) + "\n")
            sys.stdout.flush()

        asyncio.run(serve(house, ready=ready))
        sys.stdout.write(words.say("command.stopped") + "\n")
