"""Which rules fit a matter on a day, best first, and which nearly do, with what they lack."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hotline.taxonomy import Category
from routing.catalogue import Catalogue
from routing.decision import Lack, Lacking, RoutedMatter
from routing.facts import Fact, FactBook
from routing.plain import plain
from routing.rule import Rule
from routing.words import WordIndex

NEAR = 40
"""An excluded word further off than so many characters belongs to something else that a letter tells."""

__all__ = ["Hit", "Matcher", "Miss", "Tried", "WordIndex", "disputed"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fits, with the words and the depth of category that made it fit.

    `first` is where the earliest of the words stands in the text: what a letter begins with is what it is about.
    `assumed` are the facts that nobody said and whose usual value had to stand in.
    """

    rule: Rule
    words: tuple[str, ...]
    depth: int
    first: int = 0
    assumed: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[int, int, int, int, bool]:
        """Priority first, then how specific: category depth, words that held, facts, a matter type given."""
        rule = self.rule
        return (rule.priority, self.depth, len(self.words), len(rule.facts), rule.matter_type is not None)


@dataclass(frozen=True, slots=True)
class Miss:
    """A rule that was tried and did not fit, with everything that it lacks."""

    rule: Rule
    words: tuple[str, ...]
    lacking: tuple[Lacking, ...]
    depth: int = 0
    first: int = 0

    def would_fit(self) -> Hit | None:
        """The rule as if the facts that are open were as it wants them; None where it lacks anything else."""
        if all(each.lack is Lack.FACT and each.open for each in self.lacking):
            return Hit(self.rule, self.words, self.depth, self.first)
        return None


@dataclass(frozen=True, slots=True)
class Tried:
    """Every rule that was looked at: the fitting ones ranked, the others by how little they lack."""

    hits: list[Hit]
    misses: list[Miss]
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A matter, prepared once for all rules."""

    matter: RoutedMatter
    words: Mapping[str, Sequence[int]]
    """Every position of each word."""
    facts: Mapping[str, Fact]
    book: FactBook
    day: date

    @property
    def areas(self) -> set[str]:
        place = self.matter.place
        return {code for code in (place.street, place.district, place.community) if code}


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A rule with its words in the form in which texts are compared."""

    rule: Rule
    any_words: frozenset[str]
    all_words: frozenset[str]
    none_words: frozenset[str]

    @classmethod
    def of(cls, rule: Rule) -> "_Prepared":
        return cls(rule, *(_plain_set(words) for words in (rule.any_words, rule.all_words, rule.none_words)))

    def judge(self, asked: _Asked) -> Hit | Miss:
        rule, found = self.rule, asked.words
        near = self._excluded(found)
        depth = _depth(rule.categories, asked.matter.category)
        present = (self.any_words | self.all_words) & found.keys()
        first = min((place for word in present for place in found[word] if _clear(place, near)), default=0)
        lacking, assumed = self._lacking(asked, depth, near)
        words = tuple(sorted(present))
        if lacking:
            return Miss(rule, words, tuple(lacking), depth or 0, first)
        return Hit(rule, words, depth or 0, first, tuple(assumed))

    def _excluded(self, found: Mapping[str, Sequence[int]]) -> Sequence[int]:
        """Where excluded words stand."""
        return [place for word in self.none_words & found.keys() for place in found[word]]

    def _lacking(self, asked: _Asked, depth: int | None, near: Sequence[int]) -> tuple[list[Lacking], list[str]]:
        rule = self.rule
        lacking = self._words_lacking(asked.words, near)
        broken, assumed = _facts_lacking(rule, asked)
        if depth is None:
            lacking.append(Lacking(Lack.CATEGORY, tuple(each.path for each in rule.categories)))
        if rule.matter_type not in (None, asked.matter.matter_type):
            lacking.append(Lacking(Lack.MATTER_TYPE, (str(rule.matter_type),)))
        if rule.areas and asked.areas.isdisjoint(rule.areas):
            lacking.append(Lacking(Lack.AREA, rule.areas))
        if not rule.in_force(asked.day):
            lacking.append(Lacking(Lack.DATE, (str(rule.effective_from), str(rule.effective_to or ""))))
        return lacking + broken, assumed

    def _words_lacking(self, found: Mapping[str, Sequence[int]], near: Sequence[int]) -> list[Lacking]:
        lacking: list[Lacking] = []
        if not self.all_words <= found.keys():
            lacking.append(Lacking(Lack.WORDS, tuple(sorted(self.all_words - found.keys()))))
        if self.any_words and self.any_words.isdisjoint(found):
            lacking.append(Lacking(Lack.WORDS, self.rule.any_words))
        if near and not self._stands_clear(found, near):
            lacking.append(Lacking(Lack.EXCLUDED, tuple(sorted(self.none_words & found.keys()))))
        return lacking

    def _stands_clear(self, found: Mapping[str, Sequence[int]], near: Sequence[int]) -> bool:
        """Whether the rule's words stand somewhere with no excluded one near.

        A long letter tells of many things: what stands three sentences further on excludes nothing.
        """
        groups = [self.any_words & found.keys()] if self.any_words else [{word} for word in self.all_words]
        return bool(groups) and all(
            any(_clear(place, near) for word in group for place in found.get(word, ())) for group in groups
        )


