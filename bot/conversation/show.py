"""How an entry of the base is shown: never without its source, its owner, and what the city has not said yet."""

from bot.conversation.turn import Turn
from knowledge.entry import Entry

MOST_LINES = 3

Rows = tuple[tuple[str, str], ...]


def show(turn: Turn, entry: Entry, *rows: Rows) -> None:
    """The answer in short, marked as automatic."""
    turn.say("answer", *rows, title=entry.title, answer=_answer(turn, entry, _short(entry)), **_ground(turn, entry))


def show_part(turn: Turn, entry: Entry, part: str, text: str, *rows: Rows) -> None:
    """One part of an entry, named by its wording key, with the same ground."""
    words = turn.tools.wording
    title = words.say("chat.part_title", title=entry.title, part=words.say(f"chat.part_{part}"))
    turn.say("answer", *rows, title=title, answer=_answer(turn, entry, text), **_ground(turn, entry))


def show_all(turn: Turn, entry: Entry, *rows: Rows) -> None:
    """The whole entry, for who wants to read it."""
    turn.say("answer", *rows, title=entry.title, answer=_answer(turn, entry, entry.full or entry.short),
             **_ground(turn, entry))  # fmt: skip


def unit_name(turn: Turn, unit_type: str) -> str:
    """How people call the unit of a department type in this city; the type itself where there is no such unit."""
    unit = turn.tools.office.units.handler(unit_type, None)
    return unit.name if unit else unit_type


def _short(entry: Entry) -> str:
    lines = [line for line in entry.short.splitlines() if line.strip()]
    return "\n".join(lines[:MOST_LINES])


def _answer(turn: Turn, entry: Entry, text: str) -> str:
    """What the city has to fill in and has not is said: half an answer that looks whole misleads."""
    if not entry.city:
        return text
    words = turn.tools.wording
    owner = unit_name(turn, entry.owner) if entry.owner else words.say("chat.some_unit")
    return f"{text}\n{words.say('chat.city_open', what='、'.join(entry.city), owner=owner)}"


def _ground(turn: Turn, entry: Entry) -> dict[str, object]:
    words = turn.tools.wording
    date = entry.source_date.isoformat() if entry.source_date else words.say("chat.no_date")
    return {"source": entry.source, "date": date, "owner": unit_name(turn, entry.owner)}
