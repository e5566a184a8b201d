"""What to make of a message: danger first, then taps, then what the citizen was asked, then what is new."""

from bot.conversation import danger, handover, matter, new_message, progress, question, taps, verdict_of_citizen
from bot.conversation.session import Stage
from bot.conversation.turn import Turn
from hotline.message import InboundKind


def respond(turn: Turn) -> None:
    """Decide; nothing is stored here."""
    if turn.inbound.kind is InboundKind.BUTTON:
        taps.tapped(turn)
    elif len(turn.text) > turn.tools.manners.longest_text:
        turn.say("too_long", limit=turn.tools.manners.longest_text, length=len(turn.text))
    elif (turn.text and danger.warned(turn)) or handover.with_person(turn) or handover.too_fast(turn):
        return
    elif turn.inbound.kind in (InboundKind.LOCATION, InboundKind.PHOTO):
        matter.pictured_or_located(turn)
    elif not turn.text:
        turn.say("empty" if turn.inbound.kind is InboundKind.TEXT else "unreadable")
    else:
        _worded(turn)


def _worded(turn: Turn) -> None:
    if handover.wanted(turn) or progress.asked(turn) or _cancelled(turn) or verdict_of_citizen.given(turn):
        return
    if not _continued(turn):
        new_message.taken(turn)


def _continued(turn: Turn) -> bool:
    """Whether the message answers what the conversation waits for."""
    match turn.session.stage:
        case Stage.ASKING:
            return matter.told(turn)
        case Stage.CONFIRMING:
            return matter.checked(turn)
        case Stage.CHOOSING:
            return question.chosen_in_words(turn)
        case Stage.ANSWERED:
            return question.followed_up(turn)
        case Stage.AFTER_DANGER | Stage.CHANNEL_NAMED:
            return new_message.insisted(turn)
        case _:
            return False


def _cancelled(turn: Turn) -> bool:
    """Never mind. A bare "no" answers what was asked: no telephone, or something in the summary is wrong."""
    given_up = turn.means("cancel") or (turn.means("withdraw") and turn.session.unfinished)
    if turn.session.stage in (Stage.IDLE, Stage.ANSWERED) or not given_up:
        return False
    if turn.session.stage is Stage.CONFIRMING and turn.means("no"):
        return False
    if turn.session.asking == "contact" and (turn.means("no") or turn.means("no_contact")):
        return False
    draft = turn.session.draft
    turn.session.rest()
    turn.say("cancelled")
    matter.next_one(turn, draft)
    return True
