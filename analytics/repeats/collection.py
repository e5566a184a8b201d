"""The messages that are compared with one another, read once, with what is rare and what is spoken of among them."""

from collections.abc import Sequence
from functools import cached_property

from analytics.repeats.latent import Floats, topics
from analytics.repeats.message import Message
from analytics.repeats.rarity import Rarity, Share, unknown
from analytics.repeats.words_of import WordsOf, pairs, words_of

_TOPICS, _MATTER_TOPICS = (20, 30, 40, 60), (10, 20, 30, 40)
COPIES = 20
"""So many copies of the same words are held against all others; it is less than a message has candidates."""

_EVERYWHERE = 0.3
"""A district that so large a share of the messages names is the city itself and tells nothing apart."""


class Collection:
    """Messages by position. `rare` weighs words, `rare_pairs` letter pairs."""

    def __init__(self, messages: Sequence[Message], word_share: Share = unknown,
                 pair_share: Share = unknown) -> None:  # fmt: skip
        self.messages = tuple(messages)
        self.read: list[WordsOf] = [words_of(message) for message in messages]
        self.rare = Rarity((each.all for each in self.read), word_share)
        self.rare_pairs = Rarity((set(pairs(each.text)) for each in self.read), pair_share)
        self.vectors = [self.rare.vector(each.all) for each in self.read]
        self.districts = [each.districts - self._everywhere for each in self.read]
        self._matters: dict[int, dict[str, float]] = {}

    def matter(self, place: int) -> dict[str, float]:
        """The vector of the words that belong to no name."""
        if place not in self._matters:
            self._matters[place] = self.rare.vector(self.read[place].matter)
        return self._matters[place]

    def name_weight(self, name: str) -> float:
        """A name is as rare as the rarest pair of its letters."""
        return max((self.rare_pairs.of(pair) for pair in pairs(name)), default=0.0)

    @property
    def has_topics(self) -> bool:
        """Whether there are messages and words enough to tell topics apart, with their names and without."""
        return self.topics is not None

    @cached_property
    def topics(self) -> tuple[Floats, Floats] | None:
        """What each message speaks of, names and all, and what it speaks of whatever its place is called.

        Both or none: messages that differ in their names alone have words enough only for the former.
        """
        named = topics(self.vectors, _TOPICS)
        if named is None:
            return None
        nameless = topics([self.matter(place) for place in range(len(self.read))], _MATTER_TOPICS)
        return None if nameless is None else (named, nameless)

    @cached_property
    def echoes(self) -> dict[int, int]:
        """Of words that are sent again and again, to the letter, the copies beyond the first `COPIES`, each with the
        first of all: they are the same as that one, and to hold each against all others would only take time."""
        first: dict[tuple[str, frozenset[str]], list[int]] = {}
        for place, each in enumerate(self.read):
            first.setdefault((each.text, each.districts), []).append(place)
        return {place: copies[0] for copies in first.values() for place in copies[COPIES:]}

    @cached_property
    def _everywhere(self) -> frozenset[str]:
        if len(self.read) < 20:
            return frozenset()
        named: dict[str, int] = {}
        for each in self.read:
            for district in each.districts:
                named[district] = named.get(district, 0) + 1
        return frozenset(name for name, count in named.items() if count > _EVERYWHERE * len(self.read))
