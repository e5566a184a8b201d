"""Children: their full names, and their school with its class, which together find a child in a town.

Whose name it is says what stands around it: 我儿子 may be eight or thirty-one.
"""

import re
from collections.abc import Iterable

from classifiers.verdict import Spans

_FEW = "[一二三四五六七八九十1-9]"
_SCHOOL = (
    r"(?:小学|中学|初中|高中|学校|附小|附中|附属学校|中心小学|中心校|外国语|"
    r"[一二三四五六七八九十0-9]{1,2}[中小]|幼儿园|幼稚园|职高|职中|技校)"
)
_CLASS = (
    rf"(?:(?:{_FEW}年级|初[一二三123]|高[一二三123]|[0-9]{{4}}级|{_FEW})\s?[(]?(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})[)]?\s?班|"
    rf"[大中小托](?:[一二三四五六0-9]|\([一二三四五六0-9]\))?班|[(]?[0-9]{{1,2}}[)]?\s?班)"
)
_SCHOOL_CLASS = re.compile(
    rf"[一-鿿0-9]{{1,14}}?{_SCHOOL}(?:[东西南北老新]校区|本部|分校|分园|[一-鿿]{{1,3}}校区)?\s?[,的]?\s?{_CLASS}"
)
_LEAD = re.compile(
    r".*(?:[0-9一二三四五六七八九十]岁|在读|就读于?|转到|转入|分到|考上|进了|[在上读是的念去到从于让给],?|[,。]|"
    r"儿子|女儿|孩子|孙子|孙女|投诉|举报|反映|表扬|我们|他们|我|你好|您好)"
    rf"(?=[一-鿿0-9]{{1,}}{_SCHOOL})"
)
_CHILD = (
    r"孩子|小孩子?|娃娃?|宝宝|宝贝|孙子|孙女|外孙女?|重孙|小朋友|幼儿|儿童|少年|男童|女童|男孩|女孩|"
    r"小男孩|小女孩|二宝|大宝|三宝|双胞胎|未成年人"
)
_YOUNG_OR_OLD = r"儿子|女儿|闺女|侄子|侄女|侄儿|外甥女?|老大|老二|小女|小儿|弟弟|妹妹|学生|同学|同桌|班长|我家"
_JUST_BEHIND = r"(?:的?(?:名字|姓名|大名))?(?:[:,\s(]|名?叫做?|是|名|一个)*$"
_CHILD_BEFORE = re.compile(rf"(?:{_CHILD}){_JUST_BEHIND}|孩子[^。!?;]{{1,8}},$")
_MAYBE_BEFORE = re.compile(rf"(?<!大)(?:{_YOUNG_OR_OLD}){_JUST_BEHIND}")
_CLASS_BEFORE = re.compile(rf"{_CLASS}的?(?:学生|同学|孩子)?[:,\s]?$")
_CHILD_AGE = (
    r"[,(\s]{0,2}(?:[男女][,\s]?)?(?:今年|现年|现在|才|刚满|刚|未满|不满|只有|还不到|不到|满)*+"
    r"(?:1[0-7]|[1-9]|[一二三四五六七八九]|十[一二三四五六七]?|两)(?:周岁|岁|个月)"
)
_CHILD_BEHIND = re.compile(
    rf"{_CHILD_AGE}|(?:小朋友|宝宝|同学)|的(?:妈妈|爸爸|家长|班主任|学籍|监护人|同桌|同学|小同学|男生|女生|小孩|孩子)|[,的(]?[^。,!?;]{{0,6}}(?:[1-9一二三四五六七八九]年级|小学|幼儿园|初[一二三]|高[一二三]|上学|入学|学籍|小升初|中考|入园|疫苗)"
)
_GROWN_UP_BEHIND = re.compile(
    r"[^。!?;]{0,24}?(?:1[89]岁|[2-9][0-9]岁|[二三四五六七八九]十[一二三四五六七八九]?岁?|工地|上班|打工|工作|干活|结婚|离婚|工资|单位|公司|贷款|有车|开车|驾照|媳妇|大学|毕业|当兵|退伍|买房|电话|手机|名下)"
)
_GROWN_UP_TITLE = re.compile("老师|医生|主任|校长|园长|先生|女士|经理|师傅|教练|阿姨")
_SCHOOL_LIFE = re.compile(
    r"学校|小学|中学|幼儿园|年级|老师|班主任|同学|同桌|上学|家长|[初高][一二三]|校园|课|(?<![0-9])(?:1[0-7]|[1-9])岁|[一二三四五六七八九]岁|未成年|疫苗|儿科|孩子|娃"
)


def find_school_classes(text: str) -> Spans:
    """Schools with a class in a normalised text; a school alone is none."""
    if "班" not in text:
        return
    for found in _SCHOOL_CLASS.finditer(text):
        lead = _LEAD.match(text, found.start(), found.end())
        yield (lead.end() if lead else found.start()), found.end()


def children(text: str, names: Iterable[tuple[int, int]]) -> set[str]:
    """Those of the names in a normalised text that belong to children."""
    return {text[start:end] for start, end in names if _is_child(text, start, end)}


def _is_child(text: str, start: int, end: int) -> bool:
    if _GROWN_UP_TITLE.match(text, end):
        return False
    ahead = text[max(0, start - 16) : start]
    if _CLASS_BEFORE.search(ahead):
        return True
    if _CHILD_BEFORE.search(ahead):
        return not _GROWN_UP_BEHIND.match(text, end)
    if _MAYBE_BEFORE.search(ahead):
        return bool(_CHILD_BEHIND.match(text, end)) or (
            bool(_SCHOOL_LIFE.search(text)) and not _GROWN_UP_BEHIND.match(text, end)
        )
    return bool(re.compile(_CHILD_AGE).match(text, end) or _CHILD_BEHIND.match(text, end, end + 4))
