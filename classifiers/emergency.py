"""The emergency screen: the keyword-and-grammar layer that works without any model.

It reads before everything else, because a missed cry for help is the worst fault of a hotline. Phrases that only sound
dangerous (火锅店, 气死) are blanked first. Then a rule's words count if their sentence does not speak of the past,
of an "if", or asks about a procedure; words of the present (现在, 还在, 快来) outweigh those. Threats to one's own life
are never argued away by the words around them.
"""

import re
from pathlib import Path

from classifiers.emergency_rules import EmergencyRule, EmergencyRules, load_emergency_rules
from classifiers.emergency_signs import Sign, load_signs, needed, read_signs
from classifiers.verdict import Alarm
from hotline.matter import EmergencyKind
from lexicon.normalise import Normalised, normalise

_DATA = Path(__file__).parent / "data"
_SENTENCE_END = re.compile(r"[。!！?？;；\n]+")
_BLANK = "□"
_AGREES, _ALONE = 0.5, 0.9
_SHORTEST = 6
"""In fewer signs (刚才) there is nothing that a model could know by itself."""
_NEAR = 14
_EVIDENCE = 60


class EmergencyScreen:
    """Reads a message and says who must be called first, or nothing."""

    def __init__(self, rules: EmergencyRules | None = None, signs: tuple[Sign, ...] | None = None) -> None:
        self._rules = rules or load_emergency_rules(_DATA / "emergency.csv", _DATA / "emergency_words.csv")
        self._signs = load_signs(_DATA / "emergency_signs.csv") if signs is None else signs
        self._words = self._rules.words

    def screen(self, text: str, probability: float | None = None) -> Alarm | None:
        """The alarm of a message. `probability` is the model's, if there is one: it may add, never take away."""
        folded = normalise(text)
        blanked = self._blanked(folded.text)
        agrees = probability is not None and probability >= _AGREES
        for rule in self._rules.rules:
            span = self._live_match(rule, blanked, folded.text) if rule.sure or agrees else None
            if span:
                return Alarm(rule.kind, _evidence(text, folded, span))
        return self._signed(text, folded, blanked, probability)

    def _signed(self, text: str, folded: Normalised, blanked: str, probability: float | None) -> Alarm | None:
        """The second look: many small signs together, and the model."""
        signed = read_signs(self._signs, blanked)
        if signed and signed.score >= needed(blanked, probability) and self._speaks_of_now(blanked):
            return Alarm(signed.kind, _evidence(text, folded, signed.span))
        alone = probability is not None and probability >= _ALONE and len(blanked) >= _SHORTEST
        if alone and self._speaks_of_now(blanked):
            kind = signed.kind if signed else EmergencyKind.POLICE
            return Alarm(kind, _evidence(text, folded, signed.span if signed else (0, 1)))
        return None

    def _blanked(self, text: str) -> str:
        for name in ("harmless", "negated"):
            text = self._words[name].sub(lambda found: _BLANK * len(found[0]), text)
        return text

    def _live_match(self, rule: EmergencyRule, text: str, whole: str) -> tuple[int, int] | None:
        """Where a rule's words stand in the blanked `text`; what speaks against it may stand in the `whole` one."""
        for found in rule.pattern.finditer(text):
            start, end = _sentence(text, found.start(), found.end())
            if self._fits(rule, text, whole, start, end) and self._live(
                rule, text[start:end], *_surroundings(text, *found.span())
            ):
                return found.span()
        return None

    def _fits(self, rule: EmergencyRule, text: str, whole: str, start: int, end: int) -> bool:
        if rule.context and not rule.context.search(text):
            return False
        return not (rule.unless and rule.unless.search(whole, start, end))

    def _live(self, rule: EmergencyRule, sentence: str, near: str, clause: str) -> bool:
        """Whether the words speak of what is happening; what stands close to them outweighs the sentence."""
        if rule.kind is EmergencyKind.CRISIS:
            return True
        if self._says("present", near):
            return not any(self._says(name, clause) for name in ("over", "hypothetical", "asking"))
        return self._speaks_of_now(sentence)

    def _speaks_of_now(self, sentence: str) -> bool:
        if any(self._says(name, sentence) for name in ("over", "hypothetical", "asking")):
            return False
        return self._says("present", sentence) or not (self._says("past", sentence) or self._says("habit", sentence))

    def _says(self, name: str, text: str) -> bool:
        return bool(self._words[name].search(text))


def _surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands close to a span, and the clause or clauses it stands in."""
    first, last = _clause(text, start, end)
    return text[max(0, start - _NEAR) : end + _NEAR], text[first:last]


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences around a span."""
    first = 0
    for stop in _SENTENCE_END.finditer(text):
        if stop.end() <= start:
            first = stop.end()
        elif stop.start() >= end:
            return first, stop.end()
    return first, len(text)


def _evidence(text: str, folded: Normalised, span: tuple[int, int]) -> str:
    """The citizen's words: the matched piece, widened to its clause where that is short."""
    start, end = _clause(folded.text, *span)
    if end - start > _EVIDENCE:
        start, end = span
    first, last = folded.original_span(start, end)
    return text[first:last]


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    marks = "。!！?？;；,，\n "
    while start > 0 and text[start - 1] not in marks:
        start -= 1
    while end < len(text) and text[end] not in marks:
        end += 1
    return start, end
