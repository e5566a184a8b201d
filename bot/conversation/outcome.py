"""What the conversation made of a message, as scripts and measurements are told."""

from bot.conversation.session import Draft, Session
from bot.conversation.turn import Turn
from hotline.matter import Disposition


def of_matter(draft: Draft) -> Disposition:
    """What becomes of a matter in hand: a consultation is answered, everything else becomes a ticket."""
    return Disposition.CONSULT if draft.consultation else Disposition.OPEN_TICKET


def settled(turn: Turn, before: Session) -> Disposition:
    """The disposition of the message. One that only replies shares that of what was talked about `before`."""
    if turn.taken_as is not None:
        turn.session.about = turn.taken_as.value
        return turn.taken_as
    if turn.courteous:
        return Disposition.THANKS
    if before.draft is not None and before.unfinished:
        return of_matter(before.draft)
    return Disposition(before.about) if before.about else Disposition.NO_SUBSTANCE
