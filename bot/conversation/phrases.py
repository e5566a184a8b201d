"""Short replies that mean one thing: yes, never mind, a person please, where is my ticket."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from hotline.errors import DataFileError

_NOISE = re.compile(r"[\s,.!?;:~，。！？；：～、…“”\"'（）()]+|[吧啊呀呢嘛哈哦噢啦了的]+$")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by meaning. A short reply fits when it is one of `exact`, any when it contains one of `contains`."""

    exact: dict[str, frozenset[str]]
    contains: dict[str, tuple[str, ...]]

    def means(self, text: str, meaning: str) -> bool:
        """Whether a message says just that."""
        bare = strip(text)
        return bare in self.exact[meaning] or any(part in bare for part in self.contains[meaning])


def strip(text: str) -> str:
    """A reply without punctuation and trailing particles."""
    before = None
    while before != text:
        before, text = text, _NOISE.sub("", text)
    return text


MEANINGS = ("yes", "no", "edit", "cancel", "human", "robot", "progress", "unknown", "no_contact", "solved", "unsolved",
            "go_on", "greeting", "remind", "withdraw")  # fmt: skip


def load_phrases(path: Path) -> Phrases:
    """Read `phrases.toml`: a table for each meaning with the lists `exact` and `contains`.

    Raises:
        DataFileError: unreadable, a meaning missing, or something that is no list of strings.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise DataFileError(path, int(line[1]) if line else 0, "not_toml", detail=str(error)) from error
    except FileNotFoundError as error:
        raise DataFileError(path, 0, "missing") from error
    exact, contains = {}, {}
    for meaning in MEANINGS:
        table = tree.get(meaning)
        if not isinstance(table, dict) or not all(_strings(table.get(key, [])) for key in ("exact", "contains")):
            raise DataFileError(path, 0, "unknown_key", key=meaning)
        exact[meaning] = frozenset(strip(each) for each in table.get("exact", []))
        contains[meaning] = tuple(table.get("contains", []))
    return Phrases(exact, contains)


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)
