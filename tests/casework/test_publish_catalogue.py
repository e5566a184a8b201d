"""发布派单目录: only an administrator, with a note, and never for the past."""

from datetime import date

import pytest

from casework.publish_catalogue import publish_catalogue
from hotline.errors import DataFileError, InvalidInputError, NotAllowedError
from hotline.people import Actor, Role
from routing.catalogue import frame
from tests.house import SUPERVISOR, Desk
from tests.routing.examples import HEADER, line

ADMINISTRATOR = Actor(Role.ADMINISTRATOR, id="sun", name="孙")
GOOD = f"{HEADER}\n{line('A', words='停水', lead='供水')}\n"
TODAY = date(2026, 3, 2)


def publish(
    desk: Desk, actor: Actor = ADMINISTRATOR, content: str = GOOD, note: str = "为什么", day: date = TODAY
) -> int:
    with desk.database.units_of_work() as uow:
        found = frame(desk.office.taxonomy, desk.office.units)
        version = publish_catalogue(desk.office, uow, actor, found, content=content, note=note, effective_from=day)
        uow.commit()
    return version.number


def test_a_version_is_kept_with_author_note_and_audit(desk: Desk) -> None:
    assert publish(desk) == 1
    with desk.database.units_of_work(write=False) as uow:
        kept = uow.catalogue.get(1)
    assert (kept.author, kept.note, kept.effective_from, kept.content) == ("sun", "为什么", TODAY, GOOD)


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        ({"actor": SUPERVISOR}, NotAllowedError),
        ({"note": "  "}, InvalidInputError),
        ({"day": date(2026, 3, 1)}, InvalidInputError),
        ({"content": f"{HEADER}\n{line('A')}\n"}, DataFileError),
        ({"content": "x"}, DataFileError),
    ],
)
def test_what_must_not_be_published_is_refused_and_nothing_kept(
    desk: Desk, how: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        publish(desk, **how)  # type: ignore[arg-type]  # the arguments of `publish`
    with desk.database.units_of_work(write=False) as uow:
        assert uow.catalogue.newest() == 0
