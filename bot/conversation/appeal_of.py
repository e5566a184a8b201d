"""From the draft to the field's form: the appeal, its title, and the summary that is read back."""

from bot.conversation.acts import Say
from bot.conversation.session import Draft, Stage
from bot.conversation.show import unit_name
from bot.conversation.turn import Turn
from bot.conversation.when import dated
from classifiers.privacy import mask
from classifiers.title import title_of
from classifiers.verdict import Understanding
from hotline.appeal import Appeal, Place
from hotline.matter import MatterType, Urgency
from hotline.message import Button
from hotline.people import Contact

LONGEST_MORE, LONGEST_QUESTION = 60, 300
TO_CONFIRM = (("confirm", "confirm"), ("edit", "edit"), ("cancel", "cancel"))


def appeal_of(turn: Turn, draft: Draft, understood: Understanding) -> Appeal:
    """The draft in the field's form."""
    return Appeal(
        text=draft.text,
        title=title_of(draft.texts[0]),
        matter_type=kind_of(draft, understood),
        category=understood.category.category,
        place=draft.where if draft.place else Place(),
        time=dated(draft, turn.tools.wording),
        contact=Contact(draft.name, draft.phone),
        urgency=Urgency.CRITICAL if draft.critical else understood.urgency,
        anonymous=draft.anonymous,
        confidential=draft.confidential,
    )


def kind_of(draft: Draft, understood: Understanding) -> MatterType:
    """咨询 only where a question is asked; danger and what the citizen calls a complaint never are."""
    if draft.consultation:
        return MatterType.CONSULTATION
    if understood.kind is MatterType.CONSULTATION and (draft.critical or draft.told):
        return MatterType(next((label for label, _ in understood.matter_type.alternatives), MatterType.HELP))
    return understood.kind


def sum_up(turn: Turn, draft: Draft, understood: Understanding) -> None:
    """Read the matter back before it is submitted."""
    words = turn.tools.wording
    appeal = appeal_of(turn, draft, understood)
    lines = [_first_line(turn, draft, appeal)]
    if draft.place.get("text"):
        lines.append(words.say("chat.sum_place", place=draft.place["text"]))
    if draft.time and not draft.consultation:
        lines.append(words.say("chat.sum_time", time=appeal.time))
    if draft.fact_said:
        lines.append(words.say("chat.sum_fact", said=draft.fact_said.rstrip("。")))
    if draft.unit:
        lines.append(words.say("chat.sum_unit", unit=unit_name(turn, draft.unit)))
    lines.append(_contact_line(turn, draft))
    if draft.texts[1:]:
        lines.append(words.say("chat.sum_more", more=_shortened(mask("；".join(draft.texts[1:])))))
    if appeal.sealed_identity:
        lines.append(words.say("chat.sum_sealed"))
    turn.session.stage, turn.session.asking = Stage.CONFIRMING, ""
    taps = tuple(Button(words.say(f"tap.{name}"), action) for name, action in TO_CONFIRM)
    turn.do(Say(words.say("chat.sum_up", lines="\n".join(lines)), (taps,)))


def _first_line(turn: Turn, draft: Draft, appeal: Appeal) -> str:
    """The title; of a question all of it, because half a question asks something else."""
    kind = appeal.matter_type
    if kind is MatterType.CONSULTATION:
        question = mask(draft.texts[0])
        shown = question if len(question) <= LONGEST_QUESTION else f"{question[:LONGEST_QUESTION]}…"
        return turn.tools.wording.say("chat.sum_question", question=shown, matter_type=kind.value)
    return turn.tools.wording.say("chat.sum_matter", title=appeal.title, matter_type=kind.value)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_MORE else f"{text[:LONGEST_MORE]}…"


def _contact_line(turn: Turn, draft: Draft) -> str:
    if not draft.phone:
        return turn.tools.wording.say("chat.sum_no_contact")
    return turn.tools.wording.say("chat.sum_contact", contact=f"{mask(draft.name)} {mask(draft.phone)}".strip())
