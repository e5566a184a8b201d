"""发生在外地: a matter of another city is not registered here at once; its citizen hears where it belongs, and may say
that it is here all the same."""

import re
from pathlib import Path

from bot.conversation.session import Draft, Stage
from bot.conversation.turn import Turn
from hotline.appeal import Place
from hotline.datafile import read_rows
from hotline.matter import Disposition
from lexicon.divisions import Elsewhere, Level

_HERE = re.compile(r"(?:是|在|就)(?:我们|你们|咱们)?(?:本市|本地|这里|这边|这儿|市里)")
_HEARD = re.compile("明白|知道|了解|清楚|晓得|收到|懂了")
_INSISTS = re.compile("登记|提交|报|要")
_LONGEST_HEARD = 8
_CODE = re.compile(r"0\d{2,3}")


def told(turn: Turn, draft: Draft) -> bool:
    """Say where a matter of another city belongs, once; whoever was told and insists goes on."""
    if draft.here or draft.critical or draft.consultation:
        return False
    found = _found(turn, draft)
    if found is None:
        return False
    turn.take_as(Disposition.OTHER_CITY)
    city = found.division.within if found.division.level is Level.COUNTY else found.division.name
    draft.here, draft.invited, turn.session.leans = True, True, False
    draft.set_place(Place())
    turn.session.stage, turn.session.asking = Stage.CHANNEL_NAMED, ""
    code = turn.tools.area_codes.get(city, "")
    key = "matter_of_city" if code else "matter_elsewhere"
    turn.say(key, (("insist", "start:matter"), ("human", "human")), city=city, code=code)
    return True


def _found(turn: Turn, draft: Draft) -> Elsewhere | None:
    """The other city, unless a place of this one is named: who comes from there, or bought there, tells of here."""
    elements, text = turn.tools.elements, draft.text
    found = elements.elsewhere(text)
    place = elements.find(text, None).place
    if found is not None and text[found.start : found.end] in place.text:
        return found  # 成都市人民路: a road of that name is here as well
    if ours(draft.where) or ours(place):
        return None
    return found or elements.elsewhere(f"在{draft.where.text}")


def only_mentioned(turn: Turn) -> bool:
    """Whether a message that the model takes for another city's tells of none: it names a place of this one, or other
    cities only as where somebody comes from."""
    if turn.tools.elements.elsewhere(turn.text) is not None:
        return False
    return ours(turn.understood.elements.place) or turn.tools.elements.only_origin(turn.text)


def heard(turn: Turn, draft: Draft) -> bool:
    """好的、明白了、是成都的: who was told where it belongs says no more than that, and nothing is registered here."""
    if not draft.here or turn.session.stage is not Stage.CHANNEL_NAMED or turn.means("go_on"):
        return False
    if turn.means("yes"):
        return _INSISTS.search(turn.text) is None
    if len(turn.text) > _LONGEST_HEARD:
        return False
    city = turn.tools.elements.elsewhere(f"在{turn.text.strip('是就的。')}")
    return city is not None or _HEARD.search(turn.text) is not None


def after_all_here(turn: Turn, draft: Draft) -> bool:
    """Who heard that it belongs elsewhere says that it is here, or names a place that is in no other city."""
    elements = turn.tools.elements
    place = elements.find(turn.text, None).place
    if not draft.here or not (place or _HERE.search(turn.text)) or elements.elsewhere(turn.text) is not None:
        return False
    draft.set_place(place)
    draft.texts.append(turn.text)
    return True


def ours(place: Place) -> bool:
    """Whether the gazetteer knows a place as one of this city."""
    return bool(place.street or place.district or place.community)


def load_area_codes(path: Path) -> dict[str, str]:
    """Read `area_codes.csv` (`city,code`), the codes that are generally known.

    Raises:
        DataFileError: with the line: no city, or something that is no area code.
    """
    codes: dict[str, str] = {}
    for row in read_rows(path, ("city", "code")):
        code = row.required("code")
        if not _CODE.fullmatch(code):
            raise row.error("not_allowed", column="code", value=code, allowed="0…")
        codes[row.required("city")] = code
    return codes
