"""Several units on one ticket, in the browser: each is offered its own part, and nothing of the others'."""

import asyncio
import csv
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from aiohttp import FormData

import routing
from casework.ports_life import PartState
from casework.ports_returns import ReturnClass
from hotline.people import Role
from hotline.ticket import PATROL
from hotline.workflow import State
from routing.catalogue import frame, load_catalogue
from tests.console.city import FAST, HANDLER, OTHER, PASSWORD, SURE, City, open_ticket, returned, signed
from tests.console.person import ROOT, Person, SignIn

STREET = "D1S1"


def hired(city: City, login: str, unit: str, role: Role = Role.DEPARTMENT) -> str:
    with city.database.units_of_work() as uow:
        uow.accounts.add(login, login, role, unit, FAST.hash(PASSWORD))
        uow.commit()
    return login


def part_state(city: City, number: str, unit: str) -> PartState:
    with city.database.units_of_work(write=False) as uow:
        return [part for part in uow.assignments.of_ticket(number) if part.unit == unit][-1].state


def state(city: City, number: str) -> State:
    with city.database.units_of_work(write=False) as uow:
        return uow.tickets.get(number).state


async def uploaded(person: Person, number: str, token: dict[str, str], content: bytes) -> None:
    data = FormData()
    for name, value in token.items():
        if name != "picture":
            data.add_field(name, value)
    data.add_field("picture", content, filename="a.gif", content_type="image/gif")
    async with person.client.post(f"{ROOT}/tickets/{number}/evidence", data=data) as response:
        person.status, person.text = response.status, await response.text(errors="replace")


async def submitted(person: Person, number: str, action: str, **fields: str) -> None:
    await person.open(f"/tickets/{number}")
    await person.submit(f"/tickets/{number}/{action}", **fields)


