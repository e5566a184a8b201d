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
_KIND = "(?:肢体|视力|听力|言语|智力|精神|多重|听力言语|视听|下肢|上肢)"
_GRADE = rf"(?:{_SMALL}{{1,2}}级|重度|中度|轻度)"
_DISABILITY = re.compile(
    rf"{_KIND}{{0,2}}{_GRADE}{_KIND}{{0,2}}(?:残疾|伤残|残障|残)(?:人(?!证|员|联|补))?|{_KIND}{{1,2}}(?:残疾|残障|残)(?:人(?!证|员|联))?{_GRADE}?|(?:伤残|残疾|残障|工伤|评残|智残){_GRADE}"
)
_FOUND_OUT = re.compile(
    r"(?:确诊(?!率)|患上?了?|得了|得的是?|查出|诊断|感染|犯了?|病史|被查|检查出|检查是|鉴定|评定|评了|认定|落下|做了|住院|手术|化疗|放疗|透析|抢救)[了为是过出有:得,]*[一-鿿0-9]{0,4}$"
)
_SOMEBODY = re.compile(
    r"(?:爸|妈|父亲|母亲|老父|老母|爷|奶|公公|婆婆|外公|外婆|姥|岳父|岳母|老公|老婆|丈夫|妻子|媳妇|爱人|老伴|对象|儿子|女儿|闺女|孩子|娃|孙子|孙女|外孙|小孩|宝宝|"
    r"哥|姐|弟|妹|叔|伯|姑|姨|舅|婶|嫂|侄|外甥|本人|患者|病人是|死者|伤者|老人(?!们|都)|老汉|老太太?|[他她]|岁|我$|我(?:自己|有|是|得|患|确诊|查|因|身患|属于|也有|这个|的)|男,|女,|员工|工友|同事|邻居|家属|学生)"
)
_NOBODY = re.compile(
    r"(?:的?(?:检查|保险|险|医院|科|协会|救助|认定|门诊|中心|药|用药|患者|病人|群体|人群|人员|的人|的老师傅|知识|讲座|筛查|防治|疫苗|专科|门诊|的?政策|补贴多少|一个月补|算不算|算慢|能不能|可以报|报销比例|怎么报|鉴定标准|人用|是不是|会不会|属于))"
)
_HERE = 32
_LONGEST_LEAD = 12


def find_health(text: str, people: Sequence[tuple[int, int]] = ()) -> Spans:
    """Diagnoses of people in a normalised text; `people` are the spans of names in it."""
    known = _words()
    for found in known.bare.finditer(text):
        lead = known.lead.search(text, max(0, found.start() - _LONGEST_LEAD), found.start())
        tail = known.tail.match(text, found.end())
        start, end = lead.start() if lead else found.start(), tail.end() if tail else found.end()
        if _found_out(text, start) or (found[0] not in known.injuries and _of_somebody(text, start, end, people)):
            yield start, end


def find_disabilities(text: str, people: Sequence[tuple[int, int]] = ()) -> Spans:
    """Graded disabilities of people in a normalised text."""
    for found in _DISABILITY.finditer(text):
        if _found_out(text, found.start()) or _of_somebody(text, found.start(), found.end(), people):
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
