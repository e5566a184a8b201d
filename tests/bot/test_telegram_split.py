from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.split import pieces


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.integers(2, 40))
def test_pieces_fit_and_lose_nothing_but_blanks(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert all(0 < units(piece) <= limit for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_text_is_cut_where_a_sentence_ends() -> None:
    assert pieces("一二三四五。六七八九十一二", 8) == ["一二三四五。", "六七八九十一二"]


def test_letters_beyond_the_first_plane_count_twice() -> None:
    assert pieces("😀" * 5, 4) == ["😀😀", "😀😀", "😀"]


def test_a_text_of_blanks_has_no_pieces() -> None:
    assert pieces(" \n ") == []
