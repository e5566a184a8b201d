"""The third level, within the second: too many leaves with too few rows for a head, so the nearest one by words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from classifiers.features import Floats, Places, SparseVector
from classifiers.linear import SEPARATOR

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

KEPT = 64


@dataclass(frozen=True, slots=True)
class Leaf:
    """A third level: what sets its texts apart from the others of the same second level."""

    name: str
    places: Places
    values: Floats


@dataclass(frozen=True, slots=True)
class Thirds:
    """The leaves of each `l1/l2`; a second level without any stays without a third."""

    leaves: Mapping[str, tuple[Leaf, ...]] = field(default_factory=dict)
    size: int = 0

    def below(self, label: str, vector: SparseVector) -> str:
        """The label with its most fitting third level, or the label itself."""
        leaves = self.leaves.get(label, ())
        if not leaves:
            return label
        dense = np.zeros(self.size, np.float32)
        dense[vector.places] = vector.values
        fits = [float((dense[leaf.places] * leaf.values).sum()) for leaf in leaves]
        return f"{label}{SEPARATOR}{leaves[int(np.argmax(fits))].name}"


def fit_thirds(rows: "csr_matrix[Any]", paths: Sequence[str]) -> Thirds:
    """Learn the leaves from full paths `l1/l2/l3`: the mean vector of a leaf less that of its second level."""
    by_second: dict[str, dict[str, list[int]]] = {}
    for row, path in enumerate(paths):
        if path.count(SEPARATOR) == 2:
            second, third = path.rsplit(SEPARATOR, 1)
            by_second.setdefault(second, {}).setdefault(third, []).append(row)
    leaves = {second: _leaves(rows, thirds) for second, thirds in sorted(by_second.items())}
    return Thirds(leaves, rows.shape[1])


def _leaves(rows: "csr_matrix[Any]", thirds: Mapping[str, Sequence[int]]) -> tuple[Leaf, ...]:
    means = {name: np.asarray(rows[list(mine)].mean(axis=0), np.float32)[0] for name, mine in sorted(thirds.items())}
    middle = np.mean(list(means.values()), axis=0)
    return tuple(_leaf(name, mean - middle) for name, mean in means.items())


def _leaf(name: str, difference: Floats) -> Leaf:
    places = np.sort(np.argsort(-np.abs(difference), kind="stable")[:KEPT]).astype(np.int32)
    return Leaf(name, places, difference[places])
