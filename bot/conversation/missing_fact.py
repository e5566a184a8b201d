"""The one fact on which the competent unit turns and that nobody said: asked in plain words, once for each matter."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.conversation.acts import Say
from bot.conversation.session import Draft, Stage
from bot.conversation.turn import Turn
from classifiers.verdict import Understanding
from hotline.matter import MatterType
from hotline.message import Button
from routing.decision import RoutedMatter, Suggestion
from routing.fact_question import FactAnswer, FactQuestion

FACT = "fact"
"""What is being asked for, beside place, time and contact."""
UNKNOWN = "?"
_ASKED_OF = frozenset({MatterType.COMPLAINT, MatterType.HELP, MatterType.REPORT})
_LONGEST_ANSWER, _LONGEST_CORRECTION = 12, 40
_LONGEST_ROW = 12
_CLAUSES = re.compile(r"\w[，,。；;\s]+\w")
"""小区里，在3栋东边: the answer, and something beside it."""


def wanted(turn: Turn, draft: Draft, matter: RoutedMatter, suggestion: Suggestion) -> FactQuestion | None:
    """The question that is still to be asked; None where the answer changes nothing, or somebody is in danger."""
    if draft.consultation or draft.critical or draft.has(FACT) or matter.matter_type not in _ASKED_OF:
        return None
    if draft.fact:
        return asked_of(turn, draft)
    found = turn.tools.router.question(matter, suggestion, turn.at)
    draft.fact = found.fact if found else ""
    return found


def understood_with(draft: Draft, understand: Callable[[str], Understanding]) -> Understanding:
    """What a matter is follows from the citizen's own words; whose it is, from the answer too."""
    told = understand(draft.words)
    if not draft.fact_said:
        return told
    whole = understand(draft.text)
    return replace(told, text=whole.text, unit=whole.unit, second_view=told.second_view and whole.second_view)


def asked_of(turn: Turn, draft: Draft) -> FactQuestion | None:
    """The question that was asked about this matter; None where there was none, or the catalogue has it no more."""
    return turn.tools.router.asked(draft.fact) if draft.fact else None


def ask(turn: Turn, question: FactQuestion) -> None:
    """The question with a button for each usual answer; 不清楚 is one of them."""
    words = turn.tools.wording
    taps = [Button(each.label, f"fact:{question.fact}:{each.value}") for each in question.answers]
    last = (Button(words.say("tap.skip_fact"), f"fact:{question.fact}:{UNKNOWN}"),
            Button(words.say("tap.cancel"), "cancel"))  # fmt: skip
    turn.do(Say(words.say("chat.ask_fact", question=question.words), (*_rows(taps), last)))


def _rows(taps: list[Button]) -> list[tuple[Button, ...]]:
    """Short answers side by side, long ones below one another."""
    rows: list[tuple[Button, ...]] = []
    for tap in taps:
        if rows and sum(len(each.label) + 2 for each in (*rows[-1], tap)) <= _LONGEST_ROW:
            rows[-1] = (*rows[-1], tap)
        else:
            rows.append((tap,))
    return rows


def answers(turn: Turn, draft: Draft) -> bool:
    """Whether the words are an answer to the question."""
    question = asked_of(turn, draft)
    return question is not None and (question.answer_in(turn.text) or question.answer_said(turn.text)) is not None


def answered(turn: Turn, draft: Draft) -> bool:
    """Whether the reply answers the question. Whatever it says beside the answer stays with the matter."""
    question = asked_of(turn, draft)
    exact = question.answer_in(turn.text) if question else None
    found = exact or (question.answer_said(turn.text) if question else None)
    if found is None:
        return False
    if exact is None and (len(turn.text) > _LONGEST_ANSWER or _CLAUSES.search(turn.text)):
        draft.texts.append(turn.text)
    draft.fact_said = found.says
    return True


def corrected(turn: Turn, draft: Draft) -> bool:
    """The summary shows another answer than the citizen meant: the new one takes its place."""
    question = asked_of(turn, draft)
    if question is None or len(turn.text) > _LONGEST_CORRECTION or turn.means("unknown"):
        return False
    found = question.answer_said(turn.text) or question.answer_in(turn.text)
    if found is None or found.says == draft.fact_said:
        return False
    draft.fact_said = found.says
    return True


def tapped(turn: Turn, rest: str) -> bool:
    """A button under the question, also after the summary; False where it belongs to another matter."""
    fact, _, value = rest.partition(":")
    draft, question = turn.session.draft, None
    if draft is not None and draft.fact == fact and turn.session.stage in (Stage.ASKING, Stage.CONFIRMING):
        question = asked_of(turn, draft)
    if draft is None or question is None:
        return False
    found: FactAnswer | None = question.answer_of(value)
    if found is None and value != UNKNOWN:
        return False
    draft.fact_said = found.says if found else ""
    if found is None and FACT not in draft.declined:
        draft.declined.append(FACT)
    return True
