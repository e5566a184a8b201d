"""A matter is taken: ask only for what is missing, one thing at a time, sum up, and submit."""

from dataclasses import replace

from bot.conversation import consultation, elsewhere, missing_fact, my_tickets, supplement
from bot.conversation.acts import OpenTicket
from bot.conversation.appeal_of import TO_CONFIRM, appeal_of, kind_of, sum_up
from bot.conversation.aside import aside
from bot.conversation.asking import correct, names_element, take
from bot.conversation.guide_beside import guided
from bot.conversation.keep import predictions
from bot.conversation.mixed import answer_within
from bot.conversation.outcome import of_matter
from bot.conversation.session import Draft, Stage
from bot.conversation.several import here_first, matters_in
from bot.conversation.turn import Turn
from classifiers.elements import required, wants_anonymity, wants_confidentiality
from classifiers.no_substance import says_anything
from classifiers.title import only_opens, title_of
from classifiers.verdict import Elements, Understanding
from hotline.appeal import Appeal, Place
from hotline.matter import Disposition
from hotline.message import InboundKind
from routing.decision import Decision, RoutedMatter, Suggestion

FACT = missing_fact.FACT
ELEMENTS = ("place", "time", "contact")


def begin(turn: Turn) -> None:
    """A message that is a matter: keep its words and see what is missing. Of several matters the first one first."""
    turn.session.leans = False
    acts = len(turn.acts)
    first, *others = here_first(turn, answer_within(turn, _telling(matters_in(turn))))
    if not others and len(turn.acts) == acts:
        guided(turn, turn.text)
    if others:
        turn.session.later += others
        turn.say("two_matters", title=title_of(first))
    turn.session.draft = Draft(texts=[first], told=turn.means("tells"))
    proceed(turn, turn.session.draft)


def _telling(pieces: list[str]) -> list[str]:
    """A piece that only addresses or scolds is no matter: it stays with the one that follows."""
    kept: list[str] = []
    for piece in pieces:
        if kept and only_opens(kept[-1]):
            kept[-1] = f"{kept[-1]}{piece}"
        else:
            kept.append(piece)
    return kept


def another(turn: Turn) -> bool:
    """What could have belonged to a ticket is a matter of its own."""
    if turn.session.draft is None:
        return False
    turn.session.stage = Stage.IDLE
    proceed(turn, turn.session.draft)
    return True


def resume(turn: Turn, draft: Draft) -> None:
    """Something else came in between: ask again what was asked, as at first, or read the matter back."""
    asked = turn.session.asking
    if turn.session.stage is Stage.ASKING and asked:
        _ask(turn, draft.unasked(asked), asked)
    else:
        proceed(turn, draft)


def proceed(turn: Turn, draft: Draft) -> None:
    """Ask for the next missing element, or sum up."""
    if not says_anything(draft.text):
        turn.take_as(of_matter(draft))
        _ask(turn, draft, "what")
        return
    understood = missing_fact.understood_with(draft, turn.understand)
    _fill(turn, draft, understood.elements)
    if elsewhere.told(turn, draft):
        return
    turn.take_as(of_matter(draft))
    missing = [element for element in _required(turn, draft, understood) if not draft.has(element)]
    if missing:
        _ask(turn, draft, missing[0])
    elif missing_fact.wanted(turn, draft, *_for_catalogue(appeal_of(turn, draft, understood), understood)):
        _ask(turn, draft, FACT)
    else:
        sum_up(turn, draft, understood)


def told(turn: Turn) -> bool:
    """The citizen answers what was asked, or tells more of the matter; nothing they say is dropped."""
    draft, asked = turn.session.draft, turn.session.asking
    if draft is None:
        return False
    if asked == FACT and missing_fact.answered(turn, draft):
        proceed(turn, draft)
        return True
    if aside(turn):
        _ask(turn, draft.unasked(asked), asked)
        return True
    if any(map(turn.means, ("edit", "yes", "go_on"))) or (asked == "what" and turn.means("unknown")):
        _ask(turn, draft, asked)
        return True
    if _unwilling(turn, draft, asked):
        return True
    if not take(turn, draft, asked):
        draft.texts.append(turn.text)
        draft.declined += [FACT] if asked == FACT else []
    proceed(turn, draft)
    return True


