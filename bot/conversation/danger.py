"""Danger comes before everything: the number first, a person is called, and only then the rest."""

from bot.conversation import handover, second_danger
from bot.conversation.acts import CallPerson, EndHandover
from bot.conversation.session import Draft, Stage
from bot.conversation.turn import Turn
from casework.ports import AttentionKind
from classifiers.privacy import mask
from classifiers.situation import situation
from classifiers.verdict import Alarm
from hotline.matter import Disposition, EmergencyKind


def warned(turn: Turn) -> bool:
    """Show who to call if the message tells of danger; offer to take the rest as a matter afterwards."""
    alarm = turn.understood.alarm
    if alarm is None:
        return False
    turn.take_as(Disposition.EMERGENCY)
    turn.warned_of = alarm.kind
    _advise(turn, alarm)
    turn.session.leans = False
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


def _advise(turn: Turn, alarm: Alarm) -> None:
    """What to do until help is there; where two dangers are told, both numbers."""
    row = (("go_on", "start:matter"), ("human", "human"))
    key, also = f"danger_{situation(alarm)}", second_danger.of(turn, alarm)
    if also:
        words = turn.tools.wording
        turn.say("two_dangers", row, first=words.say(f"chat.{key}"), second=words.say(f"chat.also_{also}"))
    else:
        turn.say(key, row)


def _summary(turn: Turn, alarm: Alarm) -> str:
    """What staff read in their list: the danger by its name, then the citizen's words."""
    return f"{turn.tools.wording.say(f'alarm.{alarm.kind.value}')}：{mask(turn.text)[:200]}"


def _held(turn: Turn) -> None:
    """Whoever wants to die is not asked for a street and a telephone number: a person takes over.

    The call about the danger is the only one: a wish for a person that nobody has taken yet goes into it.
    """
    session = turn.session
    waiting = handover.open_call(turn) if session.stage is Stage.WITH_PERSON else None
    if waiting is not None and waiting.kind is AttentionKind.HANDOVER and not waiting.taken_by:
        turn.do(EndHandover())
    if session.stage is not Stage.WITH_PERSON:
        session.left, session.stage = session.stage, Stage.WITH_PERSON
    session.greeted, session.held, session.reassured, session.crisis = True, True, False, True
