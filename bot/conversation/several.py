"""One message, several matters: each becomes a ticket of its own, because another unit may answer for each."""

from bot.conversation.turn import Turn
from hotline.matter import Disposition

_REGISTERED = (Disposition.OPEN_TICKET, Disposition.CONSULT)


def matters_in(turn: Turn) -> list[str]:
    """The message in pieces if it tells of several matters, otherwise whole.

    A piece that is no matter of its own, such as thanks or a question about an older ticket, keeps it whole: nobody
    wants a ticket about that.
    """
    pieces = [span.text for span in turn.tools.understander.matters_in(turn.text)]
    if len(pieces) > 1 and all(turn.understand(piece).disposed in _REGISTERED for piece in pieces):
        return pieces
    return [turn.text]


def here_first(turn: Turn, pieces: list[str]) -> list[str]:
    """Where one of several matters is another city's, those that name a place of their own go first: who hears where
    a matter belongs often says no more."""
    elements = turn.tools.elements
    if all(elements.elsewhere(each) is None for each in pieces):
        return pieces

    def last(piece: str) -> bool:
        return elements.elsewhere(piece) is not None or not elements.find(piece, None).place

    return sorted(pieces, key=last)
