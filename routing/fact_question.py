"""核实要件: the one question that a citizen is asked about a fact on which the competent unit turns.

The question, its usual answers and what each answer says stand beside the fact in `facts.toml`. An answer is written
down as a sentence in which the fact is found again: what the citizen tapped is heard like what they wrote.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from routing.plain import plain

_NOISE = " \t\n,.!?;:~'\"()、，。！？；：～…“”‘’（）的了呢吧啊呀哦嘛是"
Values = Callable[[str], Mapping[str, str]]
"""From a text to the values of the facts that it says."""


@dataclass(frozen=True, slots=True)
class FactAnswer:
    """One usual answer: the words on its button, the sentence that goes to the ticket, and short replies that mean it.

    `value` is what the sentence says of the fact.
    """

    label: str
    says: str
    value: str
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """`hints` are words of which the matter must hold one, where there are any; one of `unless` speaks against asking.
    `seen`: the answer stands on the thing itself, so that who wrote 不知道谁家的井盖 is asked all the same."""

    fact: str
    words: str
    answers: tuple[FactAnswer, ...]
    hints: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    seen: bool = False
    values: Values = field(default=lambda _text: {}, repr=False, compare=False)

    def fits(self, text: str) -> bool:
        """Whether a matter, in plain form, gives reason to ask."""
        hinted = not self.hints or any(hint in text for hint in self.hints)
        return hinted and not any(word in text for word in self.unless)

    def answer_of(self, value: str) -> FactAnswer | None:
        return next((each for each in self.answers if each.value == value), None)

    def answer_in(self, reply: str) -> FactAnswer | None:
        """The answer that a short reply gives; None where it is none of the usual ones."""
        bare = _bare(reply)
        return next((each for each in self.answers if bare and bare in each.words), None)

    def answer_said(self, text: str) -> FactAnswer | None:
        """The answer that stands in a text among other words, without a doubt."""
        return self.answer_of(self.values(text).get(self.fact, ""))


def read_question(fact: str, cells: Mapping[str, object], values: Values) -> FactQuestion:
    """The table `citizen` of a fact.

    Raises:
        KeyError: a question or an answer lacks a part.
        TypeError: a list holds something else than words.
        ValueError: the sentence of an answer does not say the fact, or two answers say the same.
    """
    answers = tuple(_answer(fact, each, values) for each in _tables(cells["answer"]))
    if len({each.value for each in answers}) < max(2, len(answers)):
        raise ValueError(f"{fact}: answers = {[each.value for each in answers]}")
    hints, unless = (tuple(map(plain, _words(cells.get(name, [])))) for name in ("hints", "unless"))
    return FactQuestion(fact, str(cells["question"]), answers, hints, unless, bool(cells.get("seen", False)), values)


def _answer(fact: str, cells: Mapping[str, object], values: Values) -> FactAnswer:
    label, says = str(cells["label"]), str(cells["says"])
    value = values(says).get(fact, "")
    if not value:
        raise ValueError(f"{fact}: says = {says}")
    words = frozenset(map(_bare, (label, says, *_words(cells.get("words", [])))))
    return FactAnswer(label, says, value, words)


def _tables(cell: object) -> Iterable[Mapping[str, object]]:
    if not isinstance(cell, list) or not all(isinstance(each, dict) for each in cell):
        raise TypeError(f"a list of tables, not {cell!r}")
    return cell


def _words(cell: object) -> Iterable[str]:
    if not isinstance(cell, list) or not all(isinstance(each, str) and each for each in cell):
        raise TypeError(f"a list of words, not {cell!r}")
    return cell


def _bare(text: str) -> str:
    """Without signs and the particles around; what is nothing else stays as it is."""
    folded = plain(text).strip()
    return folded.strip(_NOISE) or folded
