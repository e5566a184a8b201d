"""Danger comes before everything: the number first, a person is called, and only then the rest."""

from bot.conversation.acts import CallPerson
from bot.conversation.session import Draft, Stage
from bot.conversation.turn import Turn
from casework.ports import AttentionKind
from classifiers.privacy import mask
from hotline.matter import EmergencyKind


def warned(turn: Turn) -> bool:
    """Show who to call if the message tells of danger; offer to take the rest as a matter afterwards."""
    alarm = turn.understood.alarm
    if alarm is None:
        return False
    turn.say(f"danger_{alarm.kind.value}", (("go_on", "start:matter"), ("human", "human")))
    turn.do(CallPerson(AttentionKind.EMERGENCY, f"{alarm.kind.value} {mask(turn.text)[:200]}"))
    if alarm.kind is EmergencyKind.CRISIS:
        _held(turn)
        return True
    draft = turn.session.draft or Draft()
    draft.texts.append(turn.text)
    draft.critical = True
    turn.session.draft, turn.session.greeted = draft, True
    turn.session.reassured = False
    if turn.session.stage is Stage.CONFIRMING:
        turn.session.asking = "what"
    if turn.session.stage is not Stage.WITH_PERSON:
        turn.session.stage = Stage.AFTER_DANGER
    return True


def _held(turn: Turn) -> None:
    """Whoever wants to die is not asked for a street and a telephone number: a person takes over."""
    turn.do(CallPerson(AttentionKind.HANDOVER, mask(turn.text)[:200]))
    if turn.session.stage is not Stage.WITH_PERSON:
        turn.session.left, turn.session.stage = turn.session.stage, Stage.WITH_PERSON
    turn.session.greeted, turn.session.reassured = True, False
