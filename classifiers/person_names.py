"""Names of people in a text; a surname alone (王女士, 老李, 张某) is not personal.

Every place where a surname may begin is weighed by what speaks for a name (`classifiers.name_evidence`). Names that
are sure help those beside them (张建国、李秀英、王磊三人), and a name that was found once is found wherever it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from classifiers.name_evidence import (
    INTRODUCED,
    MOST_AFTER,
    MOST_FOR_A_WORD_AFTER,
    MOST_FOR_A_WORD_BEFORE,
    MOST_FOR_CUTS,
    Surroundings,
)
from classifiers.name_tables import NEVER, UNLISTED, given_points, tables

_ENOUGH = 15
_BESIDE = 7
_STANDS_ALONE = 6
"""More points where a name is introduced and nothing else stands in its clause: 我叫李想, 姓名:方圆."""
_MOST_NAMES = 40
"""How many different names are looked for a second time: more stand in lists, not in stories."""

_WORTH_A_LOOK = -3
_RARE = -4
"""Surnames that are words: only what is introduced as a name is looked at."""
_LEADS = 3
_INTRODUCES = frozenset("叫名是:人 ")
_OWN = re.compile(
    r"(?:(?<!说)我(?:的?(?:名字|真名|姓名))?(?:叫做?|是|名叫)|本人(?:姓名|叫|是)?|(?<![\u4e00-\u9fff])(?:姓名|联系人|落款)|(?<!被)(?:反映人|投诉人|举报人|申请人)|来电人|"
    r"写信人|求助人|咨询人|敬礼)[是为叫:,!。\s]*$"
)
_NUMBER_BEHIND = re.compile("[0-9一二三四五六七八九十两]")
_LISTED = frozenset("、,和与跟及 ")


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    points: int


@lru_cache(maxsize=4)
def find_names(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of full names in a normalised text, in order.

    Those of the last few texts are kept: who looks for personal data and who looks for the writer's name ask the same.
    """
    foreign = tuple(_in_other_tongues(text))
    spans = {
        *foreign,
        *((each.start, each.end) for each in _chosen(list(_candidates(text))) if not _within(each, foreign)),
    }
    return tuple(sorted(_everywhere(text, spans))) if spans else ()


