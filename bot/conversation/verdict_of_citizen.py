"""已解决、没解决 in the citizen's own words, when a ticket waits for just that."""

from bot.conversation.acts import Rate, Reopen, SaySolved
from bot.conversation.session import Stage
from bot.conversation.turn import Turn
from hotline.matter import Grade, Solved
from hotline.workflow import State

LONGEST = 30


def given(turn: Turn) -> bool:
    """Take a short verdict for the ticket that waits for it; a problem that is back reopens the latest one."""
    if len(turn.text) > LONGEST or turn.session.stage not in (Stage.IDLE, Stage.CHANNEL_NAMED):
        return False
    unsolved = turn.means("unsolved")
    solved = turn.means("solved") and not unsolved
    grade = next((each for each in _BY_LENGTH if each.value in turn.text), None)
    if not (unsolved or solved or grade):
        return False
    return _for_waiting(turn, Solved.NO if unsolved else Solved.YES, grade) or (unsolved and _reopened(turn))


_BY_LENGTH = sorted(Grade, key=lambda grade: -len(grade.value))


def _for_waiting(turn: Turn, solved: Solved, grade: Grade | None) -> bool:
    waiting = [ticket for ticket in turn.tickets() if ticket.state is State.FOLLOW_UP]
    if not waiting:
        return False
    ticket = waiting[0]
    if grade is not None and ticket.solved is not None:
        turn.do(Rate(ticket.number, grade))
    elif grade is None or solved is Solved.NO:
        turn.do(SaySolved(ticket.number, solved))
    else:
        turn.do(SaySolved(ticket.number, solved))
        turn.do(Rate(ticket.number, grade))
    return True


def _reopened(turn: Turn) -> bool:
    closed = [ticket for ticket in turn.tickets() if ticket.state is State.CLOSED]
    if not closed:
        return False
    turn.do(Reopen(closed[0].number))
    return True
