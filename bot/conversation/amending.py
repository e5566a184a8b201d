"""Small corrections and names that stand beside a number."""

import re

from bot.conversation.session import Draft
from bot.conversation.turn import Turn
from classifiers.elements import find_name

LONGEST_AMENDMENT = 16
_COUNT = r"(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})"
_PARTS = (("栋", "幢", "号楼", "座"), ("单元",), ("层", "楼"), ("室", "房"))
_WRONG = re.compile(r"不对|不是|错|应该是|应当是|改成|改为")
_AMENDED = re.compile(
    rf"(?:(?<!不)是|改成|改为|[，,\s]|^)(?P<count>{_COUNT})(?P<part>号楼|栋|幢|座|单元|层|楼|室|房)(?![下上道顶梯])"
)
_BESIDE_NUMBER = re.compile(
    r"[\s,，、:：]*(?P<before>[一-鿿]{2,3})?[\s,，、:：]*[\d\s-]{7,}[\s,，、:：]*(?P<after>[一-鿿]{2,3})?[\s。.]*"
)


def amends(turn: Turn, draft: Draft) -> bool:
    """Whether the reply puts one part of the place right that is known already."""
    return _amendment(turn, draft) is not None


def amended(turn: Turn, draft: Draft) -> bool:
    """不对，是5栋: one part of the place that is known already is put right, the rest of it stands."""
    found = _amendment(turn, draft)
    if found is None:
        return False
    kind = next(kinds for kinds in _PARTS if found["part"] in kinds)
    part = re.compile(rf"{_COUNT}(?:{'|'.join(kind)})")
    before, after = draft.place["text"], found["count"] + found["part"]
    draft.place["text"] = part.sub(after, before, count=1) if part.search(before) else before + after
    return True


def _amendment(turn: Turn, draft: Draft) -> re.Match[str] | None:
    if not draft.place.get("text") or len(turn.text) > LONGEST_AMENDMENT:
        return None
    found = _AMENDED.search(turn.text)
    if found is None or not (_WRONG.search(turn.text) or _AMENDED.fullmatch(turn.text.strip(" 。.，,的啊呢"))):
        return None
    return found


def name_beside(text: str) -> str:
    """The name in a reply that holds a number and a name and nothing else (13700001111 李强)."""
    found = _BESIDE_NUMBER.fullmatch(text)
    beside = (found["before"] or found["after"] or "") if found else ""
    return beside if beside and find_name(f"我叫{beside}") == beside else ""
