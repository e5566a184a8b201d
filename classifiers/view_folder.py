"""The second view in a model's folder: two arrays beside the others, and what is known about its heads."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.calibration import EVERYTHING, LikelySet, Promise, Scale
from classifiers.linear import Layout, LinearHead
from classifiers.second_view import ENGINE, Mix, SecondView, ViewedHead


def view_arrays(view: SecondView | None) -> dict[str, NDArray[Any]]:
    """The weights as they are kept; nothing where the model has no second view."""
    if view is None:
        return {}
    return {"view_weights": view.weights.astype(np.float16), "view_bias": view.bias.astype(np.float32)}


def view_settings(view: SecondView | None) -> dict[str, object] | None:
    """What JSON says of it."""
    if view is None:
        return None
    heads = {
        name: {"mix": asdict(each.mix), "scores": dict(each.scores)} | head_settings(each.head)
        for name, each in view.heads.items()
    }
    return {"engine": ENGINE, "heads": heads}


def head_settings(head: LinearHead) -> dict[str, object]:
    """How far to believe a head."""
    return {
        "scale": asdict(head.scale),
        "upper": asdict(head.upper),
        "promised": head.promised.precision,
        "threshold": head.promised.threshold,
        "coverage": head.promised.coverage,
        "likely": asdict(head.likely),
    }


def head_of(labels: tuple[str, ...], stored: Mapping[str, Any]) -> LinearHead:
    """The head that was kept."""
    promised = Promise(stored["promised"], stored["threshold"], stored["coverage"])
    likely = LikelySet(**stored["likely"]) if "likely" in stored else EVERYTHING
    return LinearHead(
        Layout(labels), scale=Scale(**stored["scale"]), upper=Scale(**stored["upper"]), promised=promised, likely=likely
    )


def view_of(
    stored: Mapping[str, Any] | None, arrays: Mapping[str, NDArray[Any]], heads: Mapping[str, LinearHead]
) -> SecondView | None:
    """The second view that was kept, with the labels of the model's own heads.

    Raises:
        ValueError: it was made with another engine, or its shape does not fit.
        KeyError: a head that the model does not have.
    """
    if stored is None:
        return None
    if stored["engine"] != ENGINE:
        raise ValueError(f"sentence vectors of {stored['engine']} instead of {ENGINE}")
    viewed = {
        name: ViewedHead(head_of(heads[name].labels, each), Mix(**each["mix"]), each["scores"])
        for name, each in stored["heads"].items()
    }
    return SecondView(arrays["view_weights"], arrays["view_bias"].astype(np.float64), viewed)
