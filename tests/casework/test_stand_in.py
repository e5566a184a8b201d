"""Who may be away, who may stand in, and no circle of deputies."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from casework.ports import UnitOfWork
from casework.stand_in import AlreadyAwayError, DeputyAwayError, acting, come_back, go_away
from hotline.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from hotline.people import Actor, Role
from tests.house import Desk

A, B, C = (Actor(Role.DEPARTMENT, id=login, unit="CG", name=name) for login, name in
           (("wang", "王"), ("wu", "吴"), ("xu", "许")))  # fmt: skip
ADMINISTRATOR = Actor(Role.ADMINISTRATOR, id="qian")
OTHERS = {"sun": (Role.DEPARTMENT, "HB"), "li": (Role.OPERATOR, ""), "gone": (Role.DEPARTMENT, "CG")}


def march(day: int) -> date:
    return date(2026, 3, day)


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """A unit of three on Monday 2 March, and some others."""
    with desk.database.units_of_work() as uow:
        for each in (A, B, C):
            uow.accounts.add(each.id, each.name, each.role, each.unit, "x")
        for login, (role, unit) in OTHERS.items():
            uow.accounts.add(login, login, role, unit, "x")
        uow.accounts.disable("gone", True)
        uow.commit()
    return desk


@contextmanager
def work(desk: Desk) -> Iterator[UnitOfWork]:
    with desk.database.units_of_work() as uow:
        yield uow
        uow.commit()


def away(desk: Desk, actor: Actor, first: int, last: int, deputy: str, login: str = "") -> int:
    with work(desk) as uow:
        return go_away(desk.office, uow, actor, login=login or actor.id, since=march(first), until=march(last),
                       deputy=deputy)  # fmt: skip


def test_the_deputys_steps_say_for_whom(staffed: Desk) -> None:
    away(staffed, A, 2, 4, "wu")
    with work(staffed) as uow:
        assert acting(staffed.office, uow, B).name == "吴（代王）"
        assert acting(staffed.office, uow, B).id == "wu", "who acts is who acts"
        assert acting(staffed.office, uow, C) == C


def test_it_begins_and_ends_with_its_days(staffed: Desk) -> None:
    away(staffed, A, 4, 5, "wu")
    names = []
    for day in (3, 4, 5, 6):
        staffed.clock.set(staffed.clock.now().replace(day=day))
        with work(staffed) as uow:
            names.append(acting(staffed.office, uow, B).name)
    assert names == ["吴", "吴（代王）", "吴（代王）", "吴"]


@pytest.mark.parametrize(
    ("actor", "login", "days", "deputy", "refusal"),
    [
        (B, "wang", (2, 3), "xu", NotAllowedError),  # not one's own account
        (A, "wang", (3, 2), "wu", InvalidInputError),
        (A, "wang", (1, 1), "wu", InvalidInputError),  # yesterday
        (A, "wang", (2, 3), "wang", InvalidInputError),
        (A, "wang", (2, 3), "sun", InvalidInputError),  # another unit
        (A, "wang", (2, 3), "li", InvalidInputError),  # another role
        (A, "wang", (2, 3), "gone", InvalidInputError),
        (A, "wang", (2, 3), "nobody", InvalidInputError),
        (ADMINISTRATOR, "nobody", (2, 3), "wu", InvalidInputError),
    ],
)
def test_only_a_colleague_of_the_same_unit_and_role_stands_in(
    staffed: Desk, actor: Actor, login: str, days: tuple[int, int], deputy: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        away(staffed, actor, *days, deputy, login)


def test_deputies_make_no_circle_and_no_chain(staffed: Desk) -> None:
    away(staffed, A, 2, 6, "wu")
    with pytest.raises(DeputyAwayError):
        away(staffed, B, 4, 9, "wang")
    with pytest.raises(DeputyAwayError):
        away(staffed, B, 6, 9, "xu")
    with pytest.raises(DeputyAwayError):
        away(staffed, C, 3, 3, "wang")
    with pytest.raises(AlreadyAwayError):
        away(staffed, A, 6, 9, "xu")
    away(staffed, B, 7, 9, "wang")


def test_coming_back_ends_it_once_and_is_written_into_the_audit(staffed: Desk) -> None:
    number = away(staffed, ADMINISTRATOR, 2, 6, "wu", "wang")
    with work(staffed) as uow:
        with pytest.raises(NotAllowedError):
            come_back(staffed.office, uow, B, number)
        with pytest.raises(NotFoundError):
            come_back(staffed.office, uow, A, 404)
        come_back(staffed.office, uow, A, number)
        assert acting(staffed.office, uow, B) == B
    with work(staffed) as uow, pytest.raises(ConflictError):
        come_back(staffed.office, uow, A, number)
    away(staffed, A, 2, 6, "xu")
