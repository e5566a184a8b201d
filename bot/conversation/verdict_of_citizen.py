"""已解决、没解决 in the citizen's own words, when a ticket waits for just that."""

from bot.conversation.acts import Rate, Reopen, Say, SaySolved
from bot.conversation.session import Stage
from bot.conversation.turn import Turn
from casework.notices import solved_buttons
from casework.redo import REOPENED, takes_up
from hotline.matter import Grade, Solved
from hotline.workflow import State

LONGEST = 30


def given(turn: Turn) -> bool:
    """Take a short verdict for the ticket that waits for it; a problem that is back reopens the latest one."""
    if len(turn.text) > LONGEST or turn.session.stage not in (Stage.IDLE, Stage.CHANNEL_NAMED):
        return False
    unsolved = turn.means("unsolved")
    solved = turn.means("solved") and not unsolved
    grade = next((each for each in Grade if turn.means(f"grade_{each.name.lower()}")), None)
    if not (unsolved or solved or grade):
        return False
    verdict = Solved.NO if unsolved else Solved.YES if solved else None
    return _for_waiting(turn, verdict, grade) or (unsolved and _reopened(turn))


def _for_waiting(turn: Turn, solved: Solved | None, grade: Grade | None) -> bool:
    waiting = turn.tickets_in(State.FOLLOW_UP)
    if not waiting:
        return False
    ticket = waiting[0]
    if grade is not None and ticket.solved is not None:
        turn.do(Rate(ticket.number, grade))
    elif solved is not None:
        turn.do(SaySolved(ticket.number, solved))
    elif grade in (Grade.BAD, Grade.VERY_BAD):
        # Who is dissatisfied has not said that it is solved: closing now would be the hotline's answer, not theirs.
        turn.do(Say(turn.tools.wording.say("chat.ask_solved"), solved_buttons(turn.tools.office, ticket.number)))
    elif grade is not None:
        turn.do(SaySolved(ticket.number, Solved.YES))
        turn.do(Rate(ticket.number, grade))
    return True


def _reopened(turn: Turn) -> bool:
    ended = [each for state in REOPENED for each in turn.tickets_in(state)]
    with turn.tools.units_of_work(write=False) as uow:
        back = [each for each in ended if takes_up(uow, each, turn.at)]
    if not back:
        return False
    newest = max(back, key=lambda each: (each.received_at, each.number))
    # What was merged is handled within another ticket: its people read the words, not only that there were some.
    turn.do(Reopen(newest.number, turn.text if newest.state is State.MERGED else ""))
    return True
