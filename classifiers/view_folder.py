"""The second view in a model's folder: two arrays beside the others, and what is known about its heads."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.calibration import EVERYTHING, NEVER, LikelySet, Promise, Scale
from classifiers.linear import Layout, LinearHead
from classifiers.second_view import ENGINE, Mix, SecondView, ViewedHead

KEPT_AS = np.float16
_COLDEST, _HOTTEST = 1e-3, 1e3
"""Far beyond what calibration looks for; outside of it scores become no probabilities."""
_MOST_LABELS = 1e6


def view_arrays(view: SecondView | None) -> dict[str, NDArray[Any]]:
    """The weights as they are kept; nothing where the model has no second view."""
    if view is None:
        return {}
    return {"view_weights": view.weights.astype(KEPT_AS), "view_bias": view.bias.astype(np.float32)}


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
    """The head that was kept.

    Raises:
        ValueError: a figure is no number, or lies where none can lie.
    """
    promised = Promise(
        _number(stored, "promised", 0, 1), _number(stored, "threshold", 0, NEVER), _number(stored, "coverage", 0, 1)
    )
    likely = _likely(stored["likely"]) if "likely" in stored else EVERYTHING
    return LinearHead(
        Layout(labels), scale=_scale(stored["scale"]), upper=_scale(stored["upper"]), promised=promised, likely=likely
    )


def _scale(stored: Mapping[str, Any]) -> Scale:
    return Scale(_number(stored, "temperature", _COLDEST, _HOTTEST), _number(stored, "doubt", 0, 1))


def _likely(stored: Mapping[str, Any]) -> LikelySet:
    return LikelySet(
        _number(stored, "coverage", 0, 1), _number(stored, "least", 0, 1), _number(stored, "size", 0, _MOST_LABELS)
    )


def _number(stored: Mapping[str, Any], name: str, low: float, high: float) -> float:
    """A figure of the description. One that is not a number would be met by the first message, or by none."""
    value = stored[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{name} {value!r} instead of a number from {low:g} to {high:g}")
    return float(value)


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
        name: ViewedHead(head_of(heads[name].labels, each), _mix(each["mix"]), each["scores"])
        for name, each in stored["heads"].items()
    }
    return SecondView(arrays["view_weights"], arrays["view_bias"].astype(np.float64), viewed)


def _mix(stored: Mapping[str, Any]) -> Mix:
    return Mix(_number(stored, "upper", 0, _HOTTEST), _number(stored, "inner", 0, _HOTTEST))
