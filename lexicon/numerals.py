"""Numbers written in characters: 一百二十三 is 123, 五〇一 is 501.

A view for comparing and computing; the citizen's text is never changed. The parser is written out here because a
package for it takes a third of a second to load and 40 microseconds and more for each number.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from lexicon.digits import spoken_to_figures
from lexicon.normalise import Normalised, normalise
from lexicon.rewriting import Change, rewritten

_SIGNS = "零〇一二三四五六七八九两十百千"
_NUMERAL = re.compile(f"[{_SIGNS}]+")
_STEPS = {"千": 1000, "百": 100, "十": 10}
_LONGEST = 18
_IN_ADDRESS = re.compile(
    f"(?<=第)[{_SIGNS}]{{1,9}}|(?<=[栋幢座元])[{_SIGNS}]{{3,4}}|"
    f"(?<![{_SIGNS}])[{_SIGNS}]{{1,9}}(?=号|栋|幢|座|单元|楼|层|室|组|期|区|队|弄|户|门|村|小(?!区|时)|中(?!午|间|年)|[一二]?小学|中学|医院|院)"
)


@lru_cache(maxsize=512)
def number_of(written: str) -> int | None:
    """What a numeral means; None where it is none (十十). Without 十, 百, 千 the digits are read one by one."""
    if not 0 < len(written) <= _LONGEST:
        return None
    if not any(step in written for step in _STEPS):
        figures = spoken_to_figures(written)
        return int(figures) if figures.isdecimal() else None
    return _summed(written)


def _summed(written: str) -> int | None:
    total, digit, last = 0, -1, 10_000
    for sign in written:
        step = _STEPS.get(sign)
        if step is None:
            if digit > 0:
                return None
            digit = int(spoken_to_figures(sign))
        elif step >= last:
            return None
        else:
            total += (1 if digit < 0 else digit) * step
            digit, last = -1, step
    return total + max(digit, 0)


def with_figures(text: str) -> Normalised:
    """The normalised text with every numeral in figures: 十一点半 reads 11点半."""
    return _exchanged(normalise(text), _NUMERAL)


def address_view(text: str) -> Normalised:
    """The normalised text with the numbers of an address in figures: 一百二十三号三栋 reads 123号3栋.

    Two spellings of one address are equal here; numerals that count nothing of an address (万一, 十分吵) stay.
    """
    return _exchanged(normalise(text), _IN_ADDRESS)


def _exchanged(folded: Normalised, pattern: re.Pattern[str]) -> Normalised:
    return rewritten(folded, _changes(folded.text, pattern))


def _changes(text: str, pattern: re.Pattern[str]) -> Iterator[Change]:
    for found in pattern.finditer(text):
        figures = _figures(found[0])
        if figures and (len(figures) > 1 or len(found[0]) == 1):
            yield Change(found.start(), found.end(), figures)


def _figures(written: str) -> str:
    """A leading zero is part of a room number and stays, and a row of digits may be any length."""
    if not any(step in written for step in _STEPS):
        return spoken_to_figures(written)
    number = number_of(written)
    return "" if number is None else str(number)
