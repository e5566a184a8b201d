"""The screen that reads before everything else: nothing missed, little cried in vain."""

import json
from pathlib import Path

import pytest

import classifiers
from classifiers.elements import ElementFinder
from classifiers.emergency import EmergencyScreen
from classifiers.emergency_judge import Opinion, load_judge
from classifiers.emergency_rules import load_emergency_rules
from classifiers.emergency_signs import load_signs
from classifiers.model import Model
from classifiers.understand import Understander
from hotline.errors import DataFileError
from hotline.matter import EmergencyKind
from hotline.units import load_units
from lexicon.places import load_gazetteer

HOME = Path(classifiers.__file__).parent
RULES, WORDS, SIGNS = (HOME / "data" / f"emergency{part}.csv" for part in ("", "_words", "_signs"))


@pytest.fixture(scope="module")
def screen() -> EmergencyScreen:
    return EmergencyScreen()


def rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (HOME / "corpus" / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("厨房着火了，快来人", "119"),
        ("我被困在电梯里", "119"),
        ("我妈突然昏倒了叫不醒", "120"),
        ("有人拿着刀在楼道里", "110"),
        ("路口两辆车刚撞上，有人躺着不动", "122"),
        ("我不想活了", "12356"),
        ("家里煤气泄漏", "gas"),
        ("电线掉在地上冒火花", "power"),
        ("水已经淹到膝盖了", "flood"),
        ("隔壁正在打孩子，孩子喊救命", "minor"),
        ("电梯里关着人", "119"),
        ("我爸心脏病犯了", "120"),
        ("老人走丢了，穿蓝衣服", "110"),
        ("停电了，我爸的制氧机停了", "120"),
        ("井盖没了，有人掉下去了", "119"),
        ("楼道里的烟往我家里灌", "119"),
        ("本来想问医保，刚才我爸突然抽搐口吐白沫", "120"),
        ("我想问一下，我爸突然开始抽搐口吐白沫，找谁", "120"),
        ("车位收费的事先不说了，我爸刚昏倒叫不醒", "120"),
        ("去年报过漏水，今天更吓人，厨房着火了", "119"),
        ("继父晚上老是进我房间，我十四岁，我怕", "minor"),
        ("桥洞里水太深，骑车的冲下去没影了", "flood"),
        ("有个姑娘坐在桥栏杆外面不说话，劝不住", "12356"),
    ],
)
def test_danger_is_heard_with_its_kind_and_the_citizens_words(screen: EmergencyScreen, text: str, kind: str) -> None:
    alarm = screen.screen(text)
    assert alarm is not None
    assert (alarm.kind, alarm.evidence in text) == (EmergencyKind(kind), True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我家厨房闻到煤气味，另外小区电梯坏了一个星期没人修", "gas"),
        ("小区电梯坏了半年了，我家厨房闻到煤气味", "gas"),
        ("我家厨房闻到煤气味，一个星期了", "gas"),
        ("电线掉在路上，三个月了没人管", "power"),
        ("隔壁着火了，路灯坏了两个月了没人修", "119"),
        ("物业不作为两年了，有人拿刀在砍人", "110"),
        ("孩子走丢了，另外电梯也坏了一个月了", "minor"),
    ],
)
def test_what_else_has_lasted_long_does_not_silence_a_danger(screen: EmergencyScreen, text: str, kind: str) -> None:
    alarm = screen.screen(text)
    assert alarm is not None
    assert alarm.kind is EmergencyKind(kind)


@pytest.mark.parametrize("text", ["烧垃圾冒浓烟，半年了", "车祸撞了人，三个月了，还没赔", "楼上噪音一个星期了"])
def test_what_has_itself_lasted_long_is_no_alarm_where_that_makes_it_old(screen: EmergencyScreen, text: str) -> None:
    assert screen.screen(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "前年着火的那栋楼什么时候修",
        "热死了，公交车没空调",
        "气死我了，退款三个月没到",
        "火车站门口停车收费太贵",
        "楼下火锅店油烟大",
        "消防通道被私家车占了",
        "请问电梯困人的处置规定是什么",
        "万一着火了往哪跑",
        "谢谢昨天救护车上的医生",
        "没有着火，就是烧烤摊的烟",
        "楼下烧烤店的烟往我家里灌，气死了，火锅店也是",
        "烧烤摊的烟呛得睁不开眼",
        "小区电动车飞线充电，容易着火",
        "井盖丢了，怕人掉下去",
        "电梯里关了灯，黑乎乎的",
        "火大得很，你们管不管",
        "排队排得想死的心都有",
        "快递敲门叫不醒门卫，就把件退了",
        "山体滑坡监测员招募在哪报名",
        "井盖松了，还没人掉下去，修一下",
        "我想问一下现在着火了保险赔不赔",
        "打过电话给物业，没人管",
        "路灯坏了三盏",
        "",
    ],
)
def test_past_ifs_questions_figures_of_speech_and_names_are_no_danger(screen: EmergencyScreen, text: str) -> None:
    assert screen.screen(text) is None


def test_rules_alone_hear_most_emergencies_of_the_corpus(screen: EmergencyScreen) -> None:
    """A third of the rows was written for the model: danger that is named by no word of its own."""
    missed = [row["text"] for row in rows("emergencies.jsonl") if screen.screen(row["text"]) is None]
    assert len(missed) <= 0.46 * len(rows("emergencies.jsonl")), missed


