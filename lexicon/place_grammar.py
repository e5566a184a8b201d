"""Place words by their build: a name, a kind of place (路, 小区, 医院), and what narrows it (3栋2单元, 东门旁边).

It finds what the gazetteer does not know: new estates, small roads, other cities.
"""

import re
from collections.abc import Container, Iterator
from itertools import islice

from lexicon.place_names import LONGEST, is_name, name_before

_KINDS = (
    "街道办事处|街道|大道|公路|国道|省道|胡同|高速公路|高速|高架桥|高架|快速路|快速通道|环路|环线|步行街|美食街|小吃街|商业街|夜市|"
    "小区|新村|家园|花园|花苑|雅苑|嘉园|公寓|公馆|别墅|名苑|华府|佳苑|新城|新居|华庭|豪庭|雅居|名居|名邸|府邸|山庄|庄园|名城|名都|御府|"
    "绿洲|半岛|丽都|安置房|安置区|公租房|家属楼|家属区|宿舍楼|宿舍|城中村|自然村|社区|"
    "工业园|产业园|科技园|软件园|物流园|创业园|创意园|文创园|孵化园|开发区|高新区|新区|度假区|风景区|景区|林场|农场|度假村|"
    "菜市场|农贸市场|批发市场|批发城|建材城|家具城|汽配城|商贸城|市场|广场|商场|商城|百货|购物中心|国际中心|大厦|写字楼|超市|酒店|宾馆|"
    "卫生服务中心|卫生服务站|卫生院|妇幼保健院|医院|诊所|幼儿园|小学|中学|高中|职高|技校|驾校|学校|大学|学院|"
    "家属院|养老院|敬老院|福利院|公园|湿地|体育馆|体育场|体育中心|图书馆|博物馆|文化宫|少年宫|影城|影院|剧院|殡仪馆|陵园|公墓|"
    "火车站|火车南站|火车北站|火车东站|火车西站|汽车站|客运站|地铁站|公交站|高铁站|收费站|加油站|加气站|服务区|立交桥|天桥|大桥|"
    "水库|码头|工地|电厂|水厂|化工厂|污水处理厂|水泥厂|搅拌站|垃圾站|转运站|中转站|变电站|车站|机场|"
    "路|街|巷|苑|村|镇|乡|站|桥|河|湖|湾|里弄|屯|庄|寨|塘|县|市|区|州|厂|坊|城|隧道|渠|坝"
)
_NOT_BEHIND = {
    "路": "灯面过况费人线政由径牌费障基",
    "街": "舞坊上",
    "广场": "舞",
    "村": "民委务干官落",
    "站": "着起在了点台长岗立牌",
    "河": "道床水里边岸堤滩沟",
    "湖": "水面",
    "桥": "洞梁墩",
    "市": "场民政区长容委局级里面内",
    "区": "域别分间长委政内",
    "县": "委政里长内",
    "镇": "静政里上长",
    "乡": "下政亲镇愁里",
    "城": "市管区里镇乡",
    "厂": "家商房区里长",
    "公路": "局",
    "市场": "监价化经",
    "学校": "里",
    "庄": "稼",
    "渠": "道",
    "坝": "子",
}
_NOT_BEFORE = {
    "路": "半纹思出线电管道铁修走带拦探铺占挖堵让赶认问迷退销网油套养绕抄指引",
    "城": "进出商返回",
    "区": "社小园校景院厂库片辖地市郊城论候专",
    "村": "全进出农回乡下该",
    "街": "逛上扫满游沿临",
    "塘": "鱼水池",
    "站": "网一到中终起全驿",
    "厂": "进出办建",
    "市": "上城超门夜",
    "渠": "水沟",
    "桥": "过上下搭",
    "河": "过下排",
    "镇": "全",
    "乡": "下老返回",
    "工地": "下",
}
"""Letters that make another word of a kind: 半路, 纹路, 进城, 评论区."""

