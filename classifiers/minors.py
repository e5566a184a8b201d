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
    rf"(?:(?:{_FEW}年级?|[初高][一二三123](?:年级)?|[0-9]{{4}}级|{_FEW})\s?[(]?(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})[)]?\s?班|"
    rf"[大中小托](?:[一二三四五六0-9]|\([一二三四五六0-9]\))?班|[初高][一二三](?:年级)?(?:[文理]科|重点|实验|尖子|国际|火箭)班|学前[一二三1-9]?班|(?:苗苗|向日葵|太阳花?|星星|月亮|彩虹|蓓蕾|蒙氏|小?(?:苹果|草莓|蜜蜂|海豚|树苗|兔|鹿))班|[(]?[0-9]{{1,2}}[)]?\s?班)"
)
_SCHOOL_CLASS = re.compile(
    rf"[一-鿿0-9]{{1,14}}?{_SCHOOL}(?:[东西南北老新]校区|本部|分校|分园|[一-鿿]{{1,3}}校区)?\s?[,的]?\s?{_CLASS}"
)
_LEAD = re.compile(
    r".*(?:[0-9一二三四五六七八九十]岁|在读|就读于?|转到|转入|分到|考上|进了|[在上读是的念去到从于让给],?|[,。]|"
    r"儿子|女儿|[孩娃]子?|孙子|孙女|闺女|侄子|侄女|外甥女?|弟弟|妹妹|家长|投诉|举报|反映|表扬|我们|他们|我|你好|您好)"
    rf"(?=[一-鿿0-9]{{1,}}{_SCHOOL})"
)
_CHILD = (
    r"孩子|小孩子?|娃儿?|娃娃|宝宝|宝贝|孙子|孙女|外孙女?|重孙|小朋友|幼儿|儿童|少年|男童|女童|男孩|女孩|男孩子|女孩子|"
    r"小男孩|小女孩|男婴|女婴|婴儿|新生儿|[二大三四]宝|(?:双|三|龙凤)胞?胎(?:儿子|女儿|姐妹|兄弟|姐弟|兄妹)?|未成年人|未成年的?(?:儿子|女儿)|[小幼][儿女]子?|"
    r"小学生|初中生|高中生|中学生|留守儿童|患儿|孤儿|[男女]同学|[男女]生"
)
_YOUNG_OR_OLD = (
    r"儿子?|女儿|闺女|丫头|侄子|侄女|侄儿|外甥女?|老[大二三]|[大小][儿女]|弟弟|妹妹|[我俺][弟妹儿女]|学生|同学|同班|同桌|班长|班[上里]的?|我家|"
    r"我们?班|邻居家|被监护人|[独养继][子女]"
)
_JUST_BEHIND = r"(?:的?(?:名字|姓名|大名|真名))?(?:[:,\s(\"“]|名?字?叫做?|是|名|一个|就|的|们)*$"
_CHILD_BEFORE = re.compile(rf"(?:{_CHILD}){_JUST_BEHIND}|孩子[^。!?;]{{1,8}},$")
_MAYBE_BEFORE = re.compile(rf"(?<!大)(?:{_YOUNG_OR_OLD}){_JUST_BEHIND}")
_CLASS_BEFORE = re.compile(rf"{_CLASS}的?(?:学生|同学|孩子)?[:,\s]?$")
_AGE_LEAD = (
    r"[,(、\s]{0,2}(?:[男女]孩?[,、\s]{0,2})?(?:是个|"
    r"今年|现年|现在|年仅|年龄|还|才|刚满|刚|未满|不满|只有|还不到|不到|满|[是为:])*+"
)
_CHILD_AGE = (
    rf"{_AGE_LEAD}(?:(?:1[0-7]|[1-9]|[一二三四五六七八九]|十[一二三四五六七]?|两)(?:周岁|岁|个多?月)"
    r"|(?:20(?:09|1[0-9]|2[0-9]))年?[0-9.\-月日]{0,6}(?:出生|生(?![一-鿿])))"
)
_GROWN_AGE = rf"{_AGE_LEAD}(?:1[89]|[2-9][0-9]|[二三四五六七八九]十[一二三四五六七八九]?)(?:周岁|岁|多岁)"
_CHILD_AGED = re.compile(_CHILD_AGE)
_AGE_BEFORE = re.compile(
    r"(?<![0-9一二三四五六七八九几])(?:1[0-7]|[1-9]|[一二三四五六七八九两]|十[一二三四五六七]?)(?:周岁|岁半?|个多?月大?)的?(?:[男女]孩?童?)?$"
)
_PUPIL = (
    r"(?:小朋友|宝宝|同学(?![录会]))|的(?:妈妈|爸爸|家长|班主任|学籍|监护人|同桌|同学|小同学|男生|女生|小孩|男孩|女孩)"
)
_CHILD_BEHIND = re.compile(
    rf"{_CHILD_AGE}|{_PUPIL}|的孩子|[,的(]?[^。,!?;]{{0,6}}(?:[1-9一二三四五六七八九]年级|小学|幼儿园|初[一二三]|高[一二三]|上学|入学|学籍|小升初|中考|入园|疫苗)"
)
_CHILD_RIGHT_BEHIND = re.compile(
    rf"{_CHILD_AGE}|{_PUPIL}|[,(\s]{{0,2}}(?:他|她)?是我?们?(?:家的?)?(?:的?小?(?:孩子|孙子|孙女|外孙女?|二宝|大宝|宝宝)|[^。,!?;]{{0,8}}(?:小学|中学|幼儿园|年级)[^。,!?;]{{0,8}}(?:学生|班))"
    rf"|[,(\s]{{0,2}}(?:现?在读?|现?就?读于?|今年|九月份?|秋季|刚|马上|要)*+(?:上|读|升|念|入)?[^。,!?;老师]{{0,8}}(?:[1-9一二三四五六七八九]年级|幼儿园|[大中小]班|小升初|中考)"
)
_GROWN_UP_SURELY = re.compile(
    rf"{_GROWN_AGE}|[^。!?;]{{0,24}}?(?:工地|(?<!学)上班|打工|工作(?!人)|干活|结婚|离婚|工资|贷款|有车|开车|驾照|媳妇|大学|当兵|退伍|买房|名下)"
)
_SURELY_YOUNG = re.compile(
    rf"(?<![大老])(?:我家|老[大二三]|小[儿女]|被监护人|学生|同学|同班|同桌|班长|班[上里]的?){_JUST_BEHIND}"
)
_CONTACT = re.compile(r"的?(?:电话(?!手表)|手机|号码)")
_GROWN_UP_TITLE = re.compile("老师|医生|主任|校长|园长|先生|女士|经理|师傅|教练|阿姨")
_SCHOOL_LIFE = re.compile(
    r"学校|小学|中学|幼儿园|年级|老师|班主任|同学|同桌|上学|家长|[初高][一二三]|校园|课|放学|校车|作业|培训班|托管|托班|早教|幼儿|儿童|少年|抚养|监护|出生证|滑梯|游乐|班级|班里|班上|学籍|入学|入园|霸凌|欺凌|男生|女生|校服|军训|住校|教室|同龄|小朋友|教练|奶粉|学区|中考|高考|辅导|补习|录取|(?<![0-9])(?:1[0-7]|[1-9])岁|[一二三四五六七八九]岁|未成年|疫苗|儿科|孩子|娃"
)

