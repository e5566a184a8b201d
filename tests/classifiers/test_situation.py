"""One number, several dangers: what to do differs."""

import pytest

from classifiers.situation import situation
from classifiers.verdict import Alarm
from hotline.matter import EmergencyKind


@pytest.mark.parametrize(
    ("kind", "evidence", "found"),
    [
        (EmergencyKind.FIRE, "电梯困人", "119_lift"),
        (EmergencyKind.FIRE, "电梯着火", "119"),
        (EmergencyKind.FIRE, "掉进井里", "119_rescue"),
        (EmergencyKind.FIRE, "浓烟", "119"),
        (EmergencyKind.POLICE, "老人走丢", "lost"),
        (EmergencyKind.MINOR, "孩子不 见了", "lost"),
        (EmergencyKind.POLICE, "打人", "110"),
        (EmergencyKind.AMBULANCE, "电梯里晕倒", "120"),
        (EmergencyKind.GAS, "煤气味", "gas"),
    ],
)
def test_what_is_happening_is_told_apart(kind: EmergencyKind, evidence: str, found: str) -> None:
    assert situation(Alarm(kind, evidence)) == found
