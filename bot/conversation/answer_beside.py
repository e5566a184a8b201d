"""An answer beside the matter that is being told: nothing is asked back, for the matter comes first."""

from bot.conversation.asked import note
from bot.conversation.show import show
from bot.conversation.turn import Turn
from knowledge.answer import Answer, AnswerDecision


def answer_beside(turn: Turn, query: str, found: Answer) -> bool:
    """Show what the base is sure of; False, and nothing is said, where it is not sure."""
    if found.decision is not AnswerDecision.ANSWER or found.entry is None:
        return False
    note(turn, query, found)
    turn.session.leans = False
    show(turn, found.entry, (("full_text", f"full:{found.entry.id}"),))
    return True
