"""Sentence vectors as the base compares them: around their common centre, roughly for all entries, closely for a few.

All sentences of the engine share a direction that says nothing of any of them; taken off, what differs is heard better
(first hits on golden questions rise by one to two of a hundred). The centres of questions and of passages, and the
axes along which passages differ most, are learned with the weights and lie in `data/meaning.npz`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hotline.errors import DataFileError
from lexicon.kept_arrays import keep_arrays, kept_arrays
from lexicon.vectors import WIDTH, Vectors

_OFF = 0.8  # of the centre: all of it loses some first hits on other bases
_AXES = 64
_MOST = 127
_AT_ONCE = 8192  # rows, so that building a large base needs no second copy of it in full precision


@dataclass(frozen=True, slots=True)
class Centres:
    """What questions have in common and what passages do, shape (WIDTH,); the axes of the rough look, (axes, WIDTH)."""

    asked: Vectors
    told: Vectors
    axes: Vectors

    @classmethod
    def of(cls, questions: Vectors, passages: Vectors) -> "Centres":
        """From vectors of many questions and of many passages, one row each."""
        asked, told = _OFF * questions.mean(axis=0), _OFF * passages.mean(axis=0)
        around = _unit(passages - told)
        axes = np.linalg.eigh(around.T @ around)[1][:, ::-1][:, :_AXES].T
        return cls(asked.astype(np.float32), told.astype(np.float32), np.ascontiguousarray(axes, dtype=np.float32))

    def question(self, vector: Vectors) -> Vectors:
        return _unit(vector - self.asked)

    def passages(self, rows: Vectors) -> Vectors:
        """Row by row; a row of zeros, of a text whose vector is not made yet, stays one."""
        made = np.zeros_like(rows)
        for start in range(0, len(rows), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            there = np.any(rows[part], axis=1, keepdims=True)
            made[part] = np.where(there, _unit(rows[part] - self.told), np.float32(0))
        return made


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def load_centres(path: Path) -> Centres:
    """Raises DataFileError: the file is missing or broken."""
    kept = kept_arrays(path)
    try:
        centres = Centres(*(kept[name].astype(np.float32) for name in ("asked", "told", "axes")))
    except KeyError as error:
        raise DataFileError(path, 0, "missing") from error
    if centres.asked.shape != (WIDTH,) or centres.told.shape != (WIDTH,) or centres.axes.shape != (_AXES, WIDTH):
        raise DataFileError(path, 0, "missing")
    return centres


def save_centres(path: Path, centres: Centres) -> None:
    keep_arrays(path, asked=centres.asked, told=centres.told, axes=centres.axes.astype(np.float16))


class Rows:
    """Centred vectors of passages: a byte a number for the close look, a few axes in full for the rough one."""

    def __init__(self, rows: Vectors, axes: Vectors) -> None:
        scales = np.maximum(np.abs(rows).max(axis=1, initial=0), 1e-9) / _MOST
        self._scales = scales.astype(np.float32)
        self._bytes = np.empty(rows.shape, dtype=np.int8)
        self._rough = np.empty((len(rows), len(axes)), dtype=np.float32)
        for start in range(0, len(rows), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            self._bytes[part] = np.rint(rows[part] / scales[part, None])
            self._rough[part] = rows[part] @ axes.T

    def __len__(self) -> int:
        return len(self._bytes)

    def rough(self, question: Vectors) -> Vectors:
        """Products of all rows with a question on the axes."""
        return np.asarray(self._rough @ question)

    def close(self, question: Vectors, numbers: NDArray[np.int64] | None = None) -> Vectors:
        """Cosines with a question; of some rows, or of all."""
        if numbers is not None:
            return np.asarray((self._bytes[numbers].astype(np.float32) @ question) * self._scales[numbers])
        parts = [slice(start, start + _AT_ONCE) for start in range(0, len(self), _AT_ONCE)]
        made = [(self._bytes[part].astype(np.float32) @ question) * self._scales[part] for part in parts]
        return np.concatenate(made) if made else np.zeros(0, dtype=np.float32)


class Meanings:
    """The vectors of a segment, for each entry those of its ways of asking and that of its passage."""

    VIEWS = 3

    def __init__(self, ways: Vectors, passages: Vectors, counts: NDArray[np.int64], axes: Vectors) -> None:
        """`counts`: how many ways of asking each entry has; their rows follow one another in `ways`."""
        self._ways, self._passages, self._axes, self._counts = Rows(ways, axes), Rows(passages, axes), axes, counts
        self._firsts = _starts(counts)
        sums = np.add.reduceat(ways, self._firsts, axis=0) if len(ways) else ways
        self._together = np.maximum(np.linalg.norm(sums, axis=1), 1e-9).astype(np.float32)

    def rough(self, question: Vectors) -> Vectors:
        """Shape (entries, 3): the nearest way of asking, the passage, all ways together; on the axes alone."""
        seen = self._axes @ question
        seen = seen / max(float(np.linalg.norm(seen)), 1e-9)
        ways, passages = self._ways.rough(seen), self._passages.rough(seen)
        return self._views(ways, passages, self._firsts, self._together)

    def close(self, question: Vectors, numbers: NDArray[np.int64] | None = None) -> Vectors:
        """The same exactly, for all entries or for some."""
        if numbers is None:
            ways, passages = self._ways.close(question), self._passages.close(question)
            return self._views(ways, passages, self._firsts, self._together)
        counts = self._counts[numbers]
        firsts = _starts(counts)
        places = np.repeat(self._firsts[numbers] - firsts, counts) + np.arange(counts.sum())
        ways, passages = self._ways.close(question, places), self._passages.close(question, numbers)
        return self._views(ways, passages, firsts, self._together[numbers])

    @staticmethod
    def _views(ways: Vectors, passages: Vectors, firsts: NDArray[np.int64], together: Vectors) -> Vectors:
        if not len(passages):
            return np.zeros((0, Meanings.VIEWS), dtype=np.float32)
        columns = (np.maximum.reduceat(ways, firsts), passages, np.add.reduceat(ways, firsts) / together)
        return np.asarray(np.maximum(np.stack(columns, axis=1), np.float32(0)))


def _starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64) if len(counts) else np.zeros(0, np.int64)