def test_rules_alone_rarely_cry_at_look_alikes(screen: EmergencyScreen) -> None:
    false = [row["text"] for row in rows("lookalikes.jsonl") if screen.screen(row["text"])]
    assert len(false) <= 0.08 * len(rows("lookalikes.jsonl")), false


def test_rules_alone_rarely_cry_at_ordinary_matters(screen: EmergencyScreen) -> None:
    texts = [
        row["text"]
        for path in sorted((HOME / "corpus" / "matters").glob("*.jsonl"))
        for row in rows(f"matters/{path.name}")
    ]
    false = [text for text in texts[::4] if screen.screen(text)]
    assert len(false) <= 0.05 * len(texts[::4]), false


def test_a_models_opinion_is_weighed_and_never_argues_a_threat_to_ones_own_life_away(screen: EmergencyScreen) -> None:
    faint = "隔壁老人在呻吟"
    assert screen.screen(faint, Opinion(2.0)) is not None
    assert screen.screen("厨房着火了", Opinion(0.0)) is not None
    assert screen.screen("路灯坏了三盏", Opinion(-1.0)) is None
    assert screen.screen("我不想活了", Opinion(-5.0)) is not None


def test_a_model_alone_may_raise_an_alarm_and_must_be_surer_where_something_is_over(screen: EmergencyScreen) -> None:
    """What the judge finds likely is an alarm without any rule; what is over or explained needs more than that."""
    alone, over = "隔壁阿婆在地上爬", "隔壁阿婆在地上爬，后来好了"
    assert screen.screen(alone) is None
    assert screen.screen(alone, Opinion(0.6)) is not None
    assert screen.screen(over, Opinion(0.6)) is None
    assert screen.screen(over, Opinion(3.0)) is not None


def test_the_model_says_which_danger_where_no_rule_does(screen: EmergencyScreen) -> None:
    alarm = screen.screen("隔壁有很怪的味道，一进门头就晕", Opinion(3.0, {"gas": 0.7, "120": 0.2}, ("味道",)))
    assert alarm is not None
    assert alarm.kind is EmergencyKind.GAS
    assert alarm.evidence
    assert alarm.evidence in "隔壁有很怪的味道，一进门头就晕"


def test_the_judge_was_right_on_messages_that_its_model_had_not_seen() -> None:
    measured = load_judge().measured
    assert measured["recall"] > 0.85
    assert measured["false_alarms_lookalikes"] < 0.06
    assert measured["false_alarms_others"] < 0.03


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "not_json"), ("{}", "bad_confidence"), ('{"weights": {"model": 1}}', "bad_confidence")],
)
def test_a_judge_without_its_weights_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "judge.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_judge(path)
    assert caught.value.reason == reason


def test_blind_emergencies_are_heard_and_blind_look_alikes_mostly_left_alone(shipped: Model) -> None:
    """Only counts are looked at: the rows were written apart from rules and corpus, and stay so."""
    blind = HOME.parent / "tests" / "blind"
    units = load_units(HOME.parent / "hotline" / "data" / "units.csv")
    finder = ElementFinder(load_gazetteer(HOME.parent / "lexicon" / "data" / "places.csv", units))
    understander = Understander(shipped, EmergencyScreen(), finder)
    alarms = {
        name: [
            understander.understand(json.loads(line)["text"]).alarm is not None
            for line in (blind / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for name in ("emergencies", "lookalikes")
    }
    assert sum(alarms["emergencies"]) >= 0.96 * len(alarms["emergencies"])
    assert sum(alarms["lookalikes"]) <= 0.09 * len(alarms["lookalikes"])


def test_width_and_hidden_signs_do_not_hide_danger(screen: EmergencyScreen) -> None:
    alarm = screen.screen("厨\u200b房著\u200b火了！救命")
    assert alarm is not None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x,10,999,sure,火,,", "not_allowed"),
        ("x,10,119,perhaps,火,,", "not_allowed"),
        ("x,ten,119,sure,火,,", "not_a_number"),
        ("x,10,119,sure,(火,,", "bad_pattern"),
        ("x,10,119,sure,{nobody}火,,", "unknown"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_line(tmp_path: Path, line: str, reason: str) -> None:
    table = tmp_path / "emergency.csv"
    table.write_text(f"id,rank,kind,level,pattern,context,unless\na,1,119,sure,着火,,\n{line}\n", encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        load_emergency_rules(table, WORDS)
    assert (refused.value.line, refused.value.reason) == (3, reason)


def test_a_rule_twice_or_a_list_missing_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "emergency.csv"
    table.write_text(
        "id,rank,kind,level,pattern,context,unless\na,1,119,sure,火,,\na,1,119,sure,烟,,\n", encoding="utf-8"
    )
    with pytest.raises(DataFileError, match="twice"):
        load_emergency_rules(table, WORDS)
    lists = tmp_path / "words.csv"
    lists.write_text("name,words\npast,去年\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="harmless"):
        load_emergency_rules(RULES, lists)


def test_a_sign_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "signs.csv"
    table.write_text("kind,weight,words\nany,1,快\n911,1,火\n", encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        load_signs(table)
    assert refused.value.line == 3
    assert len(load_signs(SIGNS)) > 5
