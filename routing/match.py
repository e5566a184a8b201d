"""Which rules fit a matter on a day, best first.

All words of all rules are looked up in one pass over the text, so that the size of the catalogue hardly matters.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hotline.taxonomy import Category
from routing.catalogue import Catalogue, Rule
from routing.decision import RoutedMatter
from routing.plain import plain


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fits, with the words and the depth of category that made it fit.

    `first` is where the earliest of the words stands in the text: what a letter begins with is what it is about.
    """

    rule: Rule
    words: tuple[str, ...]
    depth: int
    first: int = 0

    @property
    def rank(self) -> tuple[int, int, int, bool]:
        """Priority first, then how specific: category depth, words that held, a matter type given."""
        return (self.rule.priority, self.depth, len(self.words), self.rule.matter_type is not None)


class WordIndex:
    """Finds which of many words occur in a text: one look-up for each character and each pair of characters."""

    def __init__(self, words: Iterable[str]) -> None:
        self._single: set[str] = set()
        self._by_pair: dict[str, list[str]] = {}
        for word in set(words):
            if len(word) == 1:
                self._single.add(word)
            else:
                self._by_pair.setdefault(word[:2], []).append(word)

    def find(self, text: str) -> dict[str, int]:
        """The words that occur, each with its first position."""
        found = {letter: text.index(letter) for letter in self._single.intersection(text)}
        by_pair = self._by_pair
        for start in range(len(text) - 1):
            for word in by_pair.get(text[start : start + 2], ()):
                if word not in found and text.startswith(word, start):
                    found[word] = start
        return found


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

    def hit(self, found: Mapping[str, int], matter: RoutedMatter) -> Hit | None:
        depth = _depth(self.rule.categories, matter.category)
        if depth is None or not self.none_words.isdisjoint(found) or not self.all_words <= found.keys():
            return None
        present = self.any_words & found.keys()
        if self.any_words and not present:
            return None
        if self.rule.matter_type not in (None, matter.matter_type):
            return None
        words = tuple(sorted(present | self.all_words))
        return Hit(self.rule, words, depth, min((found[word] for word in words), default=0))


class Matcher:
    """Looks matters up in a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
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
        found = self._words.find(plain(matter.text))
        numbers = set(self._always)
        for word in found:
            numbers.update(self._by_word.get(word, ()))
        for category in _prefixes(matter.category):
            numbers.update(self._by_category.get(category, ()))
        fitting = [self._rules[number].hit(found, matter) for number in sorted(numbers)]
        hits = [hit for hit in fitting if hit is not None and hit.rule.in_force(day)]
        return sorted(hits, key=lambda hit: hit.rank, reverse=True)


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
