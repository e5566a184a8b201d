"""From the draft to the field's form: the appeal, its title, and the summary that is read back."""

from bot.conversation.acts import Say
from bot.conversation.session import Draft, Stage
from bot.conversation.turn import Turn
from classifiers.privacy import mask
from classifiers.verdict import Understanding
from hotline.appeal import Appeal, Place
from hotline.matter import MatterType, Urgency
from hotline.message import Button
from hotline.people import Contact

LONGEST_TITLE = 24


def appeal_of(draft: Draft, understood: Understanding) -> Appeal:
    """The draft in the field's form."""
    matter_type = MatterType.CONSULTATION if draft.consultation else understood.kind
    return Appeal(
        text=draft.text,
        title=title_of(draft.texts[0]),
        matter_type=matter_type,
        category=understood.category.category,
        place=draft.where if draft.place else Place(),
        time=draft.time,
        contact=Contact(draft.name, draft.phone),
        urgency=Urgency.CRITICAL if draft.critical else understood.urgency,
        anonymous=draft.anonymous,
        confidential=draft.confidential,
    )


def title_of(text: str) -> str:
    """The first clause that says something, short enough for a list; personal data masked."""
    masked = mask(text.replace("\n", " ")).strip()
    for stop in "。！？!?；;":
        masked = masked.replace(stop, "，")
    clauses = [clause.strip() for clause in masked.split("，") if len(clause.strip()) >= 4] or [masked]
    title = clauses[0] if len(clauses[0]) >= 8 or len(clauses) == 1 else f"{clauses[0]}，{clauses[1]}"
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"


def sum_up(turn: Turn, draft: Draft, understood: Understanding) -> None:
    """Read the matter back before it is submitted."""
    words = turn.tools.wording
    appeal = appeal_of(draft, understood)
    lines = [words.say("chat.sum_matter", title=appeal.title, matter_type=appeal.matter_type.value)]
    if draft.place.get("text"):
        lines.append(words.say("chat.sum_place", place=draft.place["text"]))
    if draft.time:
        lines.append(words.say("chat.sum_time", time=draft.time))
    lines.append(_contact_line(turn, draft))
    if appeal.sealed_identity:
        lines.append(words.say("chat.sum_sealed"))
    turn.session.stage, turn.session.asking = Stage.CONFIRMING, ""
    taps = tuple(Button(words.say(f"tap.{name}"), name) for name in ("confirm", "edit", "cancel"))
    turn.do(Say(words.say("chat.sum_up", lines="\n".join(lines)), (taps,)))


def _contact_line(turn: Turn, draft: Draft) -> str:
    if not draft.phone:
        return turn.tools.wording.say("chat.sum_no_contact")
    return turn.tools.wording.say("chat.sum_contact", contact=f"{mask(draft.name)} {mask(draft.phone)}".strip())
