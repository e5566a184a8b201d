"""Digits as people speak and write them: 幺三八, 两三四. One character stays one character."""

SPOKEN = "幺零〇一二三四五六七八九两"
_TABLE = str.maketrans("幺零〇一二三四五六七八九两", "1001234567892")


def spoken_to_figures(text: str) -> str:
    """Every Chinese digit as a figure, at the same position; 十 and 百 stay."""
    return text.translate(_TABLE)
