"""Place words by their build: a name, a kind of place (路, 小区, 医院), and what narrows it (3栋2单元, 东门旁边).

It finds what the gazetteer does not know: new estates, small roads, other cities. The name is what stands in front of
the kind, cut behind the last word that cannot belong to a name (住在, 路过, 我们); a kind without a name is no place.
"""

import re
from collections.abc import Iterator

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
_GENERIC = frozenset(
    "小 大 马 公 道 铁 线 电 思 套 出 走 修 堵 让 过 迷 半 土 山 水泥 柏油 乡间 主干 步行 逛 上 下 农 乡 全 本 我 该 外 城中 邻 "
    "城 超 门 夜 股 楼 地 辖 郊 校 景 园 厂 库 片 老 新 市 县 网 车 天 立交 过街 人行 江 护城 小巷 大街 老旧 附近 周边 隔壁 其他 别的 "
    "居民 商业 住宅 高档 普通 封闭 整个 全部 各 每 某 一些 多个 很多 有些 生活 公共 老年 公办 民办 私立 公立 定点 大型 小型 中 "
    "正规 社 社区 医 私人 三甲 县级 市级 省级 工业 服务 检查 充电 换电 垃圾 中转 变电 泵 供水 污水 加水 地铁 公交 街 幼 大学 "
    "集 赶 早 菜 劳动力 人才 二手 房地产 建材 主 辅 支 次 丁字 十字 断头 盲 东 西 南 北 前 后 左 右 两 几 一 二 三 多 条".split()
)  # fmt: skip
_CUT_WORDS = (
    "住在|家住|坐落|位于|地处|地址|路过|经过|途经|走到|开到|来到|去到|前往|反映|投诉|举报|咨询|请问|关于|针对|建议|希望|要求|"
    "附近|旁边|对面|楼下|楼上|隔壁|门口|周边|周围|现在|今天|昨天|昨晚|每天|天天|晚上|早上|下午|上午|凌晨|最近|一直|已经|"
    "我们|你们|他们|咱们|俺们|我家|咱家|俺家|自家|这个|那个|哪个|某个|整个|一个|两个|几个|有个|这里|那里|一条|两条|这条|那条|整条|几条|每条|"
    "你好|您好|领导|尊敬|市民|居民|业主|群众|居住|租住|租|买|名叫|发现|看到|听说|因为|由于|但是|而且|还有|就是|不是|都是|"
    "进入|离开|通过|沿着|靠近|紧邻|穿过|横穿|拐进|拐到|掉进|掉到|跳进|送到|送去|打到|堵住|建设|修建|改造|拆除|修"
)
_CUT_SIGNS = "在的了是我你他她它们这那哪很就都也还又没不把被给让去过从往住请到跟着个条把因为所"
_CUT = re.compile(
    rf".*(?:{_CUT_WORDS}|[{_CUT_SIGNS}]|和(?![平谐美顺兴园润源泰])|与|及|于(?![家洪])|向(?![阳日荣明])|有(?![色才])|(?<![丰])家(?=[^园属]{{2}}))"
)
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
LONE_UNIT = re.compile(r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:栋|幢|号楼)")
_SHORT_KIND = 1
_OTHER_CITY = re.compile(r"(?<![A-Za-z0-9])[A-Z]\d{0,3}(?:市|县|区|镇|路|街道)")


def grammar_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of names with their kind, without tails, from left to right; they may touch each other."""
    start = 0
    for found in _KIND.finditer(text):
        name = _name_before(text, start, found)
        if name:
            yield found.start() - len(name), found.end()
            start = found.end()
    for found in _OTHER_CITY.finditer(text):
        yield found.span()


def _name_before(text: str, start: int, kind: re.Match[str]) -> str:
    word = kind[0]
    if text[kind.end() : kind.end() + 1] in _NOT_BEHIND.get(word, "") and kind.end() < len(text):
        return ""
    found = _NAME.search(text, max(start, kind.start() - 9), kind.start())
    if found is None:
        return ""
    name = _CUT.sub("", found[0])
    if len(name) <= _SHORT_KIND or len(name) > 8 or name in _GENERIC or name.isdigit():
        return ""
    return "" if any(name.endswith(f) and len(name) - len(f) < 1 for f in _GENERIC) else name
