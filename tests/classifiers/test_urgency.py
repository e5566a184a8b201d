"""What cannot wait."""

from pathlib import Path

import pytest

from classifiers.urgency import load_urgency, urgency
from classifiers.verdict import Alarm
from hotline.errors import DataFileError
from hotline.matter import EmergencyKind, Urgency


@pytest.mark.parametrize(
    "text",
    [
        "小区停水两天了",
        "供暖没来，室温只有12度",
        "人行道井盖丢了",
        "路面塌陷一个大坑",
        "污水倒灌到一楼",
        "红绿灯坏了没人修",
    ],
)
def test_what_grows_worse_is_urgent(text: str) -> None:
    assert urgency(text, None, None) is Urgency.URGENT


@pytest.mark.parametrize(
    "text", ["广场舞太吵", "停电通知能不能早点发", "水费怎么算的，停水是什么时候", "路灯颜色太暗", ""]
)
def test_the_rest_is_ordinary(text: str) -> None:
    assert urgency(text, None, None) is Urgency.ORDINARY


def test_an_alarm_is_critical_whatever_the_words() -> None:
    assert urgency("路灯", Alarm(EmergencyKind.FIRE, "着火"), None) is Urgency.CRITICAL


def test_a_broken_pattern_is_refused_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "urgency.csv"
    table.write_text("pattern,unless,why\n停水,,供水\n(停电,,供电\n", encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        load_urgency(table)
    assert (refused.value.line, refused.value.reason) == (3, "bad_pattern")
