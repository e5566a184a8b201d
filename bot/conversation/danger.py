"""Danger comes before everything: the number first, a person is called, and only then the rest."""

from bot.conversation.acts import CallPerson
from bot.conversation.session import Draft, Stage
from bot.conversation.turn import Turn
from casework.ports import AttentionKind
from classifiers.privacy import mask
from classifiers.verdict import Alarm
from hotline.matter import EmergencyKind


def warned(turn: Turn) -> bool:
    """Show who to call if the message tells of danger; offer to take the rest as a matter afterwards."""
    alarm = turn.understood.alarm
    if alarm is None:
        return False
    turn.say(_advice(turn, alarm), (("go_on", "start:matter"), ("human", "human")))
    turn.do(CallPerson(AttentionKind.EMERGENCY, _summary(turn, alarm)))
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


def _summary(turn: Turn, alarm: Alarm) -> str:
    """What staff read in their list: the danger by its name, then the citizen's words."""
    return f"{turn.tools.wording.say(f'alarm.{alarm.kind.value}')}：{mask(turn.text)[:200]}"


def _advice(turn: Turn, alarm: Alarm) -> str:
    """What to do until help is there: not to flee from a lift, not to hide because a parent is lost."""
    of = turn.tools.phrases.means
    if alarm.kind in (EmergencyKind.POLICE, EmergencyKind.MINOR) and of(alarm.evidence, "of_lost"):
        return "danger_lost"
    if alarm.kind is not EmergencyKind.FIRE or of(alarm.evidence, "of_fire"):
        return f"danger_{alarm.kind.value}"
    return "danger_119_lift" if of(alarm.evidence, "of_lift") else "danger_119_rescue"


def _held(turn: Turn) -> None:
    """Whoever wants to die is not asked for a street and a telephone number: a person takes over."""
    turn.do(CallPerson(AttentionKind.HANDOVER, mask(turn.text)[:200]))
    if turn.session.stage is not Stage.WITH_PERSON:
        turn.session.left, turn.session.stage = turn.session.stage, Stage.WITH_PERSON
    turn.session.greeted, turn.session.held, turn.session.reassured = True, True, False
