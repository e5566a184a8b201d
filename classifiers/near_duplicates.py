"""Texts that are nearly the same, found without comparing each with each (MinHash over runs of characters)."""

from collections.abc import Sequence
from itertools import combinations, pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Shingles = NDArray[np.uint32]

RUN, PERMUTATIONS, BAND = 4, 24, 2
_MULTIPLIERS = np.array([2 * (i * 0x9E3779B1 % 2**31) + 1 for i in range(1, PERMUTATIONS + 1)], np.uint32)[:, None]
_SUMMANDS = np.array([i * 0x85EBCA6B % 2**32 for i in range(1, PERMUTATIONS + 1)], np.uint32)[:, None]
_CROWD = 50
"""Of so many texts under one key only neighbours are compared: they are alike in what everybody writes."""


def shingles(text: str) -> Shingles:
    """Hashes of all runs of four characters; the whole text where it is shorter."""
    runs = {text[start : start + RUN] for start in range(max(1, len(text) - RUN + 1))}
    return np.array(sorted(crc32(run.encode("utf-8", "replace")) for run in runs), np.uint32)


def resemblance(one: Shingles, other: Shingles) -> float:
    """Shared runs as a share of all (Jaccard)."""
    shared = len(np.intersect1d(one, other, assume_unique=False))
    return shared / (len(one) + len(other) - shared)


def near_pairs(texts: Sequence[str], threshold: float) -> list[tuple[int, int, float]]:
    """Pairs of positions whose texts resemble each other at least so much, by position.

    A pair of resemblance 0.5 is found with a probability of 0.97, one of 0.7 practically always.
    """
    cut = [shingles(text) for text in texts]
    pairs = sorted(_candidates(cut))
    scored = ((one, other, resemblance(cut[one], cut[other])) for one, other in pairs)
    return [pair for pair in scored if pair[2] >= threshold]


def groups(texts: Sequence[str], threshold: float = 0.5) -> list[int]:
    """For each text the position of the first text that it hangs together with."""
    root = list(range(len(texts)))

    def find(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    for one, other, _ in near_pairs(texts, threshold):
        low, high = sorted((find(one), find(other)))
        root[high] = low
    return [find(place) for place in range(len(texts))]


def _candidates(cut: Sequence[Shingles]) -> set[tuple[int, int]]:
    keyed: dict[tuple[int, int, int], list[int]] = {}
    for place, hashes in enumerate(cut):
        lowest = (hashes[None, :] * _MULTIPLIERS + _SUMMANDS).min(axis=1).tolist()
        for band in range(0, PERMUTATIONS, BAND):
            keyed.setdefault((band, lowest[band], lowest[band + 1]), []).append(place)
    found: set[tuple[int, int]] = set()
    for places in keyed.values():
        found.update(combinations(places, 2) if len(places) <= _CROWD else pairwise(places))
    return found
