"""A whole Jiesu on a database that is thrown away afterwards: for scripts and measurements."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from app.assembly import House, build_mind, open_house
from app.logs import set_up_logs
from app.settings import Settings, read_settings
from hotline.clock import Clock


@contextmanager
def temporary_house(*, clock: Clock | None = None, database_url: str | None = None) -> Iterator[House]:
    """Open a house in a temporary folder, on SQLite or on a given database, with the model that the city serves."""
    set_up_logs("WARNING")
    with (
        tempfile.TemporaryDirectory(prefix="jiesu-") as folder,
        open_house(_settings(Path(folder), database_url), clock=clock, mind=build_mind(read_settings())) as house,
    ):
        yield house


def _settings(folder: Path, database_url: str | None) -> Settings:
    return read_settings(data_dir=folder, master_key_file=None, database_url=SecretStr(database_url or ""))