def _unwilling(turn: Turn, draft: Draft, asked: str) -> bool:
    """Whether they do not know or will not say; 不留电话 is kept in mind while something else is asked."""
    if asked in ("place", "time") and turn.means("no_contact") and turn.means("of_telephone"):
        draft.anonymous = True
        turn.say("no_telephone")
        _ask(turn, draft.unasked(asked), asked)
    elif (
        turn.means("unknown")
        or (asked in ELEMENTS and turn.means("no_contact"))
        or (asked == "contact" and turn.means("no"))
    ):
        declined(turn, draft, asked)
    else:
        return False
    return True


def is_over(turn: Turn) -> bool:
    """已经修好了, said before it was submitted: there is nothing to register any more."""
    draft, stage = turn.session.draft, turn.session.stage
    if draft is None or stage not in (Stage.ASKING, Stage.CONFIRMING) or not turn.means("solved"):
        return False
    return not turn.means("unsolved") and not (turn.session.asking == FACT and missing_fact.answers(turn, draft))


def declined(turn: Turn, draft: Draft, element: str) -> None:
    """The citizen does not know, or would rather not say: it is not asked again."""
    if element not in (*ELEMENTS, FACT):
        turn.say("stale_tap")
        return
    if element == "place" and draft.place_said and not draft.place.get("text"):
        draft.set_place(Place(draft.place_said))
    else:
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
        next_one(turn, draft)
    elif aside(turn):
        turn.say("please_confirm" if turn.courteous else "not_yet_submitted", TO_CONFIRM)
    elif turn.means("nothing_more"):
        turn.say("please_submit", TO_CONFIRM)
    elif turn.means("edit") or turn.means("no"):
        turn.say("what_to_change")
    else:
        if not missing_fact.corrected(turn, draft) or names_element(turn):
            correct(turn, draft)
        proceed(turn, draft)
    return True


def submit(turn: Turn, draft: Draft) -> None:
    """Make the ticket. What it is and whose duty it is was decided by now; the act only writes it down."""
    turn.take_as(of_matter(draft))
    understood = missing_fact.understood_with(draft, turn.weighed)
    appeal = appeal_of(turn, draft, understood)
    decision = consultation.decided(turn, draft, decide(turn, appeal, understood))
    turn.do(
        OpenTicket(
            appeal,
            decision,
            understood.model.version,
            predictions(understood, decision),
            tuple(draft.inbounds),
            draft.question,
        )
    )
    turn.session.rest()


def next_one(turn: Turn, before: Draft | None = None) -> None:
    """Take up the next matter that the citizen told in the meantime, if there is one; how to reach them is known."""
    if not turn.session.later:
        return
    text, *turn.session.later = here_first(turn, turn.session.later)
    turn.say("next_matter", title=title_of(text))
    known = before or Draft()
    turn.session.draft = Draft(texts=[text], phone=known.phone, name=known.name, anonymous=known.anonymous)
    proceed(turn, turn.session.draft)


def decide(turn: Turn, appeal: Appeal, understood: Understanding) -> Decision:
    """Ask the catalogue, with what the words suggest.

    What happens somewhere and says nowhere goes to a person first: a unit that is sent out must know where to.
    """
    decision = turn.tools.router.decide(*_for_catalogue(appeal, understood), turn.at)
    nowhere = not appeal.place.text and "place" in required(appeal.text, appeal.matter_type)
    return replace(decision, auto=False) if nowhere else decision


