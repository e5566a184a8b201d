"""Texts made to keep the machine busy: a pattern that goes back and forth would stop everybody else's messages."""

import time
from collections.abc import Callable

import pytest

from app.assembly import build_mind
from app.settings import Settings
from classifiers.privacy import mask
from lexicon.times import find_time
from storage.keyring import Keyring
from storage.seal import Seal
from storage.vault import Vault

LONGEST = 20_000
PATIENCE = 2.5
"""Seconds of the processor; before the patterns were bounded the worst of these took forty."""


@pytest.mark.parametrize("piece", ["a", "1", "a.", "13800001234", "一", "百", "3号", "1-", "《", "我叫", "昨天"])
@pytest.mark.parametrize("end", ["@", "", "x号"])
def test_no_text_of_the_longest_length_keeps_the_patterns_busy(piece: str, end: str) -> None:
    text = (piece * LONGEST)[: LONGEST - len(end)] + end
    vault = Vault(Seal(Keyring.new()), mask)
    readers: tuple[Callable[[str], object], ...] = (mask, find_time, vault.blurred)
    for read in readers:
        assert _busy(read, text) < PATIENCE


def test_the_whole_understanding_of_such_a_text_stays_within_bounds() -> None:
    understander = build_mind(Settings(_env_file=None)).understander  # type: ignore[call-arg]  # pydantic-settings takes it
    understander.understand("路灯不亮")
    for text in ("一" * LONGEST, "a" * (LONGEST - 1) + "@"):
        assert _busy(understander.understand, text) < PATIENCE


def _busy(read: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    read(text)
    return time.process_time() - begin
