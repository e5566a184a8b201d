"""转人工: a person at any time, in one word; and patience with somebody who writes very fast."""

import re

from bot.conversation import helped, matter, supplement
from bot.conversation.about import about
from bot.conversation.acts import CallPerson, EndHandover
from bot.conversation.session import Session, Stage
from bot.conversation.turn import Turn
from casework.ports import AttentionItem, AttentionKind
from classifiers.privacy import mask
from hotline.matter import Disposition

FEWEST = 3
"""In fewer characters nobody asks for a person whose words no list knows."""
_RESUMED = (Stage.ASKING, Stage.CONFIRMING, Stage.AFTER_DANGER, Stage.WHOSE)
_HAN = re.compile("[一-鿿]")


def wanted(turn: Turn) -> bool:
    """Whether the citizen asks for a person; if so one is called with what was said so far."""
    sure = turn.understood.disposed is Disposition.TALK_TO_HUMAN and turn.understood.disposition.confidence > 0.6
    short = len(turn.text) <= 30 and len(_HAN.findall(turn.text)) >= FEWEST
    if not (turn.means("human") or (sure and short and not turn.replies)):
        return False
    call(turn)
    return True


def call(turn: Turn) -> None:
    """Call a person; from now on messages go to them until they or the citizen end it."""
    session = turn.session
    turn.take_as(Disposition.TALK_TO_HUMAN)
    helped.person_wanted(turn)
    if not (session.crisis and open_call(turn)):
        session.crisis = False
        turn.do(CallPerson(AttentionKind.HANDOVER, about(turn)))
    if session.stage is not Stage.WITH_PERSON:
        session.left, session.stage, session.queued = session.stage, Stage.WITH_PERSON, 0.0
    session.greeted = True
    turn.say("handed_over", (("robot", "robot"),))


def with_person(turn: Turn) -> bool:
    """While a person is with the citizen the machine keeps silent; it takes over when either of them ends it."""
    if turn.session.stage is not Stage.WITH_PERSON:
        return False
    if turn.means("robot"):
        back(turn)
        return True
    waiting = open_call(turn)
    if waiting is None:
        _taken_up_again(turn.session)
        turn.session.greeted, turn.session.crisis = True, False
        return False
    if turn.means("cancel") and not waiting.taken_by and not turn.session.crisis:
        back(turn)
    else:
        _keep_company(turn, waiting)
    return True


def _taken_up_again(session: Session) -> None:
    """The talk is over: what was half told stands where it stood, and the next words go on with it."""
    if session.draft is not None and session.left in _RESUMED:
        session.stage, session.left = session.left, Stage.IDLE
    else:
        session.rest()


def open_call(turn: Turn) -> AttentionItem | None:
    """The call under which a person is with the citizen, or will be."""
    if turn.citizen is None:
        return None
    kinds = [AttentionKind.EMERGENCY] if turn.session.crisis else []
    with turn.tools.units_of_work(write=False) as uow:
        found = (uow.attention.open_for(turn.citizen.id, kind) for kind in (*kinds, AttentionKind.HANDOVER))
        return next((each for each in found if each is not None), None)


def _keep_company(turn: Turn, waiting: AttentionItem) -> None:
    """Silence is the wrong answer to who wants to die, or is still waiting; a word now and then is enough."""
    session, pause = turn.session, turn.tools.manners.queue_again.total_seconds()
    if session.crisis and session.held and session.reassured and turn.tools.elements.find(turn.text, None).place:
        turn.say("staying_place")
        session.held = False
    elif session.crisis and not session.reassured:
        _said(turn, "staying_12356")
        session.reassured = True
    elif not waiting.taken_by and turn.at.timestamp() - session.queued >= pause:
        _said(turn, "staying_12356" if session.crisis else "waiting_person")


def _said(turn: Turn, key: str) -> None:
    turn.say(key)
    turn.session.queued = turn.at.timestamp()


def back(turn: Turn) -> None:
    """The citizen goes back to the machine, which goes on where a half-told matter stood."""
    turn.do(EndHandover())
    turn.session.crisis = False
    draft = turn.session.draft
    goes_on = turn.session.left in _RESUMED
    turn.say("robot_goes_on" if draft is not None and goes_on else "robot_again")
    if draft is not None and turn.session.left is Stage.WHOSE:
        _taken_up_again(turn.session)
        supplement.ask_again(turn)
    elif draft is not None and goes_on:
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
