"""Where the name of a place begins: behind the last word in front of its kind that cannot belong to a name.

住在阳光花园 is 阳光花园, 物业公司把春晖苑 is 春晖苑; a kind without a name (这条路, 小区) is no place.
"""

from functools import lru_cache
from pathlib import Path

from hotline.datafile import read_rows
from lexicon.segment import known_words

LONGEST = 9
_SHORTEST, _LONGEST_NAME = 2, 8
_FOLDER = Path(__file__).parent / "data"
_CUT_SIGNS = frozenset("在的了是我你他她它们这那哪很就都也还又没不把被给让去过从往住请到跟着个条因为所说修拆堵离距至")
_CUT_UNLESS_BEFORE = {
    "和": "平谐美顺兴园润源泰", "与": "", "及": "", "于": "家洪", "向": "阳日荣明", "有": "色才",
    "上": "海坪湾塘河村庄林岭官沙饶虞高新街",
}  # fmt: skip
_SCHOOLS = frozenset({"小学", "中学", "高中", "大学", "学校", "幼儿园"})
_ATTENDING = frozenset("上读念考转进办")
_VERBS = frozenset({"v", "vd", "vn", "p", "d", "c", "r", "u", "uj", "ul", "uz", "ug", "df", "e", "y", "t"})
_MEASURES = frozenset("次下年家趟个天回遍辆名位户条顿只台封间月日张份层")
_SIDES = frozenset("东西南北中前后新老一二三四五六")
_NUMBERS = frozenset("0123456789")


def name_before(text: str, start: int, end: int, kind: str) -> str:
    """The name that ends at `end`, before its kind, and does not begin before `start`; empty if there is none."""
    begin = _name_signs(text, max(start, end - LONGEST), end)
    name = without_verbs(_cut(text[begin:end]))
    if kind in _SCHOOLS and name and name[-1] in _ATTENDING:
        return ""
    return name if is_name(name) else ""


def is_name(name: str) -> bool:
    """Whether this can be the name of a place: not too short or long, not generic, no bare number."""
    fits = _SHORTEST <= len(name) <= _LONGEST_NAME
    return fits and name not in generic_names() and not _NUMBERS.issuperset(name)


def _name_signs(text: str, start: int, end: int) -> int:
    """From where on there are only characters, letters and digits up to `end`."""
    for position in range(end - 1, start - 1, -1):
        sign = text[position]
        if not ("一" <= sign <= "鿿" or (sign.isascii() and sign.isalnum()) or sign == "·"):
            return position + 1
    return start


def _cut(name: str) -> str:
    """What stands behind the last word that is no part of a name."""
    words = _cut_words()
    for position in range(len(name) - 1, -1, -1):
        if _is_cut(name, position) or name[max(0, position - 1) : position + 1] in words:
            return name[position + 1 :]
    return name


def _is_cut(name: str, position: int) -> bool:
    sign = name[position]
    if sign in _CUT_SIGNS:
        return True
    if sign == "家":
        behind = name[position + 1 : position + 3]
        return len(behind) == 2 and name[position - 1 : position] != "丰" and not ({"园", "属"} & set(behind))
    unless = _CUT_UNLESS_BEFORE.get(sign)
    return unless is not None and (not unless or name[position + 1 : position + 2] not in unless)


def without_verbs(name: str) -> str:
    """What stands behind the last verb or particle.

    A name of two characters (解放, 听风) is kept whole, and so is a verb that only a side or number follows (解放东).
    """
    pieces = known_words(name) if len(name) > _SHORTEST else []
    end = len(name)
    for word, tag in reversed(pieces):
        verb = tag in _VERBS and len(pieces) > 1 and not _names_a_road(word, name[end:])
        if verb or (tag == "m" and len(word) > 1 and word[-1] in _MEASURES):
            return name[end:]
        end -= len(word)
    return name


def _names_a_road(verb: str, behind: str) -> bool:
    return len(verb) > 1 and len(behind) == 1 and behind in _SIDES


@lru_cache(maxsize=1)
def generic_names() -> frozenset[str]:
    """Words in front of a kind that are no names: 马 in 马路, 这条 in 这条路."""
    return frozenset(row.required("name") for row in read_rows(_FOLDER / "generic_names.csv", ("name",)))


@lru_cache(maxsize=1)
def _cut_words() -> frozenset[str]:
    """Words of two letters after which a name begins: 住在, 附近, 每天."""
    return frozenset(row.required("word") for row in read_rows(_FOLDER / "before_names.csv", ("word",)))
