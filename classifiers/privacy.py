"""个人信息: where personal data stands in a text, and the text without it.

It runs on each message that is stored or shown, so every kind has a cheap sign that must be there before its patterns
are tried. Check digits decide where they exist; without them the words around decide. How far a span of each kind
reaches is said in docs/privacy.md.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from classifiers.accounts import find_emails, find_qq_ids, find_wechat_ids
from classifiers.addresses import find_addresses
from classifiers.case_numbers import find_case_numbers
from classifiers.health_facts import find_disabilities, find_health, find_unlisted
from classifiers.masking import masked
from classifiers.minors import children, find_school_classes
from classifiers.numbers import DIGITS, find_landlines, find_mobiles, in_both_readings
from classifiers.papers import find_cards, find_identities, find_passports, find_plates
from classifiers.person_names import find_names
from classifiers.verdict import Span, Spans
from lexicon.normalise import normalise

_DISABLED = re.compile("[残障]|工伤|评")


def find_personal(text: str) -> tuple[Span, ...]:
    """All personal data, in order, never overlapping; offsets count code points of `text` itself."""
    folded = normalise(text)
    taken = _Taken()
    for kind, sign, find in _finders():
        if sign is None or sign.search(folded.text):
            taken.add_all(kind, find(folded.text))
    names = [span for span in find_names(folded.text) if taken.is_free(span)]
    young = children(folded.text, names)
    for start, end in names:
        taken.add("minor" if folded.text[start:end] in young else "name", (start, end))
    taken.add_all("health", find_health(folded.text, names))
    taken.add_all("health", find_unlisted(folded.text))
    if _DISABLED.search(folded.text):
        taken.add_all("health", find_disabilities(folded.text, names))
    return tuple(_span(text, folded.original_span(start, end), kind) for (start, end), kind in taken.in_order())


class _Taken:
    """Spans that were found; each place of the text belongs to the first that took it."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[int, int], str] = {}
        self._places: set[int] = set()

    def is_free(self, span: tuple[int, int]) -> bool:
        return self._places.isdisjoint(range(*span))

    def add(self, kind: str, span: tuple[int, int]) -> None:
        if self.is_free(span):
            self._kinds[span] = kind
            self._places.update(range(*span))

    def add_all(self, kind: str, spans: Spans) -> None:
        for span in spans:
            self.add(kind, span)

    def in_order(self) -> list[tuple[tuple[int, int], str]]:
        return sorted(self._kinds.items())


def _span(text: str, span: tuple[int, int], kind: str) -> Span:
    return Span(span[0], span[1], kind, text[span[0] : span[1]])


@lru_cache(maxsize=1)
def _finders() -> tuple[tuple[str, re.Pattern[str] | None, Callable[[str], Spans]], ...]:
    """Kind, the sign that must be there, and the finder; the surest kinds first, for a span has one kind."""
    digit = f"[{DIGITS}]"
    long_number = re.compile(rf"{digit}(?:[\s\-,、]{{0,2}}{digit}){{13}}")
    number = re.compile(rf"{digit}(?:[\s\-—–.·/_()转]{{0,3}}{digit}){{6}}")
    said = re.compile(rf"{digit}(?:[\s,、]{{0,2}}{digit}){{10}}")
    dwelling = re.compile(
        r"[0-9一二三四五六七八九十零]\s?(?:号|栋|幢|座|单元|#|弄|门|梯|排|巷)|[A-Za-z][座栋幢]|[0-9]-[0-9]|[寓舍][0-9]"
    )
    plate = re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][\s·•.\-]?[A-Za-z]|WJ|车牌|牌[照号]"
    )
    return (
        ("case_number", re.compile(r"[0-9]\s?号|案[号件]|警|[定决判裁]书"), find_case_numbers),
        ("email", re.compile(r"[@#]|[艾爱]特|at|AT"), find_emails),
        ("id_card", long_number, in_both_readings(find_identities)),
        ("bank_card", long_number, in_both_readings(find_cards)),
        ("wechat", re.compile(r"信|[wWvV]|薇|微|加"), find_wechat_ids),
        ("qq", re.compile(r"[qQ]|扣\s?扣|企鹅|球球"), in_both_readings(find_qq_ids)),
        ("mobile", re.compile(f"{number.pattern}|{said.pattern}"), find_mobiles),
        ("landline", number, find_landlines),
        ("plate", plate, in_both_readings(find_plates)),
        ("passport", re.compile(r"[A-Za-z]\s?[0-9]{4}|护照|通行证|台胞证|回乡证"), in_both_readings(find_passports)),
        ("minor", re.compile("班"), find_school_classes),
        ("address", dwelling, find_addresses),
    )  # fmt: skip


def mask(text: str) -> str:
    """The text with every piece of personal data blanked; what is shown says what stood there, not whose it is."""
    pieces: list[str] = []
    end = 0
    for span in find_personal(text):
        pieces += (text[end : span.start], masked(span.kind, span.text))
        end = span.end
    return "".join([*pieces, text[end:]])
