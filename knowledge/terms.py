"""What a text is made of for retrieval: pairs of characters and words, without politeness and filling words."""

import re
from collections import Counter
from pathlib import Path

from hotline.datafile import read_rows
from lexicon.normalise import normalise
from lexicon.segment import words

_PIECES = re.compile(r"[一-鿿]+|[a-z0-9]+")
_MEANT_WEIGHT = 0.5
_OPENING = re.compile(
    r"(?:(?:另外|顺便|对了|您好|你好)[,，、。!！\s]*|还有[,，、]\s*|我?(?:再|还|也|就)?(?:想|要|麻烦)?"
    r"(?:请问|问问|想问|问(?=一下|下)|请教|咨询(?=一下|下))(?:一下|下(?!水))?[,，、:：\s]*)+"
)
"""How people come to their question; 问下水道 asks for a drain."""


def bare(question: str) -> str:
    """The question without its opening (另外问一下…), which says nothing of it; all of it if there is nothing else."""
    opening = _OPENING.match(question.strip())
    return (question.strip()[opening.end() :] if opening else question) or question


class Terms:
    """Turns texts into weighted terms, the same way for entries and questions."""

    def __init__(self, fillers: frozenset[str] = frozenset(), synonyms: dict[str, str] | None = None) -> None:
        longest_first = sorted(sorted(fillers), key=len, reverse=True)
        self._fillers = re.compile("|".join(map(re.escape, longest_first))) if fillers else None
        self._synonyms = synonyms or {}
        ordered = sorted(self._synonyms, key=len, reverse=True)
        self._spoken = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    @property
    def rules(self) -> str:
        """What decides how a text is read, as one text: whoever keeps what was read keeps this beside it."""
        return repr((self._fillers.pattern if self._fillers else "", sorted(self._synonyms.items())))

    def plain(self, text: str) -> str:
        """Normalised, lower case, filling words gone."""
        text = normalise(text).text.lower()
        return self._fillers.sub(" ", text).strip() if self._fillers else text

    def of(self, text: str) -> Counter[str]:
        """Terms with counts: character pairs as they stand, words marked with a leading `=`."""
        return self.counted(self.plain(text))

    def counted(self, plain: str) -> Counter[str]:
        """The same of a text that is plain already."""
        return _counted(plain)

    def asked(self, query: str) -> dict[str, float]:
        """The terms of a question; what it would say in the words of the office counts half, where not said anyway."""
        plain = self.plain(query)
        counts: dict[str, float] = dict(_counted(plain))
        for term in _counted(self._meant(plain)):
            counts.setdefault(term, _MEANT_WEIGHT)
        return counts

    def _meant(self, plain: str) -> str:
        found = dict.fromkeys(self._spoken.findall(plain)) if self._spoken else {}
        return " ".join(self._synonyms[word] for word in found)


def _counted(text: str) -> Counter[str]:
    found = [pair for piece in _PIECES.findall(text) for pair in _pairs(piece)]
    found.extend(f"={word}" for word in words(text) if len(word) > 1 and _PIECES.fullmatch(word))
    return Counter(found)


def _pairs(piece: str) -> list[str]:
    if piece.isascii() or len(piece) == 1:
        return [piece]
    return [piece[start : start + 2] for start in range(len(piece) - 1)]


def load_terms(folder: Path) -> Terms:
    """Read `fillers.csv` (`word`) and `synonyms.csv` (`spoken,official`) of a folder.

    Raises:
        DataFileError: with the line: an empty cell, a spoken word twice.
    """
    fillers = frozenset(row.required("word") for row in read_rows(folder / "fillers.csv", ("word",)))
    synonyms: dict[str, str] = {}
    for row in read_rows(folder / "synonyms.csv", ("spoken", "official")):
        if row.required("spoken") in synonyms:
            raise row.error("twice", value=row.text("spoken"))
        synonyms[row.text("spoken")] = row.required("official")
    return Terms(fillers, synonyms)
