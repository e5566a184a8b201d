"""Sentence vectors that were made before, so that a start or an edit encodes only what is new.

A shelf is read from files that ship with a base and from a cache of this machine; the key of a text is a hash of what
the engine reads of it. Numbers are kept as bytes with one scale a row: a cosine changes by less than 0.002.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from lexicon.kept_arrays import keep_arrays, kept_arrays
from lexicon.vectors import WIDTH, Encoder, Vectors, readable

NEUTRAL = 0.80  # what an unrelated pair of texts has in common for this engine, roughly
_BATCH = 16
_SAVED = 2000
_REMEMBERED = 256  # questions, half a megabyte
_MOST = 127
_NONE = (np.zeros(WIDTH, dtype=np.int8), 0.0)


class VectorShelf:
    """Vectors of passages by text. `rows` never encodes; `fill` does."""

    def __init__(self, encoder: Encoder, files: Iterable[Path] = (), cache: Path | None = None) -> None:
        self._encoder, self._cache, self._lock = encoder, cache, Lock()
        self._rows: dict[bytes, tuple[NDArray[np.int8], float]] = {}
        self._asked: dict[bytes, Vectors] = {}
        for path in chain(files, [cache] if cache else []):
            self._rows |= _read(path)

    @property
    def broken(self) -> bool:
        """Whether the engine has failed in this process."""
        return self._encoder.broken

    def one(self, text: str) -> Vectors | None:
        """The vector of a question, made now unless it is one of the latest; None where the engine fails."""
        key = _key(text)
        with self._lock:
            held = self._asked.get(key)
        if held is not None:
            return held
        made = self.questions([text])
        if made is None:
            return None
        return self._remember(key, made[0])

    def _remember(self, key: bytes, vector: Vectors) -> Vectors:
        """The oldest goes where there are too many: people ask the same again, seldom what was asked long ago."""
        with self._lock:
            self._asked[key] = vector
            if len(self._asked) > _REMEMBERED:
                del self._asked[next(iter(self._asked))]
        return vector

    def questions(self, texts: Sequence[str]) -> Vectors | None:
        """Vectors of questions, one row each, made now and not kept; None where the engine fails."""
        return self._encoder.encode(texts, asked=True)

    def passage(self, text: str) -> Vectors | None:
        """The vector of a passage: from the shelf, or made now and not kept; None where the engine fails."""
        made = self._passages([text]) if self.missing([text]) else self.rows([text])
        if made is None:
            return None
        vector: Vectors = made[0]
        return vector

    def rows(self, texts: Sequence[str]) -> Vectors:
        """One row a text; a text that is not on the shelf yet has a row of zeros."""
        held = [self._rows.get(_key(text), _NONE) for text in texts]
        made = np.array([row for row, _ in held], dtype=np.float32).reshape(-1, WIDTH)
        made *= np.array([scale for _, scale in held], dtype=np.float32)[:, None]
        return made

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Those that are not on the shelf, each once."""
        wanted = {_key(text): text for text in texts}
        return [text for key, text in wanted.items() if key not in self._rows]

    def fill(self, texts: Iterable[str], tell: Callable[[int], None] | None = None) -> bool:
        """Encode what is missing on all cores and keep it in the cache; False where the engine failed on the way."""
        missing = self.missing(texts)
        done = 0
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            groups = [missing[start : start + _BATCH] for start in range(0, len(missing), _BATCH)]
            for group, made in zip(groups, pool.map(self._passages, groups), strict=True):
                if made is None:
                    return False
                self._put(group, made)
                done += len(group)
                if tell:
                    tell(done)
                if self._cache and done % _SAVED < _BATCH:
                    self.save(self._cache)  # an hour's work must not be lost to a restart
        if missing and self._cache:
            self.save(self._cache)
        return True

    def _passages(self, texts: Sequence[str]) -> Vectors | None:
        return self._encoder.encode(texts, asked=False)

    def save(self, path: Path, only: Iterable[str] | None = None) -> None:
        """Write the shelf, or what it holds of some texts, in one move; a folder that cannot be written is let be."""
        with self._lock:
            held = dict(self._rows)
        keys = sorted(held if only is None else {_key(text) for text in only} & held.keys())
        names = np.frombuffer(b"".join(keys), dtype=np.uint8)
        rows = np.array([held[key][0] for key in keys], dtype=np.int8).reshape(-1, WIDTH)
        scales = np.array([held[key][1] for key in keys], dtype=np.float32)
        keep_arrays(path, keys=names, rows=rows, scales=scales)

    def _put(self, texts: Sequence[str], made: Vectors) -> None:
        scales = np.maximum(np.abs(made).max(axis=1), 1e-9) / _MOST
        rows = np.rint(made / scales[:, None]).astype(np.int8)
        with self._lock:
            for text, row, scale in zip(texts, rows, scales, strict=True):
                self._rows[_key(text)] = (row, float(scale))


def _key(text: str) -> bytes:
    return blake2b(readable(text).encode(), digest_size=16).digest()


def _read(path: Path) -> dict[bytes, tuple[NDArray[np.int8], float]]:
    """What a file holds; one that is missing, cut short or foreign counts as empty: all of it can be made again."""
    held = kept_arrays(path)
    if not held.keys() >= {"keys", "rows", "scales"}:
        return {}
    keys, rows, scales = held["keys"].tobytes(), held["rows"], held["scales"]
    if rows.shape != (len(keys) // 16, WIDTH) or scales.shape != rows.shape[:1] or rows.dtype != np.int8:
        return {}
    names = (keys[start : start + 16] for start in range(0, len(keys), 16))
    return {name: (row, float(scale)) for name, row, scale in zip(names, rows, scales, strict=True)}
