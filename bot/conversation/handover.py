"""转人工: a person at any time, in one word; and patience with somebody who writes very fast."""

from bot.conversation import matter
from bot.conversation.acts import CallPerson, EndHandover
from bot.conversation.session import Stage
from bot.conversation.turn import Turn
from casework.ports import AttentionKind
from classifiers.privacy import mask
from hotline.matter import Disposition


def wanted(turn: Turn) -> bool:
    """Whether the citizen asks for a person; if so one is called with what was said so far."""
    sure = turn.understood.disposed is Disposition.TALK_TO_HUMAN and turn.understood.disposition.confidence > 0.6
    short = len(turn.text) <= 30
    if not (turn.means("human") or (sure and short and not turn.replies)):
        return False
    call(turn)
    return True


def call(turn: Turn) -> None:
    """Call a person; from now on messages go to them until they or the citizen end it."""
    turn.do(CallPerson(AttentionKind.HANDOVER, mask(f"{_said(turn)}\n{turn.text}".strip())[-200:]))
    if turn.session.stage is not Stage.WITH_PERSON:
        turn.session.left, turn.session.stage = turn.session.stage, Stage.WITH_PERSON
    turn.say("handed_over", (("robot", "robot"),))


def _said(turn: Turn) -> str:
    """What it is about: the matter or question in hand, else the latest ticket."""
    if turn.session.draft:
        return turn.session.draft.text
    return turn.session.question or next((each.appeal.title for each in turn.tickets()), "")


def with_person(turn: Turn) -> bool:
    """While a person is with the citizen the machine keeps silent; it takes over when either of them ends it."""
    if turn.session.stage is not Stage.WITH_PERSON:
        return False
    if turn.means("robot"):
        back(turn)
        return True
    if turn.citizen is not None:
        with turn.tools.units_of_work(write=False) as uow:
            still_open = uow.attention.open_for(turn.citizen.id, AttentionKind.HANDOVER) is not None
        if still_open:
            _reassure(turn)
            return True
    turn.session.rest()
    return False


def _reassure(turn: Turn) -> None:
    """Silence is the wrong answer to somebody who has just said that they want to die; once is enough."""
    if not turn.session.reassured:
        turn.session.reassured = True
        turn.say("staying_12356")
    elif turn.session.held and turn.tools.elements.find(turn.text, None).place:
        turn.say("staying_place")
        turn.session.held = False


def back(turn: Turn) -> None:
    """The citizen goes back to the machine, which goes on where a half-told matter stood."""
    turn.do(EndHandover())
    draft = turn.session.draft
    goes_on = turn.session.left in (Stage.ASKING, Stage.CONFIRMING, Stage.AFTER_DANGER)
    turn.say("robot_goes_on" if draft is not None and goes_on else "robot_again")
    if draft is not None and goes_on:
        matter.proceed(turn, draft.unasked(turn.session.asking))
    elif turn.session.stage is Stage.WITH_PERSON:
        turn.session.rest()


def too_fast(turn: Turn) -> bool:
    """Very many messages in a minute are all stored, answered with one sentence, and shown to a person."""
    manners = turn.tools.manners
    if turn.session.arrivals(turn.at, manners.flood_window) <= manners.flood:
        turn.session.slowed = False
        return False
    if not turn.session.slowed:
        turn.session.slowed = True
        turn.say("too_fast")
        turn.do(CallPerson(AttentionKind.TROUBLE, mask(turn.text)[:200]))
    return True
