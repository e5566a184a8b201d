"""起草: a new entry, by a person or out of a question that the base could not answer."""

from dataclasses import replace

from hotline.errors import InvalidInputError
from hotline.people import Actor
from knowledge.entry import Entry, EntryKind
from knowledge.fields import LONGEST_TEXT, LONGEST_TITLE
from knowledge.keeping.desk import KeepingDesk
from knowledge.keeping.errors import TitleTakenError
from knowledge.keeping.ports import KeepingUnit, Version
from knowledge.keeping.states import EntryState


def draft(desk: KeepingDesk, uow: KeepingUnit, actor: Actor, entry: Entry, *, why: str) -> Version:
    """Keep a new entry as a draft; it need not be whole, but has a title that no other entry bears.

    An empty id is filled in. The unit's own people draft for their own unit.

    Raises:
        NotAllowedError, InvalidInputError, TitleTakenError
    """
    desk.require_writer(actor, entry.owner)
    entry = entry if entry.id else replace(entry, id=desk.new_id())
    check_title(uow, entry)
    version = Version(entry, 1, EntryState.DRAFT, actor.id, desk.clock.now(), why)
    uow.entries.add(version)
    uow.audit.write(actor, "draft_entry", entry.id, why, version.at)
    return version


def draft_from_question(desk: KeepingDesk, uow: KeepingUnit, actor: Actor, *, question: str, answer: str = "",
                        owner: str = "", variants: tuple[str, ...] = (), why: str) -> Version:  # fmt: skip
    """A draft out of a question that citizens asked and, where there is one, a unit's answer.

    The words must be masked before they come here. `owner` is the type of a unit (`Unit.type`). A title that is taken
    gets the number of the draft behind it, for the same question may well be drafted twice. A way of asking that is a
    whole story is left out: no entry may hold it.
    """
    question = " ".join(question.split())
    variants = tuple(each for each in variants if len(each) <= LONGEST_TEXT)
    golden = (question,) if len(question) <= LONGEST_TEXT and (answer.strip() or len(question) > LONGEST_TITLE) else ()
    entry = _bare(question[:LONGEST_TITLE], answer.strip(), owner, variants, golden)
    if uow.entries.titled(entry.title):
        entry = replace(entry, id=desk.new_id())
        entry = replace(entry, title=f"{entry.title[: LONGEST_TITLE - 20]}（{entry.id}）")
    return draft(desk, uow, actor, entry, why=why)


def _bare(title: str, answer: str, owner: str, variants: tuple[str, ...], golden: tuple[str, ...]) -> Entry:
    return Entry(
        id="", title=title, variants=variants, short=answer, full="", kind=EntryKind.DAILY, owner=owner, source="",
        source_date=None, effective=None, expires=None, area="", audience="", keywords=(), review=None,
        golden=golden,
    )  # fmt: skip


def check_title(uow: KeepingUnit, entry: Entry) -> None:
    """Raises InvalidInputError where it is missing or too long, TitleTakenError where another entry bears it."""
    if not entry.title or len(entry.title) > LONGEST_TITLE:
        raise InvalidInputError(field="entry_title", rule="required" if not entry.title else "too_long")
    if any(other != entry.id for other in uow.entries.titled(entry.title)):
        raise TitleTakenError(title=entry.title)
