"""Words. rjieba where it can be loaded, jieba with the same output where it cannot.

Neither is touched at import, jieba's shared global dictionary and its cache file in the common temporary folder are
never used: a cache that other users can write is not a place to read a dictionary from.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from hotline.datafile import read_rows

Cutter = Callable[[str], Iterable[str]]
Tagger = Callable[[str], Iterable[tuple[str, str]]]
_HYPHEN = re.compile("(-)")
_OWN_WORDS = Path(__file__).parent / "data" / "words.csv"


def words(text: str) -> list[str]:
    """The words of a text in order, blanks left out."""
    return [word for word in _cutter()(text) if not word.isspace()]


def tagged(text: str) -> list[tuple[str, str]]:
    """Words with their part of speech, in the segmenter's letters (n, v, ns, nr, …)."""
    return list(_tagger()(text))


def known_words(text: str) -> list[tuple[str, str]]:
    """Words of the dictionary with their part of speech; what it does not know falls apart into characters.

    The guesses that `words` and `tagged` make about unknown words swallow the first or last character of a name.
    """
    return list(_known_tagger()(text))


@lru_cache(maxsize=1)
def _cutter() -> Cutter:
    try:
        return rjieba_cutter()
    except ImportError:
        return jieba_cutter()


@lru_cache(maxsize=1)
def _tagger() -> Tagger:
    return _rjieba_tagger(guess=True) or jieba_tagger()


@lru_cache(maxsize=1)
def _known_tagger() -> Tagger:
    return _rjieba_tagger(guess=False) or jieba_tagger(guess=False)


def _rjieba_tagger(*, guess: bool) -> Tagger | None:
    try:
        segmenter = _rjieba()
    except ImportError:
        return None

    def tag(text: str) -> Iterable[tuple[str, str]]:
        return segmenter.tag(text, guess)  # type: ignore[no-any-return]  # the package carries no types

    return tag


def jieba_tagger(*, guess: bool = True) -> Tagger:
    """Parts of speech from the plain Python segmenter."""
    from jieba import posseg  # noqa: PLC0415 - slow to load, and usually not needed

    def tag(text: str) -> Iterable[tuple[str, str]]:
        return [(pair.word, pair.flag) for pair in posseg.cut(text, HMM=guess)]

    return tag


def rjieba_cutter() -> Cutter:
    """The fast segmenter with the hotline's own words. Raises ImportError where there is no wheel for the machine."""
    segmenter = _rjieba()

    def cut(text: str) -> Iterable[str]:
        return segmenter.cut(text) if "-" not in text else _apart(segmenter.cut(text))

    return cut


@lru_cache(maxsize=1)
def _rjieba() -> Any:
    """The one segmenter that the package makes when it is loaded; each further one would cost 32 MB for the same words.

    Raises:
        ImportError: there is no wheel for this machine.
    """
    import rjieba  # noqa: PLC0415 - loads a dictionary

    for word, frequency, tag in own_words():
        rjieba.add_word(word, frequency, tag)
    return rjieba


def _apart(pieces: Iterable[str]) -> Iterable[str]:
    """rjieba takes 3-2-501 for one word, jieba for five; the parts are what can be searched."""
    for piece in pieces:
        if "-" in piece:
            yield from (part for part in _HYPHEN.split(piece) if part)
        elif piece:
            yield piece


def jieba_cutter() -> Cutter:
    """The plain Python segmenter with the same dictionary, read from its own package only."""
    import jieba  # noqa: PLC0415 - slow to load, and usually not needed

    segmenter = jieba.Tokenizer()
    segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
    segmenter.initialized = True
    for word, frequency, tag in own_words():
        segmenter.add_word(word, frequency, tag)

    def cut(text: str) -> Iterable[str]:
        return segmenter.cut(text)  # type: ignore[no-any-return]  # the package carries no types

    return cut


def own_words() -> list[tuple[str, int, str]]:
    """The hotline's words that the general dictionary would cut, with frequency and part of speech."""
    rows = read_rows(_OWN_WORDS, ("word", "frequency", "tag"))
    return [(row.required("word"), row.number("frequency"), row.required("tag")) for row in rows]
