"""Place words by their build: a name, a kind of place (路, 小区, 医院), and what narrows it (3栋2单元, 东门旁边).

It finds what the gazetteer does not know: new estates, small roads, other cities. The name is what stands in front of
the kind, cut behind the last word that cannot belong to a name (住在, 路过, 我们); a kind without a name is no place.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from hotline.datafile import read_rows
from lexicon.segment import tagged

_KINDS = (
    "街道办事处|街道|大道|公路|胡同|高速|高架|快速路|环路|小区|新村|家园|花园|花苑|雅苑|嘉园|公寓|公馆|别墅|名苑|华府|佳苑|新城|社区|"
    "工业园|产业园|科技园|开发区|高新区|新区|菜市场|农贸市场|批发市场|市场|广场|商场|购物中心|大厦|写字楼|超市|酒店|宾馆|"
    "卫生服务中心|卫生院|医院|诊所|幼儿园|小学|中学|高中|学校|大学|学院|家属院|养老院|福利院|公园|湿地|体育馆|图书馆|"
    "火车站|汽车站|客运站|地铁站|公交站|高铁站|收费站|加油站|立交桥|大桥|水库|码头|工地|电厂|水厂|化工厂|车站|"
    "路|街|巷|弄|苑|村|镇|乡|站|桥|河|湖|湾|里弄|屯|庄|寨|塘|县|市|区|州|厂|坊|城"
)
_NOT_BEHIND = {
    "路": "灯面过况费人线政由径牌费",
    "街": "舞",
    "广场": "舞",
    "村": "民委务干官",
    "站": "着起在了点台长岗立牌",
    "河": "道床水里边岸堤滩",
    "湖": "水面",
    "桥": "洞梁",
    "市": "场民政区长容委局级里面",
    "区": "域别分间长委政",
    "县": "委政里长",
    "镇": "静政里上长",
    "乡": "下政亲镇愁",
    "城": "市管区里镇乡",
    "厂": "家商房区里长",
    "湾": "",
    "里弄": "",
    "公路": "局",
    "市场": "监价化经",
    "学校": "里",
    "塘": "",
    "庄": "稼",
    "州": "",
}
_CUT_WORDS = (
    "住在|家住|坐落|位于|地处|地址|路过|经过|途经|走到|开到|来到|去到|前往|反映|投诉|举报|咨询|请问|关于|针对|建议|希望|要求|"
    "附近|旁边|对面|楼下|楼上|隔壁|门口|周边|周围|现在|今天|昨天|昨晚|每天|天天|晚上|早上|下午|上午|凌晨|最近|一直|已经|"
    "我们|你们|他们|咱们|俺们|我家|咱家|俺家|自家|这个|那个|哪个|某个|整个|一个|两个|几个|有个|这里|那里|一条|两条|这条|那条|整条|几条|每条|"
    "你好|您好|领导|尊敬|市民|居民|业主|群众|居住|租住|租|买|名叫|发现|看到|听说|因为|由于|但是|而且|还有|就是|不是|都是|"
    "进入|离开|通过|沿着|靠近|紧邻|穿过|横穿|拐进|拐到|掉进|掉到|跳进|送到|送去|打到|堵住"
)
_CUT_SIGNS = "在的了是我你他她它们这那哪很就都也还又没不把被给让去过从往住请到跟着个条把因为所"
_CUT = re.compile(
    rf".*(?:{_CUT_WORDS}|[{_CUT_SIGNS}]|和(?![平谐美顺兴园润源泰])|与|及|于(?![家洪])|向(?![阳日荣明])|有(?![色才])|(?<![丰])家(?=[^园属]{{2}}))"
)
_GENERIC_NAMES = Path(__file__).parent / "data" / "generic_names.csv"
_NAME = re.compile(r"[一-鿿A-Za-z0-9·]{1,9}$")
_KIND = re.compile(_KINDS)
_UNIT_TAIL = (
    r"(?:\s?(?:第?(?:\d{1,4}|[一二三四五六七八九十百零〇两]{1,4})(?:[A-Za-z]?(?:号楼|号院|号|栋|幢|座|单元|楼|层|室|户|弄|期|区|组|队|门|梯|#))"
    r"|[A-Za-z]\d?(?:栋|座|区|口|单元|出口)|[-－]\d{1,4}|(?<=[栋元幢座楼])\d{3,4}(?!\d|元|块)))"
)
_SIDE = (
    r"(?:交叉路?口|交汇处|交界处|十字路口|丁字路口|三岔路口|路口|[东南西北中]段|[东南西北正后前侧][大]?门(?:口|外|旁)?|门口|大门口?|入口|出口|"
    r"[东南西北]侧|旁边|旁|对面|附近|楼下|一带|地下车库|地下停车场|停车场|门前|段)"
)
TAIL = re.compile(rf"{_UNIT_TAIL}*(?:的?{_SIDE})?")
_SHORT_KIND = 1
_VERB = frozenset({"v", "vd", "vn", "p", "d", "c", "r", "u", "uj", "ul", "uz", "ug", "df", "e", "y", "zg", "t"})
_LONE_NAME = re.compile(
    r"(?P<name>[一-鿿]{2,9}(?:里|城|府|湾|园|庭|郡|轩|阁|台|宿舍|大院|院))(?=\s?(?:[0-9一二三四五六七八九十]{1,3}(?:期|栋|号楼|幢|座|单元|区|-)|[东南西北正]大?门))"
)
_OTHER_CITY = re.compile(r"(?<![A-Za-z0-9])[A-Z]\d{0,3}(?:市|县|区|镇|路|街道)")


def grammar_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of names with their kind, without tails, from left to right; they may touch each other."""
    start = 0
    for found in _KIND.finditer(text):
        name = _name_before(text, start, found)
        if start and start == found.start() and len(found[0]) > 1:
            yield found.span()
            start = found.end()
        elif name:
            yield found.start() - len(name), found.end()
            start = found.end()
    for found in _LONE_NAME.finditer(text):
        name = _without_verbs(_CUT.sub("", found["name"]))
        if len(name) > _SHORT_KIND + 1:
            yield found.end() - len(name), found.end()
    for found in _OTHER_CITY.finditer(text):
        yield found.span()


def _name_before(text: str, start: int, kind: re.Match[str]) -> str:
    word = kind[0]
    if text[kind.end() : kind.end() + 1] in _NOT_BEHIND.get(word, "") and kind.end() < len(text):
        return ""
    found = _NAME.search(text, max(start, kind.start() - 9), kind.start())
    if found is None:
        return ""
    name = _without_verbs(_CUT.sub("", found[0]))
    if len(name) <= _SHORT_KIND or len(name) > 8 or name in _generic() or _KIND.fullmatch(name) or name.isdigit():
        return ""
    return name


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    """Words in front of a kind that are no names: 马 in 马路, 这条 in 这条路."""
    return frozenset(row.required("name") for row in read_rows(_GENERIC_NAMES, ("name",)))


def _without_verbs(name: str) -> str:
    """What stands behind the last verb or particle; a name that is one word (解放, 建设) is kept whole."""
    pieces = tagged(name) if len(name) > 2 else []  # two characters are one word
    end = len(name)
    for word, tag in reversed(pieces):
        if tag in _VERB and len(pieces) > 1:
            return name[end:]
        end -= len(word)
    return name
