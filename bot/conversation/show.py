"""How an entry of the base is shown: never without its source, its owner, and what the city has not said yet."""

import re
from itertools import pairwise

from bot.conversation.turn import Turn
from knowledge.entry import Entry

MOST_LINES = 3
_CITY = {
    "who": re.compile("条件|对象|资格|范围|年龄|户籍|限购|人群|要求"),
    "materials": re.compile("材料|证明|证件|收件"),
    "steps": re.compile("办法|流程|程序|方式|步骤|入口|渠道|窗口|预约"),
    "where": re.compile(
        "窗口|地址|地点|入口|网[点址]|[点站处所]$|大厅|机构|中心|部门|渠道|平台|单位|委员会|医院|名录|考场"
    ),
    "when": re.compile("时间|日期|起止|预约"),
    "how_long": re.compile("期限|时限|时间|办结|周期|天数"),
    "fee": re.compile("费|价|收取"),
    "law": re.compile("规定|办法|政策|条例"),
}
"""Which of the things that a city fills in belong to a part of a guide, by what they are called."""
_OF_CITY = re.compile("本市|当地|各地")

Rows = tuple[tuple[str, str], ...]


def show(turn: Turn, entry: Entry, *rows: Rows) -> None:
    """The answer in short, marked as automatic."""
    turn.say("answer", *rows, title=entry.title, answer=_answer(turn, entry, _short(entry)), **_ground(turn, entry))


def show_part(turn: Turn, entry: Entry, part: str, text: str, *rows: Rows) -> None:
    """One part of an entry, named by its wording key, with the same ground."""
    words = turn.tools.wording
    title = words.say("chat.part_title", title=entry.title, part=words.say(f"chat.part_{part}"))
    answer = _with_city(turn, entry, text, _city_of(entry, part, text))
    turn.say("answer", *rows, title=title, answer=answer, **_ground(turn, entry))


def show_all(turn: Turn, entry: Entry, *rows: Rows) -> None:
    """The whole entry, for who wants to read it."""
    text = _without_ground(turn, entry.full or entry.short)
    turn.say("answer", *rows, title=entry.title, answer=_answer(turn, entry, text), **_ground(turn, entry))


def _without_ground(turn: Turn, text: str) -> str:
    """A text without the line that names its ground, which stands below every answer."""
    label = turn.tools.wording.say("chat.ground_label")
    return "\n".join(line for line in text.splitlines() if not line.startswith(label)).rstrip()


def unit_name(turn: Turn, unit_type: str) -> str:
    """How people call the unit of a department type in this city; the type itself where there is no such unit."""
    unit = turn.tools.office.units.handler(unit_type, None)
    return unit.name if unit else unit_type


def _short(entry: Entry) -> str:
    lines = [line for line in entry.short.splitlines() if line.strip()]
    return "\n".join(lines[:MOST_LINES])


def _answer(turn: Turn, entry: Entry, text: str) -> str:
    """What the city has to fill in and has not is said: half an answer that looks whole misleads."""
    return _with_city(turn, entry, text, entry.city)


def _with_city(turn: Turn, entry: Entry, text: str, open_fields: tuple[str, ...]) -> str:
    if not open_fields:
        return text
    words = turn.tools.wording
    owner = unit_name(turn, entry.owner) if entry.owner else words.say("chat.some_unit")
    return f"{text}\n{words.say('chat.city_open', what='、'.join(open_fields), owner=owner)}"


def _city_of(entry: Entry, part: str, text: str) -> tuple[str, ...]:
    """What of the city's is still open in this part; all of it where the part refers to the city and none is named."""
    belongs = _CITY.get(part)
    of_part = tuple(each for each in entry.city if (belongs.search(each) if belongs else _named(each, text)))
    return of_part or (entry.city if _OF_CITY.search(text) else ())


def _named(field: str, text: str) -> bool:
    """Whether a text speaks of what a field is called: two characters of it in a row."""
    return any(f"{one}{two}" in text for one, two in pairwise(field))


def _ground(turn: Turn, entry: Entry) -> dict[str, object]:
    words = turn.tools.wording
    date = entry.source_date.isoformat() if entry.source_date else words.say("chat.no_date")
    return {"source": entry.source, "date": date, "owner": unit_name(turn, entry.owner)}
