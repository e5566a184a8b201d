"""撤销 is for good: one asks which ticket and whether it is really meant. Which to urge is asked too."""

from bot.conversation.acts import Remind, Say, Withdraw
from bot.conversation.session import Stage
from bot.conversation.turn import Turn
from hotline.message import Button
from hotline.ticket import Ticket
from hotline.workflow import Move, edge_for

_MOST, _LONGEST = 5, 18


def urged(turn: Turn) -> None:
    """催一下: the only open ticket at once, of several the one that is meant."""
    tickets = _open(turn)
    if len(tickets) == 1:
        turn.do(Remind(tickets[0].number))
    else:
        _which(turn, tickets, "remind")


def asked(turn: Turn) -> None:
    """撤销: of several open tickets first which one."""
    tickets = _open(turn)
    if len(tickets) == 1:
        confirm(turn, tickets[0].number)
    else:
        _which(turn, tickets, "withdraw")


def confirm(turn: Turn, number: str) -> None:
    """Is it really meant?

    Raises:
        MoveRefusedError: a unit works on it already.
    """
    ticket = turn.own_ticket(number)
    if ticket is None:
        turn.do(Withdraw(number))  # refused like any ticket that there is none of
        return
    edge_for(ticket.state, Move.WITHDRAW)
    turn.session.withdrawing = number
    if turn.session.draft is None and turn.session.stage is not Stage.WITH_PERSON:
        turn.session.stage = Stage.WITHDRAWING
    turn.say("really_withdraw", (("really_withdraw", f"withdrawn:{number}"), ("keep", f"keep:{number}")),
             title=ticket.appeal.title, number=number)  # fmt: skip


def decided(turn: Turn) -> bool:
    """The answer in words, whatever else is open beside it.

    Anything but a yes leaves the ticket alone, and what is no answer is a new message.
    """
    number = turn.session.withdrawing
    if not number:
        return False
    _forget(turn)
    if turn.means("keep"):
        kept(turn)
    elif turn.means("yes") or turn.means("withdraw"):
        turn.do(Withdraw(number))
    elif turn.means("no") or turn.means("cancel"):
        kept(turn)
    else:
        return False
    return True


def withdrawn(turn: Turn, number: str) -> None:
    """确定撤销, tapped under the question about that very ticket."""
    _forget(turn)
    turn.do(Withdraw(number))


def kept(turn: Turn) -> None:
    _forget(turn)
    turn.say("kept")


def _forget(turn: Turn) -> None:
    turn.session.withdrawing = ""
    if turn.session.stage is Stage.WITHDRAWING:
        turn.session.rest()


def _open(turn: Turn) -> list[Ticket]:
    return [ticket for ticket in turn.tickets() if ticket.open]


def _which(turn: Turn, tickets: list[Ticket], verb: str) -> None:
    if not tickets:
        turn.say("no_tickets", (("matter", "start:matter"), ("human", "human")))
        return
    rows = tuple((Button(_short(each.appeal.title), f"{verb}:{each.number}"),) for each in tickets[:_MOST])
    turn.do(Say(turn.tools.wording.say(f"chat.which_to_{verb}"), rows))


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST]}…"
