"""Every machine decision on a message goes into the ledger, the base's answers included."""

import json
import sqlite3
from contextlib import closing
from typing import Any

from tests.bot.conversation.person import WHOLE, Person


def kept(person: Person) -> dict[str, Any]:
    """The decisions on the latest message, as they are stored."""
    path = person.house.settings.data_dir / "jiesu.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT decisions FROM predictions WHERE inbound = ? ORDER BY id", (person.heard[-1].inbound,)
        )
        return {name: value for (stored,) in found for name, value in json.loads(stored).items()}


def test_an_answer_is_kept_with_entry_score_and_runners_up(person: Person) -> None:
    person.say("新生儿怎么上户口")
    label, score, auto, runners_up = kept(person)["answer"]
    entries = {entry.id for entry in person.house.mind.answerer.base}
    assert label in entries
    assert (auto, 0 < score <= 1) == (True, True)
    assert {entry for entry, _ in runners_up} <= entries


def test_that_the_base_asked_back_is_kept_too(person: Person) -> None:
    person.say("你们能查一下我的社保断缴了怎么补吗")
    label, _, auto, runners_up = kept(person)["answer"]
    assert (label, auto, len(runners_up) > 1) == ("clarify", False, True)


def test_a_matter_asks_no_base_and_keeps_the_other_decisions(person: Person) -> None:
    person.say(WHOLE)
    assert {"disposition", "matter_type", "category"} <= set(kept(person))
    assert "answer" not in kept(person)
    person.tap("confirm")
    assert "unit" in kept(person)
