"""Several matters in one message: cut where the citizen begins anew, and nowhere in a story that goes on."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.clauses import load_cues
from classifiers.corpus_rows import corpus_folder, several_rows
from classifiers.model import Model, Reading
from classifiers.splitting import DEFAULT, MOST_PARTS, MatterSpan, load_splitter, matters_in, shipped_splitter
from classifiers.splitting_scores import compare, split_scores
from hotline.errors import DataFileError

TWO = "外卖送来的面里有根头发，平台让我找商家，商家让我找平台。另外说一下我们小区门口骑手逆行太多，昨天差点撞到我女儿"
LISTED = "1、小区南门大货车乱停，早上堵得出不去；2、门口修车铺把机油倒进下水道，味道大"
SPOKEN = "外卖送来的面里有根头发平台让我找商家另外我们小区门口骑手逆行太多昨天差点撞到我女儿"
STORY = "楼上漏水，天花板掉皮，墙纸卷了，地板鼓起来，插座也进水跳闸，找楼上不理，找物业让我找楼上"
GROUNDS = "广场舞太吵，1、孩子写不了作业；2、老人心脏受不了；3、我上夜班白天睡不着；4、劝过他们还骂人"
VISITS = "我申请的创业贷款，材料交了三遍，第一遍说章不清楚，第二遍说流水不够，第三遍说额度没了，请问到底还能不能办"


class Counting:
    """Reads with a model and counts how often."""

    def __init__(self, model: Model) -> None:
        self.model, self.times = model, 0

    def __call__(self, text: str) -> Reading:
        self.times += 1
        return self.model.read(text)


def texts(spans: tuple[MatterSpan, ...]) -> list[str]:
    return [span.text for span in spans]


def test_a_second_matter_that_is_announced_is_a_span_of_its_own(shipped: Model) -> None:
    first, second = matters_in(TWO, shipped.read)
    assert first.text.endswith("商家让我找平台")
    assert second.text == TWO[second.start : second.end] == TWO[TWO.index("另外") :]


def test_a_numbered_list_of_matters_is_cut_at_its_numbers(shipped: Model) -> None:
    assert [text[:2] for text in texts(matters_in(LISTED, shipped.read))] == ["1、", "2、"]


def test_a_spoken_message_is_cut_without_any_stop(shipped: Model) -> None:
    assert texts(matters_in(SPOKEN, shipped.read))[1:] == [SPOKEN[SPOKEN.index("另外") :]]


@pytest.mark.parametrize("text", [STORY, GROUNDS, VISITS])
def test_consequences_grounds_and_visits_belong_to_the_matter_before(shipped: Model, text: str) -> None:
    assert matters_in(text, shipped.read) == (MatterSpan(0, len(text), text),)


def test_the_ordinary_message_is_not_read_at_all(shipped: Model) -> None:
    read = Counting(shipped)
    for text in ("", "路灯坏了", "小区门口的路灯坏了好几天没人修", "楼上漏水，没人管"):
        assert texts(matters_in(text, read)) == [text]
    assert read.times == 0


def test_however_long_a_message_is_only_so_many_parts_are_read(shipped: Model) -> None:
    read = Counting(shipped)
    matters_in("，另外还有一件事".join([LISTED, TWO] * 12), read)
    assert 2 <= read.times <= MOST_PARTS


def test_the_half_that_was_not_learned_from_is_cut_well_enough(shipped: Model) -> None:
    scores = split_scores(shipped_splitter(), several_rows(corpus_folder())[1::2], shipped.read)
    assert scores.right_number >= 0.25, scores
    assert scores.boundary_precision >= 0.75, scores
    assert scores.wrongly_cut <= 0.06, scores


@given(
    st.lists(
        st.sampled_from([TWO, LISTED, SPOKEN, STORY, GROUNDS, "您好", "，", "。\n", " ", "另外", "2、", "a b"]),
        max_size=6,
    )
)
def test_spans_stand_in_order_and_leave_out_nothing_but_stops(shipped: Model, pieces: list[str]) -> None:
    text = "".join(pieces)
    spans = matters_in(text, shipped.read)
    assert all(text[span.start : span.end] == span.text for span in spans)
    behind = 0
    for span in spans:
        assert behind <= span.start <= span.end <= len(text)
        assert not text[behind : span.start].strip(" \t\r\n，,。；;、")
        behind = span.end
    assert not text[behind:].strip()


def test_greetings_and_bare_numbers_belong_to_what_follows() -> None:
    cues = load_cues()
    for text in ("您好，我家楼下太吵了", "对了，路灯也坏了", "我要反映两件事：楼下太吵了"):
        assert len(cues.clauses(text)) == 1
    assert [clause.start for clause in cues.clauses("第一，太吵了；第二，路灯坏了")] == [0, 7]


def test_a_boundary_three_characters_off_counts_and_one_farther_off_does_not() -> None:
    scores = compare([(10,), (10,), (), ()], [(13,), (14,), (5,), ()])
    assert (scores.right_number, scores.wrongly_cut) == (1.0, 0.5)
    assert scores.boundary_precision == pytest.approx(1 / 3)
    assert scores.boundary_f1 == pytest.approx(2 / 5)


@pytest.mark.parametrize(
    "broken", [{"grammar": {}}, {"unsaid": "viel"}, {"reading": {"signs": [], "weights": [], "bias": 0, "least": 0}}]
)
def test_weights_that_were_learned_for_something_else_are_refused(tmp_path: Path, broken: dict[str, object]) -> None:
    path = tmp_path / "splitting.json"
    path.write_text(json.dumps(json.loads(DEFAULT.read_text(encoding="utf-8")) | broken), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_splitter(path)
    assert caught.value.reason == "broken_model"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["also,(x"], "bad_pattern"),
        (["nothing,x"], "not_allowed"),
        (["also,x", "also,y"], "twice"),
        (["also,x"], "empty"),
    ],
)
def test_a_wrong_table_of_cues_is_refused(tmp_path: Path, rows: list[str], reason: str) -> None:
    path = tmp_path / "cues.csv"
    path.write_text("\n".join(["name,words", *rows]), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_cues(path)
    assert caught.value.reason == reason
