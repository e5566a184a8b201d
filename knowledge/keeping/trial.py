"""Golden questions against the base with a change in it, before anybody is answered from that."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from hotline.clock import local, local_day
from knowledge.base import KnowledgeBase
from knowledge.decide import Answerer
from knowledge.entry import Entry

NEIGHBOURS = 10
_FIRST, _NEAR = 3, 0.25
BuildsAnswerer = Callable[[KnowledgeBase], Answerer]


@dataclass(frozen=True, slots=True)
class LostGolden:
    """A golden question of an entry that does not find it."""

    question: str
    entry: Entry

    @property
    def words(self) -> str:
        return f"{self.question} → {self.entry.title}"


def trial(present: Answerer, build: BuildsAnswerer, changed: Entry, at: datetime) -> list[LostGolden]:
    """The golden questions that the change would lose, of the entry itself and of its nearest neighbours.

    A question that finds its entry today has to find it afterwards. What did not find it before cannot be lost, unless
    it is a new question of the changed entry. The changed entry is asked for on the day it takes effect where that lies
    ahead. Builds a whole index: call it outside any unit of work.
    """
    before = present.base.find(changed.id)
    beside = build(with_entry(present.base, changed))
    known = set(before.golden) if before else set()
    asked = [(question, changed) for question in changed.golden]
    asked += [(question, entry) for entry in neighbours(present, changed, at) for question in entry.golden]
    return [
        LostGolden(question, entry)
        for question, entry in asked
        if not finds(beside, question, entry.id, _first_day(entry, at) if entry is changed else at)
        and ((entry is changed and question not in known) or finds(present, question, entry.id, at))
    ]


def lost_of(answerer: Answerer, entries: Iterable[Entry], at: datetime) -> list[LostGolden]:
    """The golden questions of these entries that do not find them, asked when each is in force."""
    return [
        LostGolden(question, entry)
        for entry in entries
        for question in entry.golden
        if not finds(answerer, question, entry.id, _first_day(entry, at))
    ]


def _first_day(entry: Entry, at: datetime) -> datetime:
    """Now, or noon of the day on which the entry takes effect: before that it answers nobody."""
    if entry.effective is None or entry.effective <= local_day(at):
        return at
    return datetime.combine(entry.effective, time(12), local(at).tzinfo)


def finds(answerer: Answerer, question: str, entry_id: str, at: datetime) -> bool:
    """Whether the entry comes first for who asks this, or near enough behind to be offered for choice."""
    found = answerer.answer(question, at).candidates[:_FIRST]
    return any(each.entry.id == entry_id and each.score >= _NEAR * found[0].score for each in found)


def neighbours(answerer: Answerer, entry: Entry, at: datetime) -> Sequence[Entry]:
    """Other entries that come up for what this one is asked with."""
    near: dict[str, Entry] = {}
    for words in (entry.title, *entry.variants, *entry.golden):
        for each in answerer.answer(words, at).candidates:
            near.setdefault(each.entry.id, each.entry)
    return [each for each in near.values() if each.id != entry.id][:NEIGHBOURS]


def with_entry(base: KnowledgeBase, changed: Entry) -> KnowledgeBase:
    """The base with an entry in it, at its own place where it has one."""
    return KnowledgeBase({**{each.id: each for each in base}, changed.id: changed}.values())
