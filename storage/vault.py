"""What goes into a sealed column and comes out of it, and the masked words that may stand beside it."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from classifiers.masking import masked_phone
from hotline.people import Contact
from storage.seal import Seal

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NUMBER = r"[\dA-Za-z一二三四五六七八九十百千零\u3007两甲乙丙丁#\-－—~～]{1,20}"
_DWELLING = re.compile(
    rf"(?:{_NUMBER}(?:单元|门(?!口)|楼|层|户|室|房))+(?:{_NUMBER})?|(?:(?<=\d)[\-－—~～]\d{{1,4}}){{2,}}"
)
_LONG_NUMBER = re.compile(r"\d{3,}(?![\d号弄])")
_STARS = re.compile(r"\*{3,}")
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_HIDDEN = "***"
_SHORTEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Vault:
    """The seal, and the function that masks personal data in a text."""

    seal: Seal
    mask: Callable[[str], str]

    def hide(self, field: str, value: object) -> bytes:
        """A JSON-able value, sealed. NUL and lone surrogates survive: what a citizen sent is kept as it came."""
        return self.seal.close(field, _ENCODE(value).encode("utf-8", "surrogatepass"))

    def reveal(self, field: str, sealed: bytes) -> object:
        value: object = json.loads(self.seal.open(field, sealed).decode("utf-8", "surrogatepass"))
        return value

    def masked(self, text: str) -> str:
        return storable(self.mask(storable(text))) if text else ""

    def blurred(self, place: str) -> str:
        """A place to the building, without unit, floor and room: as the masked words beside it, enough to dispatch by
        and not enough to find a door."""
        return _STARS.sub(_HIDDEN, _LONG_NUMBER.sub(_HIDDEN, _DWELLING.sub(_HIDDEN, self.masked(place))))


def storable(text: str) -> str:
    """The text without what PostgreSQL cannot store and no screen can show."""
    return _UNSTORABLE.sub("", text)


def masked_contact(contact: Contact) -> str:
    """Surname and the ends of the number, as staff see it before they ask to reveal."""
    name = f"{contact.name[0]}**" if contact.name else ""
    phone = contact.phone
    number = masked_phone(phone) if len(phone) >= _SHORTEST_NUMBER else (_HIDDEN if phone else "")
    return storable(" ".join(part for part in (name, number) if part))
