"""A matter is taken: ask only for what is missing, one thing at a time, sum up, and submit."""

from dataclasses import replace

from bot.conversation.acts import OpenTicket, Say
from bot.conversation.keep import predictions
from bot.conversation.session import Draft, Stage
from bot.conversation.turn import Turn
from classifiers.elements import wants_anonymity, wants_confidentiality
from classifiers.privacy import mask
from classifiers.verdict import Elements, Understanding
from hotline.appeal import Appeal, Place
from hotline.matter import Disposition, MatterType, Urgency
from hotline.message import Button, InboundKind
from hotline.people import Contact
from routing.decision import Decision, RoutedMatter, Suggestion

LONGEST_TITLE = 24
LONGEST_ELEMENT = 80
ELEMENTS = ("place", "time", "contact")


def begin(turn: Turn) -> None:
    """A message that is a matter: keep its words and see what is missing."""
    turn.session.draft = Draft(texts=[turn.text])
    proceed(turn, turn.session.draft)


def proceed(turn: Turn, draft: Draft) -> None:
    """Ask for the next missing element, or sum up."""
    understood = turn.understand(draft.text)
    _fill(turn, draft, understood.elements)
    missing = [element for element in _required(draft, understood) if not draft.has(element)]
    if missing:
        _ask(turn, draft, missing[0])
    else:
        _sum_up(turn, draft, understood)


def told(turn: Turn) -> bool:
    """The citizen answers what was asked, or tells more of the matter; nothing they say is dropped."""
    draft, asked = turn.session.draft, turn.session.asking
    if draft is None:
        return False
    if turn.means("edit") or turn.means("yes"):
        _ask(turn, draft, asked)
        return True
    if turn.means("unknown") or (asked == "contact" and (turn.means("no_contact") or turn.means("no"))):
        declined(turn, draft, asked)
        return True
    if not _take(turn, draft, asked):
        draft.texts.append(turn.text)
    proceed(turn, draft)
    return True


def declined(turn: Turn, draft: Draft, element: str) -> None:
    """The citizen does not know, or would rather not say: it is not asked again."""
    if element not in ELEMENTS:
        turn.say("stale_tap")
        return
    draft.declined.append(element)
    if element == "contact":
        draft.anonymous = True
    proceed(turn, draft)


def checked(turn: Turn) -> bool:
    """The citizen reads the summary: yes, a correction, or more of the matter."""
    draft = turn.session.draft
    if draft is None:
        return False
    if turn.means("yes"):
        submit(turn, draft)
    elif turn.means("edit") or turn.means("no"):
        turn.say("what_to_change")
    else:
        _correct(turn, draft)
        proceed(turn, draft)
    return True


def submit(turn: Turn, draft: Draft) -> None:
    """Make the ticket. What it is and whose duty it is was decided by now; the act only writes it down."""
    understood = turn.understand(draft.text)
    appeal = appeal_of(draft, understood)
    decision = decide(turn, appeal, understood)
    turn.do(
        OpenTicket(
            appeal,
            decision,
            understood.model.version,
            predictions(understood, decision),
            tuple(draft.inbounds),
        )
    )
    turn.session.rest()


def decide(turn: Turn, appeal: Appeal, understood: Understanding) -> Decision:
    """Ask the catalogue, with what the words suggest."""
    unit = understood.unit
    suggestion = Suggestion(((unit.label, unit.confidence), *unit.alternatives), understood.category.confidence)
    routed = RoutedMatter(appeal.text, appeal.category, appeal.matter_type, appeal.place)
    return turn.tools.router.decide(routed, suggestion, turn.at)


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


def pictured_or_located(turn: Turn) -> None:
    """A picture or a position: it belongs to the matter that is being told, or to the latest open ticket."""
    draft = turn.session.draft
    located = turn.inbound.kind is InboundKind.LOCATION
    if draft is not None:
        _add_silent(turn, draft, located=located)
        proceed(turn, draft)
    elif turn.text:
        begin(turn)
    else:
        turn.session.draft = Draft()
        _add_silent(turn, turn.session.draft, located=located)
        turn.session.stage = Stage.ASKING
        turn.session.asking = "what"
        turn.say("got_location" if located else "got_picture")


def _add_silent(turn: Turn, draft: Draft, *, located: bool) -> None:
    if turn.text:
        draft.texts.append(turn.text)
    if located and turn.inbound.latitude is not None and turn.inbound.longitude is not None:
        point = turn.tools.wording.say("chat.point", latitude=turn.inbound.latitude, longitude=turn.inbound.longitude)
        draft.set_place(replace(draft.where, text=f"{draft.where.text} {point}".strip()))


