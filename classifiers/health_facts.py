"""What is said about the health of a person in the text: a diagnosis, or a disability with its grade.

A question about the medicine for high blood pressure says nothing about anybody; 我妈有高血压 does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from classifiers.verdict import Spans
from hotline.datafile import read_rows

_WORDS = Path(__file__).parent / "data" / "health.csv"
_SMALL = "[一二三四五六七八九十1-9\u2160-\u2163]"
_KIND = "(?:听力言语|肢体|视力|听力|言语|语言|智力|精神|多重|视听|下肢|上肢|双目|双耳)"
_GRADE = rf"(?:{_SMALL}{{1,2}}级|重度|中度|轻度)"
_DISABILITY = re.compile(
    rf"{_KIND}{{0,2}}{_GRADE}{_KIND}{{0,2}}(?:残疾|伤残|残障|残)(?:人(?!证|员|联|补))?|{_KIND}{{1,2}}(?:残疾|残障|残)(?:人(?!证|员|联))?{_GRADE}?|(?:伤残|残疾|残障|致残|工伤|评残|[肢智视听精]残)(?:等级)?[:为是(\s]{{0,2}}{_KIND}{{0,2}}{_GRADE}"
    rf"|{_GRADE}(?:工伤|[肢智视听精]残|{_KIND}残?疾?人?员?(?=[,。、]|$))|{_KIND}[(\s]?{_GRADE}[)]?(?!公路|标准|医院|考试|运动员)"
)
_GRADED = re.compile(rf"{_KIND}.*{_GRADE}|{_GRADE}.*{_KIND}")
_FOUND_OUT = re.compile(
    r"(?:确诊(?!率)|患上?了?|得了|得的是?|查出|诊断|感染|犯了?|病史|被查|检查出|检查是|鉴定|评定|评了|认定|落下|做了|住院|手术|化疗|放疗|透析|抢救)[了为是过出有:得,]*[一-鿿0-9]{0,4}$"
)
_SOMEBODY = re.compile(
    r"(?:爸|妈|父亲|母亲|老父|老母|爷|奶|公公|婆婆|外公|外婆|姥|岳父|岳母|老公|老婆|丈夫|妻子|媳妇|爱人|老伴|对象|儿子|女儿|闺女|孩子|娃|孙子|孙女|外孙|小孩|宝宝|"
    r"哥|姐|弟|妹|叔|伯|姑|姨|舅|婶|嫂|侄|外甥|本人|患者|病人是|死者|伤者|老人(?!们|都)|老汉|老太太?|[他她]|岁|我$|我(?:自己|有|是|得|患|确诊|查|因|身患|属于|也有|这个|的)|男,|女,|员工|工友|同事|邻居|家属|学生)"
)
_KIN = (
    r"[爸妈爹娘]|父亲|母亲|父母|[老家][父母]|爷爷|奶奶|公公|婆婆|外公|外婆|姥姥|姥爷|岳父|岳母|老公|老婆|丈夫|妻子|媳妇|爱人|老伴|对象|"
    r"儿子|女儿|闺女|丫头|孙子|孙女|[哥姐弟妹叔伯姑姨舅婶嫂侄]|外甥女?|本人|[他她]|[我俺咱](?:们?[家的]*(?:孩子|娃|小孩|老人|宝宝))?"
)
"""Words for one person whom the writer means; 老人 and 孩子 may be anybody."""
_SUFFERS = (
    r"(?:[^,。!?;想问咨询]{0,6}?(?:是|"
    r"系|患有?|得了?|有|因为?|身患|犯|属于?|查出|发现|长期|一直|确诊|这个|这种|的)|今年|去年|前年|[、一-鿿]{0,4})"
)
_KIN_SUFFERS = re.compile(rf"(?:{_KIN}){_SUFFERS}$")
_DROPPED = re.compile(
    r"[,\s]*(?:[还又也都既]|一直|长期|常年|现在?|目前|去年|今年|身体不好|[0-9年月日]+)*(?:患有?|得了?|有|因为?|身患|查出|发现|是|系|属于?)?[,\s]*$"
)
"""A sentence that has said nobody yet: it goes on about the one of the sentence before."""
_ALSO = re.compile(r"[、,和及与加]{1,2}|[,、]?(?:还有|以及|并有|伴有|合并|伴|并发|加上|又得了|又查出)$")
_DENIED = re.compile(
    r"(?:没有?|(?<!要)不是|并非|排除了?|快要?|(?<![需只])要|差点|就差|怕|担心|预防|会不会|如果|万一)(?:得|患|是|有)?$"
)
_UNLISTED = re.compile(
    r"(?:身?患有?|患上了?|得了|罹患|确诊[为是]?|诊断[为是出]|查出(?:有|了|来)?|检查出)"
    r"(?P<illness>(?!什么|这|那|重|大|怪|哪|几|一|各|某|慢性病|传染病|职业病|疑难|难|病|严)[^\W0-9A-Za-z的和跟一]{2,8}?(?:综合[征症]|[癌瘤]|症|病|炎))(?=[,。、;!?()\s]|$|的|住院|需|每|后|已|多年|[0-9])"
)
_STRICTLY_NOBODY = re.compile(
    r"的?(?:检查|保险|险|医院|科|协会|救助|中心|药|用药|群体|人群|知识|讲座|筛查|防治|疫苗|专科|人用|公益|日(?![益渐])|们|患者们|康复机构|特效)"
)
_ASKS = re.compile(r"[^。!;]{0,30}?(?:吗|多少|怎么|哪|如何|能不能|能否|可不可以|可以|是否|有没有|什么|标准|几|\?)")
_LAID_LOW = re.compile(
    r"的?(?:病?(?:情|发|了)?,?)(?:住院|住进|卧床|在床|去世|病逝|病故|走了|走的|发作|多年|[0-9一二三四五六七八九十几多]+[多来]?年|在家|生活不能自理|不能自理|失去|请病?假|"
    r"被|术后|手术后|后遗|晚期|吃不起|吃药|每周|化疗|透析|刚做|做了|需要|行动不便|无法|不能工作|走路|干不了|残疾|史|患者,|病人,|患者$|病人$)"
)
_NAMED_SUFFERS = re.compile(rf"(?:[(,][男女])?[),的]*{_SUFFERS}")
_PATIENT = re.compile(r"[^,。!?;]{2,12}?(?:患者|病人|患儿|的)[:,(]?")
_OLD_KIN = re.compile(_KIN)
_CHILD_BEHIND = re.compile(rf"的(?:{_KIN}|孩子|老人|娃)")
_NOBODY = re.compile(
    r"(?:的?(?:检查|保险|险|医院|科|协会|救助|认定|门诊|中心|药|用药|患者|病人|群体|人群|人员|的人|的老师傅|知识|讲座|筛查|防治|疫苗|专科|门诊|的?政策|补贴多少|一个月补|算不算|算慢|能不能|可以报|报销比例|怎么报|鉴定标准|人用|是不是|会不会|属于))"
)
_HERE = 32
_LONGEST_LEAD = 12


def find_health(text: str, people: Sequence[tuple[int, int]] = ()) -> Spans:
    """Diagnoses of people in a normalised text; `people` are the spans of names in it."""
    known = _words()
    last = -9
    for found in known.bare.finditer(text):
        lead = known.lead.search(text, max(0, found.start() - _LONGEST_LEAD), found.start())
        tail = known.tail.match(text, found.end())
        start, end = lead.start() if lead else found.start(), tail.end() if tail else found.end()
        if _DENIED.search(text, max(0, start - 5), start):
            continue
        also = last > 0 and _ALSO.fullmatch(text, last, start) is not None
        if also or _found_out(text, start) or _is_told(text, start, end, people, found[0] in known.injuries):
            last = end
            yield start, end


def _is_told(text: str, start: int, end: int, people: Sequence[tuple[int, int]], injury: bool) -> bool:
    """Whether an illness is said of somebody; a fall is only where the one who fell stands right before it."""
    if _STRICTLY_NOBODY.match(text, end):
        return False
    return _suffers(text, start, people) or (
        not injury and (_of_somebody(text, start, end, people) or _laid_low(text, end))
    )


def _suffers(text: str, start: int, people: Sequence[tuple[int, int]]) -> bool:
    """Whether one whom the writer means stands right before it, in this sentence or, unsaid here, in the last."""
    ahead = max(0, start - 14)
    if (
        _KIN_SUFFERS.search(text, ahead, start)
        or _patient_named(text, start, people)
        or any(_NAMED_SUFFERS.fullmatch(text, last, start) for _, last in people)
    ):
        return True
    here = max(text.rfind(stop, 0, start) + 1 for stop in "。!?;\n")
    if not here or not _DROPPED.fullmatch(text, here, start):
        return False
    return any(here - _HERE <= last <= here for _, last in people) or bool(
        _OLD_KIN.search(text, max(0, here - _HERE), here)
    )


def _patient_named(text: str, start: int, people: Sequence[tuple[int, int]]) -> bool:
    """Whether the name of the one who is ill follows: 尿毒症患者陈桂芳."""
    return any(
        _PATIENT.fullmatch(text, max(start, first - 16), first) is not None for first, _ in people if first > start
    )


def _laid_low(text: str, end: int) -> bool:
    """Whether it goes on with what an illness did to somebody, and does not ask what is done in such a case."""
    if _CHILD_BEHIND.match(text, end) or _LAID_LOW.match(text, end):
        return not _ASKS.match(text, end)
    return False


def find_unlisted(text: str) -> Spans:
    """What somebody has or was found to have, by how illnesses are called, where no list knows it."""
    for found in _UNLISTED.finditer(text):
        if not _STRICTLY_NOBODY.match(text, found.end()) and not _DENIED.search(text, 0, found.start()):
            yield found.span("illness")


def find_disabilities(text: str, people: Sequence[tuple[int, int]] = ()) -> Spans:
    """Graded disabilities of people in a normalised text."""
    for found in _DISABILITY.finditer(text):
        start, end = found.span()
        graded = _GRADED.search(found[0]) and not _NOBODY.match(text, end) and not _ASKS.match(text, end)
        if graded or _found_out(text, start) or _is_told(text, start, end, people, injury=False):
            yield found.span()


def _found_out(text: str, start: int) -> bool:
    return _FOUND_OUT.search(text, max(0, start - 10), start) is not None


def _of_somebody(text: str, start: int, end: int, people: Sequence[tuple[int, int]]) -> bool:
    """Whether the sentence spoke of a person before, and does not go on about medicine or rules."""
    if _NOBODY.match(text, end):
        return False
    here = max(0, start - _HERE, *(text.rfind(stop, 0, start) + 1 for stop in "。!?;"))
    return any(here <= first < start for first, _ in people) or _SOMEBODY.search(text, here, start) is not None


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of illnesses, what may stand in front of them and behind them, and which of them are injuries.

    A fall is not a diagnosis; what a doctor found after it is.
    """

    bare: re.Pattern[str]
    lead: re.Pattern[str]
    tail: re.Pattern[str]
    injuries: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    words: dict[str, list[str]] = {"illness": [], "injury": [], "lead": [], "tail": []}
    for row in read_rows(_WORDS, ("kind", "words")):
        words[row.one_of("kind", words)] += row.several("words")
    return _Words(
        bare=re.compile(_any(words["illness"] + words["injury"])),
        lead=re.compile(f"(?:{_any(words['lead'])}){{1,4}}$"),
        tail=re.compile(rf"(?:\s?(?:{_any(words['tail'])}|{_SMALL}{{1,2}}[级期型]))*"),
        injuries=frozenset(words["injury"]),
    )


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
