"""Small corrections and names that stand beside a number."""

import re

from bot.conversation.session import Draft
from bot.conversation.turn import Turn
from classifiers.elements import find_name

LONGEST_AMENDMENT = 16
_COUNT = r"(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})"
_PARTS = (("栋", "幢", "号楼", "座"), ("单元",), ("层", "楼"), ("室", "房"))
_OF_HOUSE = re.compile(rf"(?<=[路街巷道])(?:第)?{_COUNT}号(?P<side>楼(?:[下上前后里道].*)?)$")
"""望江路18号楼下: the number is the house's, and 楼下 says on which side of it."""
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
    house = _OF_HOUSE.search(before)
    if house is not None and found["part"] != "号楼":
        before = before[: house.start("side")]
    draft.place["text"] = part.sub(after, before, count=1) if part.search(before) else before + after
    return True


def _amendment(turn: Turn, draft: Draft) -> re.Match[str] | None:
    if not draft.place.get("text") or len(turn.text) > LONGEST_AMENDMENT:
        return None
    found = _AMENDED.search(turn.text)
    if found is None:
        return None
    alone = _AMENDED.fullmatch(turn.text.strip(" 。.，,的啊呢"))
    return found if alone or _WRONG.search(turn.text) or _still_open(found, draft) else None


def _still_open(found: re.Match[str], draft: Draft) -> bool:
    """几栋我想想，5栋: which building it is was not known yet."""
    kinds = next(each for each in _PARTS if found["part"] in each)
    known = re.search("|".join(kinds), draft.place["text"])
    return known is None and re.search(rf"几(?:{'|'.join(kinds)})", found.string) is not None


def name_beside(text: str) -> str:
    """The name in a reply that holds a number and a name and nothing else (13700001111 李强)."""
    found = _BESIDE_NUMBER.fullmatch(text)
    beside = (found["before"] or found["after"] or "") if found else ""
    return beside if beside and find_name(f"我叫{beside}") == beside else ""
