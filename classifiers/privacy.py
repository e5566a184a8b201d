"""个人信息: where personal data stands in a text, and the text without it.

It runs on each message that is stored or shown, so every kind has a cheap sign that must be there before its patterns
are tried. Check digits decide where they exist; without them the words in front decide. What identifies a ticket, an
order, a bus or a price is left alone.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from stdnum import luhn
from stdnum.cn import ric

from classifiers.masking import masked
from classifiers.numbers import find_landlines, find_mobiles
from classifiers.person_names import find_names
from classifiers.verdict import Span
from hotline.datafile import read_rows
from lexicon.normalise import normalise

Spans = Iterator[tuple[int, int]]
_HEALTH_WORDS = Path(__file__).parent / "data" / "health.csv"

_ID = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}\s?(?:18|19|20)[0-9]{2}\s?(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])\s?[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)  # noqa: E501 - one number plan
_OLD_ID = re.compile(r"(?<=[证号码:： 是])[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}(?![0-9A-Za-z])")
_ID_WORDS = re.compile(r"身份证|证件|身份号|ID")
_TICKET_WORDS = re.compile(r"(?:工单|单号|编号|订单|运单|流水|诉求号|受理号|快递|户号|合同号)[^0-9]{0,6}$")
_TICKET = re.compile(
    r"[2-4][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9][0-9]{6}"
)
_CARD = re.compile(
    r"(?<![0-9A-Za-z.])[3-9][0-9]{3}(?:[\s\-]?[0-9]{4}){2}(?:[\s\-]?[0-9]{1,4})(?:[\s\-]?[0-9]{1,3})?(?![0-9])"
)
_CARD_WORDS = re.compile(r"银行|卡号|账号|帐号|账户|借记卡|信用卡|储蓄卡|打款|工资卡|社保卡")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][\s·•.\-]?"
    r"(?:[A-HJ-NP-Za-hj-np-z0-9]{5,6}|[A-HJ-NP-Za-hj-np-z0-9]{4}[挂学警港澳])(?![A-Za-z0-9])"
)
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[EeGg][A-HJ-NP-Za-hj-np-z]?[0-9]{7,8}|[DdSsPp][Ee]?[0-9]{7,8}|[CHMchm][0-9]{8,10})(?![A-Za-z0-9])"
)
_PASSPORT_WORDS = re.compile(r"护照|通行证|出入境|签证|passport", re.IGNORECASE)
_EMAIL = re.compile(
    r"[A-Za-z0-9_](?:[A-Za-z0-9._%+\-]{0,62}[A-Za-z0-9_])?@"
    r"[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,252}[A-Za-z0-9])?\.[A-Za-z]{2,8}"
)
_WECHAT = re.compile(
    r"(?:微信|薇信|威信|(?<![A-Za-z])[wWvV][xX]|(?<![A-Za-z])[Ww]e[Cc]hat|[加+][vV](?![a-z])|V信)(?:号码?|同号|ID|id)?(?:都?[是为叫]|[:：\s])*(?P<id>[A-Za-z][A-Za-z0-9_\-]{4,19}|[1-9][0-9]{5,10})(?![A-Za-z0-9])"  # noqa: E501 - one rule
)
_QQ = re.compile(r"(?:[qQ]{2}|扣扣|企鹅)(?:群|号码?)*(?:[是为]|[:：\s])*(?P<id>[1-9][0-9]{4,10})(?![0-9])")
_CASE = re.compile(
    r"[(\u3014\[【](?:19|20)[0-9]{2}[)\u3015\]】]\s?[一-鿿]{1,3}[0-9]{0,5}[一-鿿]{1,5}(?:字第?)?[0-9]{1,7}号(?:之[一二三四五])?|(?:案号|案件编号)[:：是为\s]*[A-Za-z0-9\-]{6,24}"
)  # noqa: E501 - one rule
_NUMBER = r"(?:[0-9]{1,4}|[一二三四五六七八九十百零]{1,4})"
_ROOM = (
    rf"(?:{_NUMBER}[A-Za-z]?(?:号楼|栋|幢|座|号院|号|弄|#)|[A-Za-z][0-9]?(?:栋|座))\s?(?:{_NUMBER}(?:单元|门|梯)\s?)?(?:{_NUMBER}(?:层|楼)\s?)?"
    r"(?:(?:[0-9]{3,4}|[一二三四五六七八九零〇]{3,4}|[0-9]{1,2}(?=[室户]))(?:号?[室房户]|号)?)(?![0-9元块平米路年个人多名家万])|"
    r"(?<![0-9\-])[0-9]{1,2}-[0-9]{1,2}-[0-9]{3,4}(?![0-9\-])|(?<![0-9\-])[0-9]{1,2}-[0-9]{3,4}(?:室)?(?![0-9\-元块])"
    rf"|(?:{_NUMBER}(?:号楼|栋|幢|座|#))?\s?{_NUMBER}单元\s?(?:{_NUMBER}(?:层|楼)\s?)?(?:[0-9]{{3,4}}|{_NUMBER}(?=[室户]))?[室户]?"
)
_ADDRESS = re.compile(
    rf"(?:[一-鿿A-Za-z0-9]{{2,10}}?(?:小区|花园|家园|公寓|新村|新苑|嘉园|雅苑|花苑|家属院|宿舍|大厦|社区|广场|庭|苑|城|里|村|园|府|湾|路|街|巷|大道|胡同)\s?)(?:[0-9]{{1,4}}号(?!楼|线|门|院|店)\s?)?(?P<room>{_ROOM})"
)
_ADDRESS_LEAD = re.compile(
    r".*(?:家?住在|家住|住址是?|地址[是为:：\s]*|位于|坐落在?|我们?是|我在|[我你他她]们?家?(?:在|的)?|租在|搬到|来自|就在|在|是|的|[:：,，。\s])(?=[一-鿿])"
)
_BARE_ROOM = re.compile(
    r"(?<![0-9\-一-鿿])[0-9]{1,2}-[0-9]{1,2}-[0-9]{3,4}(?![0-9\-])|(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:栋|幢|号楼)\s?(?:[0-9]{1,2}|[一二三四五六七八九十])单元\s?[0-9]{3,4}(?:室|户)?(?![0-9元块])"
    r"|(?<=[住家在])(?:[0-9]{1,2}|[一二三四五六七八九十])单元\s?[0-9]{3,4}(?:室|户)?(?![0-9元块])"
)
_LIVES = re.compile(
    r"(?:家?住(?:址|在|于)?|地址|户籍地|家在|门牌)(?:是|为|[:：\s])*(?P<address>[一-鿿A-Za-z0-9]{2,18}?(?:路|街|巷|大道|胡同|弄|村|组|队|里)(?P<room>[0-9]{1,4}号(?!楼|线|店)(?:[0-9]{1,4}室?)?))"
)
_ROOM_SIGN = re.compile(r"[0-9一二三四五六七八九十零](?:号|栋|幢|座|单元|#|弄)|[0-9]-[0-9]")
_SCHOOL_CLASS = re.compile(
    r"[一-鿿0-9]{2,10}?(?:小学|中学|初中|高中|学校|附小|附中|一中|二中|三中|幼儿园)[一-鿿]{0,3}?(?:[一二三四五六七八九123456789]年级|[初高][一二三]|[大中小]班)?\s?[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[)）]?\s?班"
)
_SCHOOL_LEAD = re.compile(
    r".*(?:[0-9一二三四五六七八九十]岁|在读|就读于?|在|上|读|是|的|念|[,，。])(?=[一-鿿]{2,}(?:小学|中学|初中|高中|学校|附小|附中|[一二三]中|幼儿园))"
)
_CHILD_NAME_WORDS = re.compile(
    r"(?:儿子|女儿|孩子|孙子|孙女|外孙|小孩|宝宝|学生|外甥|侄子|侄女|同学)[,，]?(?:名?叫做?|姓名[:：]?|名字[叫是])?$"
)
_CHILD_AGE = re.compile(
    r"(?:儿子|女儿|孩子|孙子|孙女|外孙女?|小孩|宝宝|学生|外甥女?|侄子|侄女|娃)[^。！？!?;；]{0,10}?(?P<age>(?:1[0-7]|[1-9]|[一二三四五六七八九]|十[一二三四五六七]?)(?:周?岁))"
)
_HEALTH_LEAD = re.compile(r"(?:确诊|患有?|得了|有|查出|诊断|感染|是|犯|患上|病史|患者)[了为是过:：]?[一-鿿]{0,3}$")


def find_personal(text: str) -> tuple[Span, ...]:
    """All personal data, in order, never overlapping; offsets count code points of `text` itself."""
    folded = normalise(text)
    taken: list[tuple[int, int, str]] = []
    for kind, sign, find in _finders():
        if sign is None or sign.search(folded.text):
            taken.extend((start, end, kind) for start, end in find(folded.text) if _free(taken, start, end))
    return tuple(_span(text, folded.original_span(start, end), kind) for start, end, kind in sorted(taken))


def _span(text: str, span: tuple[int, int], kind: str) -> Span:
    return Span(span[0], span[1], kind, text[span[0] : span[1]])


def _free(taken: list[tuple[int, int, str]], start: int, end: int) -> bool:
    return all(end <= first or last <= start for first, last, _ in taken)


@lru_cache(maxsize=1)
def _finders() -> tuple[tuple[str, re.Pattern[str] | None, Callable[[str], Spans]], ...]:
    """Kind, the sign that must be there, and the finder; the surest kinds first, for a span has one kind."""
    figures = re.compile(r"[0-9]{4}")
    long_figures = re.compile(r"[0-9](?:[\s\-]?[0-9]){13}")
    return (
        ("case_number", re.compile(r"[0-9]号|案号|案件编号"), _simple(_CASE)),
        ("email", re.compile("@"), _simple(_EMAIL)),
        ("id_card", long_figures, _identities),
        ("bank_card", long_figures, _cards),
        ("mobile", None, find_mobiles),
        ("landline", figures, find_landlines),
        ("plate", re.compile(r"[一-鿿][A-Za-z][\s·•.\-]?[A-Za-z0-9]{4}"), _simple(_PLATE)),
        ("passport", re.compile(r"[A-Za-z][0-9]{7}"), _passports),
        ("wechat", re.compile(r"信|[wWvV][xX]|[Ww]e[Cc]hat|[加+][vV]"), _simple(_WECHAT, "id")),
        ("qq", re.compile(r"[qQ]{2}|扣扣|企鹅"), _simple(_QQ, "id")),
        ("minor", re.compile(r"班|岁|儿|孩|娃|宝|孙|侄|学生|同学"), _minors),
        ("address", _ROOM_SIGN, _addresses),
        ("name", re.compile(r"叫|姓名|联系人|本人|[人者主]|名|先生|女士|小姐|同志|老师|医生|[局科处院校村镇所队]长|经理|书记|敬礼|款"), find_names),  # noqa: E501 - one sign
        ("health", None, _health),
    )  # fmt: skip


def _simple(pattern: re.Pattern[str], group: str | int = 0) -> Callable[[str], Spans]:
    def find(text: str) -> Spans:
        return (found.span(group) for found in pattern.finditer(text))

    return find


def _identities(text: str) -> Spans:
    for found in _ID.finditer(text):
        number = re.sub(r"\s", "", found[0])
        ahead = text[max(0, found.start() - 14) : found.start()]
        if ric.is_valid(number) or _ID_WORDS.search(ahead) or not _names_ticket(ahead, number):
            yield found.span()
    for found in _OLD_ID.finditer(text):
        if _ID_WORDS.search(text, max(0, found.start() - 14), found.start()):
            yield found.span()


def _names_ticket(ahead: str, number: str) -> bool:
    return bool(_TICKET_WORDS.search(ahead)) or bool(_TICKET.fullmatch(number))


def _cards(text: str) -> Spans:
    for found in _CARD.finditer(text):
        number = re.sub(r"[\s\-]", "", found[0])
        ahead = text[max(0, found.start() - 16) : found.start()]
        if not 15 < len(number) < 20:  # 16 to 19 digits
            continue
        if _CARD_WORDS.search(ahead) or (luhn.is_valid(number) and not _names_ticket(ahead, number)):
            yield found.span()


def _passports(text: str) -> Spans:
    for found in _PASSPORT.finditer(text):
        if found[0][0] in "EeGg" or _PASSPORT_WORDS.search(text, max(0, found.start() - 16), found.start()):
            yield found.span()


def _addresses(text: str) -> Spans:
    for found in _ADDRESS.finditer(text):
        lead = _ADDRESS_LEAD.match(text, found.start(), found.start("room"))
        yield (lead.end() if lead else found.start()), found.end()
    for found in _BARE_ROOM.finditer(text):
        yield found.span()
    for found in _LIVES.finditer(text):
        yield found.span("address")


def _minors(text: str) -> Spans:
    for found in _SCHOOL_CLASS.finditer(text):
        lead = _SCHOOL_LEAD.match(text, found.start(), found.end())
        yield (lead.end() if lead else found.start()), found.end()
    for start, end in find_names(text):
        if _CHILD_NAME_WORDS.search(text, max(0, start - 12), start):
            yield start, end
    for found in _CHILD_AGE.finditer(text):
        yield found.span("age")


def _health(text: str) -> Spans:
    for found in _health_words().finditer(text):
        if _HEALTH_LEAD.search(text, max(0, found.start() - 8), found.start()):
            yield found.span()


@lru_cache(maxsize=1)
def _health_words() -> re.Pattern[str]:
    words = [row.required("word") for row in read_rows(_HEALTH_WORDS, ("word",))]
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def mask(text: str) -> str:
    """The text with every piece of personal data blanked; what is shown says what stood there, not whose it is."""
    pieces: list[str] = []
    end = 0
    for span in find_personal(text):
        pieces += (text[end : span.start], masked(span.kind, span.text))
        end = span.end
    return "".join([*pieces, text[end:]])
