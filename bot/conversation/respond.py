"""What to make of a message: danger first, then taps, then what the citizen was asked, then what is new."""

from collections.abc import Callable

from bot.conversation import (
    beside,
    danger,
    handover,
    leaning,
    matter,
    my_data,
    my_tickets,
    new_message,
    progress,
    question,
    secrecy,
    supplement,
    taps,
    verdict_of_citizen,
    withdrawing,
)
from bot.conversation.session import Stage
from bot.conversation.turn import Turn
from hotline.matter import Disposition
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
        turn.take_as(Disposition.NO_SUBSTANCE)
        turn.say("empty" if turn.inbound.kind is InboundKind.TEXT else "unreadable")
    else:
        _worded(turn)


def _worded(turn: Turn) -> None:
    for step, disposition in _STEPS:
        if step(turn):
            if disposition is not None:
                turn.take_as(disposition)
            return
    new_message.taken(turn)


def _continued(turn: Turn) -> bool:
    """Whether the message answers what the conversation waits for."""
    expects = _EXPECTS.get(turn.session.stage)
    return expects is not None and expects(turn)


_EXPECTS: dict[Stage, Callable[[Turn], bool]] = {
    Stage.ASKING: matter.told,
    Stage.CONFIRMING: matter.checked,
    Stage.CHOOSING: question.chosen_in_words,
    Stage.ANSWERED: question.followed_up,
    Stage.AFTER_DANGER: new_message.insisted,
    Stage.CHANNEL_NAMED: new_message.insisted,
    Stage.WHOSE: lambda turn: supplement.whose(turn) or matter.another(turn),
}


def _cancelled(turn: Turn) -> bool:
    """Never mind. A bare "no" answers what was asked: no telephone, or something in the summary is wrong."""
    given_up = turn.means("cancel") or (turn.session.unfinished and _withdraws(turn)) or matter.is_over(turn)
    if turn.session.stage in (Stage.IDLE, Stage.ANSWERED) or not given_up:
        return False
    if turn.session.stage is Stage.CONFIRMING and turn.means("no"):
        return False
    if turn.session.stage is Stage.WHOSE and turn.means("no"):
        return False
    if turn.session.asking == "contact" and (turn.means("no") or turn.means("no_contact")):
        return False
    draft = turn.session.draft
    turn.session.rest()
    turn.say("cancelled")
    matter.next_one(turn, draft)
    return True


def _withdraws(turn: Turn) -> bool:
    """撤销, or 算了，撤销吧."""
    return turn.means("withdraw") or turn.tools.phrases.only(turn.text, "cancel", "withdraw")


_STEPS: tuple[tuple[Callable[[Turn], bool], Disposition | None], ...] = (
    (my_data.asked, Disposition.PRIVACY_REQUEST),
    (my_tickets.told, None),
    (secrecy.wished, None),
    (supplement.points_back, None),
    (withdrawing.decided, None),
    (handover.wanted, Disposition.TALK_TO_HUMAN),
    (leaning.leaned, Disposition.CONSULT),
    (progress.asked, Disposition.PROGRESS_QUERY),
    (_cancelled, None),
    (verdict_of_citizen.given, None),
    (beside.told, None),
    (_continued, None),
)
"""What a message may be before it is a new one, in this order, and its disposition; None where it only replies, or
where the step says so itself."""
