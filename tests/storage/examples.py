"""People, tickets and moments that the tests of storage speak of."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from casework.ports import UnitOfWork
from hotline.appeal import Appeal, Place
from hotline.deadlines import Due
from hotline.events import RECEIVED
from hotline.matter import MatterType
from hotline.message import Inbound
from hotline.people import MACHINE, Actor, Contact, Role
from hotline.taxonomy import Category
from hotline.ticket import Ground, Ticket

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PHONE = "13812345678"
NAME = "欧阳明珠"
ADDRESS = "wx-openid-o6_bmjrPTlm6"
PLACE = "幸福路12号3栋2单元501室"
TEXT = f"我是{NAME},电话{PHONE},家住{PLACE},楼下烧烤店半夜油烟扰民"
OPERATOR = Actor(Role.OPERATOR, id="li", name="李")
CLERK = Actor(Role.DEPARTMENT, id="wang", unit="cg", name="王")


def mask(text: str) -> str:
    """A masking function as the classifiers have one, small enough to see that it is right."""
    return re.sub(rf"\d{{3,}}号?|{NAME}|3栋2单元501室", "***", text)


def person(uow: UnitOfWork, address: str = ADDRESS, channel: str = "telegram") -> int:
    return uow.people.find_or_add(channel, address, NOW).id


def inbound(message_id: str = "m1", text: str = TEXT, at: datetime = NOW) -> Inbound:
    return Inbound("telegram", ADDRESS, message_id, at, text=text)


def due(answer_by: datetime = NOW + timedelta(days=8)) -> Due:
    hour = timedelta(hours=1)
    limits = {"answer": "5wd", "sign": "2h"}
    return Due("D9", "条例", NOW + 2 * hour, NOW + 24 * hour, answer_by, NOW + 8 * hour, limits=limits)


def appeal() -> Appeal:
    place = Place(PLACE, street="S1", district="D1", community="C1")
    return Appeal(TEXT, MatterType.COMPLAINT, Category("城乡建设", "城市建设和市政管理", "小区管理"), f"{NAME}反映油烟",
                  place, "昨晚", Contact(NAME, PHONE))  # fmt: skip


def new_ticket(whose: int, number: str = "260302090000000001", at: datetime = NOW) -> Ticket:
    ticket = Ticket(number, whose, "telegram", appeal(), at, lead="cg", others=("hb",), due=due())
    ticket.ground = Ground("R7", "目录第七条", 0.91, auto=True)
    ticket.note(RECEIVED, MACHINE, at, note=f"来自{PHONE}")
    return ticket


def with_due(ticket: Ticket, answer_by: datetime, paused_at: datetime | None = None) -> Ticket:
    ticket.due = replace(due(answer_by), paused_at=paused_at)
    return ticket


def stored_ticket(uow: UnitOfWork, number: str = "260302090000000001", at: datetime = NOW) -> Ticket:
    ticket = new_ticket(person(uow), number, at)
    uow.tickets.add(ticket)
    return ticket