async def test_a_unit_is_added_signs_reports_and_the_lead_reads_it(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    operator, helper = await sign_in("operator"), await sign_in("stranger")
    await helper.open(f"/tickets/{number}")
    assert helper.status == 404
    await submitted(operator, number, "add_unit", co_unit=OTHER, days="0", reason="测噪声")
    assert operator.status == 422
    assert operator.form(f"/tickets/{number}/add_unit")["reason"] == "测噪声"
    await operator.submit(f"/tickets/{number}/add_unit", days="2")
    assert "已加派" in operator.text
    await helper.open("/inbox")
    assert "协办和报到" in helper.text
    assert number in helper.text
    await helper.open(f"/tickets/{number}")
    offered = set(re.findall(rf"/tickets/{number}/(\w+)\"", helper.text))
    assert offered == {"co_sign", "co_object", "reveal"}
    await helper.submit(f"/tickets/{number}/co_sign")
    await submitted(helper, number, "co_report", report="超标3分贝", stage="已办完")
    assert part_state(city, number, OTHER) is PartState.REPORTED
    handler = await sign_in("handler")
    await handler.open(f"/tickets/{number}")
    assert "超标3分贝" in handler.text
    assert "co_sign" not in handler.text


async def test_a_co_unit_is_not_stopped_by_what_others_did_meanwhile_and_a_double_click_is_refused(
    city: City, sign_in: SignIn
) -> None:
    number = signed(city)
    operator, helper = await sign_in("operator"), await sign_in("stranger")
    await submitted(operator, number, "add_unit", co_unit=OTHER, days="2", reason="测噪声")
    await helper.open(f"/tickets/{number}")
    form = helper.form(f"/tickets/{number}/co_sign")
    await submitted(operator, number, "remind", reason="市民催")
    await helper.post(f"/tickets/{number}/co_sign", form)
    assert part_state(city, number, OTHER) is PartState.SIGNED
    await helper.post(f"/tickets/{number}/co_sign", form)
    assert helper.status == 409
    assert "不能做这一步" in helper.text


async def test_two_units_that_sign_at_the_same_instant_both_get_through(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, replace(SURE, other_units=(OTHER, "XF")))
    helpers = [await sign_in("stranger"), await sign_in(hired(city, "fire", "XF"))]
    for helper in helpers:
        await helper.open(f"/tickets/{number}")
    await asyncio.gather(*(helper.submit(f"/tickets/{number}/co_sign") for helper in helpers))
    assert [helper.status for helper in helpers] == [200, 200]
    assert {part_state(city, number, unit) for unit in (OTHER, "XF")} == {PartState.SIGNED}


async def test_an_objection_is_decided_on_the_page(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    operator, helper = await sign_in("operator"), await sign_in("stranger")
    await submitted(operator, number, "add_unit", co_unit=OTHER, days="2", reason="测噪声")
    await operator.open(f"/tickets/{number}")
    assert "uphold_objection" not in operator.text
    await submitted(helper, number, "co_object", ground="社会生活噪声归公安")
    await operator.open(f"/tickets/{number}")
    assert "异议：社会生活噪声归公安" in operator.text
    await operator.submit(f"/tickets/{number}/uphold_objection", co_unit=OTHER, reason="属实")
    await helper.open(f"/tickets/{number}")
    assert helper.status == 404
    await helper.open("/inbox")
    assert "异议成立，不用再协办：属实" in helper.text
    [address] = set(re.findall(r"/inbox/notices/\d+", helper.text))
    await helper.submit(address)
    assert "异议成立，不用再协办：属实" not in helper.text


async def test_the_lead_asks_and_the_desk_grants(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    handler, operator = await sign_in("handler"), await sign_in("operator")
    await submitted(handler, number, "ask_unit", co_unit=HANDLER, days="3", reason="要测噪声")
    assert 'data-faulty="co_unit"' in handler.text
    await submitted(handler, number, "ask_unit", co_unit=OTHER, days="3", reason="要测噪声")
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/grant_unit", co_unit=OTHER)
    assert part_state(city, number, OTHER) is PartState.SENT


async def test_a_street_whistles_and_both_sides_stand_on_the_supervisors_page(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    operator, street = await sign_in("operator"), await sign_in(hired(city, "street", STREET))
    await submitted(operator, number, "review", lead=STREET)
    await submitted(street, number, "sign")
    await submitted(street, number, "whistle", called=HANDLER, hours="4", reason="联合执法")
    assert "已吹哨" in street.text
    handler, supervisor = await sign_in("handler"), await sign_in("supervisor")
    await submitted(handler, number, "co_sign")
    assert handler.status == 422
    await submitted(handler, number, "co_sign", on_site="到场，三家占道")
    await supervisor.open("/together")
    assert "吹哨的街道" in supervisor.text
    assert "100%" in supervisor.text
    await handler.open("/together")
    assert handler.status == 403


async def test_only_a_street_is_offered_a_whistle(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    handler = await sign_in("handler")
    await handler.open(f"/tickets/{number}")
    assert "/whistle" not in handler.text


async def test_who_is_invited_reads_the_ticket_says_a_position_and_no_more(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    operator, guest = await sign_in("operator"), await sign_in("stranger")
    await submitted(operator, number, "convene", reason="职责不清", invited=OTHER)
    await guest.open("/inbox")
    assert "请参加会商" in guest.text
    await guest.open(f"/tickets/{number}")
    assert set(re.findall(rf"/tickets/{number}/(\w+)\"", guest.text)) <= {"state_position", "reveal"}
    await guest.submit(f"/tickets/{number}/state_position", position="只管工业噪声")
    await submitted(operator, number, "note_position", co_unit=HANDLER, position="只管占道")
    assert "只管工业噪声" in operator.text
    assert "只管占道" in operator.text
    await submitted(operator, number, "conclude", lead=HANDLER, outcome="城管牵头", rule_words="占道、烧烤")
    await guest.open(f"/tickets/{number}")
    assert guest.status == 404
    await guest.open("/inbox")
    assert "结论：城管牵头" in guest.text


async def test_a_return_asks_for_class_ground_and_evidence_and_takes_a_picture(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    handler, supervisor = await sign_in("handler"), await sign_in("supervisor")
    fields = {"return_class": ReturnClass.PLACE.value, "reason": "在邻区", "ground": "行政区划图"}
    await submitted(handler, number, "request_return", **fields)
    assert handler.status == 422
    await handler.submit(f"/tickets/{number}/request_return", evidence="现场定位截图")
    assert state(city, number) is State.RETURN_REQUESTED
    await supervisor.open("/returns")
    assert "望澜市城市管理" in supervisor.text
    assert ReturnClass.PLACE.value in supervisor.text
    await supervisor.open(f"/tickets/{number}")
    assert "现场定位截图" in supervisor.text


async def test_evidence_is_a_picture_of_the_unit_that_asks(city: City, sign_in: SignIn) -> None:
    number = returned(city)
    handler, other = await sign_in("handler"), await sign_in("stranger")
    await handler.open(f"/tickets/{number}")
    token = handler.form(f"/tickets/{number}/evidence")
    for content, status in ((b"GIF89a tiny", 200), (b"<script>", 422), (b"", 422)):
        await uploaded(handler, number, token, content)
        assert handler.status == status, content
    await handler.open(f"/tickets/{number}")
    [address] = set(re.findall(rf"/tickets/{number}/evidence/\d+", handler.text))
    await handler.open(address)
    assert (handler.status, handler.headers["Content-Type"]) == (200, "image/gif")
    await other.open(address)
    assert other.status == 404
    await other.open("/inbox")
    await uploaded(other, number, other.form("/sign-out"), b"GIF89a")
    assert other.status == 404


async def test_proposals_are_settled_by_administrators_and_given_out_in_the_catalogues_format(
    city: City, sign_in: SignIn, tmp_path: Path
) -> None:
    number = returned(city)
    operator, administrator = await sign_in("operator"), await sign_in("administrator")
    await submitted(operator, number, "uphold_return")
    await submitted(operator, number, "review", lead=OTHER)
    await administrator.open("/proposals")
    assert "原派 城管执法" in administrator.text
    await administrator.submit("/proposals/1", verdict="accept", rule_words="", note="")
    assert administrator.status == 422
    await administrator.submit("/proposals/1", verdict="accept", rule_words="油烟、设备噪声")
    assert "已采纳" in administrator.text
    await administrator.open("/proposals.csv")
    [row] = csv.DictReader(io.StringIO(administrator.text.lstrip("\ufeff")))
    assert (row["lead"], row["any"]) == ("生态环境", "油烟|设备噪声")
    shipped = Path(next(iter(routing.__path__))) / "data" / "catalogue.csv"
    lines = administrator.text.lstrip("\ufeff").splitlines()[1:]
    (tmp_path / "catalogue.csv").write_text(shipped.read_text(encoding="utf-8") + "\n".join(lines) + "\n", "utf-8")
    catalogue = load_catalogue(tmp_path / "catalogue.csv", frame(city.office.taxonomy, city.office.units))
    rule = next(each for each in catalogue.rules if each.id == row["id"])
    assert rule.in_force(date(2026, 3, 2))
    await operator.open("/proposals")
    assert operator.status == 403


async def test_the_third_return_offers_consultation_or_designation_only(city: City, sign_in: SignIn) -> None:
    number = returned(city)
    with city.database.units_of_work() as uow:
        ticket = uow.tickets.get(number)
        ticket.returns = 3
        uow.tickets.save(ticket)
        uow.commit()
    supervisor = await sign_in("supervisor")
    await supervisor.open(f"/tickets/{number}")
    assert "/uphold_return" not in supervisor.text
    assert "/refuse_return" not in supervisor.text
    assert "/convene" in supervisor.text
    offered = supervisor.text.split('id="designate-lead"')[1].split("</select>")[0]
    assert "selected" not in offered, "nobody designates by oversight the unit that has just sent it back"
    await supervisor.submit(f"/tickets/{number}/designate", lead=OTHER, ground="热线指定")
    assert "已指定单位" in supervisor.text


async def test_a_re_dispatch_tells_the_old_unit_in_its_inbox(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE)
    operator, handler = await sign_in("operator"), await sign_in("handler")
    await submitted(operator, number, "redispatch", lead=OTHER, reason="归生态环境")
    await handler.open("/inbox")
    assert "已改派其他单位" in handler.text
    await handler.open(f"/tickets/{number}")
    assert handler.status == 404


async def test_a_split_links_both_sides(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    operator = await sign_in("operator")
    await submitted(operator, number, "split", matters="路灯不亮\n井盖松动", new_title="油烟")
    assert "已拆单" in operator.text
    await operator.open(f"/tickets/{number}")
    children = operator.text.split("<h2>拆单</h2>")[1].split("</section>")[0]
    first = re.findall(r"(\d{18})</a>", children)[0]
    await operator.open(f"/tickets/{first}")
    assert "路灯不亮" in operator.text
    assert f"{number}</a>" in operator.text.split("<h2>拆单</h2>")[1]


async def test_a_finding_of_the_patrol_becomes_one_ticket_that_the_finder_follows(city: City, sign_in: SignIn) -> None:
    street = await sign_in(hired(city, "street", STREET))
    await street.open("/patrol")
    told = {"text": "店外经营占道，油烟直排", "place": "青石路38号", "category": "城乡建设/城市建设和市政管理"}
    form = street.form("/patrol") | told
    await street.post("/patrol", form | {"place": ""})
    assert street.status == 422
    await street.post("/patrol", form)
    assert "已上报" in street.text
    [number] = re.findall(r"\d{18}", street.text)
    with city.database.units_of_work(write=False) as uow:
        ticket = uow.tickets.get(number)
    assert (ticket.channel, ticket.finder and ticket.finder.id) == (PATROL, "street")
    await street.post("/patrol", form)
    assert street.status == 409
    colleague = await sign_in(hired(city, "street_supervisor", STREET, Role.SUPERVISOR))
    handler = await sign_in("handler")
    await submitted(handler, number, "sign")
    found = {"truth": "属实", "contacted": "否", "unit_solved": "已解决"}
    await submitted(handler, number, "answer", public_answer="已清理", **found)
    await submitted(colleague, number, "approve_answer")
    assert colleague.status == 403
    assert "巡办分离" in colleague.text


async def test_a_ticket_of_a_unit_that_is_gone_from_the_citys_table_still_opens(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    operator = await sign_in("operator")
    await submitted(operator, number, "add_unit", co_unit=OTHER, days="2", reason="测噪声")
    kept = [unit for unit in city.office.units.all() if unit.code != OTHER]
    units = type(city.office.units)(kept)
    object.__setattr__(city.parts, "office", replace(city.office, units=units))
    await operator.open(f"/tickets/{number}")
    assert operator.status == 200
    helper = await sign_in("stranger")
    await helper.open("/inbox")
    assert number in helper.text
