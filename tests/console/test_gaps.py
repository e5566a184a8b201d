"""知识缺口: what citizens ask and the base does not answer, for the desk and for each unit; a draft in one click."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.ports import SaidOfAnswer
from console.forms import Form
from console.pages.gaps import _draft
from hotline.errors import ConflictError
from hotline.people import Actor, Role
from knowledge.keeping.ports import Kept
from knowledge.keeping.states import EntryState
from tests.console.city import MOBILE, NAME, City, asked
from tests.console.person import SignIn

STALLS = ("晚上摆夜市摊位要办什么证", "夜市摆摊位需要办证吗", "晚上摆夜市摊位要办什么证")


def three(city: City) -> int:
    """A question that three citizens ask; gives the id of the first."""
    first, *_ = [asked(city, text) for text in STALLS]
    return first


def drafted(city: City) -> list[Kept]:
    with city.database.units_of_work(write=False) as uow:
        kept = [uow.entries.get(entry_id) for entry_id in uow.entries.titles().values()]
    return [each for each in kept if each.latest.state is EntryState.DRAFT]


async def test_gaps_stand_in_the_order_of_citizens_with_examples_and_nearest_entries(
    city: City, sign_in: SignIn
) -> None:
    asked(city, "公园几点关门", who="one")
    asked(city, "公园几点关门", who="one")
    three(city)
    person = await sign_in("operator")
    await person.open("/gaps")
    assert person.status == 200
    assert person.text.index(STALLS[0]) < person.text.index("公园几点关门")
    assert "<b>3</b> 人" in person.text
    assert "<b>1</b> 人" in person.text
    assert "灵活就业人员怎么参加职工医保" in person.text
    assert 'aria-label="0、0、0、0、0、0、0、3"' in person.text


async def test_one_gap_shows_every_way_of_asking_and_what_was_said(city: City, sign_in: SignIn) -> None:
    key = asked(city, "公园几点关门", entry="k1", said=SaidOfAnswer.UNSOLVED)
    person = await sign_in("supervisor")
    await person.open(f"/gaps/{key}")
    for words in ("2026年第10周", "2026年第3周", "给了答案", "说没解决", "其中 1 次给了答案但没解决", "0.40"):
        assert words in person.text


async def test_personal_data_is_on_no_page(city: City, sign_in: SignIn) -> None:
    key = asked(city, f"我是{NAME}，电话{MOBILE}，夜市摆摊要什么证")
    person = await sign_in("administrator")
    for path in ("/gaps", f"/gaps/{key}"):
        await person.open(path)
        assert person.status == 200
        assert MOBILE not in person.text
        assert NAME not in person.text


async def test_one_click_makes_a_draft_with_the_ways_of_asking(city: City, sign_in: SignIn) -> None:
    key = three(city)
    person = await sign_in("operator")
    await person.open(f"/gaps/{key}")
    await person.submit(f"/gaps/{key}/draft")
    assert "已起草" in person.text
    assert f"/gaps/{key}/draft" not in person.text
    [kept] = drafted(city)
    version = kept.latest
    assert (version.entry.title, version.entry.variants, version.entry.owner) == (STALLS[0], (STALLS[1],), "城管执法")
    await person.open(f"/gaps/{key}")
    assert f"/knowledge/entries/{kept.id}" in person.text
    assert (version.author, version.why) == ("operator", "根据知识缺口起草，3 位市民问过")
    await person.open("/gaps")
    assert STALLS[0] not in person.text
    await person.open("/gaps?tab=drafted")
    assert STALLS[0] in person.text


async def test_two_who_click_at_once_make_one_draft(city: City, sign_in: SignIn) -> None:
    key = three(city)
    mine, hers = await sign_in("operator"), await sign_in("second")
    for person in (mine, hers):
        await person.open(f"/gaps/{key}")
    await mine.submit(f"/gaps/{key}/draft")
    await hers.submit(f"/gaps/{key}/draft")
    assert hers.status == 409
    assert len(drafted(city)) == 1


async def test_what_is_no_gap_is_hidden_with_a_reason_and_may_be_shown_again(city: City, sign_in: SignIn) -> None:
    key = three(city)
    person = await sign_in("operator")
    await person.open(f"/gaps/{key}")
    await person.submit(f"/gaps/{key}/settle", standing="no_gap", reason="  ")
    assert person.status == 422
    await person.submit(f"/gaps/{key}/settle", standing="no_gap", reason="属于投诉，不是政策问题")
    assert "属于投诉，不是政策问题" in person.text
    asked(city, STALLS[1])
    await person.open("/gaps")
    assert STALLS[0] not in person.text, "who asks it again does not bring it back"
    await person.open(f"/gaps/{key}")
    await person.submit(f"/gaps/{key}/settle", standing="open")
    await person.open("/gaps")
    assert STALLS[0] in person.text


@pytest.mark.parametrize("standing", ["drafted", "", "nothing"])
async def test_a_strange_button_is_refused_and_changes_nothing(standing: str, city: City, sign_in: SignIn) -> None:
    key = three(city)
    person = await sign_in("operator")
    await person.open(f"/gaps/{key}")
    await person.submit(f"/gaps/{key}/settle", standing=standing, reason="理由")
    assert person.status == 422
    assert city.database.views.unanswered(city.clock.now() - timedelta(days=1))[0].settled == ""


async def test_a_unit_sees_the_gaps_of_its_own_and_drafts_for_itself_only(city: City, sign_in: SignIn) -> None:
    mine, theirs = three(city), asked(city, "厂子排污怎么查", unit="生态环境")
    handler = await sign_in("handler")
    token = handler.form("/sign-out")
    await handler.open("/gaps")
    assert STALLS[0] in handler.text
    assert "排污" not in handler.text
    await handler.open(f"/gaps/{theirs}")
    assert handler.status == 404
    await handler.post(f"/gaps/{theirs}/draft", token)
    assert handler.status == 404
    await handler.post(f"/gaps/{mine}/settle", {**token, "standing": "no_gap", "reason": "x"})
    assert handler.status == 403
    await handler.open(f"/gaps/{mine}")
    await handler.submit(f"/gaps/{mine}/draft")
    assert [kept.latest.entry.owner for kept in drafted(city)] == ["城管执法"]


@pytest.mark.parametrize("key", ["999", "x", "-1", "１"])
async def test_a_gap_that_does_not_exist_is_not_found(key: str, sign_in: SignIn) -> None:
    person = await sign_in("operator")
    await person.open(f"/gaps/{key}")
    assert person.status == 404


async def test_without_any_question_the_page_says_so(sign_in: SignIn) -> None:
    person = await sign_in("operator")
    for tab in ("open", "drafted", "no_gap", "nonsense"):
        await person.open(f"/gaps?tab={tab}")
        assert 'class="empty"' in person.text


async def test_of_two_clicks_that_saw_the_same_open_gap_one_makes_a_draft(city: City, sign_in: SignIn) -> None:
    key = three(city)
    first, second = await sign_in("operator"), await sign_in("second")
    for person in (first, second):
        await person.open(f"/gaps/{key}")
    parts = city.parts
    seen = parts.gaps(parts.now())
    late = replace(parts, gaps=lambda _: seen)
    _draft(late, Actor(Role.OPERATOR, id="operator"), str(key), Form())
    with pytest.raises(ConflictError):
        _draft(late, Actor(Role.OPERATOR, id="second"), str(key), Form())
    assert len(drafted(city)) == 1


async def test_a_unit_drafts_no_gap_that_is_first_of_all_another_units(city: City, sign_in: SignIn) -> None:
    words = "厂子半夜排污怎么查"
    key, *_ = [asked(city, words, unit=unit) for unit in ("生态环境", "生态环境", "城管执法")]
    handler = await sign_in("handler")
    await handler.open(f"/gaps/{key}")
    assert handler.status == 200
    await handler.post(f"/gaps/{key}/draft", handler.form("/sign-out"))
    assert (handler.status, drafted(city)) == (403, [])
    operator = await sign_in("operator")
    await operator.open(f"/gaps/{key}")
    await operator.submit(f"/gaps/{key}/draft")
    assert [kept.latest.entry.owner for kept in drafted(city)] == ["生态环境"]
