"""The card beside a model, generated from what is known about it."""

from classifiers.model import Model

_HEAD = "| {name} | {labels} | {rows} | {accuracy} | {macro_f1} | {coverage} | {threshold} | {error} |"


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
        "| head | labels | rows | accuracy | macro-F1 | coverage | threshold | calibration error |",
        "|---|---|---|---|---|---|---|---|",
        *(_row(model, name) for name in model.heads),
        "",
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


def _row(model: Model, name: str) -> str:
    head, scores = model.heads[name], model.card.scores[name]
    return _HEAD.format(
        name=name,
        labels=len(head.parents) or len(head.labels),
        rows=int(scores["rows"]),
        accuracy=f"{scores['accuracy']:.3f}",
        macro_f1=f"{scores['macro_f1']:.3f}",
        coverage=f"{head.promised.coverage:.3f} at {head.promised.precision:.2f}",
        threshold=f"{head.promised.threshold:.3f}",
        error=f"{scores['calibration_error']:.3f}",
    )


def _second_levels(model: Model) -> list[str]:
    return [f"{name} {scores['second']:.3f}" for name, scores in model.card.scores.items() if "second" in scores]
