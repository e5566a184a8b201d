"""Where somebody lives: from the first part that is written (city, road, village) to the dwelling.

A street, an estate, a shop or an office is not personal; a flat is, a house in a village is, and a house number in a
street is where somebody says that they live there.
"""

import re

from classifiers.verdict import Spans

_SMALL = "[0-9一二三四五六七八九十百零]"
_ROOM_NUMBER = (
    r"(?:[A-Za-z]?[0-9]{3,4}[A-Za-z]?(?!\s?[年元块月个平米多路人名家天度次])"
    r"|[一二三四五六七八九零〇幺两]{3,4}(?![一-鿿]?十))"  # noqa: RUF001 - how a zero is written in Chinese
)
_ROOM = (
    rf"(?:{_ROOM_NUMBER}(?:\s?号?[室房户]|号(?!楼|院|线|店))?|{_SMALL}{{1,3}}(?:号?室|号房)"
    r"|[东西中南北左右][户手]|[0-9]{1,3}户(?!人|家|共|居|业))(?![0-9])"
)
_BUILDING = (
    rf"(?:{_SMALL}{{1,4}}[A-Za-z]?\s?(?:号楼|号院|栋|幢|座|弄|#楼?|楼栋)|[A-Za-z][0-9]{{0,2}}\s?(?:号楼|栋|座|幢))"
)
_STAIR = rf"(?:{_SMALL}{{1,2}}|[甲乙丙丁东西南北中A-Fa-f])\s?(?:单元|门|梯)"
_FLOOR = rf"{_SMALL}{{1,3}}\s?[层楼]"
_LETTERED = r"(?:[0-9]{1,2}[-—](?:[0-9]{3,4}|[A-Za-z])|[0-9]{1,2}[A-Za-z](?:[0-9]{2})?)(?![A-Za-z0-9\-])[室户]?"
"""Rooms that are only clear behind a building: 2-302, 27-A, 18D, 3A02."""
_DASHED = (
    r"(?<![0-9\-])[A-Za-z]?[0-9]{1,3}(?:(?:[-—][0-9]{1,2})?[-—][0-9]{3,4}|[-—][0-9]{1,2}[-—][0-9]{1,2})(?:室|号)?"
    r"(?![0-9\-元块%])"
)
_JOINED = r"[0-9]{1,3}(?:#|号楼|栋|幢|座)?\s?[-—]\s?[0-9]{1,2}(?:单元|门)?\s?[-—]\s?[0-9]{3,4}室?(?![0-9])"
_NUMBERED_LANE = rf"{_SMALL}{{1,3}}(?:排|巷)\s?{_SMALL}{{1,3}}号(?!楼|院|线|店)"
_SURE = (
    rf"{_BUILDING}\s?{_STAIR}\s?{_SMALL}{{1,2}}号(?!楼|院|[房室])"
    rf"|{_BUILDING}\s?{_STAIR}\s?{_FLOOR}\s?[东西南北中](?:[户侧边]|(?![一-鿿]))"
    rf"|{_BUILDING}\s?(?:{_STAIR}\s?)?(?:{_FLOOR}\s?)?{_LETTERED}"
    rf"|{_NUMBERED_LANE}|(?<![0-9\-]){_JOINED}|{_BUILDING}\s?{_STAIR}\s?{_FLOOR}\s?{_SMALL}{{1,2}}号(?!楼|院|线|店)|[0-9]{{1,4}}号(?:附[0-9]{{1,3}}号)?\s?{_FLOOR}\s?(?:{_ROOM}|[0-9]{{1,2}}号(?!楼|线))"
    rf"|(?:{_BUILDING}\s?){{1,2}}(?:{_STAIR}\s?)?(?:{_FLOOR}\s?)?{_ROOM}"
    rf"|[0-9]{{1,4}}弄(?:[0-9]{{1,4}}支弄)?[0-9]{{1,4}}号(?!楼)(?:\s?{_ROOM})?"
)
_PLAIN = (
    rf"{_STAIR}\s?(?:{_FLOOR}\s?)?{_ROOM}|[0-9]{{1,4}}号(?:附[0-9]{{1,3}}号)?\s?{_ROOM_NUMBER}\s?[室户房]?|{_DASHED}"
    r"|(?<=[寓舍])[0-9]{3,4}号?[室房]"
)
_WITH_STAIR = re.compile(rf"{_BUILDING}\s?{_STAIR}|[0-9]+-[0-9]+-[0-9]{3}")
_FLATS = re.compile(rf"(?P<sure>{_SURE})|{_PLAIN}")
_ENDS_IN_PLACE = frozenset(
    "区园苑村里城庭府湾路街巷道同院舍厦场邸都墅居寓坊庄景郡地岸阁台轩号期屯镇组社汇门山河江洲岛峰海星楼"
)
_HOUSE_IN_VILLAGE = re.compile(
    rf"(?<=[村庄屯寨湾坪沟组社队坑岭坞塆垸冲坎头])\s?(?:{_SMALL}{{1,3}}[组社队]\s?)?(?:[0-9]{{1,4}}(?:-[0-9]{{1,3}})?|[一二三四五六七八九十百]{{1,5}})号(?!楼|线|院线|店|令|文|闸|井|桥|泵|塘|机|坝|地|沟|渠|池|库|口|站|厂|棚|路)"
)
_LONGEST_RUN = 48
_LIVES = re.compile(
    r"(?:家?住(?:址|在|于|的地方)?|家庭?地址|户籍(?:地址?)?|地址|家在|老家在?|门牌号?|房子在|搬到|嫁到)(?:是|为|[:\s])*"
    r"(?P<address>[一-鿿A-Za-z0-9]{2,30}?(?:路|街|巷|大道|胡同|弄|村|里|条)(?P<room>[0-9]{1,4}号(?!楼|线|店|门店)(?:院(?:[东西南北][屋房])?|附[0-9]{1,3}号|[0-9]{1,4}室?)?))"
    r"(?!的?(?:楼下|门口|店|饭|超市|餐|公司|厂|对面|旁|附近))"
)
_LEAD = re.compile(
    r".*(?:家?住在|家?庭?住址[是为]?|家?住的?是?|地址[是为]?|位于|坐落在?|户籍地?址?[是为]?|老家在?|我们?家?是|我们?家?(?:在|的|住)|[你他她它]们?家?(?:在|的|是)?|[我咱]们?家?|租在?|"
    r"自建房|[现租]?居住?(?:地址?|于|在)|现居|[现租]住|小区叫|小区名|搬到|嫁到|来自|送到|寄到|上门到|去到|跑到|就在|房子在?|门牌号?|[在是的到了请]|有(?![福余信庆])|去(?!年)|从(?!化|江|台)|向(?![阳荣东前群上明红])|对(?![外山])|楼上|楼下|隔壁|对门|对面|邻居|住户|投诉|举报|反映|就是|"
    r"本人|[爸妈婆父母]家?|公(?![寓园司安路交馆社和平])家?|问一下|问下|你好|您好|麻烦|发生|现在|目前|昨天|今天|昨晚|业主|租客|查|找|帮)(?=[一-鿿0-9A-Za-z])"
)
_AT_HOME = re.compile(r"(?:(?:家|租)?住(?:在|的是|址[是为:]?)?|[我咱](?:们)?家(?:是|在)?|家在|租在)\s?$")
_WORKPLACE = re.compile(
    r"(?:大厦|写字楼|商务楼|办公楼|教学楼|实验楼|综合楼|门诊楼|住院[楼部]|广场|商城|商场|商厦|市场|(?:产业|科技|创业|软件|工业|物流)园区?|医院|酒店|宾馆|银行|法院|政务中心|服务中心|市民中心|会展中心|科创中心|商务中心|招待所|机关|政府)"
    r"[^,。]{0,4}$"
)
"""Where people work, buy or are ill: a room there is nobody's home unless somebody says so."""
_AT_HOME_HERE = re.compile(r"住|家|租|地址|业主|楼上|楼下|邻居|户籍|收件|寄")
_NAMED = re.compile(r"[一-鿿]{2}")


