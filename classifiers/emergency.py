"""The emergency screen: a keyword-and-grammar layer that works without any model, and weighs one up where there is one.

It reads before everything else, because a missed cry for help is the worst fault of a hotline. Phrases that only sound
dangerous (火锅店, 气死) are blanked first. Then a rule's words count if their sentence does not speak of the past,
of an "if", or asks about a procedure; words of the present (现在, 还在, 快来) outweigh those. Threats to one's own life
are argued away by no model, and by the words around them only where these say that it is long over. Everything else is
weighed up with the model's opinion where there is one (`emergency_judge.py`); without, the rules decide alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from classifiers.emergency_judge import Judge, Opinion, Signals, load_judge
from classifiers.emergency_rules import EmergencyRule, EmergencyRules, load_emergency_rules
from classifiers.emergency_signs import Sign, Signed, load_signs, needed, read_signs
from classifiers.verdict import Alarm
from hotline.matter import EmergencyKind
from lexicon.normalise import Normalised, normalise

_DATA = Path(__file__).parent / "data"
_TURN = (
    r"[,，](?=[^,，。]{0,8}(?:要紧的?是|要命的?是|吓人|关键是|急人|出大事|真出事)"
    r"|(?:结果|没想到)?(?:今天|刚才|刚刚|现在)[^,，。]{0,4}(?:更|突然|忽然|真(?!的?是))|结果刚)"
    r"|(?<=不说了)[,，]|(?<=再说)[,，]"
    r"|[,，](?=另外(?!的|一个人)|顺便|再就是|再一个[是就]?|第二[个件]|(?:对了|还有)[,，]|还有(?:一|个|件)[^,，。]{0,3}[事点]|[^,，。]{0,2}另一[件个]事)"
)
"""Where a message leaves a matter for another, or for what is happening: one side says nothing about the other."""
_LASTS = frozenset({EmergencyKind.GAS, EmergencyKind.POWER, EmergencyKind.MINOR, EmergencyKind.POLICE})
"""What harms no less because it has lasted: gas in a kitchen, a bare wire, a beaten child, who is held or hunted."""
_SENTENCE_END = re.compile(rf"[。!！?？;；\n]+|{_TURN}")
_BLANK, _POLITE = "□", "◇"
_REMARK = re.compile(r"[,，\s]+[^,，。!！?？;；\n]{1,8}(?=[,，。!！?？;；\n]|$)")
_REMARK_BEFORE = re.compile(r"(?<![^,，。!！?？;；\n])[^,，。!！?？;；\n]{1,6}[,，\s]+$")
"""A clause of a few words beside another, 半年了 or 一个星期没人管: it speaks of that one."""
_SHORTEST = 6
"""In fewer signs (刚才) there is nothing that a model could know by itself."""
_SURE_RULE, _RULE, _SIGN = 1.0, 0.5, 0.2
"""What a rule's and a sign's word on the kind of danger adds to the model's probability of it."""
_PASSAGE, _AROUND, _MOST_MATCHES = 60, 30, 50

Reader = Callable[[str], Opinion | None]
_NEAR = 14
_LETTER = 1000
_EXPLAINED, _OVER = 2.0, 3.0
"""How much surer a model must be that speaks alone where a harmless phrase (被宰, 油烟) may be what it heard, and where
something is said to be over. That it speaks alone needs no further doubt: the judge has weighed that it does."""
_PIECE = 1.0
"""How much surer of a passage than of a whole: out of its company a complaint sounds worse than it is."""
_OPENING = 600
"""So much of a letter says whether it speaks of now; patterns over more of it would cost too much."""
_EVIDENCE = 60


