"""Why two messages are taken for the same matter, and what a group of them is called, in words a supervisor reads."""

from collections import Counter
from collections.abc import Sequence

from analytics.repeats.collection import Collection
from hotline.wording import Wording

_WORDS, _SHOWN, _LONGEST = 3, 2, 30


def why(held: Collection, one: int, other: int, wording: Wording, *, alone: bool = True,
        sender: bool = True) -> str:  # fmt: skip
    """One sentence: the place that both name, the words that both use, and that one person sent both.

    Not `alone`: the two are linked by others that are about the same as each of them. Not `sender`: who sent
    them is left out, for a sentence that is kept: what is a complaint today may turn out to be a report.
    """
    first, second = held.read[one], held.read[other]
    places = shared_names(held, one, other)[:_SHOWN]
    words = _shared_words(held, one, other, places)
    parts = []
    if sender and first.message.user and first.message.user == second.message.user:
        parts.append(wording.say("repeats.same_sender"))
    if places:
        parts.append(wording.say("repeats.same_place", places=wording.say("repeats.and").join(places)))
    if words:
        parts.append(wording.say("repeats.same_words", words=wording.say("repeats.and").join(words)))
    if not alone:
        parts.append(wording.say("repeats.by_group"))
    if not parts:
        parts.append(wording.say("repeats.alike"))
    return wording.say("repeats.sentence", reasons=wording.say("repeats.comma").join(parts))


def shared_names(held: Collection, one: int, other: int) -> list[str]:
    """The names that both messages drop, the rarest first; of a name within another only the longer."""
    first, second = held.read[one], held.read[other]
    both = [name for name in first.names if name in second.text]
    both += [name for name in second.names if name in first.text]
    whole = [name for name in dict.fromkeys(both) if not any(name != each and name in each for each in both)]
    return sorted(whole, key=lambda name: (-held.name_weight(name), name))


def _shared_words(held: Collection, one: int, other: int, places: Sequence[str]) -> list[str]:
    first, second = held.read[one], held.read[other]
    shown = "\n".join(places)
    both = [word for word in first.matter if word in second.matter and word not in shown and not word.isascii()]
    in_title = {*first.title, *second.title}
    both.sort(key=lambda word: (-held.rare.of(word) * (2 if word in in_title else 1), word))
    return both[:_WORDS]


def name_of(held: Collection, members: Sequence[int], wording: Wording) -> str:
    """The title that stands for the group: the one whose words the others share most, without the polite beginning."""
    counts: Counter[str] = Counter()
    for place in members:
        counts.update(held.read[place].title.keys())

    def stands_for(place: int) -> tuple[float, int, str]:
        title = held.read[place].title
        shared = sum(counts[word] * held.rare.of(word) for word in title)
        return -shared / (4 + len(title)), len(held.messages[place].title), held.messages[place].id

    best = held.messages[min(members, key=stands_for)]
    title = " ".join((best.title or best.body).split())
    return title if len(title) <= _LONGEST else wording.say("repeats.cut", title=title[: _LONGEST - 1])
