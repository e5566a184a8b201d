"""What a good operator would do: not repeat, not misread a short reply, one matter after the other, right advice."""

import pytest

from bot.conversation.session import Stage
from casework.ports import AttentionKind
from hotline.matter import MatterType
from tests.bot.conversation.person import PARTLY, WHOLE, Person


@pytest.mark.parametrize("word", ["确认提交", "没问题", "系", "中", "要得", "好的好的"])
def test_a_typed_yes_submits(person: Person, word: str) -> None:
    person.say(WHOLE)
    assert person.say(word).count("已受理") == 1
    assert person.ticket.number


@pytest.mark.parametrize(
    ("words", "place"),
    [("不对，是5栋", "锦绣苑5栋"), ("不是3栋是5栋", "锦绣苑5栋"), ("应该是3幢2单元", "锦绣苑3幢"),
     ("错了，6号楼", "锦绣苑6号楼")],
)  # fmt: skip
def test_a_building_is_put_right_and_the_rest_of_the_place_stands(person: Person, words: str, place: str) -> None:
    person.say(WHOLE)
    assert f"青石路38号{place}" in person.say(words)
    assert words not in person.session.draft.text  # type: ignore[union-attr]  # a draft is open


def test_a_thank_you_is_no_part_of_the_matter(person: Person) -> None:
    person.say(WHOLE)
    before = person.session.draft
    assert "确认提交" in person.say("谢谢")
    assert person.actions == ["confirm", "edit", "cancel"]
    after = person.session.draft
    assert before is not None
    assert after is not None
    assert after.texts == before.texts


@pytest.mark.parametrize("reply", ["13700001111 李强", "李强 13700001111", "13700001111，李强"])
def test_a_name_beside_the_number_is_a_name(person: Person, reply: str) -> None:
    person.say("青石路38号锦绣苑3栋楼下烧烤店昨晚十一点还在吵")
    told = person.say(reply)
    assert "李强 137****1111" in told or "李** 137****1111" in told


@pytest.mark.parametrize("words", ["公司的人来过了，说管子老化要换，可是物业不给换", "别让老板知道是我说的"])
def test_a_sentence_is_no_place(person: Person, words: str) -> None:
    person.say(PARTLY)
    assert "具体一点" in person.say(words)
    draft = person.session.draft
    assert draft is not None
    assert (draft.place, words in draft.text) == ({}, True)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("我跟你讲啊，我今年78了，住在青石路38号锦绣苑3栋，这个电梯坏了快一个礼拜", "这个电梯坏了快一个礼拜"),
        ("你们到底管不管啊！！楼下烧烤店昨晚十一点还在吵，在青石路38号", "楼下烧烤店昨晚十一点还在吵"),
        ("我要投诉，青石路38号楼下烧烤店昨晚十一点还在吵", "青石路38号楼下烧烤店昨晚十一点还在吵"),
    ],
)
def test_the_title_says_what_it_is_about(person: Person, words: str, title: str) -> None:
    person.say(words)
    for word in ("不清楚", "不清楚", "不留"):
        if person.session.stage is Stage.ASKING:
            person.say(word)
    person.tap("confirm")
    assert person.ticket.appeal.title == title


def test_another_matter_waits_until_the_first_is_submitted(person: Person) -> None:
    person.say(WHOLE)
    assert "另一件事我记下了" in person.say("还有一件事，青石路38号锦绣苑门口的路灯从昨天晚上起不亮，请来修一下")
    told = person.say("确认提交")
    assert "已受理" in told
    assert "接着登记另一件事" in told
    assert "路灯" in told
    person.say("确认提交")
    assert ["路灯" in each.appeal.text for each in person.tickets] == [True, False]


def test_a_matter_given_up_does_not_take_the_next_one_along(person: Person) -> None:
    person.say(WHOLE)
    person.say("还有一件事，青石路38号锦绣苑门口的路灯从昨天晚上起不亮，请来修一下")
    assert "接着登记另一件事" in person.say("算了")
    person.say("确认提交")
    assert "路灯" in person.ticket.appeal.text


def test_a_question_in_between_is_answered_and_the_matter_goes_on(person: Person) -> None:
    person.say(PARTLY)
    before = person.session.draft
    told = person.say("新生儿怎么上户口？")
    assert "依据" in told
    assert "在哪里" in told
    assert before is not None
    assert person.session.draft is not None
    assert person.session.draft.texts == before.texts