def _clear(place: int, near: Sequence[int]) -> bool:
    return all(abs(place - each) > NEAR for each in near)


def _facts_lacking(rule: Rule, asked: _Asked) -> tuple[list[Lacking], list[str]]:
    """The conditions on facts that do not hold, and the facts that nobody said."""
    lacking: list[Lacking] = []
    assumed: list[str] = []
    for condition in rule.facts:
        kind = asked.book.kinds.get(condition.name)
        judged = condition.judge(asked.facts.get(condition.name), kind.usual if kind else "")
        if judged.assumed:
            assumed.append(condition.name)
        if not judged.held:
            still_open = judged.open or bool(judged.assumed)
            lacking.append(Lacking(Lack.FACT, (condition.name, *sorted(condition.values)), open=still_open))
    return lacking, assumed


class Matcher:
    """Looks matters up in a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._book = catalogue.facts
        self._rules = [_Prepared.of(rule) for rule in catalogue.rules]
        self._by_word: dict[str, list[int]] = {}
        self._by_category: dict[Category, list[int]] = {}
        self._always: list[int] = []
        for number, each in enumerate(self._rules):
            self._place(number, each)
        self._words = WordIndex(
            word for each in self._rules for word in each.any_words | each.all_words | each.none_words
        )

    def _place(self, number: int, each: _Prepared) -> None:
        """File a rule under its rarest kind of condition: words, else categories, else it is always looked at."""
        trigger = each.all_words or each.any_words
        for word in trigger:
            self._by_word.setdefault(word, []).append(number)
        if not trigger:
            for category in each.rule.categories:
                self._by_category.setdefault(category, []).append(number)
            if not each.rule.categories:
                self._always.append(number)

    def hits(self, matter: RoutedMatter, day: date) -> list[Hit]:
        """The rules in force that fit, best first; equals stand in file order."""
        return self.tried(matter, day).hits

    def tried(self, matter: RoutedMatter, day: date) -> Tried:
        """Every rule of which a word or the category came up: those that fit, and those that lack something."""
        text = plain(matter.text)
        found = self._words.positions(text)
        asked = _Asked(matter, found, self._book.find(text), self._book, day)
        judged = [self._rules[number].judge(asked) for number in sorted(self._numbers(found, matter))]
        hits = sorted((each for each in judged if isinstance(each, Hit)), key=lambda hit: hit.rank, reverse=True)
        misses = sorted(
            (each for each in judged if isinstance(each, Miss)),
            key=lambda miss: (len(miss.lacking), -miss.rule.priority),
        )
        return Tried(hits, misses, asked.facts)

    def _numbers(self, found: Iterable[str], matter: RoutedMatter) -> set[int]:
        numbers = set(self._always)
        for word in found:
            numbers.update(self._by_word.get(word, ()))
        for category in _prefixes(matter.category):
            numbers.update(self._by_category.get(category, ()))
        return numbers


def disputed(hits: Sequence[Hit]) -> bool:
    """Whether two rules of the highest rank name different leads: that is for a person, or for the catalogue."""
    return len({hit.rule.lead for hit in hits if hit.rank == hits[0].rank}) > 1


def _plain_set(words: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(word) for word in words)


def _prefixes(category: Category) -> set[Category]:
    return {Category(category.l1), Category(category.l1, category.l2), category}


def _depth(allowed: tuple[Category, ...], category: Category) -> int | None:
    """How deep the deepest category lies that holds the matter; 0 where none is asked for, None where none fits."""
    if not allowed:
        return 0
    depths = [1 + bool(each.l2) + bool(each.l3) for each in allowed if category.within(each)]
    return max(depths, default=None)
