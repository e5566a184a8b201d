"""A unit asked for more, and people rarely send it in one message: words, then a photo, then a word about the photo."""

import re

from bot.conversation import my_tickets
from bot.conversation.acts import AddFacts
from bot.conversation.session import Draft, Stage
from bot.conversation.turn import Turn
from hotline.matter import Disposition

SHORT, LONGEST = 20, 60
"""Words up to SHORT characters are no matter of their own; up to LONGEST those that point back, or follow a photo."""

_ASKS = re.compile(r"[吗么嘛?？]\s*[。!！]?$|怎么|如何|多少|哪[里儿个些]|什么时候|能不能|可不可以|想问|请问|咨询")
_ORDERS = re.compile(r"撤|不用办|不办了|催|算了")
_OTHERWISE = ("human", "withdraw", "cancel", "remind", "one_more", "tells", "progress")
_NOTHING_TO_ADD = frozenset(
    {Disposition.TALK_TO_HUMAN, Disposition.PRIVACY_REQUEST, Disposition.ADVERTISEMENT, Disposition.MALICIOUS}
)
_BEGINS = ("tells", "wants_to_tell", "wants_to_ask")
_NOTHING_YET = 1
"""So much is left of 我要补充一下 that adds nothing yet."""
_BESIDE = frozenset({Disposition.THANKS, Disposition.SMALLTALK, Disposition.PROGRESS_QUERY})
_OPEN_STAGES = (Stage.IDLE, Stage.ANSWERED)
SAME, OTHER = "same:yes", "same:no"


def expected(turn: Turn) -> str:
    """The number of the ticket that waits for the citizen, or that they added something to a short while ago."""
    if turn.awaited:
        return turn.awaited
    number = turn.session.expects_more(turn.at, turn.tools.manners.supplement_window.total_seconds())
    ticket = turn.own_ticket(number) if number else None
    return number if ticket is not None and ticket.open else ""


def pictured(turn: Turn, shown: str) -> bool:
    """A picture or a position for the ticket that more is expected for, unless another matter is being told."""
    number = expected(turn) if turn.session.draft is None or turn.session.stage is Stage.WHOSE else ""
    if not number:
        return False
    if turn.session.stage is Stage.WHOSE:
        _add(turn, number)
    turn.do(AddFacts(number, f"{turn.text} {shown}".strip(), worded=bool(turn.text)))
    return True


def points_back(turn: Turn) -> bool:
    """这是刚才说的漏水的照片: it speaks of what was sent, whatever the model takes it for."""
    open_here = turn.session.stage in _OPEN_STAGES or (turn.session.stage is Stage.CHANNEL_NAMED and turn.means("adds"))
    if not open_here or len(turn.text) > LONGEST or _ASKS.search(turn.text):
        return False
    if _ORDERS.search(turn.text) or any(map(turn.means, _OTHERWISE)):
        return False
    number = expected(turn) if turn.means("belongs") else ""
    if number:
        turn.do(AddFacts(number, turn.text))
    return bool(number) or (turn.means("adds") and _to_open_ticket(turn))


def _to_open_ticket(turn: Turn) -> bool:
    """我补充一下，…: it goes to the only open ticket; with several it waits until they say to which."""
    numbers = [each.number for each in turn.tickets() if each.open]
    if not numbers or any(map(turn.means, _BEGINS)):
        return False
    if len(turn.tools.phrases.without(turn.text, "adds", "in_passing")) <= _NOTHING_YET:
        my_tickets.chosen(turn, "add")
    elif len(numbers) == 1:
        turn.do(AddFacts(numbers[0], turn.text))
    else:
        turn.session.draft, turn.session.stage = Draft(texts=[turn.text]), Stage.WHOSE
        my_tickets.chosen(turn, "add")
    return True


def followed(turn: Turn) -> bool:
    """Words for a ticket that waits for them, or that something was added to: whatever may be a new matter is asked
    about, commands and questions are neither."""
    number = expected(turn) if turn.session.stage in _OPEN_STAGES and _says_something(turn) else ""
    if not number or _asked_or_ordered(turn):
        return False
    if not turn.awaited and turn.means("yes"):
        turn.say("glad")
    elif not turn.awaited and turn.means("no"):
        return False
    elif _surely_more(turn):
        turn.do(AddFacts(number, turn.text))
    else:
        turn.session.draft, turn.session.stage = Draft(texts=[turn.text]), Stage.WHOSE
        _ask(turn, number)
    return True


def _says_something(turn: Turn) -> bool:
    other = ("greeting", "wants_to_tell", "wants_to_ask", "cancel", "one_more")
    return any(map(str.isalnum, turn.text)) and not turn.courteous and not any(map(turn.means, other))


def _asked_or_ordered(turn: Turn) -> bool:
    """Whether it is a question or a wish beside the ticket; what is short and asks nothing is no question."""
    if turn.wordless:
        return False
    disposed = turn.understood.disposed
    if disposed is Disposition.CONSULT or len(turn.text) <= SHORT:
        return (
            bool(_ASKS.search(turn.text))
            or disposed in _NOTHING_TO_ADD
            or (disposed is Disposition.CONSULT and len(turn.text) > SHORT)
        )
    return disposed in _NOTHING_TO_ADD or disposed in _BESIDE


def _surely_more(turn: Turn) -> bool:
    if turn.means("tells"):
        return False
    if turn.awaited or len(turn.text) <= SHORT:
        return True
    return not turn.session.supplement_worded and len(turn.text) <= LONGEST


def whose(turn: Turn) -> bool:
    """The answer to "is it for this ticket too?"; whatever else is said is kept with what is asked about.

    False where it is a matter of its own.
    """
    draft, number = turn.session.draft, expected(turn)
    if draft is None:
        return False
    if number and (turn.means("yes") or turn.means("belongs")):
        _add(turn, number)
        return True
    if turn.means("no") or turn.means("yes"):
        return False
    draft.texts.append(turn.text)
    if number:
        _ask(turn, number)
    return bool(number)


def same(turn: Turn) -> bool:
    """It is: the words go to the ticket. Where that has ended meanwhile, they are a matter of their own."""
    number = expected(turn)
    if turn.session.stage is not Stage.WHOSE or not number:
        return False
    _add(turn, number)
    return True


def _add(turn: Turn, number: str) -> None:
    draft = turn.session.draft
    if draft is not None:
        turn.do(AddFacts(number, draft.text, inbounds=tuple(draft.inbounds)))
    turn.session.rest()


def ask_again(turn: Turn) -> None:
    """Whether the words that wait belong to the ticket; where that has ended meanwhile they are a matter."""
    number = expected(turn)
    if number:
        _ask(turn, number)


def _ask(turn: Turn, number: str) -> None:
    ticket = turn.own_ticket(number)
    title = ticket.appeal.title if ticket else ""
    turn.say("same_ticket", (("same", SAME), ("other", OTHER)), title=title, number=number)
