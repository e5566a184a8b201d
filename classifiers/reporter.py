"""Who reports, as their own words give them away: 我是他们店里的员工, 我家就住楼上. For readers who need not know.

What is masked elsewhere (names, numbers, doors) is gone already. Left are clauses in which the writer says who they
are, where they live or work, and how they stand to the accused: in a small place each of them names a person. They are
cut whole, for half of such a sentence says as much as all of it. Rather one clause too many is cut than one too few.
"""

import re

HIDDEN = "***"
_CLAUSE = re.compile(r"[^，,。；;！!？?\n]+")
_ME = r"(?:我们|我|本人|俺|咱)"
_SAYS_WHO = re.compile(
    rf"{_ME}(?:就|也|也就)?(?:是|叫|姓|名叫)(?!来|想|要|说|觉得|昨|今|前|在|从|看|听|希望|为了|不是|很|真|没)"
    rf"|{_ME}(?:们)?(?:家|家里|爱人|老公|老婆|儿子|女儿|父母|爸|妈)?(?:就|都|也|一直|现在|目前)?(?:住|租|搬|在[^，,。]{{0,14}}(?:上班|工作|打工|做工|当|任职|开店|租房|居住))"
    rf"|{_ME}(?:们)?家(?:就|正|刚好)?(?:在|对面|楼上|楼下|隔壁|旁边|紧挨|紧邻|挨着)"
    rf"|{_ME}的?(?:电话|手机|微信|号码|姓名|名字|住址|地址|身份|邮箱)"
    r"|作为[^，,。]{0,12}(?:员工|职工|工人|业主|住户|邻居|家长|学生|租户|股东|前员工|保安|会计)"
    rf"|{_ME}(?:和|跟|与|同)[^，,。]{{1,10}}(?:是|曾是)[^，,。]{{0,8}}(?:邻居|同事|亲戚|同学|战友|夫妻|朋友|上下级)"
    rf"|(?:举报人|反映人|诉求人|来电人)(?:是|叫|姓|住|家|为)"
)
_REMNANT = re.compile(r"\d{2,}\*{3,}\d*|\*{3,}\d{2,}")
"""The ends of a number that a mask has left: seven of eleven figures are enough in a village."""
_NAME_ALONE = re.compile(r"\s*[一-鿿]{1,2}\*{1,3}\s*")
_ROAD = re.compile(r".*(?:街道|[镇乡]|大道|[路街巷]|胡同)")


def without_reporter(text: str) -> str:
    """The text without the clauses in which the writer says who they are, and without what masks leave of a number;
    nothing else is changed."""
    return _REMNANT.sub(HIDDEN, _CLAUSE.sub(_cut, text))


def _cut(clause: re.Match[str]) -> str:
    says_who = _SAYS_WHO.search(clause[0]) or _NAME_ALONE.fullmatch(clause[0])
    return HIDDEN if says_who else clause[0]


def to_the_street(place: str) -> str:
    """A place as far as its street; without one nothing of it."""
    found = _ROAD.match(place)
    kept = found[0] if found else ""
    return kept if kept == place else f"{kept}{HIDDEN}"
