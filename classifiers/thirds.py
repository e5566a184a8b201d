"""The third level, within the second: too many leaves with too few rows for a head, so the nearest one by words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from classifiers.features import Floats, Places, SparseVector
from classifiers.linear import SEPARATOR
from classifiers.sparse import Rows

KEPT = 64


@dataclass(frozen=True, slots=True)
class Leaves:
    """The third levels of one second level, and what sets the texts of each apart from those of the others.

    `places` and `values` hold the features of all leaves one after the other, `sizes` how many each has.
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    places: Places
    values: Floats

    def nearest(self, dense: Floats) -> str:
        """The leaf that fits a text best."""
        starts = [0, *accumulate(self.sizes)][:-1]
        fits = np.add.reduceat(dense[self.places] * self.values, starts)
        return self.names[int(fits.argmax())]


@dataclass(frozen=True, slots=True)
class Thirds:
    """The leaves of each `l1/l2`; a second level without any stays without a third."""

    leaves: Mapping[str, Leaves] = field(default_factory=dict)
    size: int = 0

    def below(self, label: str, vector: SparseVector) -> str:
        """The label with its most fitting third level, or the label itself."""
        if label not in self.leaves:
            return label
        dense = np.zeros(self.size, np.float32)
        dense[vector.places] = vector.values
        return f"{label}{SEPARATOR}{self.leaves[label].nearest(dense)}"


def fit_thirds(rows: Rows, paths: Sequence[str]) -> Thirds:
    """Learn the leaves from full paths `l1/l2/l3`: the mean vector of a leaf less that of its second level."""
    by_second: dict[str, dict[str, list[int]]] = {}
    for row, path in enumerate(paths):
        if path.count(SEPARATOR) == 2:
            second, third = path.rsplit(SEPARATOR, 1)
            by_second.setdefault(second, {}).setdefault(third, []).append(row)
    leaves = {second: _leaves(rows, thirds) for second, thirds in sorted(by_second.items())}
    return Thirds(leaves, rows.shape[1])


def _leaves(rows: Rows, thirds: Mapping[str, Sequence[int]]) -> Leaves:
    means = [np.asarray(rows[list(thirds[name])].mean(axis=0), np.float32)[0] for name in sorted(thirds)]
    middle = np.mean(means, axis=0)
    chosen = [_strongest(mean - middle) for mean in means]
    return Leaves(
        tuple(sorted(thirds)),
        tuple(len(places) for places in chosen),
        np.concatenate(chosen),
        np.concatenate([(mean - middle)[places] for mean, places in zip(means, chosen, strict=True)]),
    )


def _strongest(difference: Floats) -> Places:
    return np.sort(np.argsort(-np.abs(difference), kind="stable")[:KEPT]).astype(np.int32)
