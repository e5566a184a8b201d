"""How an entry of the base is shown: never without its source."""

from bot.conversation.turn import Turn
from knowledge.entry import Entry


def show(turn: Turn, entry: Entry, *rows: tuple[tuple[str, str], ...]) -> None:
    """The answer in short, with source, date and owner, marked as automatic."""
    date = entry.source_date.isoformat() if entry.source_date else turn.tools.wording.say("chat.no_date")
    turn.say(
        "answer",
        *rows,
        title=entry.title,
        answer=entry.short,
        source=entry.source,
        date=date,
        owner=entry.owner,
    )
