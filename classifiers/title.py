"""A ticket's title from the citizen's own words."""

import re

from classifiers.privacy import mask
from lexicon.sentences import sentences

LONGEST_TITLE, SHORTEST = 24, 4
_STOPS = re.compile(r"[，,。！？!?；;：:~～]+")
_OPENING = re.compile(
    r"(?:我跟你|我给你|我和你|跟你|给你)?[讲说]啊?|(?:我|俺|本人)?(?:今年|都|已经)?[0-9一二三四五六七八九十]{2,4}(?:岁)?(?:多|了)*|"
    r"(?:我|俺)?(?:家)?住在?.{0,24}|(?:我|俺)?是.{0,16}(?:居民|业主|住户|市民|群众|租户)|(?:尊敬的)?(?:领导|市长|同志|各位).{0,6}|"
    r"(?:我|俺)?(?:想|要)?(?:反映|投诉|举报|咨询|求助)(?:一下|一个|个)?(?:问题|情况|事|事情)?|(?:你们|政府|有没有人|到底).{0,6}管不管.{0,3}|"
    r".{0,6}(?:气死|烦死|急死|吵死)(?:我|人)?了?.{0,2}|(?:请问|您好|你好|喂).{0,4}|(?:还有|另外).{0,4}(?:事|事情|问题)|.{0,30}(?:以后|之后|以来|的时候)"
)
"""How people begin before they come to the matter: who they are, how old, whom they address, how angry they are."""


_TIMES = r"(?:[0-9一二三四五六七八九十几两百]{1,4}|好几|好多|多少|无数|n|N)"
_FILLER = re.compile(
    r"(?:哎呀?|唉|诶|欸|喂(?=你好|您好|[，,\s])|嗯|呃|哦|啊|呀|那个啥|那个什么|那个|就是说|就是|然后|怎么说呢|"
    r"(?:我|俺)?(?:跟|给|和|对)你们?(?:说|讲)|你们?听我(?:说|讲)|(?:我|俺)(?:说|讲)|(?:同志|师傅|领导|姑娘)(?=们|你好|您好|我|[，,\s])们?|你们?好|您好|"
    rf"(?:我|俺)?(?:们|家)?(?:前前后后|来来回回)?(?:都|已经|总共|一共)?(?:打|拨|反映|投诉|举报|说|讲|找)(?:了|过)?{_TIMES}"
    r"(?:多)?(?:遍|次|回|趟|个(?=电话))(?:电话|热线|12345|你们|政府|社区|物业)*(?:了|啦)?|(?:也|都|还是)?没(?:有)?人(?:管|理)(?!理)(?:了|啊)?)[,，\s]*"
)
"""What spoken words begin with before the matter: sounds, addresses, and how often one has called already."""

_INNER = re.compile(r"(?:那个)+(?:啥|什么)|(?:那个){2,}|(?:这个){2,}|就是说|嗯+|呃+|哎呀")
_PAUSE = re.compile(r"(?<=[了呢吗啊呀啦])(?=[一-鿿])")


def title_of(text: str) -> str:
    """The first clause that says something of the matter, short enough for a list; personal data masked."""
    masked = mask(text.replace("\n", " ")).strip()
    clauses = [_told(each) for each in _STOPS.split(masked)]
    clauses = [clause for clause in clauses if len(clause) >= SHORTEST] or [masked]
    clauses = clauses[_opening(clauses) :]
    title = clauses[0] if len(clauses[0]) >= 8 or len(clauses) == 1 else f"{clauses[0]}，{clauses[1]}"
    return title if len(title) <= LONGEST_TITLE else _cut(title)


def only_opens(text: str) -> bool:
    """Whether a piece of a message says nothing of any matter: an address, or how angry one is."""
    clauses = [each.strip() for each in _STOPS.split(text) if each.strip()]
    return all(not _told(clause) or _OPENING.fullmatch(clause) for clause in clauses)


def _told(clause: str) -> str:
    """The clause without the sounds and complaints it begins with."""
    clause = clause.strip()
    while (found := _FILLER.match(clause)) and found.end():
        clause = clause[found.end() :].strip()
    return _INNER.sub("", clause)


def _cut(title: str) -> str:
    """A long clause ends where its thought does, or where somebody speaking would draw breath."""
    start, end = sentences(title)[0]
    if SHORTEST * 2 <= end - start <= LONGEST_TITLE:
        return title[start:end]
    pauses = [each.start() for each in _PAUSE.finditer(title, SHORTEST * 2, LONGEST_TITLE + 1)]
    return title[: pauses[-1]] if pauses else f"{title[:LONGEST_TITLE]}…"


def _opening(clauses: list[str]) -> int:
    """How many clauses come before the matter; none if there is nothing else."""
    for place, clause in enumerate(clauses):
        if not _OPENING.fullmatch(clause):
            return place
    return 0
