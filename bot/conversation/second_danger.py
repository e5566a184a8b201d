"""老人困在电梯里喘不上气: one alarm names one number, and here two are needed."""

from bot.conversation.turn import Turn
from classifiers.verdict import Alarm
from hotline.matter import EmergencyKind

_HURTS = frozenset({EmergencyKind.FIRE, EmergencyKind.GAS, EmergencyKind.POWER, EmergencyKind.FLOOD})
"""Dangers whose advice does not speak of the ambulance, or not to everybody."""


def of(turn: Turn, alarm: Alarm) -> str:
    """The other number that the words call for; empty where there is none.

    Who is said to be unharmed needs no ambulance.
    """
    means = turn.tools.phrases.means
    if alarm.kind in _HURTS:
        return "120" if means(turn.text, "of_hurt") and not means(turn.text, "unharmed") else ""
    if alarm.kind is EmergencyKind.AMBULANCE:
        return "119" if means(turn.text, "of_rescue") else ""
    return ""
