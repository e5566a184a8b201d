"""试一问: which entry a question would get, and why. The question is posted: it may be a citizen's own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from console.forms import read_form
from console.pages.knowledge_entry import preview
from console.parts import ConsoleParts
from console.render import page
from console.work import parts_of, work
from knowledge.answer import Answer, Candidate
from knowledge.why import shared_words

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Tried:
    """What the base said, with the words that the question shares with each candidate."""

    answer: Answer
    candidates: Sequence[tuple[Candidate, Sequence[str]]]
    preview: str


async def show(request: web.Request) -> web.Response:
    return await page(request, "knowledge_test.html", question="", tried=None)


async def ask(request: web.Request) -> web.Response:
    """Ask as a citizen would; nothing is kept."""
    question = (await read_form(request)).text("question")[:LONGEST]
    tried = await work(request, _try, parts_of(request), question) if question else None
    return await page(request, "knowledge_test.html", question=question, tried=tried)


def _try(parts: ConsoleParts, question: str) -> Tried:
    answer = parts.knowledge.answerer.present.answer(question, parts.now())
    found = [(each, shared_words(parts.knowledge.terms, question, each.entry)) for each in answer.candidates]
    return Tried(answer, found, preview(parts, answer.entry) if answer.entry else "")
