"""来源废止: a statute no longer holds, so nobody is answered from what leans on it until somebody has looked."""

import re

from hotline.errors import InvalidInputError, NotAllowedError
from hotline.people import Actor, Role
from knowledge.entry import Entry
from knowledge.keeping.desk import KeepingDesk
from knowledge.keeping.move import move
from knowledge.keeping.ports import KeepingUnit, RepealedSource
from knowledge.keeping.states import EntryMove

_TITLE = re.compile(r"《([^《》]+)》")
_STATE = "中华人民共和国"
_SURE = 5
"""A name that stands without its marks (残疾人证管理办法) is known by so many characters."""


def repeal_source(desk: KeepingDesk, uow: KeepingUnit, actor: Actor, title: str, *, note: str) -> list[str]:
    """Take every published entry that names the statute into review, with the note; gives their ids.

    Raises:
        NotAllowedError: somebody else than an administrator.
        InvalidInputError: no title, or no note that says what holds now.
    """
    if actor.role is not Role.ADMINISTRATOR:
        raise NotAllowedError(what="source", key=title)
    name = bare_title(title)
    if not name or not note.strip():
        raise InvalidInputError(field="statute" if not name else "note", rule="required")
    at = desk.clock.now()
    uow.entries.repeal(RepealedSource(name, at, actor.id, note.strip()))
    uow.audit.write(actor, "repeal_source", name, note.strip(), at)
    leaning = [entry for entry in uow.entries.published().values() if entry is not None and leans_on(entry, {name})]
    for entry in leaning:
        kept = uow.entries.get(entry.id)
        if kept.published is not None:  # where a newer one is being written anyway, that one is to be looked at
            step = EntryMove.RECHECK if kept.open is None else EntryMove.REPLACE
            move(uow, kept.published, step, actor, at, note_of(name, note.strip()))
    return [entry.id for entry in leaning]


def note_of(name: str, note: str) -> str:
    """What a version bears that was set aside because of a statute; it begins with the statute's name."""
    return f"《{name}》：{note}"


def bare_title(title: str) -> str:
    """`《中华人民共和国婚姻法》` and `婚姻法` are the same statute."""
    return title.strip().strip("《》").strip().removeprefix(_STATE)


def leans_on(entry: Entry, repealed: set[str]) -> bool:
    """Whether the source, the guide's ground or the answer names one of these statutes."""
    words = "\n".join((entry.source, entry.guide.law, entry.full, entry.short))
    unmarked = _TITLE.sub("《》", words)
    named = any(bare_title(title) in repealed for title in _TITLE.findall(words))
    return named or any(len(name) >= _SURE and name in unmarked for name in repealed)
