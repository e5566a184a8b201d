"""The card beside a model, generated from what is known about it."""

from collections.abc import Mapping

from classifiers.linear import LinearHead
from classifiers.model import Model
from classifiers.second_view import ENGINE

_HEAD = "| {name} | {labels} | {rows} | {accuracy} | {macro_f1} | {coverage} | {threshold} | {error} | {likely} |"
_COLUMNS = "| head | labels | rows | accuracy | macro-F1 | coverage | threshold | calibration error | likely set |"
_RULE = "|---|---|---|---|---|---|---|---|---|"


def model_card(model: Model) -> str:
    """The card as Markdown."""
    card = model.card
    lines = [
        f"# Model {card.version}",
        "",
        "Linear heads over one sparse vector of a text: runs of one to three characters, and words.",
        "Generated; do not edit.",
        "",
        f"- rows: {card.rows}",
        f"- data date: {card.data_date}",
        f"- data hash: `{card.data_hash}`",
        f"- features: {len(model.features.names_)}",
        "",
        "Held-out figures: five folds in which every row is answered by weights that have not seen it or its near",
        "duplicates. Coverage is the share of rows at or above the threshold that kept the promised precision; a",
        "threshold above 1 says that the promise could not be kept and nothing passes without a person.",
        "",
        "The likely set is the conformal one: so many labels in the mean hold the truth in 95 of 100 messages.",
        "",
        _COLUMNS,
        _RULE,
        *(_row(model, name) for name in model.heads),
        "",
        *_view(model),
        "Of a head with two levels the row shows the first; both levels together:",
        *_second_levels(model),
        "",
        "## Use",
        "",
        "Suggests a category, matter type, unit and disposition for messages to a city hotline. A suggestion below",
        "its threshold goes to a person. It is not meant for judging people, and it says nothing about whether a",
        "matter is true.",
        "Emergencies are never left to the model alone: rules look first and independently.",
        "",
    ]
    return "\n".join(lines)


def _view(model: Model) -> list[str]:
    """The heads that also hear a sentence vector, as they do with it."""
    if model.second is None:
        return []
    return [
        f"With sentence vectors ({ENGINE}, an optional package; without it the rows above hold), weighed up with the",
        "words; the weights beside each name are those of a vector's score, for first levels and within them:",
        "",
        _COLUMNS,
        _RULE,
        *(
            _line(f"{name} ({each.mix.upper:g}, {each.mix.inner:g})", each.head, each.scores)
            for name, each in model.second.heads.items()
        ),
        "",
        *[
            f"{name} {each.scores['second']:.3f}"
            for name, each in model.second.heads.items()
            if "second" in each.scores
        ],
        "",
    ]


def _row(model: Model, name: str) -> str:
    return _line(name, model.heads[name], model.card.scores[name])


def _line(name: str, head: LinearHead, scores: Mapping[str, float]) -> str:
    return _HEAD.format(
        name=name,
        labels=len(head.parents) or len(head.labels),
        rows=int(scores["rows"]),
        accuracy=f"{scores['accuracy']:.3f}",
        macro_f1=f"{scores['macro_f1']:.3f}",
        coverage=f"{head.promised.coverage:.3f} at {head.promised.precision:.2f}",
        threshold=f"{head.promised.threshold:.3f}",
        error=f"{scores['calibration_error']:.3f}",
        likely=f"{head.likely.size:.1f}",
    )


def _second_levels(model: Model) -> list[str]:
    return [f"{name} {scores['second']:.3f}" for name, scores in model.card.scores.items() if "second" in scores]
