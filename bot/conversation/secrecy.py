"""别让他们知道是我, said of what was submitted before: the tickets on their way become confidential."""

import re

from bot.conversation.acts import KeepConfidential
from bot.conversation.session import Stage
from bot.conversation.turn import Turn
from classifiers.elements import wants_confidentiality

_RESTING = frozenset({Stage.IDLE, Stage.ANSWERED})
_CLAUSE = re.compile(r"[^，,。；;！!？?\s]+")
_TELLS = re.compile(r"(?:^|要|想|再|来)(?:举报|投诉|反映)|有人|有个|有家|保密[局法员柜]")
"""A matter of its own; 是我举报的 is none."""
_BACK = re.compile(r"刚才|上次|之前|那件|这件|那个事|这个事|工单|我的事|麻烦|谢谢|请|你好|您好|拜托")
_LONGEST, _LONGEST_REST = 40, 12


def wished(turn: Turn) -> bool:
    """Whether the wish was about tickets that exist: all of them that are open, for nobody can tell afterwards which
    of them gave the person away. What tells a matter as well is that matter, with the wish in it."""
    if turn.session.stage not in _RESTING or turn.session.draft is not None or not wish_alone(turn.text):
        return False
    tickets = [each for each in turn.tickets() if each.open and not each.appeal.confidential]
    for ticket in tickets:
        turn.do(KeepConfidential(ticket.number))
    return bool(tickets)


def wish_alone(text: str) -> bool:
    """Whether a message asks for confidence and says nothing else but thanks, or which matter is meant."""
    if len(text) > _LONGEST or _TELLS.search(text) or not wants_confidentiality(text):
        return False
    rest = [each for each in _CLAUSE.findall(text) if not wants_confidentiality(each)]
    return all(len(each) <= _LONGEST_REST and _BACK.search(each) for each in rest)