_CALLED = re.compile(r"(?<![我他她师长姨板主机])(?:叫做?|名字叫?是?|姓名|大名)[:是,\s]*$")
_CHILD_IN_SENTENCE = re.compile(rf"{_CHILD}|儿子|女儿|闺女|丫头|老[大二三]|同学|学生")


def _called_behind_a_child(text: str, start: int) -> bool:
    """Whether the sentence speaks of a child and then says what it is called: 女儿今年上一年级,叫…"""
    if not _CALLED.search(text, max(0, start - 6), start):
        return False
    here = max(text.rfind(stop, 0, start) + 1 for stop in "。!?;")
    return _CHILD_IN_SENTENCE.search(text, max(here, start - 30), start) is not None


def find_school_classes(text: str) -> Spans:
    """Schools with a class in a normalised text; a school alone is none."""
    if "班" not in text:
        return
    for found in _SCHOOL_CLASS.finditer(text):
        lead = _LEAD.match(text, found.start(), found.end())
        yield (lead.end() if lead else found.start()), found.end()


def children(text: str, names: Iterable[tuple[int, int]]) -> set[str]:
    """Those of the names in a normalised text that belong to children."""
    young: set[str] = set()
    last, last_end = False, -9
    for start, end in names:
        beside = last and start - last_end == 1 and text[last_end] in "、和与跟"
        last, last_end = beside or _is_child(text, start, end), end
        if last:
            young.add(text[start:end])
    return young


def _is_child(text: str, start: int, end: int) -> bool:
    if _GROWN_UP_TITLE.match(text, end):
        return False
    ahead = text[max(0, start - 16) : start]
    if _CLASS_BEFORE.search(ahead) or _AGE_BEFORE.search(ahead) or _CHILD_AGED.match(text, end):
        return True
    if _CHILD_BEFORE.search(ahead):
        return not _GROWN_UP_SURELY.match(text, end)
    called = _called_behind_a_child(text, start)
    if called or _MAYBE_BEFORE.search(ahead):
        return _is_young(text, end, likely=called or _SURELY_YOUNG.search(ahead) is not None)
    return bool(_CHILD_RIGHT_BEHIND.match(text, end))


def _is_young(text: str, end: int, *, likely: bool) -> bool:
    """Whether a son, a daughter or a pupil is a child; without any word of school only where that is `likely`."""
    if _CHILD_BEHIND.match(text, end):
        return True
    if _GROWN_UP_SURELY.match(text, end):
        return False
    return _SCHOOL_LIFE.search(text) is not None or (likely and not _CONTACT.match(text, end))