class EmergencyScreen:
    """Reads a message and says who must be called first, or nothing."""

    def __init__(
        self, rules: EmergencyRules | None = None, signs: tuple[Sign, ...] | None = None, judge: Judge | None = None
    ) -> None:
        self._rules = rules or load_emergency_rules(_DATA / "emergency.csv", _DATA / "emergency_words.csv")
        self._signs = load_signs(_DATA / "emergency_signs.csv") if signs is None else signs
        self._words = self._rules.words
        self._judge = judge

    def screen(self, text: str, opinion: Opinion | None = None, again: Reader | None = None) -> Alarm | None:
        """The alarm of a message; without a model's opinion by the rules alone.

        A complaint may hold a danger: where a rule speaks and the whole does not sound like one, `again` is asked for
        the model's opinion on the passage that the rule speaks of; of a short message only where something else in it
        has lasted long, which makes the whole sound old.
        """
        heard = self._heard(text)
        if heard.rule is not None and (opinion is None or heard.rule.kind is EmergencyKind.CRISIS):
            return Alarm(heard.rule.kind, heard.evidence(text, heard.rule_span))
        return self._by_signs(text, heard) if opinion is None else self._weighed(text, heard, opinion, again)

    def signals(self, text: str) -> Signals:
        """What rules and signs find in a message, as the judge weighs it."""
        return self._heard(text).signals

    def _by_signs(self, text: str, heard: "_Heard") -> Alarm | None:
        """The second look without a model: many small signs together."""
        if heard.signed and heard.signed.score >= needed(heard.blanked) and heard.signals.now:
            return Alarm(heard.signed.kind, heard.evidence(text, heard.signed.span))
        return None

    def _weighed(self, text: str, heard: "_Heard", opinion: Opinion, again: Reader | None) -> Alarm | None:
        if self._judge is None:
            self._judge = load_judge()
        if self._convinced(self._judge, heard, opinion.margin):
            return Alarm(_kind(heard, opinion), _words_of(text, heard, opinion))
        if heard.rule is None or again is None:
            return None
        passage = heard.passage(text) if len(text) > _PASSAGE else heard.own_clause(text)
        if len(text) <= _PASSAGE and not self._beside_something_old(heard.rule, passage, text):
            return None
        part, of_it = self._heard(passage), again(passage)
        if part.rule is None or of_it is None or not self._convinced(self._judge, part, of_it.margin, doubt=_PIECE):
            return None
        return Alarm(_kind(part, of_it), _words_of(passage, part, of_it))

    def _beside_something_old(self, rule: EmergencyRule, clause: str, text: str) -> bool:
        """Whether the rest of a short message has lasted long; a cry of a few signs (孩子走丢了) counts where lasting
        would not make it harmless."""
        return (len(clause) >= _SHORTEST or rule.kind in _LASTS) and self._says("lasting", text.replace(clause, ""))

    def _convinced(self, judge: Judge, heard: "_Heard", margin: float, *, doubt: float = 0.0) -> bool:
        """A rule in a cry or in a very long letter speaks for itself; a model alone says nothing of a word or two."""
        if heard.rule is not None and not _SHORTEST <= heard.signals.length <= _LETTER:
            return True
        signed = heard.signed is not None and heard.signed.score >= needed(heard.blanked)
        if heard.rule is None and heard.maybe is None and not signed:
            if len(heard.blanked) < _SHORTEST:
                return False
            doubt += self._doubt_alone(heard.blanked)
        return judge.score(heard.signals, margin) >= judge.threshold + doubt

    def _doubt_alone(self, blanked: str) -> float:
        """How much surer a model must be that speaks where neither rule nor signs do."""
        return _EXPLAINED * (_BLANK in blanked) + _OVER * self._says("over", blanked[:_OPENING])

    def _heard(self, text: str) -> "_Heard":
        folded = normalise(text)
        blanked = self._blanked(folded.text)
        rule, span = self._first(blanked, folded.text, sure=True)
        maybe, maybe_span = (None, None) if rule else self._first(blanked, folded.text, sure=False)
        signed = read_signs(self._signs, blanked)
        signals = Signals(
            rule=rule is not None,
            maybe_rule=maybe is not None,
            signs=signed.score if signed else 0,
            now=self._speaks_of_now(blanked[:_OPENING]),
            length=len(text),
        )
        return _Heard(folded, blanked, rule, span, maybe, maybe_span, signed, signals)

    def _first(self, blanked: str, whole: str, *, sure: bool) -> tuple[EmergencyRule | None, tuple[int, int] | None]:
        """The most urgent rule of a level that fits."""
        for rule in self._rules.rules:
            if rule.sure is sure:
                span = self._live_match(rule, blanked, whole)
                if span:
                    return rule, span
        return None, None

    def _blanked(self, text: str) -> str:
        for name, sign in (("harmless", _BLANK), ("negated", _BLANK), ("polite", _POLITE)):
            text = _covered(self._words[name], sign, text)
        return text

    def _live_match(self, rule: EmergencyRule, text: str, whole: str) -> tuple[int, int] | None:
        """Where a rule's words stand in the blanked `text`; what speaks against it may stand in the `whole` one.

        The words are looked for first: most rules end there, while the company they need is in every other message.
        """
        if not rule.pattern.search(text) or (rule.context and not rule.context.search(text)):
            return None
        for found in islice(rule.pattern.finditer(text), _MOST_MATCHES):
            start, end = _sentence(text, found.start(), found.end())
            if self._fits(rule, whole, start, end) and self._live(
                rule, text[start:end], *_surroundings(text, *found.span())
            ):
                return found.span()
        return None

    def _fits(self, rule: EmergencyRule, whole: str, start: int, end: int) -> bool:
        return not (rule.unless and rule.unless.search(whole, start, end))

    def _live(self, rule: EmergencyRule, sentence: str, near: str, clause: str, reach: str) -> bool:
        """Whether the words speak of what is happening; what stands close to them outweighs the sentence.

        How long something has lasted is said of it in its own clause, or in one that names nothing else (`reach`).
        """
        if rule.kind is EmergencyKind.CRISIS:
            return self._says("present", sentence) or not (
                self._says("past", sentence) and self._says("over", sentence)
            )
        if self._says("present", near):
            return not any(self._says(name, clause) for name in ("over", "hypothetical", "asking"))
        if not self._speaks_of_now(sentence, habit=rule.kind is not EmergencyKind.MINOR, lasting=False):
            return False
        return rule.kind in _LASTS or self._says("present", sentence) or not self._says("lasting", reach)

    def _speaks_of_now(self, sentence: str, *, habit: bool = True, lasting: bool = True) -> bool:
        """Whether nothing says past, over, asked or feared; what happens every day is old, but not to a child."""
        if any(self._says(name, sentence) for name in ("over", "hypothetical", "asking")):
            return False
        return self._says("present", sentence) or not (
            self._says("past", sentence)
            or (habit and self._says("habit", sentence))
            or (lasting and self._says("lasting", sentence))
        )

    def _says(self, name: str, text: str) -> bool:
        return bool(self._words[name].search(text))


