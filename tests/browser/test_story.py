"""The whole story in real browsers over a real server: from the first message to the citizen's rating."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pydantic import SecretStr

from app.assembly import House, open_house
from app.settings import Settings
from console.passwords import Passwords
from hotline.people import Role
from hotline.workflow import State
from tests.browser.people import Citizen, Staff
from tests.e2e.server import Server
from tests.postgres import postgres_server

PASSWORD = "a-long-enough-password"
ROOF = "锦绣苑3栋楼顶漏水，一下雨就往我家卧室滴，跟物业说了两个月没人修"


@pytest.fixture(params=[pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    if request.param == "sqlite":
        yield from _running(Server(tmp_path))
        return
    with postgres_server() as postgres, postgres.database() as url:
        yield from _running(Server(tmp_path, JIESU_DATABASE_URL=url))


def _running(server: Server) -> Iterator[Server]:
    with open_house(_settings(server)) as house:
        _employ(house)
    server.start()
    try:
        yield server
    finally:
        assert server.stop() == 0, server.log()


def _settings(server: Server) -> Settings:
    url = SecretStr(server.settings.get("JIESU_DATABASE_URL", ""))
    return Settings(data_dir=server.folder / "data", database_url=url, _env_file=None)  # type: ignore[call-arg]  # pydantic-settings takes it


def _employ(house: House) -> None:
    hashed = Passwords().hash(PASSWORD)
    with house.database.units_of_work() as uow:
        uow.accounts.add("operator", "接线员", Role.OPERATOR, "", hashed)
        for unit in house.mind.city.units.all():
            if unit.type:
                uow.accounts.add(unit.code.lower(), unit.name, Role.DEPARTMENT, unit.code, hashed)
        uow.commit()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.timeout(600)
def test_a_matter_is_told_dispatched_handled_found_unsolved_handled_again_and_rated(
    server: Server, browser: Browser, pictures: Path, request: pytest.FixtureRequest
) -> None:
    shot = pictures / request.node.callspec.id
    shot.mkdir(exist_ok=True)
    citizen = Citizen(browser, server.address)
    number = _tells(citizen, shot)
    operator = Staff(browser, server.address, "operator", PASSWORD)
    _dispatched(server, operator, citizen, number, shot)
    unit = Staff(browser, server.address, _lead(server, number).lower(), PASSWORD)
    unit.shows(shot / "04-inbox.png")
    unit.opens(number)
    unit.does("sign")
    citizen.reads("已签收您的工单")
    unit.shows(shot / "05-signed.png")
    unit.does("answer", public_answer="已通知物业，本周内安排维修。", internal_note="物业经理已约谈", truth="属实",
              contacted="否", unit_solved="部分解决", unsolved_reason="等安排维修")  # fmt: skip
    operator.opens(number)
    operator.shows(shot / "06-review-answer.png")
    operator.does("approve_answer")
    citizen.reads("本周内安排维修")
    assert "约谈" not in citizen.page.content()
    citizen.shows(shot / "07-answered.png")
    citizen.taps("没解决")
    citizen.reads("重新办理")
    unit.opens(number)
    unit.does("answer", public_answer="今天上门做了防水，已请您现场看过。", truth="属实", contacted="否",
              unit_solved="已解决")  # fmt: skip
    operator.opens(number)
    operator.does("approve_answer")
    citizen.reads("今天上门做了防水")
    citizen.taps("已解决")
    citizen.reads("打个分")
    citizen.taps("非常满意")
    citizen.reads("已办结")
    citizen.shows(shot / "08-rated.png")
    operator.opens(number)
    operator.shows(shot / "09-closed.png")
    _closed(server, number)


def _tells(citizen: Citizen, shot: Path) -> str:
    """In pieces, as people do: the matter, then what is asked for, one thing at a time."""
    citizen.says(ROOF)
    citizen.reads("大概是什么时候")
    citizen.says("从上个月开始的")
    citizen.reads("留个电话")
    citizen.shows(shot / "01-asked.png")
    citizen.says("13800001234")
    summary = citizen.reads("请您核对")
    assert "138****1234" in summary
    assert "锦绣苑3栋" in summary
    citizen.shows(shot / "02-summary.png")
    citizen.taps("确认提交")
    receipt = citizen.reads("工单编号")
    found = re.search(r"\d{18}", receipt)
    assert found is not None
    assert "答复期限" in receipt
    return found.group()


def _dispatched(server: Server, operator: Staff, citizen: Citizen, number: str, shot: Path) -> None:
    """At once where the machine is sure; else one key of the operator."""
    if not _lead(server, number):
        operator.page.goto(f"{server.address}/console/queues/review")
        operator.shows(shot / "03-review.png")
        operator.page.keyboard.press("1")
        operator.page.wait_for_selector(".flash.good")
    citizen.reads("派给")


def _lead(server: Server, number: str) -> str:
    with open_house(_settings(server)) as house, house.database.units_of_work(write=False) as uow:
        return uow.tickets.get(number).lead


def _closed(server: Server, number: str) -> None:
    with open_house(_settings(server)) as house, house.database.units_of_work(write=False) as uow:
        ticket = uow.tickets.get(number)
        told = [item.message.text for item in uow.outbox.after(ticket.person, 0)]
    assert ticket.state is State.CLOSED
    assert (ticket.solved, ticket.grade) == ("已解决", "非常满意")
    assert (ticket.first_solved, ticket.redos) == ("未解决", 1)
    assert len(told) == len(set(told))
