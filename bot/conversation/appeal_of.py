"""From the draft to the field's form: the appeal, its title, and the summary that is read back."""

import re

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
LONGEST_MORE = 60
TO_CONFIRM = (("confirm", "confirm"), ("edit", "edit"), ("cancel", "cancel"))
_STOPS = re.compile(r"[，,。！？!?；;：:~～]+")
_OPENING = re.compile(
    r"(?:我跟你|我给你|我和你|跟你|给你)?[讲说]啊?|(?:我|俺|本人)?(?:今年|都|已经)?[0-9一二三四五六七八九十]{2,4}(?:岁)?(?:多|了)*|"
    r"(?:我|俺)?(?:家)?住在?.{0,24}|(?:我|俺)?是.{0,16}(?:居民|业主|住户|市民|群众|租户)|(?:尊敬的)?(?:领导|市长|同志|各位).{0,6}|"
    r"(?:我|俺)?(?:想|要)?(?:反映|投诉|举报|咨询|求助)(?:一下|一个|个)?(?:问题|情况|事|事情)?|(?:你们|政府|有没有人|到底).{0,6}管不管.{0,3}|"
    r".{0,6}(?:气死|烦死|急死|吵死)(?:我|人)?了?.{0,2}|(?:请问|您好|你好|喂).{0,4}|(?:还有|另外).{0,4}(?:事|事情|问题)|.{0,30}(?:以后|之后|以来|的时候)"
)
"""How people begin before they come to the matter: who they are, how old, whom they address, how angry they are."""


def appeal_of(draft: Draft, understood: Understanding) -> Appeal:
    """The draft in the field's form."""
    return Appeal(
        text=draft.text,
        title=title_of(draft.texts[0]),
        matter_type=kind_of(draft, understood),
        category=understood.category.category,
        place=draft.where if draft.place else Place(),
        time=draft.time,
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


def title_of(text: str) -> str:
    """The first clause that says something of the matter, short enough for a list; personal data masked."""
    masked = mask(text.replace("\n", " ")).strip()
    clauses = [clause.strip() for clause in _STOPS.split(masked) if len(clause.strip()) >= 4] or [masked]
    clauses = clauses[_opening(clauses) :]
    title = clauses[0] if len(clauses[0]) >= 8 or len(clauses) == 1 else f"{clauses[0]}，{clauses[1]}"
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"


def _opening(clauses: list[str]) -> int:
    """How many clauses come before the matter; none if there is nothing else."""
    for place, clause in enumerate(clauses):
        if not _OPENING.fullmatch(clause):
            return place
    return 0


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
    if draft.texts[1:]:
        lines.append(words.say("chat.sum_more", more=_shortened(mask("；".join(draft.texts[1:])))))
    if appeal.sealed_identity:
        lines.append(words.say("chat.sum_sealed"))
    turn.session.stage, turn.session.asking = Stage.CONFIRMING, ""
    taps = tuple(Button(words.say(f"tap.{name}"), action) for name, action in TO_CONFIRM)
    turn.do(Say(words.say("chat.sum_up", lines="\n".join(lines)), (taps,)))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_MORE else f"{text[:LONGEST_MORE]}…"


def _contact_line(turn: Turn, draft: Draft) -> str:
    if not draft.phone:
        return turn.tools.wording.say("chat.sum_no_contact")
    return turn.tools.wording.say("chat.sum_contact", contact=f"{mask(draft.name)} {mask(draft.phone)}".strip())
