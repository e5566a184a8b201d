"""Everything that is understood of one message, with the shipped model and the real rules."""

from pathlib import Path
from time import perf_counter

import pytest

from classifiers.elements import ElementFinder
from classifiers.emergency import EmergencyScreen
from classifiers.examples import Example, examples_from_csv
from classifiers.model import Model
from classifiers.train import train
from classifiers.understand import Understander
from hotline.matter import Disposition, EmergencyKind, MatterType, Urgency
from hotline.units import UnitTree, load_units
from lexicon.places import Gazetteer, load_gazetteer
from tests.classifiers.conftest import AT, SMALL

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def units() -> UnitTree:
    return load_units(ROOT / "hotline" / "data" / "units.csv")


@pytest.fixture(scope="module")
def finder(units: UnitTree) -> ElementFinder:
    gazetteer: Gazetteer = load_gazetteer(ROOT / "lexicon" / "data" / "places.csv", units)
    return ElementFinder(gazetteer)


@pytest.fixture(scope="module")
def understander(shipped: Model, finder: ElementFinder) -> Understander:
    return Understander(shipped, EmergencyScreen(), finder)


def test_an_ordinary_complaint_becomes_a_ticket_with_its_elements(understander: Understander) -> None:
    told = understander.understand("昨晚十一点半工地还在打桩，住在旁边根本睡不着，投诉，我电话13800001234")
    assert told.alarm is None
    assert told.disposed is Disposition.OPEN_TICKET
    assert told.kind is MatterType.COMPLAINT
    assert told.category.category.l1 == "环境保护"
    assert told.elements.phone == "13800001234"
    assert [span.kind for span in told.privacy] == ["mobile"]


def test_a_question_is_a_consultation_on_both_axes(understander: Understander) -> None:
    told = understander.understand("请问灵活就业人员自己交养老保险需要带什么材料？")
    assert told.disposed is Disposition.CONSULT
    assert told.kind is MatterType.CONSULTATION


def test_danger_comes_first_whatever_else_is_said(understander: Understander) -> None:
    told = understander.understand("你好，我想问一下社保，啊楼下着火了有人困在里面快来")
    assert told.alarm is not None
    assert told.alarm.kind is EmergencyKind.FIRE
    assert told.disposed is Disposition.EMERGENCY
    assert told.urgency is Urgency.CRITICAL
    assert told.disposition.evidence == (told.alarm.evidence,)


def test_danger_in_the_title_is_seen(understander: Understander) -> None:
    assert understander.understand("在三栋二楼", title="着火了快来人").alarm is not None


def test_danger_in_the_middle_of_a_very_long_letter_is_seen(understander: Understander) -> None:
    filler = "这条路的路灯一直没人修。" * 400
    assert understander.understand(f"{filler}楼下着火了有人被困快来！{filler}").alarm is not None


COMPLAINT = (
    "我们小区的物业太不像话了，电梯坏了半个月没人修，垃圾也没人收，打电话过去总说在处理，"
    "我已经反映过三回了，希望你们派人来看看。"
)


@pytest.mark.parametrize(
    ("danger", "kind"),
    [
        ("刚才三楼着火了，烟很大，还有人没下来", EmergencyKind.FIRE),
        ("现在楼下有人拿刀砍人，快来", EmergencyKind.POLICE),
        ("我妈刚刚晕倒了叫不醒", EmergencyKind.AMBULANCE),
    ],
)
@pytest.mark.parametrize("before", ["", COMPLAINT, COMPLAINT * 4])
def test_danger_beside_a_complaint_is_heard(
    understander: Understander, danger: str, kind: EmergencyKind, before: str
) -> None:
    told = understander.understand(before + danger)
    assert told.alarm is not None
    assert told.alarm.kind is kind
    assert understander.understand(COMPLAINT * 4).alarm is None


@pytest.mark.parametrize("text", ["他打" + "我家" * 200, "我儿子陈浩然" + "刚" * 400, "被困" * 2000, "打我" * 2000])
def test_no_text_keeps_the_patterns_busy(understander: Understander, text: str) -> None:
    begin = perf_counter()
    understander.understand(text)
    assert perf_counter() - begin < 5


@pytest.mark.parametrize("text", ["", " ", "？", "\x00", "\ud800", "1" * 20_000, "👍" * 500, "a b\nc"])
def test_any_text_is_understood_somehow(understander: Understander, text: str) -> None:
    told = understander.understand(text)
    assert told.disposition.label in set(Disposition)
    assert 0 <= told.category.confidence <= 1


def test_a_message_without_meaning_is_no_confident_dispatch(understander: Understander) -> None:
    assert understander.understand("嗯嗯那个").category.abstained


def test_disposition_and_matter_type_never_contradict_each_other(
    understander: Understander, corpus: list[Example]
) -> None:
    for row in corpus[::37]:
        told = understander.understand(row.text, title=row.title)
        if told.disposed is Disposition.CONSULT:
            assert told.kind is MatterType.CONSULTATION
        if told.disposed is Disposition.OPEN_TICKET:
            assert told.kind is not MatterType.CONSULTATION


def test_the_district_of_the_channel_fills_a_place_that_names_none(understander: Understander) -> None:
    there = understander.understand("幸福花园3栋楼下的井盖松了", district="D9")
    nowhere = understander.understand("井盖松了", district="D9")
    assert there.elements.place.district
    assert nowhere.elements.place.district == ""


def test_a_citys_own_model_answers_with_its_labels_and_the_shipped_one_for_the_rest(
    shipped: Model, finder: ElementFinder, table: Path
) -> None:
    own = train(examples_from_csv(table), at=AT, settings=SMALL)
    told = Understander(own, EmergencyScreen(), finder, fallback=shipped).understand("路口的路灯坏了")
    assert told.category.category.path == "照明"
    assert told.unit.label in shipped.heads["unit"].labels
    assert told.model.version == own.card.version


def test_a_model_without_a_needed_head_wants_a_fallback(finder: ElementFinder, table: Path) -> None:
    own = train(examples_from_csv(table), at=AT, settings=SMALL)
    with pytest.raises(ValueError, match="unit"):
        Understander(own, EmergencyScreen(), finder)


def test_an_ordinary_message_is_understood_within_milliseconds(understander: Understander) -> None:
    text = (
        "我们小区门口的路灯坏了半个多月，晚上老人小孩出门都看不见路，前天还有人摔了一跤，"
        "打物业电话说不归他们管，请尽快派人来修一下。"
    )
    understander.understand(text)
    taken = []
    for _ in range(30):
        start = perf_counter()
        understander.understand(text)
        taken.append(perf_counter() - start)
    assert min(taken) < 0.005


@pytest.mark.parametrize("text", ["", "  \n\t", "……！？", "😀👍", "👏👏👏"])
def test_nothing_is_guessed_from_a_text_that_says_nothing(understander: Understander, text: str) -> None:
    told = understander.understand(text)
    assert (told.disposed, told.alarm) == (Disposition.NO_SUBSTANCE, None)
    assert told.category.abstained
    assert (told.category.category.path, told.unit.ranked, told.matter_type.confidence) == ("", (), 0.0)


def test_a_title_alone_and_a_single_character_are_read(understander: Understander) -> None:
    assert understander.understand("", title="路灯不亮了").disposed is Disposition.OPEN_TICKET
    assert understander.understand("吵").category.category.l1
