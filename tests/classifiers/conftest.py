"""A small model that is trained once for all tests, and labelled texts to make others from."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifiers.corpus_rows import corpus_folder, read_corpus
from classifiers.examples import Example
from classifiers.folder import load_model
from classifiers.model import CATEGORY, DISPOSITION, UNIT, Model, default_folder
from classifiers.train import TrainSettings, train
from hotline.taxonomy import Category

AT = datetime(2026, 3, 1, 4, tzinfo=UTC)
SMALL = TrainSettings(most=4000)


@pytest.fixture(scope="session")
def shipped() -> Model:
    return load_model(default_folder())


@pytest.fixture(scope="session")
def corpus() -> list[Example]:
    return read_corpus(corpus_folder())


@pytest.fixture(scope="session")
def some(corpus: list[Example]) -> list[Example]:
    """The matters of two first levels, and some dispositions: enough for every head, little enough to be quick."""
    first = {"环境保护", "交通运输"}
    matters = [each for each in corpus if Category.parse(each.labels.get(CATEGORY, "")).l1 in first]
    units = {"生态环境", "城管执法", "交通运输"}
    matters = [each for each in matters if each.labels[UNIT] in units]
    ways = {"greeting_smalltalk", "talk_to_human"}
    return matters + [each for each in corpus if each.labels.get(DISPOSITION) in ways]


@pytest.fixture(scope="session")
def small(some: list[Example]) -> Model:
    return train(some, at=AT, settings=SMALL)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A training table as a city would bring it, with labels of its own."""
    path = tmp_path / "rows.csv"
    lines = ["title,text,category,matter_type"]
    lines += [f"路灯,第{n}盏路灯昨晚又不亮了,照明,投诉" for n in range(8)]
    lines += [f"公交,{n}路公交车等了半小时不来,公交,咨询" for n in range(8)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
