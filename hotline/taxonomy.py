"""The category tree: three levels, as data that a city may replace."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hotline.datafile import read_rows
from hotline.errors import NotFoundError

OTHER = "其他"


@dataclass(frozen=True, slots=True, order=True)
class Category:
    """A place in the tree; `l2` and `l3` are empty where the place is higher up."""

    l1: str
    l2: str = ""
    l3: str = ""

    @property
    def path(self) -> str:
        """`l1/l2/l3` without empty tails."""
        return "/".join(part for part in (self.l1, self.l2, self.l3) if part)

    def within(self, other: "Category") -> bool:
        """Whether this place is `other` or lies below it."""
        return self.l1 == other.l1 and (not other.l2 or self.l2 == other.l2) and (not other.l3 or self.l3 == other.l3)

    @classmethod
    def parse(cls, path: str) -> "Category":
        parts = [part.strip() for part in path.split("/")]
        return cls(*parts[:3])


class Taxonomy:
    """All known categories, and today's names of those that were renamed."""

    def __init__(self, leaves: Iterable[Category], today: dict[str, str] | None = None) -> None:
        self.leaves = tuple(leaves)
        self._today = today or {}
        self._known = {place for leaf in self.leaves for place in (leaf, Category(leaf.l1, leaf.l2), Category(leaf.l1))}

    def __contains__(self, category: Category) -> bool:
        return category in self._known

    def require(self, category: Category) -> Category:
        """The same category, if the tree has it.

        Raises:
            NotFoundError: it does not.
        """
        if category not in self._known:
            raise NotFoundError(what="category", key=category.path)
        return category

    def first_levels(self) -> list[str]:
        return list(dict.fromkeys(leaf.l1 for leaf in self.leaves))

    def second_levels(self, l1: str | None = None) -> list[Category]:
        return list(dict.fromkeys(Category(leaf.l1, leaf.l2) for leaf in self.leaves if l1 in (None, leaf.l1)))

    def today(self, name: str) -> str:
        """The present-day name of a level that was renamed, else the name itself."""
        return self._today.get(name, name)


def load_taxonomy(path: Path) -> Taxonomy:
    """Read `taxonomy.csv` (`l1,l2,l3,l1_today,l2_today`; the last two only where a level was renamed).

    Raises:
        DataFileError: with the line.
    """
    leaves: dict[Category, None] = {}
    today: dict[str, str] = {}
    for row in read_rows(path, ("l1", "l2", "l3", "l1_today", "l2_today")):
        leaf = Category(row.required("l1"), row.required("l2"), row.required("l3"))
        if leaf in leaves:
            raise row.error("twice", value=leaf.path)
        leaves[leaf] = None
        for old, new in ((leaf.l1, row.text("l1_today")), (leaf.l2, row.text("l2_today"))):
            if new:
                today[old] = new
    return Taxonomy(leaves, today)
