"""Facts that decide who is competent in law: found in the citizen's words, with negation and doubt.

Whoever writes 没有规划许可 has said something; whoever writes 不知道谁家的井盖 has said that the fact is open. Both are
kept apart from silence, for which a fact may have a usual value.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from hotline.datafile import read_text
from hotline.errors import DataFileError
from routing.fact_question import FactQuestion, read_question
from routing.plain import plain
from routing.words import WordIndex

FACTS = Path(__file__).parent / "data" / "facts.toml"
YES, NO = "yes", "no"
UNKNOWN = "?"
"""In a rule's condition: the fact is open, or nobody said it."""

_BREAKS = frozenset("，。；！？,.;!?、\n：:")
_BEFORE, _AFTER, _NEAR = 6, 5, 4


@dataclass(frozen=True, slots=True)
class Fact:
    """What the words say of one fact. `value` is empty where they doubt it or say two things at once."""

    name: str
    value: str
    evidence: str

    @property
    def open(self) -> bool:
        return not self.value


@dataclass(frozen=True, slots=True)
class FactKind:
    """One fact: its values with their words, the question that asks for it, and what holds where nobody says it.

    `citizen` is how the conversation asks for it; without it only the desk does.
    """

    name: str
    title: str
    ask: str
    usual: str
    about: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    citizen: FactQuestion | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """What it can be; a fact with words to be negated is a matter of yes or no."""
        return tuple(dict.fromkeys([*self.words, *((YES, NO) if self.about else ())]))


@dataclass(frozen=True, slots=True)
class Cues:
    """Words of doubt, hedging, negation and refusal, in plain form."""

    doubt: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    value: str
    """Empty for a word that has to be looked at for negation."""
    start: int
    word: str

    @property
    def end(self) -> int:
        return self.start + len(self.word)


class FactBook:
    """All facts that rules may name."""

    def __init__(self, kinds: Sequence[FactKind] = (), cues: Cues | None = None) -> None:
        self.kinds = {kind.name: kind for kind in kinds}
        self._cues = cues or Cues()
        self._meanings: dict[str, list[tuple[str, str]]] = {}
        for kind in kinds:
            for value, words in [*kind.words.items(), ("", kind.about)]:
                for word in words:
                    self._meanings.setdefault(plain(word), []).append((kind.name, value))
        self._index = WordIndex(self._meanings)

    def find(self, text: str) -> dict[str, Fact]:
        """What a text in plain form says, by fact; what it does not speak of is absent."""
        found: dict[str, Fact] = {}
        for name, mentions in self._mentions(text).items():
            said = [(self._value(each, text), each) for each in mentions]
            values = {value for value, _ in said if value is not None}
            if not values:
                continue
            certain = values - {""}
            # Who says it once for sure has said it, whatever is asked about it elsewhere; two values contradict.
            value = next(iter(certain)) if len(certain) == 1 else ""
            evidence = next(each.word for said_value, each in said if (said_value is not None and said_value == value)
                            or (not value and said_value is not None))  # fmt: skip
            found[name] = Fact(name, value, evidence)
        return found

    def values(self, text: str) -> dict[str, str]:
        """What a text, as it was written, says for sure, by fact."""
        return {name: fact.value for name, fact in self.find(plain(text)).items() if fact.value}

    def answered(self, text: str) -> frozenset[str]:
        """The facts that a citizen was asked about: an answer stands in the text as a line of its own."""
        lines = set(text.splitlines())
        asked = ((kind.name, kind.citizen) for kind in self.kinds.values() if kind.citizen)
        return frozenset(name for name, question in asked if any(each.says in lines for each in question.answers))

    def _mentions(self, text: str) -> dict[str, list[_Mention]]:
        """The mentions of each fact, of overlapping ones the longest."""
        by_fact: dict[str, list[_Mention]] = {}
        for start, word in sorted(self._index.every(text), key=lambda hit: (-len(hit[1]), hit[0])):
            for name, value in self._meanings[word]:
                mention = _Mention(name, value, start, word)
                standing = by_fact.setdefault(name, [])
                if all(mention.end <= each.start or each.end <= start for each in standing):
                    standing.append(mention)
        return {name: sorted(each, key=lambda mention: mention.start) for name, each in by_fact.items()}

    def _value(self, mention: _Mention, text: str) -> str | None:
        """The value that a mention gives; empty where it is doubted, None where it says nothing."""
        begin, end = _clause(text, mention)
        clause, cues = text[begin:end], self._cues
        if any(cue in clause for cue in cues.doubt):
            return ""
        near = text[max(begin, mention.start - _NEAR) : mention.start]
        if any(cue in near for cue in cues.hedges):
            return ""
        refused = any(near.endswith(cue) or cue in near for cue in cues.refusals)
        if not mention.value:
            before = text[max(begin, mention.start - _BEFORE) : mention.start]
            after = text[mention.end : min(end, mention.end + _AFTER)]
            denied = any(cue in before or cue in after for cue in cues.negations)
            return NO if denied else YES
        if not refused:
            return mention.value
        return {YES: NO, NO: YES}.get(mention.value)


