"""What goes into the ledger: every verdict with confidence, runners-up and evidence."""

from bot.conversation.acts import Act, Judge
from bot.conversation.turn import Turn
from casework.ports import Predicted
from classifiers.verdict import Understanding
from knowledge.answer import Answer, AnswerDecision
from routing.decision import Decision


def judgement(turn: Turn) -> list[Act]:
    """The verdicts on this message, unless it was a tap or a reply that needed none."""
    judged = turn.judged
    if judged is None:
        return []
    decisions = predictions(judged)
    if turn.answered is not None:
        decisions["answer"] = _answer(turn.answered)
    return [Judge(judged.model.version, decisions)]


def _answer(found: Answer) -> Predicted:
    """The entry that was given, else that the base asked back or knew nothing; the runners-up are entries."""
    given = found.entry.id if found.entry is not None else found.decision.value
    return Predicted(given, found.score, [(each.entry.id, each.score) for each in found.candidates],
                     auto=found.decision is AnswerDecision.ANSWER)  # fmt: skip


def predictions(understood: Understanding, decision: Decision | None = None) -> dict[str, Predicted]:
    """The machine's decisions in the ledger's form; evidence is left out where it could hold personal words.

    Of a message that says nothing there are no guesses to keep but that it says nothing.
    """
    category = understood.category
    disposition = Predicted(
        understood.disposition.label, understood.disposition.confidence, understood.disposition.alternatives
    )
    if not category.category.l1:
        return {"disposition": disposition}
    kept = {
        "disposition": disposition,
        "matter_type": Predicted(
            understood.matter_type.label, understood.matter_type.confidence, understood.matter_type.alternatives
        ),
        "category": Predicted(
            f"{category.category.l1}/{category.category.l2}",
            category.confidence,
            category.alternatives,
            category.evidence,
        ),
    }
    if understood.alarm is not None:
        kept["emergency"] = Predicted(understood.alarm.kind, 1.0)
    if decision is not None:
        kept["unit"] = Predicted(
            decision.lead, decision.confidence, decision.alternatives, (decision.rule,), auto=decision.auto
        )
    return kept
