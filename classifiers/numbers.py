"""Telephone numbers as people write them: with blanks and dashes, in full width, spoken (幺三八…).

All functions read a normalised text (`lexicon.normalise`); spans are positions in it.
"""

import re
from collections.abc import Iterator

from lexicon.digits import SPOKEN, spoken_to_figures

_GAP = r"[\s\-－—–.·]?"
_FIGURE_MOBILE = re.compile(
    rf"(?<![0-9])(?:\(?\+?(?:00)?86\)?{_GAP})?(?P<number>1{_GAP}[3-9](?:{_GAP}[0-9]){{9}})(?![0-9])"
)
_SPOKEN_MOBILE = re.compile(
    rf"(?<![{SPOKEN}])(?P<number>[幺一][\s,，、\-]?[{SPOKEN}](?:[\s,，、\-]{{0,2}}[{SPOKEN}]){{9}})(?![{SPOKEN}])"
)
_MIXED_MOBILE = re.compile(rf"(?<![0-9{SPOKEN}])(?P<number>[1幺一](?:{_GAP}[0-9{SPOKEN}]){{10}})(?![0-9{SPOKEN}])")
_ANY_SPOKEN = re.compile(f"[{SPOKEN}]{{3}}|[{SPOKEN}][\\s,，、\\-][{SPOKEN}][\\s,，、\\-][{SPOKEN}]|[0-9][{SPOKEN}]")
_AREA_LANDLINE = re.compile(
    r"(?<![0-9.])\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[\s\-—]{0,2}(?:[2-8][0-9]{6,7}|[2-8][0-9]{2,3}[\s\-][0-9]{4})(?:[\-转][0-9]{1,5})?(?![0-9])"
)  # noqa: E501 - one number plan
_LOCAL_LANDLINE = re.compile(
    r"(?:座机|固话|固定电话|家里电话|家庭电话|办公电话|联系电话|电话号码|电话|致电|回电)(?:号码)?(?:是|为|[:：\s])*(?P<number>[2-8][0-9]{6,7}|[2-8][0-9]{2,3}-[0-9]{4})(?![0-9])"
)
_HAS_FIGURES = re.compile(r"[0-9](?:[\s\-－—–.·]?[0-9]){6}")
_NOT_FIGURES = re.compile(r"[^0-9]")


def find_mobiles(text: str) -> Iterator[tuple[int, int]]:
    """Spans of mobile numbers; a span may hold blanks, dashes or spoken digits."""
    if _HAS_FIGURES.search(text):
        for found in _FIGURE_MOBILE.finditer(text):
            yield found.span("number")
    if _ANY_SPOKEN.search(text):
        for pattern in (_SPOKEN_MOBILE, _MIXED_MOBILE):
            for found in pattern.finditer(text):
                if is_mobile(figures(found["number"])):
                    yield found.span("number")


def find_landlines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of landline numbers with area code, or without one behind a word for telephone."""
    if _HAS_FIGURES.search(text):
        for found in _AREA_LANDLINE.finditer(text):
            yield found.span()
        for found in _LOCAL_LANDLINE.finditer(text):
            yield found.span("number")


def figures(written: str) -> str:
    """The digits alone, spoken ones as figures."""
    return _NOT_FIGURES.sub("", spoken_to_figures(written))


def is_mobile(digits: str) -> bool:
    return len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789"