def _clause(text: str, mention: _Mention) -> tuple[int, int]:
    begin, end = mention.start, mention.end
    while begin > 0 and text[begin - 1] not in _BREAKS:
        begin -= 1
    while end < len(text) and text[end] not in _BREAKS:
        end += 1
    return begin, min(end + 1, len(text))


@dataclass(frozen=True, slots=True)
class FactCondition:
    """What a rule asks of one fact: one of `values` (or, turned round, none of them)."""

    name: str
    values: frozenset[str]
    turned: bool = False

    def judge(self, fact: Fact | None, usual: str) -> "Judgement":
        """Whether it holds. Silence is judged by the usual value, an open fact leaves the condition open."""
        if fact is not None and fact.value:
            return Judgement(held=(fact.value in self.values) is not self.turned)
        if self.turned:
            return Judgement(held=not (fact is None and usual in self.values), assumed=usual if fact is None else "")
        if UNKNOWN in self.values:
            return Judgement(held=True)
        if fact is None and usual:
            return Judgement(held=usual in self.values, assumed=usual)
        return Judgement(held=False, open=True)

    def may_hold_with(self, other: "FactCondition") -> bool:
        """Whether one value can fulfil both; of different facts nothing excludes the other."""
        if self.name != other.name or (self.turned and other.turned):
            return True
        if self.turned or other.turned:
            positive, negative = (other, self) if self.turned else (self, other)
            return bool(positive.values - negative.values)
        return bool(self.values & other.values)

    def covers(self, other: "FactCondition") -> bool:
        """Whether it holds wherever the other does."""
        if self.name != other.name or self.turned is not other.turned:
            return False
        return self.values <= other.values if self.turned else other.values <= self.values

    def __str__(self) -> str:
        return f"{self.name}{'!=' if self.turned else '='}{'/'.join(sorted(self.values))}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """`assumed` is the usual value that had to stand in; `open` that it is neither held nor broken."""

    held: bool
    assumed: str = ""
    open: bool = field(default=False)


def load_facts(path: Path = FACTS) -> FactBook:
    """Read `facts.toml`.

    Raises:
        DataFileError: it is missing or no TOML, a fact lacks its title or question, its usual value is none of its
            values, or what a citizen may answer does not say the fact.
    """
    try:
        tree = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(path, 0, "bad_facts", detail=str(error)) from error
    try:
        book = FactBook(list(_kinds(tree)), _cues(tree))
        for name, cells in tree["fact"].items():
            if "citizen" in cells:
                question = read_question(name, dict(cells["citizen"]), book.values)
                book.kinds[name] = replace(book.kinds[name], citizen=question)
        return book
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataFileError(path, 0, "bad_facts", detail=str(error)) from error


def _kinds(tree: Mapping[str, Mapping[str, Mapping[str, object]]]) -> Iterator[FactKind]:
    for name, cells in tree["fact"].items():
        words = {value: _words(said) for value, said in dict(cells["values"]).items()}  # type: ignore[call-overload]  # checked by the caller
        kind = FactKind(name, str(cells["title"]), str(cells["ask"]), str(cells.get("usual", "")),
                        _words(cells.get("about", [])), words)  # fmt: skip
        if kind.usual and kind.usual not in kind.values:
            raise ValueError(f"{name}: usual = {kind.usual}")
        yield kind


def _cues(tree: Mapping[str, Mapping[str, object]]) -> Cues:
    doubt = tree["doubt"]
    return Cues(*(_words(doubt[name]) for name in ("words", "hedges", "negations", "refusals")))


def _words(cell: object) -> tuple[str, ...]:
    if not isinstance(cell, list) or not all(isinstance(word, str) and word for word in cell):
        raise TypeError(f"a list of words, not {cell!r}")
    return tuple(plain(word) for word in cell)
