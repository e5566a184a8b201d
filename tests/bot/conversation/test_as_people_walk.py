"""What a walk through the chat found: each was said by somebody, and answered beside the point."""

import pytest

from bot.conversation.when import more_exact
from tests.bot.conversation.person import PARTLY, Person

ADDED = "已经加进工单"
_SECOND = "青石路42号楼下烧烤店昨晚十一点还在吵，我姓张，电话13812345678"


@pytest.mark.parametrize(
    "words", ["我补充一下，昨晚又吵到3点", "还有个情况，老板还骂人", "刚才那个工单，店名叫老李烧烤"]
)
def test_what_adds_to_the_only_open_ticket_goes_there(person: Person, words: str) -> None:
    person.submitted()
    assert ADDED in person.say(words)
    assert len(person.tickets) == 1
    assert person.ticket.history[-1].note == words


def test_of_several_tickets_it_is_asked_which_and_the_words_wait(person: Person) -> None:
    first, second = person.submitted().number, person.submitted(_SECOND).number
    assert "哪一件" in person.say("我补充一下，昨晚又吵到3点")
    assert person.actions == [f"add:{second}", f"add:{first}"]
    assert ADDED in person.tap(f"add:{first}")
    assert next(each for each in person.tickets if each.number == first).history[-1].note == "我补充一下，昨晚又吵到3点"
    assert len(person.tickets) == 2


def test_the_wish_to_add_alone_asks_for_what(person: Person) -> None:
    person.submitted()
    assert "请把要补充" in person.say("我要补充一下")
    assert ADDED in person.say("他家还养了狗")


def test_a_question_or_a_new_matter_is_no_addition(person: Person) -> None:
    person.submitted()
    assert ADDED not in person.say("刚才那个工单到哪一步了")
    assert ADDED not in person.say("我要投诉另一件事，上次那个工单不用管")


def test_without_a_ticket_there_is_nothing_to_add_to(person: Person) -> None:
    assert ADDED not in person.say("我补充一下，楼下烧烤店昨晚又吵到3点")


@pytest.mark.parametrize("words", ["算了，撤销吧", "算了算了，取消", "撤销吧，不弄了"])
def test_words_that_only_give_up_give_up(person: Person, words: str) -> None:
    person.say(PARTLY)
    assert "先不登记" in person.say(words)
    assert person.session.draft is None


@pytest.mark.parametrize("words", ["麻烦撤销一下那个", "取消刚才这个"])
def test_an_order_is_no_place(person: Person, words: str) -> None:
    person.say(PARTLY)
    person.say(words)
    assert person.session.draft is None or not person.session.draft.place


def test_a_more_exact_time_takes_the_place_of_a_vague_one(person: Person) -> None:
    person.say("烧烤摊半夜油烟大，望江路18号楼下")
    person.say("每天晚上11点到2点")
    draft = person.session.draft
    assert draft is not None
    assert (draft.time, draft.texts) == ("每天晚上11点到2点", ["烧烤摊半夜油烟大，望江路18号楼下"])


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("半夜", "每天晚上11点到2点", "每天晚上11点到2点"),
        ("上周", "晚上11点", "上周，晚上11点"),
        ("昨晚", "昨晚11点半", "昨晚11点半"),
        ("昨晚11点", "半夜2点", ""),
        ("半夜", "这个月", ""),
    ],
)
def test_what_the_clock_says_is_more_exact(before: str, after: str, kept: str) -> None:
    assert more_exact(before, after) == kept


def test_a_number_before_below_is_the_houses_and_stays_when_the_building_is_named(person: Person) -> None:
    person.say("烧烤摊半夜油烟大，望江路18号楼下")
    assert "望江路18号5栋" in person.say("不对，是5栋")
    assert "望江路18号6栋" in person.say("不对，是6栋")


def test_who_wants_to_leave_no_number_is_not_asked_for_one(person: Person) -> None:
    person.say("烧烤摊半夜吵，我要投诉")
    assert "在哪里" in person.say("不想留电话")
    assert "请您核对" in person.say("望江路18号")
    draft = person.session.draft
    assert draft is not None
    assert draft.anonymous


def test_who_will_not_say_where_is_still_asked_how_to_be_reached(person: Person) -> None:
    person.say("烧烤摊半夜吵，我要投诉")
    assert "电话" in person.say("不想说")
    draft = person.session.draft
    assert draft is not None
    assert not draft.anonymous
    assert not draft.place


@pytest.mark.parametrize("words", ["没有", "没有了", "没别的了", "莫得了"])
def test_nothing_more_at_the_summary_is_no_addition(person: Person, words: str) -> None:
    person.say("青石路38号锦绣苑3栋楼下烧烤店昨晚十一点还在吵，我姓张，电话13812345678")
    assert "确认提交" in person.say(words)
    assert "confirm" in person.actions
    draft = person.session.draft
    assert draft is not None
    assert len(draft.texts) == 1


def test_the_whole_text_of_an_answer_names_its_ground_once(person: Person) -> None:
    person.say("新生儿怎么上户口")
    [whole] = [each for each in person.actions if each.startswith("full:")]
    assert person.tap(whole).count("依据：") == 1


def test_a_matter_without_a_place_waits_for_a_person(person: Person) -> None:
    person.say("我们小区电梯坏了没人修" * 40)
    person.say("不知道")
    person.say("不知道")
    person.say("不留")
    person.tap("confirm")
    assert person.ticket.lead == ""


def test_where_it_is_belongs_to_the_question_that_was_offered_to_a_unit(person: Person) -> None:
    person.say("我想问下点解我屋企成日冇水嘅")
    before = person.session.draft
    assert before is not None
    assert before.consultation
    person.say("系锦绣苑3栋")
    draft = person.session.draft
    assert draft is not None
    assert draft.texts[0] == before.texts[0]
    assert "锦绣苑3栋" in draft.place["text"]


def test_an_addition_is_heard_beside_an_offer_too(person: Person) -> None:
    person.submitted()
    person.say("我想问下点解我屋企成日冇水嘅")
    assert ADDED in person.say("我补充一下，昨晚又吵到3点")


@pytest.mark.parametrize("words", ["他们啥时候来啊", "什么时候来修？"])
def test_when_they_come_asks_for_the_progress(person: Person, words: str) -> None:
    number = person.submitted().number
    assert number in person.say(words)


def test_a_building_named_after_thinking_completes_the_place(person: Person) -> None:
    person.say("烧烤摊半夜吵，我要投诉")
    person.say("锦绣苑")
    person.say("几栋我想想，5栋")
    draft = person.session.draft
    assert draft is not None
    assert (draft.place["text"], len(draft.texts)) == ("锦绣苑5栋", 1)
