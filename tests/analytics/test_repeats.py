"""Which messages are about the same matter, why, and the groups they make. All messages are written for this test."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.repeats.background import background_of, desks
from analytics.repeats.candidates import candidates
from analytics.repeats.clusters import clusters
from analytics.repeats.collection import Collection
from analytics.repeats.features import compare
from analytics.repeats.find import Repeats, find_repeats
from analytics.repeats.judge import load_judges
from analytics.repeats.latent import topics
from analytics.repeats.load import load_messages
from analytics.repeats.message import Message
from analytics.repeats.why import name_of, why
from analytics.repeats.words_of import words_of
from app.city import load_words as words
from classifiers.folder import load_model
from classifiers.model import Model, default_folder
from hotline.errors import DataFileError

KILN = Message(
    "1", "u1", "青石路云锦苑旁搅拌站噪音扰民", "云锦苑小区北边的搅拌站每天夜里施工，噪音和扬尘很大，业主没法睡觉。"
)
KILN_AGAIN = Message(
    "2", "u2", "云锦苑旁边的搅拌站太吵了", "我是云锦苑业主，搅拌站半夜噪音大，扬尘也很大，请尽快处理。"
)
KILN_ELSEWHERE = Message(
    "3", "u3", "望湖新城旁边的搅拌站太吵了", "我是望湖新城业主，搅拌站半夜噪音大，扬尘也很大，请尽快处理。"
)
WATER = Message("4", "u1", "青石路云锦苑停水三天没人管", "云锦苑小区从周一起停水，自来水公司说是水泵坏了，一直没修。")
SCHOOL = Message("5", "u5", "咨询小学入学需要什么材料", "外地户口的孩子今年上一年级，需要准备哪些材料，什么时候报名？")


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(default_folder())


def found(model: Model, *messages: Message) -> tuple[Collection, Repeats]:
    common = background_of(model)
    held = Collection(messages, common.word, common.pair)
    return held, find_repeats(held, load_judges(), desks(model))


def linked(model: Model, *messages: Message) -> set[tuple[str, str]]:
    held, repeats = found(model, *messages)
    return {(held.messages[link.one].id, held.messages[link.other].id) for link in repeats.links}


def test_the_same_matter_at_the_same_place_is_linked_whoever_tells_of_it(model: Model) -> None:
    assert linked(model, KILN, KILN_AGAIN, SCHOOL) == {("1", "2")}


def test_the_same_matter_at_another_place_is_another_matter(model: Model) -> None:
    assert linked(model, KILN_AGAIN, KILN_ELSEWHERE) == set()


def test_another_matter_at_the_same_place_is_another_matter_even_of_one_person(model: Model) -> None:
    assert linked(model, KILN, WATER) == set()


def test_the_reason_names_place_words_and_sender(model: Model) -> None:
    same_sender = Message("6", "u1", KILN_AGAIN.title, KILN_AGAIN.body)
    held, repeats = found(model, KILN, same_sender)
    [link] = repeats.links
    said = why(held, link.one, link.other, words(), alone=link.alone)
    assert said.startswith("同一人反映，都提到云锦苑，都说到")
    assert "搅拌站" in said
    assert said.endswith("。")


def test_an_unknown_sender_is_nobodys_second_message(model: Model) -> None:
    held, _ = found(model, Message("1", "", KILN.title, KILN.body), Message("2", "", KILN_AGAIN.title, KILN_AGAIN.body))
    assert compare(held, 0, 1)["same_sender"] == 0


def test_districts_that_differ_speak_against_it(model: Model) -> None:
    here = Message("1", "a", KILN.title, KILN.body, where=frozenset({"D1"}))
    there = Message("2", "b", KILN_AGAIN.title, KILN_AGAIN.body, where=frozenset({"D2"}))
    held, _ = found(model, here, there)
    assert compare(held, 0, 1)["other_district"] == 1
    coded = Collection([Message("1", "", "A7县云锦苑停水", "停水"), Message("2", "", "A3区云锦苑停水", "停水")])
    assert compare(coded, 0, 1)["other_district"] == 1


def test_a_group_is_called_by_the_title_that_the_others_share_most(model: Model) -> None:
    third = Message("7", "u7", "求助", "云锦苑搅拌站噪音扬尘，夜里没法睡觉。")
    held, repeats = found(model, KILN, KILN_AGAIN, third)
    assert "搅拌站" in name_of(held, repeats.groups[0], words())


@pytest.mark.parametrize("messages", [(), (KILN,), (Message("1", "", "？", ""), Message("2", "", "", "……"))])
def test_nothing_to_compare_gives_nothing(model: Model, messages: tuple[Message, ...]) -> None:
    assert linked(model, *messages) == set()


@pytest.mark.parametrize("copies", [2, 61, 150])
def test_what_very_many_tell_in_the_same_words_is_one_group(model: Model, copies: int) -> None:
    crowd = [Message(f"k{i}", f"v{i}", KILN.title, KILN.body) for i in range(copies)]
    held, repeats = found(model, *crowd, SCHOOL, WATER)
    assert [[held.messages[place].id for place in group] for group in repeats.groups] == [[m.id for m in crowd]]
    assert len(repeats.links) == copies * (copies - 1) // 2


@pytest.mark.parametrize("copies", [61, 150])
def test_what_very_many_tell_each_with_a_word_of_their_own_is_one_group(model: Model, copies: int) -> None:
    crowd = [Message(f"k{i}", f"v{i}", KILN.title, f"{KILN.body}我住{i}号房。") for i in range(copies)]
    _, repeats = found(model, *crowd, SCHOOL, WATER)
    assert [len(group) for group in repeats.groups] == [copies]


def test_a_flood_of_one_text_brings_no_more_pairs_than_there_are_messages_times_a_few(model: Model) -> None:
    crowd = [Message(f"k{i}", "v", KILN.title, KILN.body) for i in range(3000)]
    held, repeats = found(model, *crowd, SCHOOL)
    assert len(candidates(held)) <= 1000
    assert [len(group) for group in repeats.groups] == [3000]
    assert len(repeats.links) < 2 * 3000


def test_messages_that_differ_in_their_names_alone_are_compared_without_topics(model: Model) -> None:
    roads = [
        f"{a}{b}路停水"
        for a, b in product("金银铜铁锡云海山川江河湖春夏秋冬东南", "安平福寿康宁喜乐和顺丰泰昌盛荣华富贵")
    ]
    held, repeats = found(model, *(Message(str(i), "", road, road) for i, road in enumerate(roads)))
    assert len(roads) == 324
    assert not held.has_topics
    assert all(len(group) < len(roads) for group in repeats.groups)


def test_the_sender_can_be_left_out_of_the_reason() -> None:
    held = Collection([KILN, Message("6", KILN.user, KILN_AGAIN.title, KILN_AGAIN.body)])
    assert why(held, 0, 1, words()).startswith("同一人反映，")
    assert "同一人" not in why(held, 0, 1, words(), sender=False)


def test_letter_pairs_come_in_the_order_of_the_title_so_that_sums_do_not_differ_from_run_to_run() -> None:
    assert words_of(Message("1", "", "停水停水了", "")).title_pairs == ("停水", "水停", "水了")


def test_candidates_come_once_in_order_and_those_without_a_rare_word_in_common_not_at_all() -> None:
    held = Collection([KILN, KILN_AGAIN, WATER, SCHOOL])
    pairs = candidates(held)
    assert pairs == sorted(set(pairs))
    assert all(one < other for one, other in pairs)
    assert (0, 1) in pairs
    assert (0, 2) in pairs


def test_there_are_no_topics_among_few_messages_and_unit_rows_among_many() -> None:
    told = ["路灯坏了很久没修", "工资拖欠三个月", "学校食堂饭菜变质", "公交车不按时发车"]
    few = Collection([Message(str(i), "", text, text) for i, text in enumerate(told)])
    assert topics(few.vectors, (2,)) is None
    places = [f"{a}{b}苑" for a, b in product("金银铜铁锡云海山川江河湖", "安平福寿康宁喜乐")]
    many = [Message(f"{place}{i}", "", place + text, text) for place in places for i, text in enumerate(told)]
    rows = topics(Collection(many).vectors, (3, 5))
    assert rows is not None
    assert rows.shape == (len(many), 8)
    assert float(rows[0] @ rows[0]) == pytest.approx(1, abs=1e-4)
    assert float(rows[0] @ rows[4]) > 0.9 > float(rows[0] @ rows[1])


def test_a_chain_is_no_group() -> None:
    chain = {(0, 1): 0.95, (1, 2): 0.95, (2, 3): 0.95, (0, 2): 0.02, (1, 3): 0.02, (0, 3): 0.02}
    assert clusters(chain, 0.5) in ([[0, 1], [2, 3]], [[1, 2]])
    whole = dict.fromkeys(chain, 0.9)
    assert clusters(whole, 0.5) == [[0, 1, 2, 3]]


@given(st.dictionaries(st.tuples(st.integers(0, 12), st.integers(13, 25)), st.floats(0, 1), max_size=40))
def test_nobody_is_in_two_groups_and_every_group_has_a_pair_that_made_it(scores: dict[tuple[int, int], float]) -> None:
    groups = clusters(scores, 0.5)
    members = [place for group in groups for place in group]
    assert len(members) == len(set(members))
    for group in groups:
        assert max(score for pair, score in scores.items() if set(pair) <= set(group)) >= 0.5


TABLE = "id,user,title,time,body\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("id,user,title,body\n1,u,a,b\n", 1, "no_column"),
        (TABLE, 0, "no_rows"),
        (TABLE + "1,u,标题,2020/1/2 3:04:05,正文\n1,u,标题,2020/1/2 3:04:05,正文\n", 3, "twice"),
        (TABLE + "1,u,标题,昨天,正文\n", 2, "not_a_moment"),
        (TABLE + "1,u,,2020/1/2,\n", 2, "empty"),
        (TABLE + ",u,标题,2020/1/2,正文\n", 2, "empty"),
        (TABLE + "1,u,标题,2020/1/2,正文,多\n", 2, "too_many_cells"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as refusal:
        load_messages(path)
    assert (refusal.value.line, refusal.value.reason) == (line, reason)
    assert words().error(refusal.value)


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_bytes((TABLE + "1,u,标题,2020/1/2,正文\n").encode("gbk"))
    with pytest.raises(DataFileError) as refusal:
        load_messages(path)
    assert (refusal.value.line, refusal.value.reason) == (2, "not_utf8")


@pytest.mark.parametrize(
    "cell", ["2019/2/28 11:25:05", "2019-02-28 11:25", "2019-02-28T11:25:00+08:00", "2019/2/28", "2019年2月28日", ""]
)
def test_times_are_read_in_the_usual_ways(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(f"\ufeff{TABLE}1,u,标题,{cell},\n", encoding="utf-8")
    [message] = load_messages(path)
    assert (message.at is None) is (cell == "")
    assert message.at is None or (message.at.year, message.at.month, message.at.day) == (2019, 2, 28)


@pytest.mark.parametrize("text", ["linkage = 0.4\n", "linkage = true\n[many]\nbase=1\n[few]\nbase=1\n",
                                  'linkage = 0.4\n[many]\nbase="x"\n[few]\nbase=1\n'])  # fmt: skip
def test_weights_that_are_wrong_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError):
        load_judges(path)