@dataclass(frozen=True, slots=True)
class _Heard:
    """What rules and signs found in a message."""

    folded: Normalised
    blanked: str
    rule: EmergencyRule | None
    rule_span: tuple[int, int] | None
    maybe: EmergencyRule | None
    maybe_span: tuple[int, int] | None
    signed: Signed | None
    signals: Signals

    def evidence(self, text: str, span: tuple[int, int] | None) -> str:
        return _evidence(text, self.folded, span or (0, 1))

    def passage(self, text: str) -> str:
        """The words of the input around what the rule found, no more than some thirty to each side."""
        start, end = self.rule_span or (0, 1)
        first, last = _sentence(self.blanked, start, end)
        first, last = self.folded.original_span(max(first, start - _AROUND), min(last, end + _AROUND))
        return text[first:last]

    def own_clause(self, text: str) -> str:
        """The clause or clauses of the input that hold what the rule found."""
        first, last = self.folded.original_span(*_clause(self.blanked, *(self.rule_span or (0, 1))))
        return text[first:last]


def _covered(words: re.Pattern[str], sign: str, text: str) -> str:
    return words.sub(lambda found: sign * len(found[0]), text)


def _kind(heard: _Heard, opinion: Opinion) -> EmergencyKind:
    """Who must be called: the model's likeliest kind, unless rule and signs say otherwise."""
    worth = dict.fromkeys(EmergencyKind, 0.0) | {EmergencyKind(kind): chance for kind, chance in opinion.kinds.items()}
    rule = heard.rule or heard.maybe
    if rule is not None:
        worth[rule.kind] += _SURE_RULE if heard.rule is not None else _RULE
    if heard.signed is not None:
        worth[heard.signed.kind] += _SIGN
    return max(worth, key=lambda kind: worth[kind]) if any(worth.values()) else EmergencyKind.POLICE


def _words_of(text: str, heard: _Heard, opinion: Opinion) -> str:
    """The citizen's words that say so: a rule's, a sign's, or those that spoke most for the model."""
    span = heard.rule_span or heard.maybe_span or (heard.signed.span if heard.signed else None)
    if span is None:
        begin = next((place for word in opinion.words if (place := heard.folded.text.find(word)) >= 0), 0)
        span = (begin, begin + 1)
    return _evidence(text, heard.folded, span)


def _surroundings(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands close to a span, the clause or clauses it stands in, and these with a short remark beside them."""
    first, last = _clause(text, start, end)
    before, after = _REMARK_BEFORE.search(text, 0, first), _REMARK.match(text, last)
    reach = text[before.start() if before else first : after.end() if after else last]
    return text[max(0, start - _NEAR) : end + _NEAR], text[first:last], reach


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