def find_addresses(text: str) -> Spans:
    """Addresses of dwellings in a normalised text."""
    for found in _FLATS.finditer(text):
        start = _first_part(text, found.start())
        if _WORKPLACE.search(text, start, found.start()) and not _AT_HOME_HERE.search(
            text, max(0, start - 8), found.start()
        ):
            continue
        if start < found.start() and (found["sure"] or text[found.start() - 1] in _ENDS_IN_PLACE):
            yield start, found.end()
        elif _WITH_STAIR.match(found[0]) or (found["sure"] and _AT_HOME.search(text, 0, found.start())):
            yield found.span()
    for found in _HOUSE_IN_VILLAGE.finditer(text):
        start = _first_part(text, found.start())
        if start < found.start():
            yield start, found.end()
    for found in _LIVES.finditer(text):
        yield found.span("address")


def _first_part(text: str, room: int) -> int:
    """Where the address begins, behind the words that lead to it; at the room itself if no place is named."""
    begin = room
    while begin > max(0, room - _LONGEST_RUN) and (text[begin - 1].isalnum() or _joins(text, begin - 1)):
        begin -= 1
    lead = _LEAD.match(text, begin, room)
    begin = lead.end() if lead else begin
    return begin if _NAMED.search(text, begin, room) else room


def _joins(text: str, blank: int) -> bool:
    """Whether a blank stands between parts of an address: 建设路 203号."""
    return text[blank] == " " and text[blank + 1 : blank + 2].isdigit()