def _required(draft: Draft, understood: Understanding) -> tuple[str, ...]:
    """What this matter needs; a consultation needs nothing but a way to answer, which the chat is."""
    return () if draft.consultation or understood.disposed is Disposition.CONSULT else understood.elements.missing


def _fill(turn: Turn, draft: Draft, found: Elements) -> None:
    """Take over what the words hold, never overwriting what the citizen gave when asked."""
    if not draft.place.get("text") and found.place:
        draft.set_place(found.place)
    draft.time = draft.time or found.time
    draft.phone = draft.phone or found.phone
    draft.name = draft.name or found.name
    draft.anonymous = draft.anonymous or wants_anonymity(draft.text)
    draft.confidential = draft.confidential or wants_confidentiality(draft.text)
    if not draft.phone and not draft.anonymous:
        known = turn.contact()
        draft.phone, draft.name = known.phone, draft.name or known.name


def _ask(turn: Turn, draft: Draft, element: str) -> None:
    """Ask one thing. What was asked often enough is taken as not to be had, and the matter goes on."""
    if element in ELEMENTS and draft.asked.get(element, 0) >= turn.tools.manners.ask_at_most:
        declined(turn, draft, element)
        return
    again = draft.asked.get(element, 0) > 0
    draft.asked[element] = draft.asked.get(element, 0) + 1
    turn.session.stage, turn.session.asking = Stage.ASKING, element
    turn.say(f"ask_{element}_again" if again and element in ELEMENTS else f"ask_{element}", _skip_row(element))


def _skip_row(element: str) -> tuple[tuple[str, str], ...]:
    skip = {"place": "skip_place", "time": "skip_time", "contact": "skip_contact"}.get(element)
    row = (("cancel", "cancel"),)
    return ((skip, f"skip:{element}"), *row) if skip else row


def _take(turn: Turn, draft: Draft, asked: str) -> bool:
    """Read the reply as an answer to what was asked. False where it tells more of the matter instead."""
    if asked == "what":
        return False
    found = turn.tools.elements.find(turn.text, None)
    long = len(turn.text) > LONGEST_ELEMENT
    took = _take_found(draft, found)
    if asked == "place" and not draft.place.get("text") and not long:
        draft.set_place(Place(turn.text))
        return True
    if asked == "time" and not draft.time and not long:
        draft.time = turn.text
        return True
    if asked == "contact" and (draft.phone or wants_anonymity(turn.text)):
        draft.anonymous = draft.anonymous or wants_anonymity(turn.text)
        return not long
    return asked in took and not long


def _take_found(draft: Draft, found: Elements) -> set[str]:
    took: set[str] = set()
    if found.place and not draft.place.get("text"):
        draft.set_place(found.place)
        took.add("place")
    if found.time and not draft.time:
        draft.time = found.time
        took.add("time")
    if found.phone:
        draft.phone, draft.name = found.phone, found.name or draft.name
        took.add("contact")
    return took


def _correct(turn: Turn, draft: Draft) -> None:
    """A correction replaces the element it speaks of; whatever else it says is added to the matter."""
    found = turn.tools.elements.find(turn.text, None)
    if found.phone:
        draft.phone, draft.anonymous = found.phone, False
    if found.name:
        draft.name = found.name
    if found.time:
        draft.time = found.time
    if found.place:
        draft.set_place(found.place)
    if turn.means("no_contact"):
        draft.phone, draft.name, draft.anonymous = "", "", True
    elif not (found.phone or found.time or found.place) or len(turn.text) > LONGEST_ELEMENT:
        draft.texts.append(turn.text)


def _sum_up(turn: Turn, draft: Draft, understood: Understanding) -> None:
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
    taps = ((_tap(turn, "confirm"), _tap(turn, "edit"), _tap(turn, "cancel")),)
    turn.do(Say(words.say("chat.sum_up", lines="\n".join(lines)), taps))


def _tap(turn: Turn, name: str) -> Button:
    return Button(turn.tools.wording.say(f"tap.{name}"), name)


def _contact_line(turn: Turn, draft: Draft) -> str:
    if not draft.phone:
        return turn.tools.wording.say("chat.sum_no_contact")
    return turn.tools.wording.say("chat.sum_contact", contact=f"{mask(draft.name)} {mask(draft.phone)}".strip())
