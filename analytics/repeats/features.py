"""What speaks for and against two messages being about the same matter, as numbers."""

from collections.abc import Mapping

from analytics.repeats.collection import Collection
from analytics.repeats.rarity import cosine
from analytics.repeats.words_of import WordsOf

_STRONGEST = 5


def compare(held: Collection, one: int, other: int) -> dict[str, float]:
    """The features of a pair, by name; `topic` only where the collection is large enough to have topics."""
    first, second = held.read[one], held.read[other]
    found = _of_words(held, first, second) | _of_names(held, one, other)
    found["same_sender"] = float(bool(first.message.user) and first.message.user == second.message.user)
    if held.topics is not None:
        named, nameless = held.topics
        found["topic"] = float(named[one] @ named[other])
        found["matter_topic"] = float(nameless[one] @ nameless[other])
    return found


def _of_words(held: Collection, first: WordsOf, second: WordsOf) -> dict[str, float]:
    """`rare_words`: mean rarity of the five rarest shared words. `title_letters`: how much of the one title the whole
    other message holds, of the two the lesser. `unshared`: the rarest word of a title that the other message does not
    have at all. `matter`: of the words of a title beside its names, how much the other has, of the two the lesser."""
    rare, letters = held.rare, held.rare_pairs
    shared = sorted(map(rare.of, first.all.keys() & second.all.keys()), reverse=True)[:_STRONGEST]
    return {
        "rare_words": sum(shared) / _STRONGEST,
        "title_letters": min(
            letters.covered(first.title_pairs, second.text.__contains__),
            letters.covered(second.title_pairs, first.text.__contains__),
        ),
        "unshared": max(_rarest_beside(held, first, second), _rarest_beside(held, second, first)),
        "matter": min(_matter_covered(held, first, second), _matter_covered(held, second, first)),
    }


def _of_names(held: Collection, one: int, other: int) -> dict[str, float]:
    """`names`: how much of the names in one title the other message has, of the two the greater; one half where no
    title has a name. `other_place`: the titles name places, none of which the other message knows, and yet the matter
    is told alike. `other_district`: both name districts, and no common one."""
    first, second = held.read[one], held.read[other]
    shares = [_named(held, a, b) for a, b in ((first, second), (second, first)) if a.title_names]
    apart = len(shares) == 2 and not any(shares)
    here, there = held.districts[one], held.districts[other]
    return {
        "names": max(shares) if shares else 0.5,
        "other_place": cosine(held.matter(one), held.matter(other)) if apart else 0.0,
        "other_district": float(bool(here and there) and not here & there),
    }


def _named(held: Collection, first: WordsOf, second: WordsOf) -> float:
    weights: Mapping[str, float] = {name: held.name_weight(name) for name in first.title_names}
    whole = sum(weights.values())
    return sum(weight for name, weight in weights.items() if name in second.text) / whole if whole else 0.0


def _rarest_beside(held: Collection, first: WordsOf, second: WordsOf) -> float:
    return max((held.rare.of(word) for word in first.title if word not in second.all), default=0.0)


def _matter_covered(held: Collection, first: WordsOf, second: WordsOf) -> float:
    named = "\n".join((*first.names, *first.districts))
    own = [word for word in first.title if len(word) > 1 and word not in named]
    return held.rare.covered(own, second.all.__contains__)
