"""One form for words and texts, so that width, case and script do not keep a rule from fitting."""

from lexicon.normalise import normalise


def plain(text: str) -> str:
    """Normalised and in lower case."""
    return normalise(text).text.lower()
