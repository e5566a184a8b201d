"""What is shown of personal data: enough to recognise one's own, too little to use another's."""

import re
from collections.abc import Callable

from classifiers.numbers import figures, is_mobile
from classifiers.person_names import surname
from lexicon.normalise import normalise

_STARS = "**"
_DETAIL = re.compile(
    r"(?:[0-9]{1,4}|[一二三四五六七八九十百零〇]{1,4}|[A-Za-z][0-9]?)(?:号楼|栋|幢|座|单元|号院|号|弄|门|梯|层|楼|#|室|户|组|社|队|-|—).*$"
)


def masked(kind: str, piece: str) -> str:
    """What is shown instead of a piece of that kind."""
    return _MASKS.get(kind, _blank)(normalise(piece).text)


def masked_phone(phone: str) -> str:
    """A telephone number for a screen: 138****5678, a landline without its middle."""
    return _mobile(phone) if is_mobile(figures(phone)) else _landline(phone)


def _blank(_: str) -> str:
    return _STARS


def _mobile(piece: str) -> str:
    digits = figures(piece)
    return f"{digits[:3]}****{digits[-4:]}"


def _landline(piece: str) -> str:
    return f"****{figures(piece)[-2:]}"


def _identity(piece: str) -> str:
    piece = re.sub(r"[\s\-]", "", piece)
    return f"{piece[:3]}*************{piece[-2:]}"


def _card(piece: str) -> str:
    return f"**** {figures(piece)[-4:]}"


def _name(piece: str) -> str:
    return f"{surname(piece)}{_STARS}"


def _plate(piece: str) -> str:
    """Province and letter, and the last sign: 苏E**L."""
    return f"{piece.replace(' ', '')[:2]}{_STARS}{piece[-1]}"


def _email(piece: str) -> str:
    name, sign, host = piece.partition("@")
    return f"{name[0]}***@{host.strip()}" if sign else f"{name[0]}***"


def _address(piece: str) -> str:
    return _DETAIL.sub(_STARS, piece) if _DETAIL.search(piece) else _STARS


_MASKS: dict[str, Callable[[str], str]] = {
    "mobile": _mobile,
    "landline": _landline,
    "id_card": _identity,
    "bank_card": _card,
    "name": _name,
    "plate": _plate,
    "email": _email,
    "address": _address,
}
