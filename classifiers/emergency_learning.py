"""Learning what rules and model are worth together, on messages of the corpus that the model asked has not seen."""

from collections.abc import Callable, Sequence

import numpy as np

from classifiers.calibration import Column
from classifiers.emergency import EmergencyScreen
from classifiers.emergency_judge import Judge, Signals, features
from classifiers.examples import Example
from classifiers.folds import FOLDS
from classifiers.held_out import unseen
from classifiers.model import EMERGENCY, YES, Model
from classifiers.train import TrainSettings, is_lookalike

FALSE_ALARMS = 0.025
"""How many ordinary messages may be cried at. The whole screen cries at one in four hundred more: threats to one's own
life and passages of long letters. Of the look-alikes, the hardest there are, this lets through one in twenty-five."""

Told = Callable[[int, int, str], None]


def learn_judge(examples: Sequence[Example], model: Model, settings: TrainSettings, told: Told) -> Judge:
    """Weights by logistic regression, and the threshold at which `FALSE_ALARMS` of the ordinary messages are alarms."""
    rows, places = _weighed(examples, model, settings, told)
    danger = np.array([examples[place].labels[EMERGENCY] == YES for place in places])
    near = np.array([is_lookalike(examples[place]) for place in places])
    ordinary = ~danger & ~near
    held_out = np.zeros(len(rows))
    for part in range(FOLDS):
        mine = np.arange(len(rows)) % FOLDS == part
        weights, intercept = _fit(rows[~mine], danger[~mine])
        held_out[mine] = rows[mine] @ weights + intercept
    threshold = float(np.quantile(held_out[ordinary], 1 - FALSE_ALARMS))
    weights, intercept = _fit(rows, danger)
    alarms = held_out >= threshold
    measured = {
        "recall": _share(alarms[danger]),
        "false_alarms_lookalikes": _share(alarms[near]),
        "false_alarms_others": _share(alarms[ordinary]),
    }
    return Judge(
        tuple(round(float(weight), 4) for weight in weights), round(intercept, 4), round(threshold, 4), measured
    )


def _weighed(
    examples: Sequence[Example], model: Model, settings: TrainSettings, told: Told
) -> tuple[Column, list[int]]:
    screen = EmergencyScreen()
    rows: list[Sequence[float]] = []
    places: list[int] = []
    for part, (blind, hidden) in enumerate(unseen(examples, (EMERGENCY,), model, settings), start=1):
        told(part, FOLDS, "danger")
        for place in hidden:
            text = examples[place].text
            signals: Signals = screen.signals(text)
            rows.append(features(signals, blind.read(text).margin(EMERGENCY, YES)))
            places.append(place)
    return np.array(rows), places


def _fit(rows: Column, danger: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[Column, float]:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only the [train] extra brings it

    fitted = LogisticRegression(C=1.0, max_iter=2000).fit(rows, danger)
    return fitted.coef_[0], float(fitted.intercept_[0])


def _share(flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    return round(float(flags.mean()), 4)
