"""Training from labelled texts and from a city's table."""

from pathlib import Path

import numpy as np
import pytest

from classifiers.examples import Example, examples_from_csv, examples_hash
from classifiers.folder import WEIGHTS
from classifiers.folds import FOLDS, fold_of
from classifiers.linear import Layout
from classifiers.model import CATEGORY, DISPOSITION, MATTER_TYPE, UNIT, Model
from classifiers.near_duplicates import groups, near_pairs
from classifiers.train import TooAlikeError, train, train_folder
from hotline.errors import DataFileError
from tests.classifiers.conftest import AT, SMALL
from tests.classifiers.test_model import WORDING


def test_the_same_rows_give_the_same_folder_to_the_last_byte(table: Path, tmp_path: Path) -> None:
    rows = examples_from_csv(table)
    for name in ("one", "two"):
        train_folder(rows, tmp_path / name, at=AT)
    for file in (WEIGHTS, "model.json", "MODEL_CARD.md"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_table_trains_the_heads_it_has_labels_for(table: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    model = train_folder(
        examples_from_csv(table),
        tmp_path / "out",
        at=AT,
        progress=lambda done, total, _: steps.append((done, total)),
    )
    assert model.has(CATEGORY)
    assert model.has(MATTER_TYPE)
    assert not model.has(UNIT)
    assert not model.has(DISPOSITION)
    assert model.read("路灯坏了").category().category.path == "照明"
    assert model.read("公交不来").verdict(MATTER_TYPE).label == "咨询"
    assert steps == [(done, len(steps)) for done in range(1, len(steps) + 1)]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("text,category\n", 0, "no_rows"),
        ("title,category\na,b\n", 1, "no_column"),
        ("text,sort\na,b\n", 1, "no_column"),
        ("text,category\n路灯,照明\n ,公交\n", 3, "empty"),
        ("text,category\n路灯,照明\n公交,\n", 3, "empty"),
        ("text,category\n路灯,照明\n公交,照明\n", 1, "too_few_labels"),
        ("text,category\n路灯,照明\n公交,/\n", 3, "empty_level"),
        ("text,category\n路灯,城建//照明\n公交,交通\n", 2, "empty_level"),
    ],
)
def test_a_table_that_cannot_teach_is_refused_with_its_line(
    tmp_path: Path, content: str, line: int, reason: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        examples_from_csv(path)
    assert (caught.value.line, caught.value.reason) == (line, reason)
    assert WORDING.error(caught.value)


def test_a_category_with_levels_is_learned_to_the_second_and_its_third_by_words() -> None:
    rows = [Example(f"{n}号工地夜里打桩吵死了", {CATEGORY: "环境/污染/噪音"}) for n in range(12)]
    rows += [Example(f"{n}号烟囱冒黑烟", {CATEGORY: "环境/污染/大气"}) for n in range(12)]
    rows += [Example(f"{n}号河里捞水草的事", {CATEGORY: "环境/生态/水体"}) for n in range(12)]
    rows += [Example(f"{n}路公交不来", {CATEGORY: "交通/公交/班次"}) for n in range(12)]
    model = train(rows, at=AT, settings=SMALL)
    assert model.heads[CATEGORY].labels == ("交通/公交", "环境/污染", "环境/生态")
    assert model.read("烟囱又冒黑烟").category().category.path == "环境/污染/大气"
    assert model.read("打桩吵死了").category().category.path == "环境/污染/噪音"


def test_a_label_of_a_single_row_does_not_stop_training() -> None:
    rows = [Example(f"路灯{n}不亮", {CATEGORY: "照明"}) for n in range(6)]
    rows += [Example(f"公交{n}不来", {CATEGORY: "公交"}) for n in range(6)] + [Example("水管爆了", {CATEGORY: "供水"})]
    model = train(rows, at=AT, settings=SMALL)
    assert set(model.heads[CATEGORY].labels) == {"照明", "公交", "供水"}


@pytest.mark.parametrize(
    "texts",
    [
        ["路灯", "公交"],
        [f"路灯坏了{n}" for n in range(20)],
        ["我要反映小区门口的路灯坏了", "我要反映小区门口的路灯坏了！"],
    ],
)
def test_rows_of_which_none_can_be_held_out_are_refused_by_name(texts: list[str]) -> None:
    rows = [Example(text, {CATEGORY: ("照明", "公交")[n % 2]}) for n, text in enumerate(texts)]
    with pytest.raises(TooAlikeError) as caught:
        train(rows, at=AT, settings=SMALL)
    assert CATEGORY in WORDING.error(caught.value)


def test_labels_of_one_first_level_stand_together() -> None:
    layout = Layout.of(["b/x", "a", "a/y", "b/w"])
    assert layout.labels == ("a", "a/y", "b/w", "b/x")
    assert (layout.parents, layout.starts, layout.width) == (("a", "b"), [0, 2], 6)
    assert Layout.of(["b", "a"]).width == 2


def test_near_duplicates_stay_in_one_fold_and_labels_are_spread() -> None:
    texts = [f"{'甲乙丙丁戊己庚辛'[n % 8]}区第{n}号院停水三天没人管也没有通知" for n in range(40)]
    texts += [f"完全另外一件事情编号{chr(0x4E00 + 37 * n)}{chr(0x5E00 + 53 * n)}" * 3 for n in range(40)]
    together = groups(texts)
    labels = ["水"] * 40 + ["别"] * 40
    fold = fold_of(labels, together)
    for group in set(together):
        assert len({fold[row] for row in range(80) if together[row] == group}) == 1
    spread = np.bincount(fold_of(["甲"] * 23, list(range(23))), minlength=FOLDS)
    assert spread.max() - spread.min() <= 1


def test_nearly_equal_texts_are_found_and_different_ones_are_not() -> None:
    base = "楼下烧烤店每天晚上油烟很大一直排到我家窗户里孩子天天咳嗽"
    pairs = near_pairs([base, base + "！", "公交车半个小时都不来一趟冻死人了"], 0.6)
    assert [(one, other) for one, other, _ in pairs] == [(0, 1)]


def test_the_hash_of_the_rows_sees_every_change(some: list[Example]) -> None:
    changed = [Example(some[0].text + "。", some[0].labels, some[0].title), *some[1:]]
    relabelled = [Example(some[0].text, {**some[0].labels, MATTER_TYPE: "建议"}, some[0].title), *some[1:]]
    assert len({examples_hash(rows) for rows in (some, changed, relabelled)}) == 3


def test_held_out_scores_are_worse_than_remembered_ones(small: Model, some: list[Example]) -> None:
    remembered = sum(
        small.read(row.text, row.title).category().category.l1 == str(row.label(CATEGORY)).split("/")[0]
        for row in some
        if row.label(CATEGORY)
    ) / sum(bool(row.label(CATEGORY)) for row in some)
    assert 0.8 < small.card.scores[CATEGORY]["accuracy"] < remembered
