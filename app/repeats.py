"""Comparing tickets by analytics, as casework asks for it."""

from collections.abc import Sequence

from analytics.repeats.background import Background, background_of, desks
from analytics.repeats.collection import Collection
from analytics.repeats.find import few
from analytics.repeats.judge import SAME, load_judges
from analytics.repeats.message import Message
from analytics.repeats.why import why
from casework.link_repeats import Likeness
from casework.ports import Told
from classifiers.folder import load_model
from classifiers.model import UNIT, Model, default_folder
from hotline.wording import Wording

_CITIZEN = "citizen"
"""Any name: it only says that two messages share their sender."""


class Comparer:
    """Fulfils `casework.link_repeats.Compare` with the weights for few messages."""

    def __init__(self, model: Model, wording: Wording) -> None:
        self._judge = load_judges().few
        self._common: Background = background_of(model)
        self._desk = desks(model)
        self._wording = wording

    def __call__(self, told: Told, others: Sequence[Told]) -> list[Likeness]:
        messages = [_message(told, known=True), *(_message(each, known=each.same_citizen) for each in others)]
        held = Collection(messages, self._common.word, self._common.pair)
        pairs = [(0, place) for place in range(1, len(messages))]
        scores = few(held, pairs, self._judge, self._desk)
        return [Likeness(messages[other].id, round(scores[0, other], 4), scores[0, other] >= SAME,
                         why(held, 0, other, self._wording, sender=False)) for _, other in pairs]  # fmt: skip


def comparer(model: Model, wording: Wording) -> Comparer:
    """With the model in use, or the shipped one where that knows nothing of units."""
    return Comparer(model if model.has(UNIT) else load_model(default_folder()), wording)


def _message(told: Told, *, known: bool) -> Message:
    where = frozenset({told.district}) if told.district else frozenset()
    return Message(told.number, _CITIZEN if known else "", told.title, told.text, where=where)
