"""Long texts in pieces that Telegram takes: it counts UTF-16 units."""

LIMIT = 4096
_ENDS = ("\n\n", "\n", "。", "！", "？", "；", "，", " ")


def pieces(text: str, limit: int = LIMIT) -> list[str]:
    """The text in order in pieces of at most `limit` units, cut after a paragraph, line or sentence where one ends
    in the second half of a piece. Pieces of blanks only, which Telegram refuses, are left out.
    """
    found: list[str] = []
    while text:
        cut = _cut(text, limit)
        found.append(text[:cut])
        text = text[cut:]
    return [piece for piece in found if piece.strip()]


def _cut(text: str, limit: int) -> int:
    most = _fitting(text, limit)
    if most == len(text):
        return most
    for end in _ENDS:
        at = text.rfind(end, most // 2, most)
        if at >= 0:
            return at + len(end)
    return most


def _fitting(text: str, limit: int) -> int:
    """How many characters fit into `limit` units; those beyond the first plane take two."""
    units = 0
    for position, letter in enumerate(text[: limit + 1]):
        units += 2 if letter > "\uffff" else 1
        if units > limit:
            return position
    return len(text)
