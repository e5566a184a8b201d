"""A city with few rows learns from the corpus too; one with its own scheme, or with enough rows, learns alone."""

from pathlib import Path

from classifiers.adapt import ENOUGH, lessons
from classifiers.corpus_rows import corpus_folder, read_corpus
from classifiers.evaluate import evaluate
from classifiers.examples import Example
from classifiers.model import CATEGORY, UNIT
from classifiers.train import train, train_folder
from tests.classifiers.conftest import AT

CORPUS = (
    Example("路灯坏了", {CATEGORY: "城乡建设/城市建设和市政管理/城市公共设施", UNIT: "城管执法"}),
    Example("学校乱收费", {CATEGORY: "教育文体/教育收费/乱收费", UNIT: "教育"}),
    Example("教育", {UNIT: "教育"}, hint=True),
)


def test_labels_are_cut_to_the_levels_that_the_city_uses() -> None:
    rows = [Example("灯", {CATEGORY: "城乡建设"}), Example("课", {CATEGORY: "教育文体"})]
    assert [(each.labels, each.hint) for each in lessons(rows, CORPUS)] == [
        ({CATEGORY: "城乡建设"}, True),
        ({CATEGORY: "教育文体"}, True),
    ]


def test_a_scheme_that_the_corpus_does_not_know_is_left_alone() -> None:
    rows = [Example("灯", {CATEGORY: "照明", UNIT: "教育"}), Example("课", {CATEGORY: "城乡建设", UNIT: "城管执法"})]
    assert [each.labels for each in lessons(rows, CORPUS)] == [{UNIT: "城管执法"}, {UNIT: "教育"}]


def test_who_has_enough_rows_learns_alone() -> None:
    rows = [Example("灯", {CATEGORY: "城乡建设"}), Example("课", {CATEGORY: "教育文体"})] * (ENOUGH // 2)
    assert lessons(rows, CORPUS) == []


def test_lessons_help_a_city_with_few_rows_and_are_not_counted_as_its_own(tmp_path: Path) -> None:
    corpus = [row for row in read_corpus(corpus_folder()) if (row.label(CATEGORY) or "").startswith(("教育", "环境"))]
    cut = [Example(row.text, {CATEGORY: row.labels[CATEGORY].split("/")[0]}, row.title) for row in corpus]
    few, unseen = cut[::40], cut[1::40]
    taught = [row for place, row in enumerate(corpus) if place % 40 not in (0, 1)]
    alone = train(few, at=AT)
    helped = train_folder([*few, *lessons(few, taught)], tmp_path / "city", at=AT)
    assert helped.card.rows == len(few)
    assert evaluate(helped, unseen).heads[CATEGORY].accuracy > evaluate(alone, unseen).heads[CATEGORY].accuracy
