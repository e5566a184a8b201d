"""转部门答复: what the base cannot answer becomes a consultation for the unit that knows, after a yes."""

from dataclasses import replace

from bot.conversation.session import Asked, Draft, Stage
from bot.conversation.turn import Turn
from routing.decision import Decision
from routing.jurisdiction import competent_unit

OFFERS = (("register_question", "start:matter"), ("human", "human"))


def draft_of(asked: Asked) -> Draft:
    """The question as a matter half told: a yes is all that is missing."""
    inbounds = [asked.inbound] if asked.inbound else []
    return Draft(texts=[asked.words], inbounds=inbounds, consultation=True, unit=asked.unit, question=asked.key)


def offer(turn: Turn, asked: Asked, why: str = "no_answer") -> None:
    """Say why there is no answer, and offer to ask the unit, or a person."""
    turn.session.stage, turn.session.draft = Stage.CHANNEL_NAMED, draft_of(asked)
    turn.say(why, OFFERS)


def decided(turn: Turn, draft: Draft, decision: Decision) -> Decision:
    """The question goes to the owner of the entry that came nearest.

    Where the catalogue names another unit, an operator decides: neither ground alone keeps the promised precision.
    """
    unit = competent_unit(turn.tools.office.units, draft.unit, draft.where) if draft.unit else None
    if unit is None or decision.lead == draft.unit:
        return decision
    before = {decision.lead: decision.confidence, **dict(decision.alternatives)}
    others = tuple((name, score) for name, score in before.items() if name != draft.unit)
    return replace(
        decision,
        lead=draft.unit,
        lead_unit=unit.code,
        others=(),
        other_units=(),
        confidence=before.get(draft.unit, 0.0),
        auto=False,
        rule="",
        ground=_ground(turn, draft),
        alternatives=others,
    )


def _ground(turn: Turn, draft: Draft) -> str:
    """Which entry the citizen has read already, so that the unit need not tell it again."""
    words, asked = turn.tools.wording, turn.session.asked_as(draft.question)
    entry = turn.tools.entries.get(asked.entry) if asked else None
    if entry is None:
        return words.say("chat.ground_nearest", unit=draft.unit)
    return words.say("chat.ground_read", unit=draft.unit, title=entry.title)
