"""To answer, to ask which of two is meant, or to hand over to a person."""

from datetime import datetime
from pathlib import Path
from threading import Lock, Thread

from hotline.clock import local_day
from knowledge.answer import Answer, AnswerDecision, Candidate
from knowledge.base import KnowledgeBase
from knowledge.fusion import Fusions, load_fusions
from knowledge.index import Index, Reading
from knowledge.index_cache import kept_index
from knowledge.meanings import load_centres
from knowledge.retrieve import FusedRetriever, Retriever
from knowledge.terms import bare, load_terms
from lexicon.divisions import Divisions, national_divisions
from lexicon.vector_shelf import VectorShelf

DATA = Path(__file__).parent / "data"
MEANING = "meaning.npz"
"""The centres of vectors, in a data folder."""
_MOST_OFFERED = 3
_RANKED = 5
_BARE = 10
"""A question of so few characters names a topic (居住证怎么办) and leaves open what of it is meant."""
_NAMED, _TOUCHED, _LIKE = 0.58, 0.4, 0.55
"""Of what a bare question says the best entry holds so much and one offered beside it so much, both by words; and so
like it a way of asking must be in meaning: 居住证怎么办, 护照怎么办, 社保 are told from 股票怎么买. Of golden questions
whose entry was left out of the base one met all three, and has a true neighbour. Words alone tell too little for it."""


class Answerer:
    """Says what the base has to say to a question. An expired entry is never an answer."""

    def __init__(self, base: KnowledgeBase, retriever: Retriever, fusions: Fusions) -> None:
        self._base, self._retriever, self._fusions = base, retriever, fusions

    @property
    def base(self) -> KnowledgeBase:
        return self._base

    def foresee(self, query: str) -> None:
        """Make the question's vector, which `answer` then finds; in any thread."""
        self._retriever.foresee(query)

    def answer(self, query: str, at: datetime, *, in_words: bool = False) -> Answer:
        """Answer, clarify or hand over; with the ranked candidates, so that a person sees what was near.

        `in_words`: by words alone and their own limits, which costs no vector.
        """
        ranked = self._retriever.rank(query, local_day(at), limit=_RANKED, in_words=in_words)
        limits = self._fusions.of(has_meaning=ranked.has_meaning)
        found = ranked.candidates
        best = found[0].score if found else 0.0
        if found and best >= (limits.answer_plain if self._base.plain else limits.answer):
            return Answer(AnswerDecision.ANSWER, found[0].entry, best, found)
        offered = _offered(found, limits.near)
        if len(offered) > 1 and sum(each.score for each in offered) >= limits.clarify:
            return Answer(AnswerDecision.CLARIFY, None, best, offered)
        of_topic = _of_topic(query, found) if ranked.has_meaning else ()
        if len(of_topic) > 1:
            return Answer(AnswerDecision.CLARIFY, None, best, of_topic)
        return Answer(AnswerDecision.HANDOVER, None, best, found)


def _offered(found: tuple[Candidate, ...], near: float) -> tuple[Candidate, ...]:
    """Two to choose from, and a third if it is near enough."""
    least = found[0].score * near if found else 0.0
    return (*found[:2], *(each for each in found[2:_MOST_OFFERED] if each.score >= least))


def _of_topic(query: str, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """What a bare topic may mean: none of it is likely by itself, for each is as likely as its neighbours."""
    if len(bare(query)) > _BARE or not found or found[0].views.get("coverage", 0.0) < _NAMED:
        return ()
    near = [each for each in found if each.views["coverage"] >= _TOUCHED and each.views["question_meaning"] >= _LIKE]
    return tuple(near[:_MOST_OFFERED]) if found[0] in near else ()


class Answerers:
    """Builds what answers from a base, again and again while the base is edited.

    The first base becomes the large part of the index; what is built later reads only what differs from it. A few texts
    without vectors are encoded on the way; where there are many (a city's own base, an import), words answer until a
    thread of its own has made them.
    """

    def __init__(self, reading: Reading, fusions: Fusions, cache: Path | None = None) -> None:
        """`cache`: a file for the words of the first base, so that the next start need not read them again."""
        self._reading, self._fusions, self._cache = reading, fusions, cache
        self._large: Index | None = None
        self._making = Lock()

    def __call__(self, base: KnowledgeBase) -> Answerer:
        index = self._indexed(base)
        retriever = FusedRetriever(index, self._fusions)
        if index.unmade:
            Thread(target=self._make, args=(retriever,), daemon=True, name="vectors").start()
        return Answerer(base, retriever, self._fusions)

    def _indexed(self, base: KnowledgeBase) -> Index:
        index = self._large.updated(base) if self._large else kept_index(base, self._reading, self._cache)
        if len(index.segments) == 1:
            self._large = index
        return index

    def _make(self, retriever: FusedRetriever) -> None:
        with self._making:  # one after the other: the second finds what the first has made
            if self._reading.shelf and self._reading.shelf.fill(retriever.index.unmade):
                retriever.index = retriever.index.with_vectors()
                self._large = retriever.index.large


def answerers(data: Path = DATA, shelf: VectorShelf | None = None, cache: Path | None = None) -> Answerers:
    """With the learned settings of a data folder; without a shelf by words alone, without a cache read anew each time.

    Raises:
        DataFileError: a file of the folder is missing or wrong.
    """
    return Answerers(open_reading(data, shelf), load_fusions(data / "fusion.toml"), cache)


def open_reading(data: Path = DATA, shelf: VectorShelf | None = None) -> Reading:
    """How questions and entries are read, by the words of a data folder and the divisions of the country.

    Raises:
        DataFileError: a file of the folder is missing or wrong.
    """
    centres = load_centres(data / MEANING) if shelf else None
    return Reading(load_terms(data), Divisions(national_divisions(), ()).named, shelf, centres)
