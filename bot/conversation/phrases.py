"""Short replies that mean one thing: yes, never mind, a person please, where is my ticket."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hotline.errors import DataFileError
from hotline.wording import read_toml

_CLAUSES = re.compile(r"[\s,.!?;，。！？；、]+")
_NOISE = re.compile(r"[\s,.!?;:~，。！？；：～、…“”\"'（）()]+|[吧啊呀呢嘛哈哦噢啦了的]+$")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by meaning. A short reply fits when it is one of `exact`, any when it contains one of `contains`."""

    exact: dict[str, re.Pattern[str]]
    contains: dict[str, tuple[str, ...]]
    polite: re.Pattern[str]

    def means(self, text: str, meaning: str) -> bool:
        """Whether a message says just that: once or more (好的好的), with a thank-you or without."""
        bare = strip(text)
        if any(part in bare for part in self.contains[meaning]):
            return True
        return any(self.exact[meaning].fullmatch(each) for each in (bare, strip(self.polite.sub("", bare))))

    def only(self, text: str, *meanings: str) -> bool:
        """Whether a message is made of nothing but phrases of these meanings (算了，撤销吧)."""
        clauses = [bare for each in _CLAUSES.split(text) if (bare := strip(self.polite.sub("", strip(each))))]
        phrase = _repeated(tuple(self.exact[each].pattern for each in meanings))
        return bool(clauses) and all(map(phrase.fullmatch, clauses))

    def without(self, text: str, *meanings: str) -> str:
        """What is left of a message without every character that says one of these meanings; phrases may overlap."""
        bare = strip(text)
        parts = [part for meaning in meanings for part in self.contains[meaning]]
        said = {
            place + offset
            for part in parts
            for place in range(len(bare) - len(part) + 1)
            if bare.startswith(part, place)
            for offset in range(len(part))
        }
        return "".join(each for place, each in enumerate(bare) if place not in said)

    def courtesy(self, text: str) -> bool:
        """Whether a message is a thank-you or an address and nothing else."""
        bare = strip(text)
        return bool(bare) and not strip(self.polite.sub("", bare))


@lru_cache
def _repeated(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some patterns, once or more; made once, for every message of an unfinished matter is held against it."""
    return re.compile(f"(?:{'|'.join(patterns)})+")


@lru_cache(maxsize=64)
def strip(text: str) -> str:
    """A reply in small letters without punctuation and trailing particles; a turn asks for the same ones many times."""
    before, text = "", text.lower()
    while before != text:
        before, text = text, _NOISE.sub("", text)
    return text


MEANINGS = (
    "yes", "no", "edit", "cancel", "human", "robot", "progress", "unknown", "no_contact", "solved", "unsolved", "go_on",
    "greeting", "remind", "withdraw", "none_of_these", "wants_to_tell", "no_element", "grade_very_good", "grade_good",
    "grade_fair", "grade_bad", "grade_very_bad", "tells", "one_more", "wants_to_ask", "belongs", "keep",
    "of_hurt", "of_rescue", "unharmed", "asks_who", "asks_materials", "asks_steps", "asks_where", "asks_when",
    "asks_how_long", "asks_fee", "asks_law", "asks", "in_passing",
    "nothing_more", "of_telephone", "adds", "add_facts", "my_data", "erase_me", "really_erase", "seal",
)  # fmt: skip


def load_phrases(path: Path) -> Phrases:
    """Read `phrases.toml`: a table for each meaning with the lists `exact` and `contains`.

    Raises:
        DataFileError: unreadable, a meaning missing, or something that is no list of strings.
    """
    tree = read_toml(path)
    polite = tree.get("polite")
    if not isinstance(polite, list) or not _strings(polite):
        raise DataFileError(path, 0, "no_phrases", key="polite")
    exact, contains = {}, {}
    for meaning in MEANINGS:
        table = tree.get(meaning)
        if not isinstance(table, dict) or not all(_strings(table.get(key, [])) for key in ("exact", "contains")):
            raise DataFileError(path, 0, "no_phrases", key=meaning)
        exact[meaning] = re.compile(f"{_one_of(table.get('exact', []))}+")
        contains[meaning] = tuple(table.get("contains", []))
    return Phrases(exact, contains, re.compile(f"{_one_of(polite)}+"))


def _one_of(phrases: list[str]) -> str:
    """A pattern for any of the phrases, the longest first; nothing at all where there is none."""
    bare = sorted({*phrases, *(strip(each) or each for each in phrases)}, key=lambda each: (-len(each), each))
    return f"(?:{'|'.join(map(re.escape, bare))})" if bare else "(?!)"


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)
