"""Faults among rules that are right one by one: shadowed ones, contradictions, matters sent in a circle."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from hotline.datafile import Row
from hotline.errors import DataFileError
from hotline.taxonomy import Category
from routing.rule import Rule
from routing.words import WordIndex


def faults_among(rules: Sequence[Rule], rows: Mapping[str, Row]) -> list[DataFileError]:
    """Each fault once, at the later or the lower rule of the two."""
    circles = dict(_circles(rules))
    faults = [
        rows[low].error("co_unit_circle", rule=low, by=high, units=units) for low, (high, units) in circles.items()
    ]
    for low, high in _pairs(rules):
        if _shadows(high, low):
            faults.append(rows[low.id].error("shadowed", rule=low.id, by=high.id))
        elif low.id not in circles and _contradicts(high, low):
            faults.append(rows[low.id].error("contradicts", rule=low.id, by=high.id, unit=low.lead, other=high.lead))
    known = {rule.id for rule in rules}
    for rule in rules:
        for other in rule.disputed:
            if other not in known:
                faults.append(rows[rule.id].error("unknown", column="disputed", value=other))
    return faults


def _pairs(rules: Sequence[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Pairs that could concern each other, the lower one first: they share a word or a category, or ask for neither."""
    place = {rule.id: number for number, rule in enumerate(rules)}
    words = WordIndex(word for rule in rules for word in (*rule.all_words, *rule.any_words))
    groups: dict[object, list[Rule]] = {}
    for rule in rules:
        for key in _keys(rule, words):
            groups.setdefault(key, []).append(rule)
    seen: set[tuple[str, str]] = set()
    for group in groups.values():
        for one, other in combinations(group, 2):
            if one.id == other.id or (one.id, other.id) in seen:
                continue
            seen |= {(one.id, other.id), (other.id, one.id)}
            high, low = sorted((one, other), key=lambda rule: (-rule.priority, place[rule.id]))
            yield low, high


def _keys(rule: Rule, words: WordIndex) -> Iterable[object]:
    """The rule's words with those that lie in them, else its categories with those above."""
    held = {inner for word in (*rule.all_words, *rule.any_words) for inner in words.find(word)}
    above = {wide for each in rule.categories for wide in (Category(each.l1), Category(each.l1, each.l2), each)}
    return held or above or {None}


def _shadows(high: Rule, low: Rule) -> bool:
    """Whether `low` can never come first: wherever it fits, `high` fits too, on every day, and ranks above it."""
    return _outranks(high, low) and _covers(high, low) and _wider(high, low)


def _outranks(high: Rule, low: Rule) -> bool:
    """With the same rank only a rule that says the same is beaten, by the line above it."""
    if high.priority != low.priority:
        return high.priority > low.priority
    return high.lead == low.lead and high.conditions == low.conditions and high.line < low.line


def _wider(high: Rule, low: Rule) -> bool:
    """Whether each condition of `high` holds wherever those of `low` do."""
    return (
        high.matter_type in (None, low.matter_type)
        and set(high.none_words) <= set(low.none_words)
        and _categories_cover(high.categories, low.categories)
        and _words_cover(high, low)
        and all(any(each.covers(other) for other in low.facts) for each in high.facts)
        and (not high.areas or (bool(low.areas) and set(low.areas) <= set(high.areas)))
    )


def _categories_cover(high: Sequence[Category], low: Sequence[Category]) -> bool:
    return not high or (bool(low) and all(any(each.within(wide) for wide in high) for each in low))


def _words_cover(high: Rule, low: Rule) -> bool:
    """Whether the words that `low` needs are enough for `high`; a longer word holds a shorter one."""
    needed = low.all_words
    if not all(_among(word, needed) for word in high.all_words):
        return False
    if not high.any_words:
        return True
    if any(_among(word, needed) for word in high.any_words):
        return True
    return bool(low.any_words) and all(any(each in word for each in high.any_words) for word in low.any_words)


def _among(word: str, needed: Sequence[str]) -> bool:
    return any(word in each for each in needed)


def _covers(high: Rule, low: Rule) -> bool:
    """Whether `high` is in force on every day that `low` is."""
    ends = high.effective_to is None or (low.effective_to is not None and low.effective_to <= high.effective_to)
    return high.effective_from <= low.effective_from and ends


def _contradicts(one: Rule, other: Rule) -> bool:
    """Whether the same words bring both up with the same rank, for different units, and nobody said it is so.

    Rules that different words of a letter bring up are no contradiction: a letter may speak of two things.
    """
    if one.priority != other.priority or _same_door(one, other) or _declared(one, other):
        return False
    return (
        _overlap(one, other)
        and one.matter_type == other.matter_type
        and len(one.facts) == len(other.facts)
        and all(a.may_hold_with(b) for a in one.facts for b in other.facts)
        and (not one.areas or not other.areas or bool(set(one.areas) & set(other.areas)))
        and _same_category(one, other)
        and _same_words(one, other)
    )


def _same_door(one: Rule, other: Rule) -> bool:
    return one.lead == other.lead and (one.channel is None) is (other.channel is None)


def _declared(one: Rule, other: Rule) -> bool:
    return other.id in one.disputed or one.id in other.disputed


def _overlap(one: Rule, other: Rule) -> bool:
    """Whether both are in force on some day."""
    return (one.effective_to is None or other.effective_from < one.effective_to) and (
        other.effective_to is None or one.effective_from < other.effective_to
    )


def _same_category(one: Rule, other: Rule) -> bool:
    """Whether one matter can lie in categories of both that are equally deep, so that neither ranks above."""
    return (not one.categories and not other.categories) or bool(set(one.categories) & set(other.categories))


def _same_words(one: Rule, other: Rule) -> bool:
    if set(one.all_words) != set(other.all_words):
        return False
    if not one.any_words and not other.any_words:
        return True
    excluded = (*one.none_words, *other.none_words)
    shared = set(one.any_words) & set(other.any_words)
    return any(not any(each in word for each in excluded) for word in shared)


def _circles(rules: Sequence[Rule]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Rules with the same conditions whose leads have each other as co-units, at length: each would wait for the next.

    Gives the last rule of each circle, with the one that it leads back to and the units on the way.
    """
    same: dict[tuple[object, ...], list[Rule]] = {}
    for rule in rules:
        same.setdefault(rule.conditions, []).append(rule)
    for group in same.values():
        for rule in group if len(group) > 1 else ():
            way = _way_back(rule, [each for each in group if each.line < rule.line and _overlap(each, rule)])
            if way:
                yield rule.id, (way[0].id, "→".join([rule.lead, *(each.lead for each in way), rule.lead]))


def _way_back(rule: Rule, earlier: Sequence[Rule]) -> list[Rule]:
    """From the co-units of a rule over the rules that they lead back to its own lead; empty if there is no such way."""
    ways = [[each] for each in earlier if each.lead in rule.others and each.lead != rule.lead]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        if rule.lead in way[-1].others:
            return way
        seen.add(way[-1].id)
        ways += [[*way, each] for each in earlier if each.lead in way[-1].others and each.id not in seen]
    return []
