"""Personal data in whole messages: a written set with spans, look-alikes, and a corpus in which nobody is named."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from classifiers.examples import Example
from classifiers.privacy import find_personal, mask
from lexicon.normalise import normalise

_SET = Path(__file__).parent / "data" / "privacy_dev.jsonl"
_SHOWN = {"name": 1, "plate": 2, "email": 1, "mobile": 4, "id_card": 3, "bank_card": 4, "landline": 2}
"""How many signs in a row of each kind a mask may show; of an address its street, of all others nothing."""

Found = set[tuple[int, int, str]]


@cache
def _rows() -> list[tuple[str, Found]]:
    lines = [json.loads(line) for line in _SET.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], {(each["start"], each["end"], each["kind"]) for each in row["spans"]}) for row in lines]


def _found(text: str) -> Found:
    return {(span.start, span.end, span.kind) for span in find_personal(text)}


def test_the_spans_of_the_set_are_what_they_say() -> None:
    lines = [json.loads(line) for line in _SET.read_text(encoding="utf-8").splitlines()]
    assert all(row["text"][each["start"] : each["end"]] == each["text"] for row in lines for each in row["spans"])


def test_personal_data_is_found_with_exact_spans_and_kinds() -> None:
    pairs = [(truth, _found(text)) for text, truth in _rows()]
    both = sum(len(truth & found) for truth, found in pairs)
    there, said = sum(len(truth) for truth, _ in pairs), sum(len(found) for _, found in pairs)
    assert both / said > 0.97
    assert both / there > 0.94


@pytest.mark.parametrize(
    "kind",
    [
        *("mobile", "landline", "id_card", "bank_card", "passport", "plate"),
        *("email", "wechat", "qq", "case_number", "address"),
    ],
)
def test_nothing_of_a_kind_with_a_build_of_its_own_is_missed(kind: str) -> None:
    missed = [text[start:end] for text, truth in _rows() for start, end, was in truth - _found(text) if was == kind]
    assert missed == []


def test_look_alikes_are_left_alone() -> None:
    clean = [text for text, truth in _rows() if not truth]
    assert len(clean) > 150
    assert [text for text in clean if find_personal(text)] == []


def test_a_mask_never_leaks_what_was_found() -> None:
    for text, _ in _rows():
        shown = mask(text)
        for span in find_personal(text):
            if span.kind != "address":
                assert not _leaks(normalise(span.text).text, shown, _SHOWN.get(span.kind, 0) + 1), (span.kind, text)


def _leaks(piece: str, shown: str, length: int) -> bool:
    """Whether the end of a piece, which tells one person from another, is still to be read with what is before it."""
    return len(piece) > length and piece[-length:] in shown and piece[: length + 1] in shown


def test_in_messages_that_name_nobody_hardly_anybody_is_named(corpus: list[Example]) -> None:
    kinds = Counter(span.kind for example in corpus for span in find_personal(example.text))
    assert kinds["name"] < len(corpus) / 300
    assert kinds["minor"] < len(corpus) / 500


@pytest.mark.parametrize(("half", "enough"), [("open", 0.95), ("late", 0.92)])
def test_what_is_written_in_other_ways_is_found_too(half: str, enough: float) -> None:
    """Names, dwellings and numbers in more ways of writing; nothing was mended after the late half was measured."""
    rows = [json.loads(line) for line in (_SET.parent / "privacy_ways.jsonl").read_text(encoding="utf-8").splitlines()]
    mine = [row for row in rows if row["half"] == half]
    truth = [{(each["start"], each["end"], each["kind"]) for each in row["spans"]} for row in mine]
    found = [_found(row["text"]) for row in mine]
    both = sum(len(one & other) for one, other in zip(truth, found, strict=True))
    assert 2 * both / (sum(map(len, truth)) + sum(map(len, found))) > enough


def test_every_kind_in_more_ways_and_what_only_looks_like_it() -> None:
    """Whole and half messages of every kind, written apart from the rules, and look-alikes among them."""
    rows = [json.loads(line) for line in (_SET.parent / "privacy_kinds.jsonl").read_text(encoding="utf-8").splitlines()]
    truth = [{(each["start"], each["end"], each["kind"]) for each in row["spans"]} for row in rows]
    found = [_found(row["text"]) for row in rows]
    both = sum(len(one & other) for one, other in zip(truth, found, strict=True))
    assert 2 * both / (sum(map(len, truth)) + sum(map(len, found))) > 0.96
    assert [row["text"] for row, one, other in zip(rows, truth, found, strict=True) if not one and other] == []
