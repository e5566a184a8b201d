"""A question while a matter is being told: it is answered, and the matter goes on where it stood."""

from bot.conversation import matter
from bot.conversation.answer_beside import answer_beside
from bot.conversation.asked import note
from bot.conversation.session import Draft, Stage
from bot.conversation.turn import Turn
from hotline.matter import Disposition
from knowledge.answer import AnswerDecision

_OPEN = (Stage.ASKING, Stage.CONFIRMING, Stage.AFTER_DANGER)
LONGEST_LABEL = 12


def open_draft(turn: Turn) -> Draft | None:
    """The matter that is being told, if there is one that would be lost."""
    return turn.session.draft if turn.session.stage in _OPEN else None


def announced(turn: Turn) -> None:
    """A question is coming; until then nothing that was told is touched."""
    turn.session.beside = True
    turn.say("tell_question_beside")


def told(turn: Turn) -> bool:
    """The wish to tell or to ask, and the question that was announced: none of them is part of the matter."""
    draft = open_draft(turn)
    if draft is None:
        return False
    short = len(turn.text) <= LONGEST_LABEL
    if short and turn.means("wants_to_ask"):
        announced(turn)
    elif short and turn.means("wants_to_tell"):
        turn.session.beside = False
        matter.resume(turn, draft)
    elif turn.session.beside and not turn.replies:
        turn.session.beside = False
        _answer(turn)
        matter.resume(turn, draft)
    else:
        turn.session.beside = False
        return False
    return True


def _answer(turn: Turn) -> None:
    """What the base is sure of; any other question waits, and is registered when the matter is done with."""
    found = turn.answer(turn.text)
    turn.take_as(Disposition.CONSULT)
    if found.decision is AnswerDecision.ANSWER and found.entry is not None:
        answer_beside(turn, turn.text, found)
    else:
        note(turn, turn.text, found)
        turn.session.later.append(turn.text)
        turn.say("question_waits")
