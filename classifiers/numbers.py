"""Telephone numbers as people write them: with blanks and dashes, in full width, spoken (幺三八…, 洞拐).

All functions read a normalised text (`lexicon.normalise`); spans are positions in it. A span reaches from the country
or area code to the extension.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from classifiers.verdict import Spans
from lexicon.digits import SPOKEN, spoken_to_figures

_RADIO = "洞拐勾壹贰叁肆伍陆柒捌玖"
_RADIO_TABLE = str.maketrans(_RADIO, "079123456789")
DIGITS = f"0-9{SPOKEN}{_RADIO}"
"""All signs for a digit, for a class of characters."""

_SAID = f"{SPOKEN}{_RADIO}"
_ANY_SAID = re.compile(
    f"[{_SAID}]{{4}}|[{_SAID}][,、 -]{{1,2}}[{_SAID}][,、 -]{{1,2}}[{_SAID}]|"
    f"[0-9A-Za-z][{_SAID}]{{2}}|[{_SAID}]{{3}}[0-9]"
)
_GAP = r"(?:[\s\-－—–.·/_~*]|\s[\-－—–]\s)?"
_PAUSE = r"[\s,、\-]{0,2}"
_COUNTRY = r"(?:\((?:\+|00)?86\)|\+\s?86|0086|86(?=[\s\-]?1[3-9]))[\s\-—–]{0,2}"
_TURN = r"(?:\s?(?:转接?|分机)(?:分机)?号?码?[:\s]?[0-9]{3,6}(?![0-9]))?"
"""Behind the numbers that delivery services and agents lend: 17012345678转6789."""
_MOBILE = re.compile(rf"(?<![0-9+])(?:{_COUNTRY}|0)?1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}(?![0-9]){_TURN}")
_SAID_MOBILE = re.compile(rf"(?<![0-9])(?:{_COUNTRY})?1{_PAUSE}[3-9](?:{_PAUSE}[0-9]){{9}}(?![0-9]){_TURN}")
_LOCAL = r"[2-8](?:[\s\-]?[0-9]){6,7}(?![0-9])"
_EXTENSION = r"(?:\s?(?:转接?(?:分机号?)?|分机号?|[eE]xt\.?|[\-—#])\s?[0-9]{1,6}(?![0-9]))?"
_AREA_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z.(+])(?:\(?0(?:10|2[0-9]|[3-9][0-9]{{2}})\)?|(?:\+|00)86[\s\-]?\(?0?(?:10|2[0-9]|[3-9][0-9]{{2}})\)?)"
    rf"[\s\-—]{{0,3}}{_LOCAL}{_EXTENSION}"
)
_LOCAL_LANDLINE = re.compile(
    r"(?:座机|固话|固定电话|[家里庭单位办公室宅的]{1,3}电话|联系电话|电话|致电|回电|办公室|拨打)(?:号码|号)?(?:就?是|为|[:\s(,])*"
    rf"(?P<number>(?!(?:19|20)[0-9]{{2}}[01][0-9][0-3][0-9](?![0-9])|[48]00){_LOCAL}{_EXTENSION})"
)
_HAS_FIGURES = re.compile(r"[0-9](?:[\s\-－—–.·/_()]{0,2}[0-9]){6}")
_NOT_FIGURES = re.compile(r"[^0-9]")


@lru_cache(maxsize=4)
def said_as_figures(text: str) -> str | None:
    """The text with spoken digits as figures at the same positions; None where nobody dictates a number.

    The last few texts are kept, because each kind of number is looked for in both readings.
    """
    return spoken_to_figures(text).translate(_RADIO_TABLE) if _ANY_SAID.search(text) else None


def in_both_readings(find: Callable[[str], Spans]) -> Callable[[str], Spans]:
    """Finds in the text as it is written, then as it is said."""

    def find_twice(text: str) -> Spans:
        yield from find(text)
        if said := said_as_figures(text):
            yield from find(said)

    return find_twice


def find_mobiles(text: str) -> Spans:
    """Spans of mobile numbers; a span may hold blanks, dashes or spoken digits."""
    if _HAS_FIGURES.search(text):
        for found in _MOBILE.finditer(text):
            yield found.span()
    if said := said_as_figures(text):
        for found in _SAID_MOBILE.finditer(said):
            if said[found.start() : found.end()] != text[found.start() : found.end()]:
                yield found.span()


def find_landlines(text: str) -> Spans:
    """Spans of landline numbers with area code, or without one behind a word for telephone."""
    return in_both_readings(_landlines)(text)


def _landlines(text: str) -> Spans:
    if _HAS_FIGURES.search(text):
        for found in _AREA_LANDLINE.finditer(text):
            yield found.span()
        for found in _LOCAL_LANDLINE.finditer(text):
            yield found.span("number")


def figures(written: str) -> str:
    """The digits alone, spoken ones as figures, a mobile number without its country code."""
    digits = _NOT_FIGURES.sub("", spoken_to_figures(written).translate(_RADIO_TABLE))
    national = digits.removeprefix("00").removeprefix("86")
    return national if is_mobile(national) else digits


def is_mobile(digits: str) -> bool:
    return len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789"
