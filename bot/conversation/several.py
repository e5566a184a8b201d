"""One message, several matters: each becomes a ticket of its own, because another unit answers for each."""

import re
from itertools import pairwise

from bot.conversation.turn import Turn
from classifiers.verdict import Understanding
from hotline.matter import Disposition

_NEXT = re.compile(
    r"[，,。；;！!\n\s]+(?:还有(?:就是|一件事|一个事|个事|件事|一个问题|个问题)?|另外(?:还有)?|再就是|再一个|第[二三](?:[件个]事?)?)[，,：:、\s]*"
)
_SHORTEST, _SURE = 8, 0.5


def matters_in(turn: Turn) -> list[str]:
    """The message in pieces if these are surely different matters, otherwise whole.

    Sure means: each piece is a matter on its own, and category and unit of each differ from those of the one before.
    """
    pieces = [piece.strip() for piece in _NEXT.split(turn.text)]
    if len(pieces) == 1 or any(len(piece) < _SHORTEST for piece in pieces):
        return [turn.text]
    understood = [turn.understand(piece) for piece in pieces]
    apart = all(_apart(one, other) for one, other in pairwise(understood))
    return pieces if apart and all(map(_is_matter, understood)) else [turn.text]


def _is_matter(understood: Understanding) -> bool:
    sure = min(understood.category.confidence, understood.unit.confidence) >= _SURE
    return sure and understood.disposed is Disposition.OPEN_TICKET


def _apart(one: Understanding, other: Understanding) -> bool:
    categories = one.category.category, other.category.category
    return categories[0].l2 != categories[1].l2 and one.unit.label != other.unit.label
