"""Every question is kept with what the base made of it, but for those that stay between citizen and hotline."""

from bot.conversation.acts import KeepQuestion
from bot.conversation.session import Asked
from bot.conversation.turn import Turn
from casework.ports import Question
from classifiers.elements import wants_confidentiality
from hotline.matter import MatterType
from knowledge.answer import Answer, AnswerDecision

LONGEST, LONGEST_ROOT = 2_000, 300
"""What is longer is cut where the conversation remembers it: the words, for a unit may get them, and the root."""
_NEAR_ENOUGH = 0.5
"""An entry is offered later if it has this share of the best score."""
_MOST_NEAR = 3


def note(turn: Turn, words: str, found: Answer, *, lean_on: Asked | None = None,
         root: str = "") -> Asked:  # fmt: skip
    """Remember a question and keep it. Give what is remembered.

    A question that leans on another stays with the entry and the unit of that one where it found none itself. `root`
    is what the next one leans on, if not these words.
    """
    entry = found.entry.id if found.entry is not None else ""
    asked = Asked(
        key=turn.session.next_key(),
        words=words[:LONGEST],
        entry=entry or (lean_on.entry if lean_on else ""),
        score=found.score,
        near=_near(found, entry) or (lean_on.near if lean_on else ()),
        unit=lean_on.unit if lean_on and lean_on.entry == _nearest(found) else unit_for(turn, words, found),
        at=turn.at.timestamp(),
        root=(root or words)[:LONGEST_ROOT],
    )
    turn.session.ask(asked)
    if not (sealed(turn, words) or (lean_on is not None and not lean_on.stored)):
        near = tuple((each.entry.id, each.score) for each in found.candidates)
        question = Question(words, found.decision.value, entry, found.score, near, asked.unit)
        turn.do(KeepQuestion(asked.key, question))
    return asked


def unit_for(turn: Turn, words: str, found: Answer) -> str:
    """The department type that should know: the owner of the nearest entry, or what the words suggest.

    An entry that is not even near enough to be offered says little: of the questions in
    tests/data/knowledge_questions.csv its owner is the right one for 55 %, the words alone name 85 %. Where two or
    three are offered it is the other way round, 88 to 85.
    """
    if found.decision is not AnswerDecision.HANDOVER and found.candidates and found.candidates[0].entry.owner:
        return (found.entry or found.candidates[0].entry).owner
    return turn.understand(words).unit.label


def _nearest(found: Answer) -> str:
    return found.candidates[0].entry.id if found.candidates else ""


def _near(found: Answer, given: str) -> tuple[str, ...]:
    least = found.score * _NEAR_ENOUGH
    near = [each.entry.id for each in found.candidates if each.score >= least and each.entry.id != given]
    return tuple(near[:_MOST_NEAR])


def sealed(turn: Turn, words: str) -> bool:
    """Who reports somebody, is in danger, or wants nobody to know, is in no list of questions.

    `words` are those that would be kept: more than this message where they lean on another, or less.
    """
    draft = turn.session.draft
    told = dict.fromkeys((words, turn.text, draft.text if draft is not None else ""))
    if draft is not None and (draft.critical or draft.confidential):
        return True
    return any(
        wants_confidentiality(each) or turn.understand(each).kind is MatterType.REPORT for each in told if each.strip()
    )
