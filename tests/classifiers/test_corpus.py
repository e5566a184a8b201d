"""The corpus keeps to the scheme, repeats nothing, and leaves no second level out."""

import json
from collections import Counter
from pathlib import Path

import pytest

from classifiers.corpus_check import faults
from classifiers.corpus_rows import corpus_folder, matter_rows, read_corpus, rows_of, several_rows
from classifiers.model import DISPOSITION, EMERGENCY, MATTER_TYPE, YES
from hotline.errors import DataFileError
from hotline.matter import Disposition, EmergencyKind, MatterType
from hotline.taxonomy import Taxonomy, load_taxonomy
from hotline.units import load_units

DATA = Path(__file__).parents[2] / "hotline" / "data"
GOOD: dict[str, object] = {
    "text": "路灯坏了三天", "l1": "城乡建设", "l2": "城市建设和市政管理", "l3": "城市公共设施",
    "matter_type": "投诉", "unit": "城管执法", "others": [],
}  # fmt: skip

ASKED: dict[str, object] = {"text": "结婚证丢了咋补办", "disposition": "consult", "matter_type": "咨询"}

SEVERAL: dict[str, object] = {
    "text": "路灯不亮，还有垃圾没人收", "parts": ["路灯不亮", "还有垃圾没人收"],
    "l2": ["城市建设和市政管理", "城市建设和市政管理"],
}  # fmt: skip


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy(DATA / "taxonomy.csv")


@pytest.fixture(scope="module")
def units() -> list[str]:
    return load_units(DATA / "units.csv").types()


def test_no_row_of_the_corpus_offends(taxonomy: Taxonomy, units: list[str]) -> None:
    offenders = list(faults(corpus_folder(), taxonomy, units))
    assert not offenders, "\n".join(offenders)


def test_the_corpus_is_large_and_has_every_label(units: list[str]) -> None:
    matters = list(matter_rows(corpus_folder()))
    assert len(matters) >= 1500
    assert {row.text("matter_type") for row in matters} == set(MatterType)
    assert {row.text("unit") for row in matters} == set(units)
    kinds = Counter(row.text("emergency") for row in rows_of(corpus_folder() / "emergencies.jsonl"))
    assert set(kinds) == set(EmergencyKind)


def test_questions_are_to_be_answered_and_other_matters_become_tickets() -> None:
    rows = read_corpus(corpus_folder())
    for row in rows:
        if "category" in row.labels:
            asks = row.labels[MATTER_TYPE] == MatterType.CONSULTATION
            assert row.labels[DISPOSITION] == (Disposition.CONSULT if asks else Disposition.OPEN_TICKET)
        if row.labels[EMERGENCY] == YES:
            assert DISPOSITION not in row.labels


def write(path: Path, *rows: dict[str, object]) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


def corpus_of(folder: Path, *matters: dict[str, object]) -> Path:
    (folder / "matters").mkdir()
    (folder / "dispositions").mkdir()
    write(folder / "matters" / "some.jsonl", *matters)
    for name in ("emergencies", "lookalikes", "several"):
        (folder / f"{name}.jsonl").write_text("", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"l3": "没有这一项"}, "category"),
        ({"l2": "", "l3": ""}, "category"),
        ({"matter_type": "吐槽"}, "matter_type"),
        ({"unit": "居委会"}, "unit"),
        ({"others": ["居委会"]}, "unit"),
        ({"text": " "}, "no text"),
    ],
)
def test_an_offending_row_is_named_with_its_line(
    tmp_path: Path, taxonomy: Taxonomy, units: list[str], change: dict[str, object], complaint: str
) -> None:
    found = list(faults(corpus_of(tmp_path, GOOD, GOOD | {"text": "公交车不来"} | change), taxonomy, units))
    assert any(fault.startswith(f"some.jsonl:2: {complaint}") for fault in found)
    assert not any(fault.startswith("some.jsonl:1") for fault in found)


def test_a_file_named_after_a_disposition_holds_no_other(tmp_path: Path, taxonomy: Taxonomy, units: list[str]) -> None:
    folder = corpus_of(tmp_path, GOOD)
    write(folder / "dispositions" / "greeting_smalltalk.jsonl", ASKED)
    write(folder / "dispositions" / "short.jsonl", ASKED | {"text": "几点下班"})
    found = [fault for fault in faults(folder, taxonomy, units) if not fault.startswith("no row")]
    assert found == ["greeting_smalltalk.jsonl:1: disposition consult"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [({"disposition": "answer"}, "disposition answer"), ({"matter_type": "疑问"}, "matter_type 疑问")],
)
def test_a_disposition_outside_the_scheme_is_named(
    tmp_path: Path, taxonomy: Taxonomy, units: list[str], change: dict[str, object], complaint: str
) -> None:
    folder = corpus_of(tmp_path, GOOD)
    write(folder / "dispositions" / "short.jsonl", ASKED, ASKED | {"text": "几点下班"} | change)
    assert f"short.jsonl:2: {complaint}" in list(faults(folder, taxonomy, units))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"parts": ["路灯不亮"], "l2": ["城市建设和市政管理"]}, "words outside"),
        ({"l2": ["城市建设和市政管理"]}, "1 second levels for 2 parts"),
        ({"l2": ["城市建设和市政管理", "没有这一项"]}, "l2 没有这一项"),
    ],
)
def test_an_offending_row_about_several_matters_is_named(
    tmp_path: Path, taxonomy: Taxonomy, units: list[str], change: dict[str, object], complaint: str
) -> None:
    folder = corpus_of(tmp_path, GOOD)
    write(folder / "several.jsonl", SEVERAL)
    assert not any("several" in fault for fault in faults(folder, taxonomy, units))
    write(folder / "several.jsonl", SEVERAL | change)
    assert any(fault.startswith(f"several.jsonl:1: {complaint}") for fault in faults(folder, taxonomy, units))


def test_parts_that_are_not_in_the_text_in_order_are_refused(tmp_path: Path) -> None:
    for parts in (["还有垃圾没人收", "路灯不亮"], ["路灯坏了"], [], "路灯不亮"):
        write(tmp_path / "several.jsonl", SEVERAL | {"parts": parts})
        with pytest.raises(DataFileError) as caught:
            several_rows(tmp_path)
        assert caught.value.line == 1


def test_rows_about_several_matters_teach_no_head() -> None:
    several = {row.text for row in several_rows(corpus_folder())}
    assert len(several) >= 400
    assert not several & {example.text for example in read_corpus(corpus_folder())}


def test_a_row_that_is_nearly_another_is_named(tmp_path: Path, taxonomy: Taxonomy, units: list[str]) -> None:
    text = "楼下烧烤店每天晚上油烟很大一直排到我家窗户里孩子天天咳嗽睡不好觉"
    folder = corpus_of(tmp_path, GOOD | {"text": text}, GOOD | {"text": text.replace("晚上", "夜里")})
    assert any("like some.jsonl:1" in fault for fault in faults(folder, taxonomy, units))


def test_a_line_that_is_no_object_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    for line in ("[1]", "{"):
        path.write_text(f'{{"text": "a"}}\n{line}\n', encoding="utf-8")
        with pytest.raises(DataFileError) as caught:
            list(rows_of(path))
        assert (caught.value.line, caught.value.reason) == (2, "not_json")
