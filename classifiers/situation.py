"""What an alarm tells of: one number stands for several dangers, and what to do differs between them."""

from classifiers.verdict import Alarm
from hotline.matter import EmergencyKind

LIFT, RESCUE, LOST = "119_lift", "119_rescue", "lost"
_OF_FIRE = ("火", "烟", "烧", "燃", "爆", "炸", "糊", "焦", "毒")
_OF_LIFT = ("电梯", "轿厢")
_OF_LOST = ("走丢", "走失", "失踪", "失联", "不见了", "找不到", "找不着", "没回来", "没回家", "没有回")


def situation(alarm: Alarm) -> str:
    """The kind's own value, or a finer name: `119_lift`, `119_rescue`, `lost`.

    Nobody is told to flee from a lift, or to hide because a parent is lost.
    """
    evidence = "".join(alarm.evidence.split())
    if alarm.kind in (EmergencyKind.POLICE, EmergencyKind.MINOR) and _any(_OF_LOST, evidence):
        return LOST
    if alarm.kind is not EmergencyKind.FIRE or _any(_OF_FIRE, evidence):
        return alarm.kind.value
    return LIFT if _any(_OF_LIFT, evidence) else RESCUE


def _any(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)
