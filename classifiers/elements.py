"""诉求要素: where, when, who and how to reach them; and what is still to be asked.

A hotline still accepts what is incomplete, but it asks once for what a unit needs to act: first the place, then the
time, then a contact. Consultations, suggestions and praise need none of them.
"""

import re

from classifiers.numbers import figures, find_landlines, find_mobiles
from classifiers.person_names import find_own_name
from classifiers.verdict import Elements
from hotline.matter import MatterType
from lexicon.divisions import Elsewhere
from lexicon.normalise import normalise
from lexicon.places import Gazetteer
from lexicon.times import find_time

_NEEDS_NOTHING = frozenset({MatterType.CONSULTATION, MatterType.SUGGESTION, MatterType.PRAISE})
_NEEDS_TIME = frozenset({MatterType.COMPLAINT, MatterType.REPORT})
_GOING_ON = re.compile(
    r"现在|目前|正在|已经|一直|还没|还在|至今|又|刚|突然|马上|急|没(?:水|电|气|暖)|停(?:水|电|气|暖)|呢$"
)
_SURNAME = re.compile(r"(?:我|免贵|本人)?(?<![百同贵尊])姓(?P<name>[一-鿿])(?![名氏什啥])")
_AHEAD = 24
_OTHERS = (
    r"(?:[他她]们?|对方|那人|那家|老板娘?|房东|二房东|中介|商家|店家|卖家|店主|包工头|工头|骗子|司机|车主|邻居|楼上|楼下|隔壁|"
    r"开发商|施工方|厂家|经理|负责人|客服|(?<!我们)(?<!咱们)(?<!我)(?:物业|公司|单位))"
)
_COMPLAINED_OF = r"被(?:投诉|举报|反映|申请|告)(?:人|方|单位)?[^我俺咱本。;；!！?？]{0,12}"
_ELSES = re.compile(
    rf"(?:{_OTHERS}[^我俺咱本,，。;；!！?？]{{0,6}}|{_COMPLAINED_OF})(?:联系)?(?:电话|手机|号码|座机|联系方式|打来的?|来电)"
    r"(?:号码?)?(?:就?是|为|[:：\s(])*$"
)
"""Whose number it is said to be, where it is not the citizen's own; 我 in between makes it theirs."""

_ANONYMOUS = re.compile(
    r"(?<!不)匿名|不(?:想|愿意?|方便|便|用|会|能|打算)(?:留|透露|说|给|提供|告诉)(?:你们?|下)?(?:我的|个人|真实|本人)?(?:电话|手机|姓名|名字|联系方式|号码|身份|信息)|不(?:留|露)(?:电话|姓名|名字|联系方式|名)|"
    r"(?:电话|姓名|名字|联系方式)(?:我|就)?不(?:留|说|给|提供|方便|透露)|不要(?:电话|联系|打给)我|不实名|不具名|不署名"
)
_CONFIDENTIAL = re.compile(
    r"保密|(?:别|不要|不能|不可|勿|不想|千万别)(?:和|跟|对|向|让|给)?[^,，。!！?？]{0,8}?(?:告诉|说是我|知道是我|泄露|透露|说出去|讲是我|提我|暴露)|"
    r"(?:怕|担心)(?:他们|对方|被)?[^,，。]{0,6}(?:报复|打击报复|穿小鞋)|(?:个人|我的|举报人)信息(?:不要|别|不能)(?:公开|泄露|透露)"
)


class ElementFinder:
    """Finds the elements of an appeal in one city."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def find(self, text: str, matter_type: str | None) -> Elements:
        """The elements that are there, and for this matter type those that are missing, in the order to ask."""
        place, time, phone = self._gazetteer.find(text), find_time(text), find_phone(text)
        has = {"place": bool(place), "time": bool(time), "contact": bool(phone) or wants_anonymity(text)}
        missing = tuple(name for name in required(text, matter_type) if not has[name])
        return Elements(place, time, phone, find_name(text), missing)

    def elsewhere(self, text: str) -> Elsewhere | None:
        """The place in another city that the text tells of; None where it tells of none."""
        return self._gazetteer.elsewhere(text)

    def only_origin(self, text: str) -> bool:
        """Whether other cities are named only as where somebody comes from."""
        return self._gazetteer.only_origin(text)


def required(text: str, matter_type: str | None) -> tuple[str, ...]:
    """What a unit needs for this matter type; help that is needed now needs no time."""
    if matter_type in _NEEDS_NOTHING:
        return ()
    if matter_type in _NEEDS_TIME or (matter_type == MatterType.HELP and not _GOING_ON.search(text)):
        return ("place", "time", "contact")
    return ("place", "contact")


def find_phone(text: str) -> str:
    """The citizen's telephone number as digits: the first, a mobile before a landline; empty if there is none.

    A number that is said to be somebody else's is none: whoever rings back must not reach the one complained of.
    """
    folded = normalise(text).text
    for finder in (find_mobiles, find_landlines):
        for start, end in finder(folded):
            if not _ELSES.search(folded, max(0, start - _AHEAD), start):
                return figures(folded[start:end])
    return ""


def find_name(text: str) -> str:
    """How the citizen calls themself: a full name, or the surname they give; empty if they do not."""
    folded = normalise(text).text
    found = _SURNAME.search(folded) if "姓" in folded else None
    return find_own_name(folded) or (found["name"] if found else "")


def wants_anonymity(text: str) -> bool:
    """Whether the citizen does not want to give a name or number."""
    return bool(_ANONYMOUS.search(normalise(text).text))


def wants_confidentiality(text: str) -> bool:
    """Whether the citizen asks that nobody learns who spoke."""
    return bool(_CONFIDENTIAL.search(normalise(text).text))
