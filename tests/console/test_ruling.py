"""What the catalogue says of a ticket stands on its page: every rule tried, what to ask, 法定渠道, 抄送."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.sheet import Sheet, read_sheet
from hotline.appeal import Place
from hotline.matter import MatterType
from hotline.people import Role
from hotline.taxonomy import Category
from routing.decision import Lack
from tests.console.city import (
    CLERK,
    FAST,
    HANDLER,
    MOBILE,
    OPERATOR,
    PASSWORD,
    SURE,
    UNSURE,
    City,
    appeal,
    open_city,
    open_ticket,
)
from tests.console.person import SignIn

STREET = "D1S1"


@pytest.fixture
def city(tmp_path: Path, migrated: Path) -> Iterator[City]:
    """A city whose console asks the shipped catalogue."""
    path = tmp_path / "city.db"
    shutil.copy(migrated, path)
    with open_city(path) as opened:
        assert opened.parts.catalogue is not None
        yield replace(opened, parts=replace(opened.parts, decide=opened.parts.catalogue.router.decide))


def waiting(city: City, words: str) -> str:
    return open_ticket(city, UNSURE, appeal(words, title=words[:12]))


def sheet(city: City, number: str) -> Sheet:
    return read_sheet(city.parts, number, OPERATOR)


async def test_every_rule_that_was_tried_is_read_by_the_desk_and_by_no_unit(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE)
    found = sheet(city, number).ruling.tried
    assert found[0].lacking == []
    assert found[0].words
    assert {lack for each in found for lack, _ in each.lacking} <= {lack.value for lack in Lack}
    desk, unit = await sign_in("operator"), await sign_in("handler")
    await desk.open(f"/tickets/{number}")
    assert "派单目录逐条比对" in desk.text
    assert found[0].rule in desk.text
    await unit.open(f"/tickets/{number}")
    assert "派单目录逐条比对" not in unit.text
    assert read_sheet(city.parts, number, CLERK).ruling.tried == ()


async def test_the_fact_to_ask_for_stands_before_the_dispatcher(city: City, sign_in: SignIn) -> None:
    number = waiting(city, "路面坑洼不平")
    asks = sheet(city, number).ruling.asks
    assert asks
    desk = await sign_in("operator")
    await desk.open(f"/queues/review?ticket={number}")
    assert "派单前最好问清" in desk.text
    assert asks[0].question in desk.text
    await desk.submit(f"/tickets/{number}/review", lead=HANDLER)
    assert sheet(city, number).ruling.asks == ()


async def test_where_another_way_is_named_no_unit_is_the_first_choice(city: City, sign_in: SignIn) -> None:
    court = appeal("对法院的判决不服，要求改判。", "判决不服", category=Category("政法", "诉讼"))
    number = open_ticket(city, replace(UNSURE, lead="其他", lead_unit="", alternatives=()), court)
    found = sheet(city, number)
    assert found.ruling.channel
    assert (found.proposals, found.lead) == ([], "")
    desk = await sign_in("operator")
    await desk.open(f"/queues/review?ticket={number}")
    assert "不派单，请告知市民走" in desk.text
    assert found.ruling.advice in desk.text
    assert "系统建议派给" not in desk.text
    assert f"/tickets/{number}/refer" in desk.text


async def test_the_district_of_a_street_that_has_it_is_named(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, replace(SURE, lead_unit=STREET))
    units = city.office.units
    assert sheet(city, number).ruling.copies == ("D1",)
    desk = await sign_in("operator")
    await desk.open(f"/tickets/{number}")
    assert f"<dt>抄送</dt><dd>{units.get('D1').name}</dd>" in desk.text
    assert sheet(city, open_ticket(city, SURE)).ruling.copies == ()


def test_a_street_is_proposed_where_only_the_community_of_the_place_is_known(city: City) -> None:
    place = Place("望湖小区3栋", community="D1S1C1")
    decision = replace(UNSURE, lead="街道乡镇", lead_unit="", alternatives=())
    number = open_ticket(city, decision, replace(appeal(), place=place))
    assert [each.code for each in sheet(city, number).proposals] == [STREET]


async def test_the_district_reads_its_copies_and_does_nothing_with_them(city: City, sign_in: SignIn) -> None:
    copied, foreign = open_ticket(city, replace(SURE, lead_unit=STREET)), open_ticket(city, SURE)
    sealed = open_ticket(city, replace(SURE, lead_unit=STREET), appeal(matter_type=MatterType.REPORT))
    with city.database.units_of_work() as uow:
        uow.accounts.add("district", "区里小何", Role.DEPARTMENT, "D1", FAST.hash(PASSWORD))
        uow.commit()
    district = await sign_in("district")
    await district.open("/inbox")
    assert [number in district.text for number in (copied, foreign, sealed)] == [True, False, False]
    await district.open(f"/tickets/{copied}")
    assert (district.status, "本区只供查看" in district.text) == (200, True)
    assert MOBILE not in district.text
    assert set(re.findall(rf"/tickets/{copied}/(\w+)\"", district.text)) == set()
    fields = {**district.form("/sign-out"), "reveal_reason": "看看", "version": "1"}
    for verb in ("sign", "reveal", "request_return"):
        await district.post(f"/tickets/{copied}/{verb}", fields)
        assert district.status == 404, verb
    for number in (foreign, sealed):
        await district.open(f"/tickets/{number}")
        assert district.status == 404
