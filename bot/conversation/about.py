"""What a call for a person is about, so that staff do not read 转人工 and nothing else."""

from bot.conversation.session import Stage
from bot.conversation.turn import Turn
from classifiers.privacy import mask
from hotline.message import InboundKind

_LONGEST, _REQUEST, _SAID = 140, 12, 3
_QUESTION = (Stage.CHOOSING, Stage.ANSWERED, Stage.CHANNEL_NAMED)


def about(turn: Turn) -> str:
    """The matter or question in hand, else the open ticket, else what was said last; masked."""
    words = "" if turn.inbound.kind is InboundKind.BUTTON or _request(turn, turn.text) else turn.text
    parts = [mask(each)[:_LONGEST] for each in dict.fromkeys((_in_hand(turn), words)) if each.strip()]
    return "\n".join(parts) or turn.tools.wording.say("chat.about_nothing")


def _in_hand(turn: Turn) -> str:
    session = turn.session
    if session.draft is not None and session.draft.text.strip():
        return session.draft.text
    if session.question and session.stage in _QUESTION:
        return session.question
    tickets = turn.tickets()
    latest = next((each for each in tickets if each.open), None)
    if latest is not None:
        return latest.appeal.title
    return _said(turn) or next((each.appeal.title for each in tickets), "")


def _said(turn: Turn) -> str:
    if turn.citizen is None:
        return ""
    with turn.tools.units_of_work(write=False) as uow:
        said = [each.text.strip() for each in uow.inbox.said(turn.citizen.id, 4 * _SAID)]
    opening = ("greeting", "wants_to_tell", "wants_to_ask")
    told = [
        each
        for each in said
        if each and not _request(turn, each) and not any(turn.tools.phrases.means(each, name) for name in opening)
    ]
    return "；".join(told[-_SAID:])


def _request(turn: Turn, text: str) -> bool:
    """Whether the words only ask for a person."""
    return len(text) <= _REQUEST and turn.tools.phrases.means(text, "human")
