"""知识库: what the hotline answers, from where, and until when; read-only for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from console.render import page
from console.work import parts_of, work
from hotline.clock import local_day
from knowledge.entry import Entry


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry and how it stands today: `valid`, `review` (to be checked again), `future` or `expired`."""

    entry: Entry
    standing: str


async def show(request: web.Request) -> web.Response:
    """The list; `?q=` searches titles, variants, keywords and owners, `?standing=` picks one standing."""
    parts = parts_of(request)
    words, standing = request.query.get("q", "").strip(), request.query.get("standing", "")
    entries = await work(request, parts.entries)
    shown = listed(entries, words, standing, local_day(parts.now()))
    return await page(request, "knowledge.html", shown=shown, total=len(entries), words=words, standing=standing)


def listed(entries: Sequence[Entry], words: str, standing: str, today: date) -> list[Shown]:
    """Every word must occur somewhere in the entry."""
    wanted = words.lower().split()
    shown = [Shown(entry, stands(entry, today)) for entry in entries if _holds(entry, wanted)]
    return [each for each in shown if standing in ("", each.standing)]


def stands(entry: Entry, today: date) -> str:
    if entry.expires is not None and entry.expires <= today:
        return "expired"
    if not entry.in_force(today):
        return "future"
    return "review" if entry.review is not None and entry.review <= today else "valid"


def _holds(entry: Entry, wanted: Sequence[str]) -> bool:
    parts = (entry.title, *entry.variants, *entry.keywords, entry.short, entry.full, entry.owner, entry.kind)
    text = "\n".join(parts).lower()
    return all(word in text for word in wanted)
