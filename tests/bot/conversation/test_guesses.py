"""Counting wrong codes does not grow without bound."""

from datetime import UTC, datetime

from bot.conversation.guesses import REMEMBERED, WrongCodes

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_invented_numbers_push_out_the_oldest_and_not_the_memory() -> None:
    codes = WrongCodes(most=1)
    assert codes.admit("first", NOW)
    assert not codes.admit("first", NOW)
    for each in range(REMEMBERED):
        codes.admit(f"invented-{each}", NOW)
    assert codes.admit("first", NOW), "forgotten"
    assert not codes.admit(f"invented-{REMEMBERED - 1}", NOW)