_JOINED = frozenset("村镇乡街路站城区县市")
"""Kinds of one letter that go on where another ends: 张家湾|村, 幸福新城|路."""

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百零〇两]{1,6})"
_UNIT_TAIL = (
    rf"(?:(?<=[路街巷道])第?{_NUMBER}号(?=楼[下上前后里道])|\s?(?:\d{{1,3}}[-－—]\d{{1,2}}(?:[-－—]\d{{2,4}})?(?!\d)|第?{_NUMBER}(?:[A-Za-z]?(?:号楼|号院|号线|号门(?![面口店头前])|号(?!电梯|线|文|令|机|早|晚|上午|下午|开始|凌晨|中午)|栋|幢|座|单元|楼(?!上|下)|层|室|"
    r"户(?!人)|弄|期|区|村民小组|村民组|小组|组|社(?!区)|队|门|梯|#))"
    r"|[A-Za-z]\d{0,2}(?:栋|座|区|口|单元|出口|幢|号楼|馆)|[-－—]\d{1,4}[A-Za-z]?|(?<=[栋元幢座楼])\s?(?:\d{3,4}|[一二三四五六七八九]零[一二三四五六七八九])(?!\d|元|块)))"
)
_SIDE = (
    r"(?:(?:交叉|交汇|交会)路?口|交汇处|交叉处|交界处|十字路口|丁字路口|三岔路口|红绿灯路口|路口|(?<=[路街道巷村])口|[东南西北中]段|段(?!时)|"
    r"[东南西北正后前侧边][大]?门(?:口|外|旁边?|对面)?|大?门口(?:对面|旁边?)?|[东南西北]?(?:入口|出口|出入口)|[东西南北]头|"
    r"[东南西北][侧边面]|旁边|旁|对面|斜对面|附近|[后前]面|背后|背面|楼下|楼顶|桥头|(?<=桥)(?:头|[上下](?:面(?!积))?)|脚下|山脚|拐角处?|转角处?|拐弯处|一带|"
    r"地下车库|地下停车场|停车场|门前|中庭|底商|公交站台?|站台)"
)
TAIL = re.compile(
    rf"{_UNIT_TAIL}*(?:的?(?:派出所|警务室|居委会|村委会|居民委员会|交警大队|服务大厅|政务中心|便民服务中心))?(?:的?{_SIDE}){{0,2}}"
)
_KIND = re.compile(_KINDS)
_NUMBERED_KIND = re.compile(r"(?:小区|社区|公寓|家属院|花园|园区)?\d{1,3}(?:期|栋|号楼|幢|座|单元)")
_NUMBERED_ROAD = re.compile(r"(?<![A-Za-z0-9])[GSXYC]?\d{1,4}(?:国道|省道|县道|乡道|(?<=[GSXY]\d{4})线)")
_OTHER_CITY = re.compile(r"(?<![A-Za-z0-9])[A-Z]\d{0,3}(?:市|县|区|镇|路|街道)")
_SCHOOL = re.compile(
    r"(?<![一-鿿])?(?P<name>[市县区镇省一-鿿]?(?:第?[一二三四五六七八九十\d]{1,3}(?:中|小|高|初中)))(?=[东南西北后前正]?大?门|附近|旁|对面|校门|校区|的?(?:学生|老师|食堂))"
)
_NARROWING = re.compile(
    r"\s?(?:\d{1,3}[-－—]\d{1,2}[-－—]\d{2,4}|[0-9一二三四五六七八九十]{1,3}(?:期|栋|号楼|幢|座|单元)|[东南西北正]大?门)"
)
_MOST_KINDS = 600
"""A long letter names a hundred kinds of place; whoever writes 路 twenty thousand times has nothing to tell."""

_NARROWED = frozenset("栋元期号幢座楼层室区0123456789,，。 ")
_ESTATE = re.compile(
    r"(?:里|城|府|湾|园|庭|郡|轩|阁|台|宿舍|大院|院|邸|墅|岸|江南|江山|国际|世家|人家|名门|天下|时代|未来|印象|公社|新天地)$"
)


def grammar_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of names with their kind, without tails; they may touch or overlap each other."""
    kinds = list(_kinds(text))
    yield from kinds
    yield from _estates(text, {end for _, end in kinds})
    for pattern in (_NUMBERED_ROAD, _OTHER_CITY):
        for found in pattern.finditer(text):
            yield found.span()
    if "中" in text or "小" in text:
        for found in _SCHOOL.finditer(text):
            yield found.span("name")


def _kinds(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in islice(_KIND.finditer(text), _MOST_KINDS):
        begin, end = found.span()
        kind = found[0]
        if _is_other_word(text, begin, end, kind):
            continue
        if start and start == begin:
            if len(kind) > 1 or kind in _JOINED:
                yield begin, end
                start = end
            continue
        name = name_before(text, start, begin, kind)
        if name and not _KIND.fullmatch(name) and not _NUMBERED_KIND.match(name) and not set(name) <= set(kind):
            yield begin - len(name), end
            start = end


def _is_other_word(text: str, begin: int, end: int, kind: str) -> bool:
    behind, before = text[end : end + 1], text[begin - 1 : begin]
    return (behind != "" and behind in _NOT_BEHIND.get(kind, "")) or (
        before != "" and before in _NOT_BEFORE.get(kind, "")
    )


def _estates(text: str, ends: Container[int]) -> Iterator[tuple[int, int]]:
    """Estates whose name ends like one, or that are told with building, unit and room."""
    for found in islice(_NARROWING.finditer(text), _MOST_KINDS):
        end = found.start()
        if end in ends or not end or text[end - 1] in _NARROWED:
            continue
        name = name_before(text, max(0, end - LONGEST), end, "")
        flat = found[0].count("-") + found[0].count("—") + found[0].count("－") > 1
        if len(name) > 2 and is_name(name) and (_ESTATE.search(name) or (flat and len(name) <= 6)):
            yield end - len(name), end
