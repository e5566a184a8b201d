"""A real server process over a real database, to be started, used, killed and started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

START_LIMIT = 60.0


def free_port() -> int:
    """A port of the loopback address that nobody holds just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`jiesu serve` in a process of its own; `folder` keeps its data between starts."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.settings = {
            "JIESU_DATA_DIR": str(folder / "data"),
            "JIESU_PORT": str(self.port),
            "JIESU_SECURE_COOKIES": "false",
            "JIESU_LOG_LEVEL": "WARNING",
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    def command(self, *words: str, stdin: str = "") -> str:
        """Run another `jiesu` command with the same settings; its output."""
        done = subprocess.run([sys.executable, "-m", "app", *words], input=stdin, capture_output=True, text=True,
                              env=self._environment(), check=True)  # fmt: skip
        return done.stdout

    def start(self, command: str = "serve") -> float:
        """Start and wait until it answers; seconds until then."""
        begin = time.monotonic()
        self._log = (self.folder / "server.log").open("ab")
        self._process = subprocess.Popen([sys.executable, "-m", "app", command], stdout=self._log, stderr=self._log,
                                         env=self._environment())  # fmt: skip
        while time.monotonic() - begin < START_LIMIT:
            if self._process.poll() is not None:
                self._close()
                raise AssertionError(f"the server ended at once: {self.log()}")
            if self.healthy():
                return time.monotonic() - begin
            time.sleep(0.02)
        raise AssertionError(f"the server did not answer: {self.log()}")

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=2) as answer:  # noqa: S310 - our own loopback
                return bool(json.load(answer)["ok"])
        except (OSError, ValueError, KeyError, urllib.error.URLError):
            return False

    def kill(self) -> None:
        """End it without any warning."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._close()

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        if self._process is None:
            return 0
        self._process.send_signal(signal.SIGINT)
        code = self._process.wait(timeout=30)
        self._close()
        return code

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def log(self) -> str:
        path = self.folder / "server.log"
        return path.read_text(encoding="utf-8", errors="replace")[-4000:] if path.exists() else ""

    def _close(self) -> None:
        self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.settings, "PYTHONWARNINGS": "default"}
