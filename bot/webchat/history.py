"""What both sides said, in order, as the page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.ports import OutboxItem, Reply, Said, UnitOfWork, UnitsOfWork
from hotline.message import Attachment

_PAGE = 200
_SHOWN = 200


def item_json(item: OutboxItem | Reply) -> dict[str, object]:
    """One of our messages. The address stays inside."""
    return {"who": "us", "id": item.id, **item.message.as_json(), "at": item.at.isoformat()}


def said_json(said: Said) -> dict[str, object]:
    return {"who": "me", "id": said.id, "text": said.text, "picture": said.picture, "at": said.at.isoformat()}


@dataclass(frozen=True, slots=True)
class History:
    """`last` is the number of our latest message: the socket goes on from there."""

    lines: list[dict[str, object]]
    last: int

    def as_json(self) -> dict[str, object]:
        return {"items": self.lines, "last": self.last}


def read_history(units_of_work: UnitsOfWork, person: int) -> History:
    """Both sides by time; at the same moment the citizen's word comes before our answer. Blocking."""
    with units_of_work(write=False) as uow:
        said = uow.inbox.said(person, _SHOWN)
        told = list(_told(uow, person))
    lines = [(each.at, 0, each.id, said_json(each)) for each in said]
    lines += [(each.at, 1, each.id, item_json(each)) for each in told[-_SHOWN:]]
    lines.sort(key=lambda line: line[:3])
    return History([line[3] for line in lines], told[-1].id if told else 0)


def read_picture(units_of_work: UnitsOfWork, person: int, item: int, picture: int) -> Attachment | None:
    """A picture of something that this person was told; None for anything else. Blocking."""
    with units_of_work(write=False) as uow:
        told = uow.outbox.after(person, item - 1, 1) if item > 0 else []
        sent = bool(told) and told[0].id == item and picture in told[0].message.pictures
        return uow.answer_pictures.get(picture) if sent else None


def _told(uow: UnitOfWork, person: int) -> Iterator[OutboxItem]:
    """Everything we said, page by page: the port counts from the beginning."""
    last = 0
    while page := uow.outbox.after(person, last, _PAGE):
        yield from page
        last = page[-1].id
        if len(page) < _PAGE:
            return
