"""Scores as a table for people; the words stand in a wording file."""

from collections.abc import Iterator
from pathlib import Path

from classifiers.evaluate import ClassScore, HeadScores, Scores
from hotline.wording import Wording, load_wording

_SINGLE = ("accuracy", "macro_f1", "second", "coverage_97", "coverage_98", "calibration_error")


def score_table(scores: Scores, wording: Wording | None = None) -> str:
    """One block for each head, one line for each figure and class."""
    words = wording or load_wording(Path(__file__).parent / "data" / "wording.toml")
    return "\n".join(line for name, head in scores.heads.items() for line in _block(name, head, words))


def _block(name: str, head: HeadScores, words: Wording) -> Iterator[str]:
    yield words.say("scores.head", name=words.say(f"scores.{name}"), rows=head.rows)
    for key, value in head.figures().items():
        if key in _SINGLE:
            yield words.say(f"scores.{key}", value=f"{value:.3f}")
    yield words.say("scores.kept", coverage=f"{head.kept_coverage:.3f}", precision=f"{head.kept_precision:.3f}")
    for each in head.classes:
        yield _class_line(each, words)


def _class_line(each: ClassScore, words: Wording) -> str:
    return words.say(
        "scores.class",
        label=each.label,
        rows=each.rows,
        precision=f"{each.precision:.3f}",
        recall=f"{each.recall:.3f}",
        f1=f"{each.f1:.3f}",
    )
