"""发布派单目录: an administrator puts another version of the catalogue in force from a day on."""

from datetime import date

from casework.office import Office
from casework.ports import UnitOfWork
from hotline.clock import local_day
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.people import Actor, Role
from routing.catalogue import Frame
from routing.versions import CatalogueVersion, examine_text


def publish_catalogue(office: Office, uow: UnitOfWork, actor: Actor, city: Frame, *, content: str, note: str,
                      effective_from: date) -> CatalogueVersion:  # fmt: skip
    """Keep the table as a version of its own with author and note; every process follows.

    Raises:
        NotAllowedError: somebody else than an administrator.
        InvalidInputError: no note, or a day that is past: what was dispatched stays dispatched.
        DataFileError: the first fault of the table.
    """
    if actor.role is not Role.ADMINISTRATOR:
        raise NotAllowedError(what="catalogue", key=actor.id)
    if not note.strip():
        raise InvalidInputError(field="note", rule="required")
    at = office.clock.now()
    if effective_from < local_day(at):
        raise InvalidInputError(field="effective_from", rule="not_past")
    _, faults = examine_text(content, city)
    if faults:
        raise faults[0]
    version = uow.catalogue.add(CatalogueVersion(0, at, actor.id, note.strip(), effective_from, content))
    uow.audit.write(actor, "publish_catalogue", str(version.number), f"{effective_from} {note.strip()}", at)
    return version