def _for_catalogue(appeal: Appeal, understood: Understanding) -> tuple[RoutedMatter, Suggestion]:
    suggestion = Suggestion(understood.unit.ranked, understood.category.confidence, understood.second_view)
    return RoutedMatter(appeal.text, appeal.category, appeal.matter_type, appeal.place), suggestion


def pictured_or_located(turn: Turn) -> None:
    """A picture or a position belongs to the matter that is being told, or to the ticket that waits for the citizen."""
    if my_tickets.pictured(turn, _shown(turn)) or supplement.pictured(turn, _shown(turn)):
        return
    draft = turn.session.draft = turn.session.draft or Draft()
    if turn.text:
        draft.texts.append(turn.text)
    if turn.inbound.kind is InboundKind.LOCATION:
        draft.set_place(replace(draft.where, text=f"{draft.where.text} {_shown(turn)}".strip()))
    if draft.texts:
        proceed(turn, draft)
    else:
        turn.take_as(of_matter(draft))
        turn.session.stage, turn.session.asking = Stage.ASKING, "what"
        turn.say("got_location" if turn.inbound.kind is InboundKind.LOCATION else "got_picture")


def _shown(turn: Turn) -> str:
    """The position in figures, or that there is a picture."""
    latitude, longitude = turn.inbound.latitude, turn.inbound.longitude
    if latitude is None or longitude is None:
        return turn.tools.wording.say("chat.picture")
    return turn.tools.wording.say("chat.point", latitude=latitude, longitude=longitude)


def _required(turn: Turn, draft: Draft, understood: Understanding) -> tuple[str, ...]:
    """What this matter needs; a consultation needs nothing but a way to answer, which the chat is.

    Who tells of danger tells of now, and is not asked when.
    """
    if draft.consultation:
        return ()
    missing = understood.elements.missing
    if draft.critical or draft.told:
        missing = turn.tools.elements.find(draft.text, kind_of(draft, understood)).missing
    elif understood.disposed is Disposition.CONSULT:
        return ()
    if draft.here and required(draft.text, kind_of(draft, understood)):
        missing = tuple(dict.fromkeys(("place", *missing)))  # the place in the words is another city's
    return tuple(each for each in missing if each != "time") if draft.critical else missing


def _fill(turn: Turn, draft: Draft, found: Elements) -> None:
    """Take over what the words hold, never overwriting what the citizen gave when asked."""
    if not draft.place.get("text") and found.place and (elsewhere.ours(found.place) or not draft.here):
        draft.set_place(found.place)
    draft.set_time(draft.time or found.time, turn.inbound.at)
    draft.phone = draft.phone or found.phone
    draft.name = draft.name or found.name
    draft.anonymous = draft.anonymous or wants_anonymity(draft.text)
    draft.confidential = draft.confidential or wants_confidentiality(draft.text)
    if not draft.phone and not draft.anonymous:
        known = turn.contact
        draft.phone, draft.name = known.phone, draft.name or known.name


def _ask(turn: Turn, draft: Draft, element: str) -> None:
    """Ask one thing. What was asked often enough is taken as not to be had, and the matter goes on."""
    question = missing_fact.asked_of(turn, draft) if element == FACT and not draft.critical else None
    often = element != "what" and draft.asked.get(element, 0) >= turn.tools.manners.ask_at_most
    if often or (element == FACT and question is None):
        declined(turn, draft, element)
        return
    again = draft.asked.get(element, 0) > 0
    draft.asked[element] = draft.asked.get(element, 0) + 1
    turn.session.stage, turn.session.asking = Stage.ASKING, element
    if question is not None:
        missing_fact.ask(turn, question)
        return
    turn.say(f"ask_{element}_again" if again and element in ELEMENTS else f"ask_{element}", _skip_row(element))


def _skip_row(element: str) -> tuple[tuple[str, str], ...]:
    skip = {"place": "skip_place", "time": "skip_time", "contact": "skip_contact"}.get(element)
    row = (("cancel", "cancel"),)
    return ((skip, f"skip:{element}"), *row) if skip else row
