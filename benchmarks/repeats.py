"""`python -m benchmarks.repeats`: how the search for repeats grows with the number of messages.

The messages are made from the corpus: each is told of one of many invented estates, so that repeats are few.
"""

import argparse
import json
import random
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from analytics.repeats.background import background_of, desks
from analytics.repeats.candidates import candidates
from analytics.repeats.collection import Collection
from analytics.repeats.find import find_repeats
from analytics.repeats.judge import load_judges
from analytics.repeats.message import Message
from classifiers.folder import load_model
from classifiers.model import default_folder

CORPUS = Path(__file__).resolve().parent.parent / "classifiers" / "corpus" / "matters"
_FIRST, _LAST = "金银云锦翠碧望听观枫桂松竹梅兰", "湖山江溪苑园庭府湾城里轩阁台舍"


def main() -> None:
    """Print seconds of processor time for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 4000])
    sizes = parser.parse_args().sizes
    table = Table("messages", "candidate pairs", "read and topics s", "all s", "ms a message", title="repeats")
    for size in sizes:
        table.add_row(*map(str, measure(made(size))))
    Console(width=110).print(table)


def measure(messages: list[Message]) -> tuple[int, int, float, float, float]:
    """Seconds of processor time."""
    model = load_model(default_folder())
    common = background_of(model)
    begin = time.process_time()
    held = Collection(messages, common.word, common.pair)
    assert held.topics is not None
    read = time.process_time() - begin
    find_repeats(held, load_judges(), desks(model))
    whole = time.process_time() - begin
    pairs = len(candidates(held))
    return len(messages), pairs, round(read, 1), round(whole, 1), round(1000 * whole / len(messages), 2)


def made(size: int) -> list[Message]:
    """Messages about matters of the corpus, each at one of some thousand places."""
    chance = random.Random(7)
    texts = [
        json.loads(line)["text"] for path in sorted(CORPUS.glob("*.jsonl")) for line in path.open(encoding="utf-8")
    ]
    told = []
    for number in range(size):
        place = "".join(chance.choices(_FIRST, k=2)) + chance.choice(_LAST) + "小区"
        text = chance.choice(texts)
        told.append(
            Message(str(number), f"u{chance.randrange(size)}", f"{place}{text[:12]}", f"{place}的居民反映：{text}")
        )
    return told


if __name__ == "__main__":
    main()
