"""How many questions were answered at once, and what citizens said of the answers; with the raw counts beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.rates import Rate
from analytics.rows import QuestionCount

AT_ONCE = "answer"
WORDS = ("solved", "unsolved", "person", "")


@dataclass(frozen=True, slots=True)
class QuestionShares:
    """Of all questions `at_once` were answered without a question back, and `given` got an entry in the end; the rest
    are shares of those that got one. `silent` said nothing, which is neither solved nor unsolved."""

    at_once: Rate
    given: Rate
    solved: Rate
    unsolved: Rate
    person: Rate
    silent: Rate


def question_shares(counts: Iterable[QuestionCount]) -> QuestionShares:
    """The shares of the questions of a period."""
    rows = list(counts)
    asked, answered = sum(each.count for each in rows), [each for each in rows if each.given]
    given = sum(each.count for each in answered)
    said = {word: sum(each.count for each in answered if each.said == word) for word in WORDS}
    at_once = sum(each.count for each in answered if each.decision == AT_ONCE)
    return QuestionShares(
        at_once=Rate(at_once, asked),
        given=Rate(given, asked),
        solved=Rate(said["solved"], given),
        unsolved=Rate(said["unsolved"], given),
        person=Rate(said["person"], given),
        silent=Rate(said[""], given),
    )
