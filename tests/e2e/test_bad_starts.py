"""What cannot work is refused at the start: one clear line on standard error, exit code 1."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from storage.keyring import Keyring
from tests.e2e.server import Server

pytestmark = pytest.mark.timeout(120)


def _refusal(server: Server, **settings: str) -> str:
    server.settings |= settings
    done = subprocess.run(
        [sys.executable, "-m", "app", "serve"],
        capture_output=True,
        text=True,
        timeout=60,
        env=server._environment(),
        check=False,
    )  # noqa: SLF001 - the same environment as a start
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    return line


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("chat.toml", '[chat]\ngreeting = "您好 {nobody}"\n', "chat.toml 第 2 行"),
        ("webchat.toml", "[page]\nsend = \n", "webchat.toml 第 2 行"),
        ("catalogue.csv", "a,b\n1,2\n", "catalogue.csv 第 1 行"),
        ("holidays.csv", "\x00", "holidays.csv"),
    ],
)
def test_a_broken_wording_or_rule_file_is_named_with_its_line(tmp_path: Path, name: str, text: str, says: str) -> None:
    city = tmp_path / "city"
    city.mkdir()
    (city / name).write_text(text, encoding="utf-8")
    assert says in _refusal(Server(tmp_path), JIESU_CITY_DIR=str(city))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://root:geheim@127.0.0.1:1/jiesu", "口令"),
        ("mysql://root:geheim@127.0.0.1/jiesu", "postgresql://"),
    ],
)
def test_a_database_that_is_not_there_is_told_to_whoever_starts_and_not_to_a_citizen(
    tmp_path: Path, url: str, says: str
) -> None:
    said = _refusal(Server(tmp_path), JIESU_DATABASE_URL=url)
    assert says in said
    assert "您刚才" not in said
    assert "geheim" not in said


def _other_key(data: Path) -> None:
    (data / "master.key").write_text(Keyring.new().keys[0].hex() + "\n", encoding="ascii")


def _open_key(data: Path) -> None:
    (data / "master.key").chmod(0o644)


def _no_database(data: Path) -> None:
    for path in data.glob("jiesu.sqlite3-*"):
        path.unlink()
    (data / "jiesu.sqlite3").write_bytes(b"this is a letter and no database at all " * 100)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(_other_key, "of_another_database"), (_open_key, "open_to_others"), (_no_database, "SQLITE_NOTADB")],
)
def test_a_spoilt_data_folder_is_refused(
    tmp_path: Path, used_folder: Path, spoil: Callable[[Path], None], says: str
) -> None:
    shutil.copytree(used_folder, tmp_path / "data")
    spoil(tmp_path / "data")
    assert says in _refusal(Server(tmp_path))


@pytest.fixture(scope="module")
def used_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which somebody has written something."""
    server = Server(tmp_path_factory.mktemp("used"))
    server.start()
    try:
        letter = Request(f"{server.address}/chat/send", data=b'{"id": "00000001", "text": "hello"}',  # noqa: S310 - our own loopback
                         headers={"Content-Type": "application/json"})  # fmt: skip
        with urlopen(letter) as answer:  # noqa: S310 - our own loopback
            assert answer.status == 200
    finally:
        assert server.stop() == 0
    return server.folder / "data"


def test_a_port_that_somebody_holds_is_named(tmp_path: Path) -> None:
    server = Server(tmp_path)
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", server.port))
        holder.listen()
        assert str(server.port) in _refusal(server)


@pytest.mark.parametrize("host", ["10.255.255.1", "no-such-host.invalid"])
def test_an_address_that_is_none_of_this_machines_is_named(tmp_path: Path, host: str) -> None:
    said = _refusal(Server(tmp_path), JIESU_HOST=host)
    assert host in said
    assert "JIESU_HOST" in said
