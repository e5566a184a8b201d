"""What is said beside the matter that is being told: a thank-you, another matter, a question that the base answers."""

from bot.conversation.answer_beside import answer_beside
from bot.conversation.mixed import looks_asked
from bot.conversation.turn import Turn
from hotline.matter import Disposition
from knowledge.answer import AnswerDecision


def aside(turn: Turn) -> bool:
    """Answer what is no part of the matter in hand and let the matter stand where it stood.

    Nothing is put aside that could belong to the matter: a question counts only if the base is sure of its answer.
    """
    if turn.courteous:
        return True
    if turn.means("one_more"):
        turn.session.later.append(turn.text)
        turn.say("one_more")
        return True
    return _answered(turn)


def _answered(turn: Turn) -> bool:
    if not looks_asked(turn.text) or turn.replies or turn.means("no_element"):
        return False
    if turn.understood.disposed is not Disposition.CONSULT:
        return False
    found = turn.answer(turn.text)
    if found.decision is not AnswerDecision.ANSWER or found.entry is None:
        return False
    turn.take_as(Disposition.CONSULT)
    answer_beside(turn, turn.text, found)
    return True
