"""When it happens, in the citizen's own words.

Only words are found here; `lexicon.moments` computes what they mean. Pieces (a day, a part of the day,
an hour, a repetition, a span up to now) are matched one by one and neighbours are joined, so that
这半个月每天凌晨 comes back whole.
"""

import re
from collections.abc import Iterator

from lexicon.normalise import normalise

_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_PART = "大清早|清早|一大早|大早上|清晨|凌晨|早晨|早上|早间|上午|中午|午后|下午|傍晚|晚上|晚间|大半夜|后半夜|前半夜|半夜三更|半夜|深夜|夜里|夜间|午夜|白天"  # noqa: E501 - one list
_DAY = "大前天|大后天|前天|昨天|昨日|今天|今日|今儿|昨儿|前儿|明天|明早|明晚|后天|前晚|前日|昨晚|昨夜|昨早|今早|今晚|今晨|当天|当晚|当日"  # noqa: E501 - one list
_NOW = "刚刚|刚才|方才|目前|现在|此刻|最近|近期|近日|近来|这几天|这两天|前几天|前两天|前些天|前段时间|这段时间|这阵子|前阵子|一直以来|这些天|这些年|近几年|这几年|这两年|长期以来|周末|平时|年初|年底|月初|月底"  # noqa: E501 - one list
_FEAST = "春节|除夕|大年[初三]十?[一二三四五六七八九十]?|正月(?:初|十)?[一二三四五六七八九十]{0,2}|腊月|元宵节?|清明节?|五一|端午节?|中秋节?|国庆节?|十一长假|元旦|暑假|寒假|春天|夏天|秋天|冬天|春季|夏季|秋季|冬季|汛期|雨季|采暖季|高考期间|中考期间"  # noqa: E501 - one list
_UNIT = r"个?(?:小时|钟头|多?月|星期|礼拜|周|天|年(?!级|纪|龄|代)|晚上|分钟)"
_COUNT = r"(?:\d{1,3}|[一二两三四五六七八九十百几数半好]{1,6})"
_CLOCK_TAIL = rf"(?:半|整|一刻|三刻|[钟多]|左右|{_NUMBER}分|[0-5]\d|前后|以后|之后|以前)"

_PIECES = (
    (
        rf"(?:20|19)\d{{2}}(?:年(?:度|初|底|春|夏|秋|冬)?(?:{_NUMBER}月(?:份|初|底|中旬|上旬|下旬)?)?(?:{_NUMBER}[日号](?!楼|院|线|店))?"
        r"|[-./]\d{1,2}[-./]\d{1,2}日?)"
    ),
    rf"(?<![\d第了满近过])[0-289]\d年{_NUMBER}月(?:份|初|底|中旬|上旬|下旬)?(?:{_NUMBER}[日号](?!楼|院|线|店))?",
    rf"(?<![\d.]){_NUMBER}月(?:{_NUMBER}[日号]?|份|初|底|中旬|上旬|下旬)?",
    rf"(?:上|这|本|下|当)个?月(?:{_NUMBER}[日号]|初|底|份|中旬)?",
    rf"(?<!\d){_NUMBER}[日号](?=(?:{_PART}|当天|开始|起|以来))",
    rf"(?:{_DAY})",
    r"(?:上上|上|这|本|下)?个?(?:周|星期|礼拜)[一二三四五六日天末](?!年|期|到)",
    r"(?:上上|上|这|本|下)个?(?:周|星期|礼拜)(?![一二三四五六日天末])",
    rf"(?:大前年|去年|前年|今年|明年|往年|那年|上半年|下半年)(?:{_NUMBER}月(?:份|初|底)?|年初|年底|上半年|下半年)?",
    rf"(?:{_NOW})",
    rf"(?:{_FEAST})(?:期间|前后|当天|前|后)?",
    rf"每(?:年|月|周[一二三四五六日末]?|天|日|晚|夜|个?(?:星期|礼拜|周末|月|工作日)|到)(?:{_PART}|都)?",
    r"天天|夜夜|日夜|整夜|通宵|整天|一天到晚|隔三差五|一到(?:晚上|夜里|夏天|冬天|雨天|周末)|从早到晚|逢年过节",
    rf"(?:{_PART})",
    rf"(?:这|近|已经?|连续|最近|快|有|长达|过去|持续|都){_COUNT}多?{_UNIT}多?(?:了|以来|来|前|之前|之内|内)?",
    rf"(?<![第\d]){_COUNT}多?{_UNIT}多?(?:了|以来|来(?!信|电|人|函)|前|之前|以前)",
    r"(?<!\d)(?:[01]?\d|2[0-4])[:：][0-5]\d(?!\d)",
    rf"(?<![\d.])\d{{1,2}}[点时](?!候|间|常|代|击|赞|评|\d*[元块%]){_CLOCK_TAIL}?",
    rf"(?:[二两三四五六七八九十]{{1,3}}|十[一二])[点时](?:{_CLOCK_TAIL})",
    rf"(?<=[晨早晚上午夜天里到至~-])[一二两三四五六七八九十]{{1,3}}[点时](?:{_CLOCK_TAIL})?",
)
_PIECE = re.compile("|".join(f"(?:{piece})" for piece in _PIECES))
_FIRST = re.compile(
    r"[0-9一两二三四五六七八九十百几数半好大清早凌晨上中午后下傍晚间深夜里白天今昨前明当刚方目现此最近这那长周平年月春除正腊元端国"
    r"暑寒夏秋冬汛雨采高每日整通隔从逢星礼去往本快连持已过有都]"
)
"""What a piece can begin with: trying all pieces at every letter took twice the time."""

_JOINT = re.compile(r"[的\s,，]?|到了?|至|[-~～—]{1,2}|、|和|或者?|就|及|从|,?一?直?到")
_LEAD = re.compile(r"(?:自从|自|从|打从|打)$")
_TAIL = re.compile(r"\s?(?:开始|以来|至今|到现在|到今天|之后|以后|期间|左右|那天|起(?![来床火诉]))")
_REACH = 8


def find_time(text: str) -> str:
    """The longest run of time words, as it stands in the input; empty if there is none."""
    folded = normalise(text)
    start, end = _best_run(folded.text)
    first, last = folded.original_span(start, end)
    return text[first:last]


def _best_run(text: str) -> tuple[int, int]:
    best = (0, 0)
    for run in _runs(text):
        if run[1] - run[0] > best[1] - best[0]:
            best = run
    return _with_edges(text, *best) if best[1] else best


def _runs(text: str) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for found in _pieces(text):
        if runs and _JOINT.fullmatch(text, runs[-1][1], found.start()):
            runs[-1] = (runs[-1][0], found.end())
        else:
            runs.append(found.span())
    return runs


def _pieces(text: str) -> Iterator[re.Match[str]]:
    end = 0
    for first in _FIRST.finditer(text):
        found = _PIECE.match(text, first.start()) if first.start() >= end else None
        if found:
            end = found.end()
            yield found


def _with_edges(text: str, start: int, end: int) -> tuple[int, int]:
    lead = _LEAD.search(text, max(0, start - _REACH), start)
    tail = _TAIL.match(text, end)
    return (lead.start() if lead else start), (tail.end() if tail else end)