def test_half_a_question_belongs_to_the_one_before_and_gets_no_guess(person: Person) -> None:
    person.say("新生儿怎么上户口")
    assert "没有写" in person.say("那外地的呢")
    person.tap("start:matter")
    person.say("确认")
    assert "新生儿怎么上户口" in person.ticket.appeal.text
    assert person.ticket.appeal.matter_type is MatterType.CONSULTATION


@pytest.mark.parametrize("signs", ["？", "。。。", "123", "asdf", "😡😡"])
def test_signs_are_no_matter(person: Person, signs: str) -> None:
    assert "一两句话" in person.say(signs)
    assert person.session.draft is None


def test_after_the_number_a_bare_place_belongs_to_the_danger_and_no_time_is_asked(person: Person) -> None:
    person.say("家里有煤气味")
    told = person.say("在锦绣苑")
    assert "登记" in told
    assert "什么时候" not in told
    draft = person.session.draft
    assert draft is not None
    assert "锦绣苑" in draft.place["text"]
    while person.session.stage is Stage.ASKING:
        person.say("不留")
    person.say("确认")
    assert person.ticket.appeal.matter_type is not MatterType.CONSULTATION


@pytest.mark.parametrize(
    ("words", "advice", "not_this"),
    [
        ("电梯里关着人", "不要扒门", "弯腰"),
        ("井盖没了，有人掉下去了", "119", "弯腰"),
        ("厨房着火了快来人", "弯腰", "扒门"),
        ("老人走丢了，穿蓝衣服", "不用等24小时", "硬碰硬"),
        ("孩子走丢了，一个小时没找到", "不用等24小时", "伤害他"),
    ],
)
def test_the_advice_fits_the_danger(person: Person, words: str, advice: str, not_this: str) -> None:
    told = person.say(words)
    assert advice in told
    assert not_this not in told


def test_who_wants_to_die_is_handed_to_a_person_and_not_asked_for_a_street(person: Person) -> None:
    person.say("活着没意思，不想活了")
    assert len(person.calls(AttentionKind.EMERGENCY)) == 1
    assert person.calls(AttentionKind.HANDOVER) == [], "one call is enough"
    assert "我在" in person.say("没人管我")
    told = person.say("我在家里，锦绣苑3栋")
    assert "您在的地方" in told
    assert "电话吗" not in told


def test_asked_for_progress_before_submitting_one_is_told_so(person: Person) -> None:
    person.say(WHOLE)
    assert "还没有提交" in person.say("我的工单到哪了")
    assert person.actions == ["confirm", "edit", "cancel"]


def test_back_from_a_person_the_question_is_asked_as_at_first(person: Person) -> None:
    person.say(PARTLY)
    person.say("转人工")
    assert "具体一点" not in person.say("不用人工了")


def test_what_is_called_a_report_by_the_citizen_is_no_question(person: Person) -> None:
    told = person.say("我想反映公交车不准时")
    assert "在哪里" in told


@pytest.mark.parametrize("words", ["不清楚", "昨天下午", "都不是", "确认提交", "没有了"])
def test_an_answer_to_nothing_is_no_matter(person: Person, words: str) -> None:
    assert "请说说是什么事" in person.say(words)
    assert person.session.draft is None


def test_an_answer_that_does_not_help_is_not_called_unknown(person: Person) -> None:
    person.say("新生儿怎么上户口")
    assert "没能帮上" in person.say("没解决")


def test_a_correction_counts_whatever_was_asked(person: Person) -> None:
    person.say("青石路38号锦绣苑3栋楼下烧烤店昨晚十一点还在吵")
    person.say("时间也不对，是前天晚上")
    person.say("不对，是5栋")
    draft = person.session.draft
    assert draft is not None
    assert (draft.time, "5栋" in draft.place["text"], len(draft.texts)) == ("前天晚上", True, 1)


def test_what_is_no_time_is_not_written_down_as_one(person: Person) -> None:
    person.say(PARTLY)
    person.say("青石路38号锦绣苑3栋")
    person.say("就是垃圾没人收")
    draft = person.session.draft
    assert draft is not None
    assert (draft.time, "垃圾没人收" in draft.text) == ("", True)


def test_praise_with_a_story_is_registered(person: Person) -> None:
    person.say("我要表扬3路公交车司机，帮我找回了手机")
    for _ in range(4):
        if person.session.stage is Stage.ASKING:
            person.say("不清楚")
    person.say("确认")
    assert person.ticket.appeal.text


def test_who_asks_for_a_person_is_announced_with_what_it_is_about(person: Person) -> None:
    title = person.submitted().appeal.title
    person.say("转人工")
    assert title in person.calls(AttentionKind.HANDOVER)[0]
