"""A question inside a complaint gets both: the answer at once, and the ticket."""

import re

from bot.conversation.answer_beside import answer_beside
from bot.conversation.several import matters_in
from bot.conversation.turn import Turn
from hotline.matter import Disposition
from lexicon.sentences import sentences

_ASKS = re.compile(
    r"[吗么嘛?？]\s*[。!！]?$|怎么|如何|多少|哪[里儿个些]|什么|几[天点号年岁]|是否|能不能|可不可以|想问|问一下"
)
_SURE = 0.75
"""Of 539 questions of the corpus none is taken for a complaint besides; without it four were."""
SHORTEST, LONGEST = 6, 60
"""What is shorter asks nothing by itself; what is longer tells more than it asks."""


def looks_asked(words: str) -> bool:
    """Whether words are as long as a question and worded like one; rhetorical ones (到底管不管) are too."""
    return SHORTEST <= len(words) <= LONGEST and _ASKS.search(words) is not None


def tells_beside(turn: Turn) -> bool:
    """Whether a message that asks something also tells a matter, in a piece of its own."""
    pieces = matters_in(turn)
    return len(pieces) > 1 and any(_tells(turn, each) for each in pieces)


def _tells(turn: Turn, piece: str) -> bool:
    """What led to a question (女儿寒假没人管) is no complaint; of one the models are sure."""
    understood = turn.understand(piece)
    sure = understood.disposition.confidence >= _SURE and understood.matter_type.confidence >= _SURE
    return understood.disposed is Disposition.OPEN_TICKET and sure


def answer_within(turn: Turn, pieces: list[str]) -> list[str]:
    """Answer the questions that the base is sure of, and give the pieces that remain to be registered.

    A piece that only asks is done with when it is answered; a question inside a piece stays in it as well, for the
    unit reads the citizen's words whole. A piece is never registered as a matter of its own if it leaves no other.
    """
    remaining = [each for each in pieces if not (len(pieces) > 1 and _answered(turn, each))] or pieces[:1]
    for piece in remaining:
        spans = sentences(piece)
        for start, end in spans if len(spans) > 1 else ():
            _answered(turn, piece[start:end])
    return remaining


def _answered(turn: Turn, words: str) -> bool:
    """A rhetorical question (到底管不管) asks nothing, and the base is sure of no answer to it."""
    if not looks_asked(words):
        return False
    if any(turn.tools.phrases.means(words, each) for each in ("tells", "belongs")):
        return False
    if turn.understand(words).disposed is not Disposition.CONSULT:
        return False
    return answer_beside(turn, words, turn.answer(words))
