"""What is asked for is read out of the reply; whatever else the reply says is kept with the matter."""

import re

from bot.conversation.amending import amended, amends, name_beside
from bot.conversation.session import Draft
from bot.conversation.turn import Turn
from bot.conversation.when import more_exact
from classifiers.elements import wants_anonymity, wants_confidentiality
from classifiers.privacy import mask
from classifiers.verdict import Elements
from hotline.appeal import Place

LONGEST_REPLY = 40
"""A longer reply to a question tells more of the matter, and is kept as such."""
_MORE_THAN_ASKED, _PARTICLES = 8, 3
"""So many characters beside the answer are "it is at …, yes"; beside something that was not asked, a particle."""
LONGEST_CLAUSE = 10
_TIMELY = re.compile(
    r"[天日月年周时早晚夜点春夏秋冬节前后刚久季候]|那会|那次|那阵|上回|一直|经常|老是|总是|不定|随时|常常"
)
_CORRECTS = re.compile(r"^我?(?:刚才|前面)?(?:说|写|打)?(?:不对|错了|错啦|搞错)[，,。\s]|^不是.{1,12}是")
LONGEST_PLACE = 60
_SIDE = (
    r"(?:[后前旁对边里外上下东西南北左右]?(?:边|面|头|侧|旁)|旁边|对面|附近|隔壁|门口|路口|跟前|背后|底下|地方|"
    r"那里|那儿|这里|这儿|那块|那片|那排)"
)
_AT = re.compile(
    rf"^(?:我们?|就|都|是)*在.*{_SIDE}|{_SIDE}(?:那?[\u4e00-\u9fff]{{0,8}})?(?:啊|嘛|呢|吧|的|了)*[。.!！]?$"
)
_COMMANDS = re.compile(r"撤[销单回]|取消|^算了|不(?:想)?(?:投诉|反映|登记|举报)了|转人工|^催")
"""What orders something is neither a place nor a time."""
_WHERE = re.compile(rf"{_SIDE}|[村屯组路街巷弄桥厂院店楼栋坡沟塘庙]|市场|学校|小区|公园|车站")
_FIGURES = re.compile(r"[\d\s()（）+-]+")
_CORRECTED = re.compile(
    r"(?P<what>地点|地址|位置|地方|时间|日期)(?:[也都](?=不对|错|有误))?(?:不对|错了|写错了|有误)?[，,：:\s]*"
    r"(?:(?:应该|应当)?(?:是|为|在)|改成|改为|换成|改到)[：:\s]*(?P<value>[^，。,;；]+)"
)


def take(turn: Turn, draft: Draft, asked: str) -> bool:
    """Read the reply as an answer to what was asked. False where it tells more of the matter besides or instead."""
    if asked == "what":
        return False
    found = turn.tools.elements.find(turn.text, None)
    if _CORRECTS.search(turn.text) or _CORRECTED.search(turn.text) or amends(turn, draft):
        _acknowledged(turn, draft)
        return True
    took = _take_found(turn, draft, found)
    if asked == "contact" and wants_anonymity(turn.text):
        draft.anonymous = True
        return len(turn.text) <= LONGEST_REPLY
    if not took and asked == "place" and _said_where(turn, draft):
        return True
    if not took and _is_element(turn):
        return _take_as_said(turn, draft, asked, found)
    said = {"place": found.place.text, "time": found.time, "contact": found.phone + draft.name}
    more = len(turn.text) - sum(len(said[name]) for name in took)
    return bool(took) and more <= (_MORE_THAN_ASKED if asked in took else _PARTICLES)


def _acknowledged(turn: Turn, draft: Draft) -> None:
    """Put right what was said before, and say so: the next question alone would look as if it had not been heard."""
    before = _given(draft)
    correct(turn, draft)
    changed = [new for old, new in zip(before, _given(draft), strict=True) if old and new not in ("", old)]
    if changed:
        turn.say("changed_to", value="，".join(changed))


