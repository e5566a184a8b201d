"""A labelled text, and reading labelled texts from a table."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from classifiers.linear import SEPARATOR
from classifiers.model import CATEGORY, MATTER_TYPE, UNIT
from hotline.datafile import Row, read_rows
from hotline.errors import DataFileError
from hotline.taxonomy import Category

TABLE_HEADS = (CATEGORY, MATTER_TYPE, UNIT)


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the labels that are known for it, by head; a category is a path of one to three levels.

    A `hint` is no message but a name that belongs to a label: it teaches, and is never scored.
    """

    text: str
    labels: Mapping[str, str]
    title: str = ""
    hint: bool = False

    def label(self, head: str) -> str | None:
        """What a head has to learn: of a category its first two levels."""
        value = self.labels.get(head)
        if value and head == CATEGORY:
            category = Category.parse(value)
            return Category(category.l1, category.l2).path
        return value or None


def examples_from_csv(path: Path, *, fewest: int = 2) -> list[Example]:
    """Read `text`, an optional `title`, and whichever of `category`, `matter_type`, `unit` the table has.

    Raises:
        DataFileError: a column is missing, a text is empty, a row has no label, a level of a category is
            empty, or a label column has fewer than `fewest` different labels; with the line where there is one.
    """
    rows = list(read_rows(path, ("text",)))
    if not rows:
        raise DataFileError(path, 0, "no_rows")
    heads = [head for head in TABLE_HEADS if head in rows[0].cells]
    if not heads:
        raise DataFileError(path, 1, "no_column", column="|".join(TABLE_HEADS))
    examples = [_example(row, heads) for row in rows]
    for head in heads:
        if len(label_counts(examples, head)) < fewest:
            raise DataFileError(path, 1, "too_few_labels", column=head)
    return examples


def _example(row: Row, heads: list[str]) -> Example:
    labels = {head: row.text(head) for head in heads if row.text(head)}
    text = row.required("text")
    if not labels:
        raise row.error("empty", column="|".join(heads))
    path = labels.get(CATEGORY, "")
    if path and not all(part.strip() for part in path.split(SEPARATOR)):
        raise row.error("empty_level", column=CATEGORY, value=path)
    return Example(text, labels, row.cells.get("title", ""))


def label_counts(examples: Iterable[Example], head: str) -> Counter[str]:
    """How often each label of a head occurs."""
    return Counter(label for example in examples if (label := example.label(head)))


def examples_hash(examples: Iterable[Example]) -> str:
    """What the rows are, in their order, as a hash: says later whether a model is stale."""
    digest = sha256()
    for example in examples:
        digest.update(repr((example.text, example.title, sorted(example.labels.items()))).encode())
    return digest.hexdigest()
