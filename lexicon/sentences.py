"""Sentences, also where nobody put a full stop: voice-to-text and hurried typing come as one long line.

Signs decide where there are signs. A stretch that is still long is cut at blanks and commas, and where there is
nothing at all before words that begin a new thought (但是, 另外, 请问) or behind particles that end one (了, 吗, 吧).
"""

import re
from collections.abc import Iterator

_STOP = re.compile(r"[。！？!?；;…\n\r]+[\"'”’」』）)]*|(?<=[^\d])\.(?=\s|$|[一-鿿])")
_LONG = 30
"""A longer stretch without a full stop is looked at again."""

_SHORT, _SHORTEST = 8, 4
"""Nothing shorter is cut off; what a turning word opens may be shorter (谢谢你们)."""

_SOFT = re.compile(r"[,，、\s]+")
_TURNS = re.compile(
    r"但是|可是|不过|然后|后来|而且|并且|另外|还有就是|再就是|再一个|其次|第[二三四]|最后|所以|因此|于是|请问|请你们|请帮|请尽快|麻烦|希望|"
    r"建议|想问|想咨询|我想问|能不能|可不可以|谢谢|感谢"
)
_STARTS = re.compile(
    r"结果|还有|因为|由于|如果|要是|虽然|现在|目前|要求|有没有人|谁来管|昨天|前天|昨晚|今天|每天|天天|一到晚上|"
    r"我们多次|多次|跟物业|找物业|物业说|社区说|他们说|他说|我说|我家|我们家|我们小区|小区里"
)
_ENDS = re.compile(
    r"(?:了吗|了吧|了呢|好吗|行吗|对吗|吗|呢|吧|啊|呀|啦|嘛)(?=[一-鿿])|(?<=[一-鿿]{2})了(?=[我你他她这那物小楼请希还现但])"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences in the text as it came, in order, blanks at their ends left out.

    They do not overlap, and all that lies between them is blank. An empty or blank text has none.
    """
    return [span for start, end in _signed(text) for span in _divided(text, start, end)]


def _signed(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP.finditer(text):
        yield start, stop.end()
        start = stop.end()
    yield start, len(text)


def _divided(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > _LONG:
        for cut in _cuts(text, start, end):
            yield from _trimmed(text, start, cut)
            start = cut
    yield from _trimmed(text, start, end)


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where to cut a long stretch: each piece is long enough to say something, and a strong cue beats a weak one."""
    cuts: list[tuple[int, bool]] = []
    for cut, strong in sorted(_cues(text, start, end).items()):
        if end - cut < (_SHORTEST if strong else _SHORT):
            continue
        if cut - (cuts[-1][0] if cuts else start) >= _SHORT:
            cuts.append((cut, strong))
        elif strong and cuts and not cuts[-1][1]:
            cuts[-1] = (cut, strong)
    return [cut for cut, _ in cuts]


def _cues(text: str, start: int, end: int) -> dict[int, bool]:
    """The places where a sentence may end, and whether a word says so outright."""
    cues = {found.end(): False for pattern in (_SOFT, _ENDS) for found in pattern.finditer(text, start, end)}
    cues |= {found.start(): False for found in _STARTS.finditer(text, start, end)}
    return cues | {found.start(): True for found in _TURNS.finditer(text, start, end)}


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left < right:
        yield left, right