def _given(draft: Draft) -> tuple[str, str, str]:
    return draft.place.get("text", ""), draft.time, mask(draft.phone)


def _said_where(turn: Turn, draft: Draft) -> bool:
    """A long description of the place, which is one because of how it ends; one that may be one is kept for later."""
    if turn.means("no_element") or _COMMANDS.search(turn.text) or not _WHERE.search(turn.text):
        return False
    draft.place_said = turn.text[:LONGEST_PLACE]
    if draft.place.get("text") or not _AT.search(turn.text) or len(turn.text) > LONGEST_REPLY:
        return False
    draft.set_place(Place(turn.text))
    return True


def _is_element(turn: Turn) -> bool:
    """Whether a reply that no list knows can be a place or a time: short, and no sentence that tells something."""
    clauses = [each for each in re.split(r"[，,。；;！!？?]", turn.text) if each.strip()]
    longest = LONGEST_CLAUSE if len(clauses) > 1 else LONGEST_REPLY // 2
    if len(turn.text) > LONGEST_REPLY // 2 or any(len(each) > longest for each in clauses) or turn.means("no_element"):
        return False
    return not _COMMANDS.search(turn.text) and not wants_confidentiality(turn.text)


def _take_as_said(turn: Turn, draft: Draft, asked: str, found: Elements) -> bool:
    """Places and times that no list knows ("老王家对面") are taken in the citizen's own words."""
    if _FIGURES.fullmatch(turn.text):
        return True  # a broken number is asked for again, and is no part of the matter
    if asked == "place":
        draft.set_place(Place(turn.text))
    elif asked == "time" and not _TIMELY.search(turn.text):
        return False
    elif found.place and not found.time and not draft.where.street:
        draft.set_place(found.place)  # the place was vague so far ("the school"), and now it has a name
        return True
    elif asked == "time":
        draft.set_time(turn.text, turn.inbound.at)
    return asked in ("place", "time")


def _take_found(turn: Turn, draft: Draft, found: Elements) -> set[str]:
    took: set[str] = set()
    if found.place and not draft.place.get("text"):
        draft.set_place(found.place)
        took.add("place")
    if found.time and not draft.time:
        draft.set_time(found.time, turn.inbound.at)
        took.add("time")
    elif found.time and (exact := more_exact(draft.time, found.time)):
        draft.set_time(exact, turn.inbound.at)
        took.add("time")
    if found.phone:
        draft.phone, draft.name = found.phone, found.name or name_beside(turn.text) or draft.name
        took.add("contact")
    return took


def names_element(turn: Turn) -> bool:
    """Whether a correction says that place or time is wrong and which is right (地点写错了，是青石路)."""
    return _CORRECTED.search(turn.text) is not None


def correct(turn: Turn, draft: Draft) -> None:
    """A correction replaces the element it speaks of; whatever else it says is added to the matter."""
    if amended(turn, draft):
        return
    found = turn.tools.elements.find(turn.text, None)
    named = _CORRECTED.search(turn.text)
    if found.phone:
        draft.phone, draft.anonymous = found.phone, False
    draft.name = found.name or name_beside(turn.text) or draft.name
    draft.set_time(found.time or draft.time, turn.inbound.at)
    if found.place:
        draft.set_place(found.place)
    if turn.means("no_contact"):
        draft.phone, draft.name, draft.anonymous = "", "", True
    elif named is not None and not (found.place or found.time):
        _replace(turn, draft, named["what"], named["value"].strip())
    elif not (found.phone or found.time or found.place or found.name) or len(turn.text) > LONGEST_REPLY:
        draft.texts.append(turn.text)


def _replace(turn: Turn, draft: Draft, what: str, value: str) -> None:
    if what in ("时间", "日期"):
        draft.set_time(value, turn.inbound.at)
    else:
        draft.set_place(Place(value))
