"""A matter to which the base has a guide (包工头跑了工钱要不回来): what the citizen may do themselves is told at
once, and the matter is taken all the same."""

import re
from datetime import datetime

from bot.conversation.asked import sealed
from bot.conversation.mixed import LONGEST, SHORTEST
from bot.conversation.show import show
from bot.conversation.tools import Tools
from bot.conversation.turn import Turn
from classifiers.elements import wants_confidentiality
from classifiers.verdict import Understanding
from hotline.matter import Disposition, MatterType
from knowledge.answer import Answer, AnswerDecision
from knowledge.entry import Entry, EntryKind

SURE = 0.98
"""The limit for questions is too low for who asks nothing: by meaning one matter in seven reaches it, most by how to
complain of it, and 楼下烧烤店半夜还在吵 is one. This, with words as sure as they must be of a question, is reached by
41 of 1,416 complaints and pleas of the corpus, and what 39 of these get fits; 69 need a vector for it."""
_REPORTS = re.compile("举报|检举|揭发")
"""Who says so reports, whatever the model takes it for."""
_KINDS = frozenset({EntryKind.GUIDE, EntryKind.HOT})


def foresee(tools: Tools, text: str, at: datetime) -> bool:
    """Make the vector of a matter that words alone find a guide to; of others none is needed. False for these."""
    if not _may_have(tools.understander.understand(text, at=at), text):
        return False
    if _guide(tools.answerer.answer(text, at, in_words=True)) is None:
        return False
    tools.answerer.foresee(text)
    return True


def guided(turn: Turn, words: str) -> bool:
    """Show the guide to a matter, if words and meaning are both sure of it; not in a rush, nor where secrecy counts."""
    if turn.rushed or turn.unguided or not _may_have(turn.understand(words), words) or sealed(turn, words):
        return False
    found = _guide(turn.tools.answerer.answer(words, turn.at, in_words=True))
    if found is None:
        return False
    answer = turn.tools.answerer.answer(words, turn.at)
    if _guide(answer, SURE) != found:
        return False
    turn.keep(words, answer)  # what is shown goes into the ledger, and only that
    turn.say("guide_beside")
    show(turn, found, (("full_text", f"full:{found.id}"),))
    return True


def _may_have(understood: Understanding, text: str) -> bool:
    if not SHORTEST <= len(text) <= LONGEST or wants_confidentiality(text) or understood.alarm is not None:
        return False
    reports = understood.kind is MatterType.REPORT or _REPORTS.search(text)
    return understood.disposed is Disposition.OPEN_TICKET and not reports


def _guide(found: Answer, least: float = 0.0) -> Entry | None:
    entry = found.entry if found.decision is AnswerDecision.ANSWER and found.score >= least else None
    return entry if entry is not None and entry.kind in _KINDS else None
