"""What goes into the ledger: every verdict with confidence, runners-up and evidence."""

from bot.conversation.acts import Act, Judge
from bot.conversation.turn import Turn
from casework.ports import Predicted
from classifiers.verdict import Understanding
from routing.decision import Decision


def judgement(turn: Turn) -> list[Act]:
    """The verdicts on this message, unless it was a tap or a reply that needed none."""
    judged = turn.judged
    return [] if judged is None else [Judge(judged.model.version, predictions(judged))]


def predictions(understood: Understanding, decision: Decision | None = None) -> dict[str, Predicted]:
    """The machine's decisions in the ledger's form; evidence is left out where it could hold personal words."""
    category = understood.category
    kept = {
        "disposition": Predicted(
            understood.disposition.label, understood.disposition.confidence, understood.disposition.alternatives
        ),
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
