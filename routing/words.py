"""Finding many words in a text at once, so that the size of the catalogue hardly matters."""

from collections.abc import Iterable, Iterator


class WordIndex:
    """Finds which of many words occur in a text: one look-up for each character and each pair of characters."""

    def __init__(self, words: Iterable[str]) -> None:
        self._single: set[str] = set()
        self._by_pair: dict[str, list[str]] = {}
        for word in set(words):
            if len(word) == 1:
                self._single.add(word)
            else:
                self._by_pair.setdefault(word[:2], []).append(word)

    def find(self, text: str) -> dict[str, int]:
        """The words that occur, each with its first position."""
        found = {letter: text.index(letter) for letter in self._single.intersection(text)}
        by_pair = self._by_pair
        for start in range(len(text) - 1):
            for word in by_pair.get(text[start : start + 2], ()):
                if word not in found and text.startswith(word, start):
                    found[word] = start
        return found

    def positions(self, text: str) -> dict[str, list[int]]:
        """The words that occur, each with all its positions."""
        found = {letter: _all_of(letter, text) for letter in self._single.intersection(text)}
        for start, word in self.every(text):
            found.setdefault(word, []).append(start)
        return found

    def every(self, text: str) -> Iterator[tuple[int, str]]:
        """Every occurrence with its position; words of one character are left out, they say nothing alone."""
        by_pair = self._by_pair
        for start in range(len(text) - 1):
            for word in by_pair.get(text[start : start + 2], ()):
                if text.startswith(word, start):
                    yield start, word


def _all_of(letter: str, text: str) -> list[int]:
    return [place for place, each in enumerate(text) if each == letter]