def _within(each: _Candidate, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(each.start < end and start < each.end for start, end in spans)


def _in_other_tongues(text: str) -> Iterator[tuple[int, int]]:
    """Names of other peoples: behind a word that introduces a name, or in parts with a dot between them."""
    around = Surroundings(text)
    if "·" in text:
        yield from (found.span() for found in tables().dotted.finditer(text))
    for found in tables().other_tongues.finditer(text):
        start, end = found.span()
        if "·" in found[0] or text[start - 1 : start] in _INTRODUCES or (end - start > 2 and _led_to(around, start)):
            yield start, end


def _led_to(around: Surroundings, start: int) -> bool:
    """Whether a name may stand here: at the beginning of a clause, or behind a word for a person."""
    return (around.cue_before(start) or 0) >= _LEADS


def find_own_name(text: str) -> str:
    """The name that the writer of a normalised text gives as their own; empty where there is none."""
    own = (text[start:end] for start, end in find_names(text) if _OWN.search(text, max(0, start - 10), start))
    return next(own, "")


def surname(name: str) -> str:
    """The surname of a full name; the first character where none is known."""
    return name[:2] if len(name) > 2 and name[:2] in tables().surnames else name[:1]


def _candidates(text: str) -> Iterator[_Candidate]:
    around = Surroundings(text)
    known = tables()
    for found in known.start.finditer(text):
        start = found.start()
        if text[start] * 2 == text[start + 1 : start + 3]:
            continue  # 哈哈哈, 王王王: nobody is called that, and there may be thousands of them
        for length in known.lengths[text[start]]:
            middle = start + length
            follows = known.given.get(text[middle : middle + 1], UNLISTED)
            if follows != NEVER and (text[start:middle] in known.surnames):
                yield from _with_given_names(text, around, start, middle)


def _with_given_names(text: str, around: Surroundings, start: int, middle: int) -> Iterator[_Candidate]:
    for end in (middle + 2, middle + 1):
        likeness = _likeness(text[start:middle], text[middle:end], end - middle)
        if not text[middle:end].isalpha():
            continue
        if text[end - 1 : end] == "才" and _NUMBER_BEHIND.match(text, end):
            continue  # 谈笑才四岁
        if likeness < _WORTH_A_LOOK or (
            tables().surnames[text[start:middle]] <= _RARE and not _introduced(around, start)
        ):
            continue
        points = _weighed(text, around, (start, middle, end), likeness)
        if points is not None:
            yield _Candidate(start, end, points)


def _introduced(around: Surroundings, start: int) -> bool:
    return around.cue_before(start) == INTRODUCED


def _weighed(text: str, around: Surroundings, place: tuple[int, int, int], points: int) -> int | None:
    """The points of a candidate; None as soon as it cannot have enough. The words of the text are asked last."""
    start, middle, end = place
    listed = text[start - 1 : start] in _LISTED or text[end : end + 1] in _LISTED
    need = _ENOUGH - _BESIDE if listed else _ENOUGH
    before = around.cue_before(start)
    points += MOST_FOR_A_WORD_BEFORE if before is None else before
    if points + MOST_AFTER + MOST_FOR_CUTS < need:
        return None
    after = around.cue_after(end)
    points += MOST_FOR_A_WORD_AFTER if after is None else after
    other = _called_otherwise(text, start, end)
    points += other // 2 if before == INTRODUCED else other
    if points + MOST_FOR_CUTS < need:
        return None
    cuts = around.cuts(start, middle, end)
    points += max(cuts, -6) if before == INTRODUCED else cuts
    points += _STANDS_ALONE if before == INTRODUCED and not other and not text[end : end + 1].isalnum() else 0
    points += around.word_before(start) - MOST_FOR_A_WORD_BEFORE if before is None else 0
    points += around.word_after(end) - MOST_FOR_A_WORD_AFTER if after is None else 0
    return points if points >= need else None


def _likeness(family: str, given: str, length: int) -> int:
    if len(given) < length or (given in tables().instead and (length == 2 or len(family) == 1)):
        return NEVER
    return tables().surnames[family] + given_points(given)


def _called_otherwise(text: str, start: int, end: int) -> int:
    """Brands, estates and people of history whose names stand on signs."""
    known = tables().not_names
    points = [known.get(text[start : start + length], 0) for length in range(end - start, end - start + 3)]
    begins = known.get(text[start : start + 2], 0) // 2 if end - start > 2 else 0
    return min(*points, begins)


def _chosen(candidates: list[_Candidate]) -> list[_Candidate]:
    """The best of those that overlap; then those that stand in a row with a chosen one."""
    chosen: list[_Candidate] = []
    rest = sorted(candidates, key=lambda each: (-each.points, each.start))
    taken: set[int] = set()
    for each in rest:
        if each.points >= _ENOUGH and taken.isdisjoint(range(each.start, each.end)):
            chosen.append(each)
            taken.update(range(each.start, each.end))
    for each in rest:
        beside = {each.start - 2, each.end + 1} & taken
        if each.points < _ENOUGH and beside and taken.isdisjoint(range(each.start, each.end)):
            chosen.append(each)
            taken.update(range(each.start, each.end))
    return chosen


def _everywhere(text: str, spans: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """All places of the names that were found, whatever stands around them there."""
    names = sorted({text[start:end] for start, end in spans}, key=len, reverse=True)
    taken = {place for span in spans for place in range(*span)}
    again = re.compile(f"(?:{'|'.join(map(re.escape, names[:_MOST_NAMES]))})(?![路街区县市镇村园苑店])")
    return spans | {found.span() for found in again.finditer(text) if taken.isdisjoint(range(*found.span()))}
