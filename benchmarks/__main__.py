"""`make bench`: throughput and p99 over the full path, memory and start-up, on SQLite and PostgreSQL."""

import argparse
import asyncio
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.load import Load, put_load
from tests.e2e.server import Server, free_port
from tests.postgres import postgres_server

UNLIMITED = {"JIESU_FLOOD": "1000000", "JIESU_CHAT_PER_VISITOR": "1000000", "JIESU_CHAT_PER_ADDRESS": "1000000"}
console = Console(width=110)


def main() -> None:
    """Measure in turn, baseline and Jiesu, several rounds; print medians and the ratio round by round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--skip-postgres", action="store_true")
    parser.add_argument("--skip-sqlite", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jiesu-bench-") as folder:
        if not wanted.skip_sqlite:
            measure("SQLite", Path(folder) / "sqlite", None, wanted.rounds, wanted.seconds)
        if not wanted.skip_postgres:
            with postgres_server(safe=True) as postgres, postgres.database() as ours, postgres.database() as theirs:
                measure("PostgreSQL", Path(folder) / "postgres", (ours, theirs), wanted.rounds, wanted.seconds)


def measure(name: str, folder: Path, urls: tuple[str, str] | None, rounds: int, seconds: float) -> None:
    """One database: rounds of baseline and Jiesu in turn."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    server = Server(folder, **UNLIMITED, **({"JIESU_DATABASE_URL": urls[0]} if urls else {}))
    bare_url = urls[1] if urls else f"sqlite:///{folder / 'bare.sqlite3'}"
    pairs: list[tuple[Load, Load]] = []
    starts = [_first_answer(server)]
    with _bare(bare_url) as bare:
        for _ in range(rounds):
            pairs.append((asyncio.run(put_load(bare, seconds)), asyncio.run(put_load(server.address, seconds))))
        memory = psutil.Process(server.pid).memory_info().rss / 2**20
        bare_memory = _memory_of(bare)
    server.stop()
    for _ in range(2):
        starts.append(_first_answer(server))
        server.stop()
    _print(name, pairs, memory=memory, bare_memory=bare_memory, starts=starts)


def _print(
    name: str, pairs: list[tuple[Load, Load]], *, memory: float, bare_memory: float, starts: list[float]
) -> None:
    table = Table("", "bare echo + insert", "Jiesu, full path", "ratio", title=name)
    rates = [(bare.rate, ours.rate) for bare, ours in pairs]
    table.add_row("messages a second, median", *_two([bare for bare, _ in rates], [ours for _, ours in rates]),
                  _ratio([ours / bare for bare, ours in rates]))  # fmt: skip
    for label, share in (("median ms", 0.5), ("99th percentile ms", 0.99)):
        bare_ms = [bare.percentile(share) * 1000 for bare, _ in pairs]
        our_ms = [ours.percentile(share) * 1000 for _, ours in pairs]
        ratios = [our / bare for our, bare in zip(our_ms, bare_ms, strict=True)]
        table.add_row(label, *_two(bare_ms, our_ms), _ratio(ratios))
    table.add_row("resident memory MB", f"{bare_memory:.0f}", f"{memory:.0f}", f"{memory / bare_memory:.2f}")
    console.print(table)
    console.print(
        f"messages measured {sum(len(ours.spans) for _, ours in pairs)}, "
        f"refused {sum(ours.refused for _, ours in pairs)}; start to first answered message, seconds: "
        f"{', '.join(f'{each:.2f}' for each in starts)} (the first on an empty folder)"
    )


def _two(bare: list[float], ours: list[float]) -> tuple[str, str]:
    return f"{statistics.median(bare):.1f}", f"{statistics.median(ours):.1f}"


def _ratio(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"


def _first_answer(server: Server) -> float:
    begin = time.perf_counter()
    server.start()
    load = asyncio.run(put_load(server.address, 0.001, citizens=1))
    assert load.spans
    return time.perf_counter() - begin


@contextmanager
def _bare(url: str) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.baseline", url, str(port)])
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                with urllib.request.urlopen(f"{address}/health", timeout=1):  # noqa: S310 - our own loopback
                    break
            except OSError:
                time.sleep(0.05)
        _PIDS[address] = process.pid
        yield address
    finally:
        process.terminate()
        process.wait()


_PIDS: dict[str, int] = {}


def _memory_of(address: str) -> float:
    return float(psutil.Process(_PIDS[address]).memory_info().rss) / 2**20


if __name__ == "__main__":
    main()
