"""Letters made of short messages."""

from pathlib import Path

from app.letters import letters
from classifiers.corpus_rows import CorpusRow

ROWS = [
    CorpusRow(
        Path("x.jsonl"), number, {"text": f"第{number}件事要说一说" * 3, "l1": "环境保护" if number % 2 else "民政"}
    )
    for number in range(40)
]


def test_a_letter_begins_with_its_own_matter_and_tells_others_behind_it() -> None:
    told = dict(letters(ROWS, range(40)))
    assert list(told) == list(range(40))
    assert all(text.startswith(ROWS[place].required("text")) for place, text in told.items())
    assert any(len(text) > 3 * len(ROWS[place].required("text")) for place, text in told.items())


def test_nothing_is_told_that_is_not_among_the_places() -> None:
    known = {ROWS[place].required("text") for place in range(0, 40, 4)}
    for _, text in letters(ROWS, range(0, 40, 4)):
        assert set(text.split("\n")) <= known


def test_they_are_always_the_same() -> None:
    assert list(letters(ROWS, range(40))) == list(letters(ROWS, range(40)))


def test_no_letter_is_endless() -> None:
    longest = max(len(row.required("text")) for row in ROWS)
    assert all(len(text) <= 1200 + longest for _, text in letters(ROWS, range(40)))
