"""From a call to a ticket: the machine's understanding is kept beside what the operator made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from casework.accept import Intake, accept
from casework.ports import AttentionKind, Correction, Predicted, UnitOfWork
from classifiers.privacy import mask
from classifiers.situation import situation
from classifiers.title import title_of
from classifiers.verdict import Understanding
from console.choices import chosen, second_level
from console.forms import Form
from console.parts import ConsoleParts
from console.verbs import required
from hotline.appeal import Appeal, Place
from hotline.errors import ConflictError, HotlineError, InvalidInputError
from hotline.matter import MatterType, Urgency
from hotline.message import Inbound
from hotline.people import Actor, Contact
from hotline.taxonomy import Category
from hotline.ticket import PATROL
from routing.decision import Decision, RoutedMatter, Suggestion

PHONE = "phone"
SUMMARY_LENGTH = 200
CHOSEN = ("category", "matter_type", "urgency")
"""What is picked from a list, and may be what was refused."""
PHONE_DIGITS = range(5, 21)


@dataclass(frozen=True, slots=True)
class Prefill:
    """The form with the gaps filled, and what the machine said; `danger` names a sentence, empty without an alarm.

    `decision` is None where the form does not say enough for one.
    """

    form: Form
    understanding: Understanding
    decision: Decision | None
    danger: str


def prefilled(parts: ConsoleParts, form: Form) -> Prefill:
    """Fill only what the person has left empty. Blocking (model)."""
    understanding = parts.understand(_whole(form))
    form = _filled(form, understanding)
    return Prefill(form, understanding, _decision(parts, form, understanding), danger_of(understanding))


def _filled(form: Form, understanding: Understanding) -> Form:
    elements = understanding.elements
    offered = {
        "title": _title(form),
        "place": elements.place.text,
        "time": elements.time,
        "name": elements.name,
        "phone": elements.phone,
        "matter_type": understanding.matter_type.label,
        "category": second_level(understanding.category.category),
    }
    filled = {name: (form.text(name) or value,) for name, value in offered.items()}
    return Form({**form.values, **filled, "urgency": (_urgency(form, understanding).value,)})


def _decision(parts: ConsoleParts, form: Form, understanding: Understanding) -> Decision:
    return _decide(parts, _appeal(parts, form, understanding), understanding)


def judged(parts: ConsoleParts, form: Form) -> Prefill | None:
    """What the machine says of a form that was refused, which stays as it is; None where nothing can be said. Blocking.

    A refused form must not take the warning off the screen while somebody is in danger on the line. Nor may a second
    refusal on the way take the form away: what cannot be judged is left out.
    """
    if not form.text("text"):
        return None
    typed = Form({name: each for name, each in form.values.items() if name not in CHOSEN})
    try:
        understanding = parts.understand(_whole(form))
    except HotlineError:
        return None
    try:
        decision = _decision(parts, _filled(typed, understanding), understanding)
    except HotlineError:
        decision = None
    return Prefill(form, understanding, decision, danger_of(understanding))


def danger_of(understanding: Understanding) -> str:
    """What kind of danger the words tell of; empty where there is none."""
    return situation(understanding.alarm) if understanding.alarm else ""


@dataclass(frozen=True, slots=True)
class Entered:
    """A ticket that was opened for a caller, and the danger that the words tell of."""

    number: str
    danger: str


def enter_call(parts: ConsoleParts, form: Form, actor: Actor) -> Entered:
    """Open a ticket for the caller. The model runs before the unit of work. Blocking.

    Raises:
        InvalidInputError: a field is missing or wrong.
        ConflictError: this very form was sent before.
    """
    required(form, "text")
    phone, key = _phone(form), required(form, "key")
    return _enter(parts, form, actor, phone or f"unknown-{key}", PHONE)


def enter_patrol(parts: ConsoleParts, form: Form, actor: Actor) -> Entered:
    """Open a ticket for what a member of staff found on patrol (巡查): who found it hears of it, and never closes it.

    Blocking. Raises what `enter_call` raises, and InvalidInputError where no place is given.
    """
    for name in ("text", "place"):
        required(form, name)
    return _enter(parts, form, actor, actor.id, PATROL)


def _enter(parts: ConsoleParts, form: Form, actor: Actor, address: str, channel: str) -> Entered:
    form.measured()
    understanding = parts.understand(_whole(form))
    appeal = _appeal(parts, form, understanding)
    decision = _decide(parts, appeal, understanding)
    call = Call(required(form, "key"), address, appeal, understanding, decision, channel)
    with parts.units_of_work() as uow:
        number = _store(parts, uow, call, actor)
        uow.commit()
    return Entered(number, danger_of(understanding))


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it goes into the books. `key` is the form's own, so that it is entered once; `address` is whose channel
    it is: the digits of a number, or the login of who was on patrol."""

    key: str
    address: str
    appeal: Appeal
    understanding: Understanding
    decision: Decision
    channel: str = PHONE

    def __repr__(self) -> str:
        return f"Call({self.key})"


def _store(parts: ConsoleParts, uow: UnitOfWork, call: Call, actor: Actor) -> str:
    now, key, appeal = parts.now(), call.key, call.appeal
    citizen = uow.people.find_or_add(call.channel, call.address, now)
    if appeal.contact:
        uow.people.remember_contact(citizen.id, appeal.contact)
    inbound = uow.inbox.take(Inbound(call.channel, call.address, key, now, text=appeal.text), citizen.id)
    if inbound is None:
        raise ConflictError(what="call", key=key)
    intake = Intake(citizen, actor, inbound)
    ticket = accept(parts.office, uow, intake=intake, appeal=appeal, decision=call.decision)
    uow.inbox.attach([inbound], ticket.number)
    decisions = _decisions(call.understanding, call.decision)
    uow.ledger.add(inbound, call.understanding.model.version, decisions, now, ticket.number)
    for correction in _corrections(ticket.number, appeal, decisions, actor, parts):
        uow.ledger.correct(correction)
    if call.understanding.alarm:
        summary = _summary(parts, call)
        uow.attention.call(AttentionKind.EMERGENCY, citizen.id, summary, now, ticket.number)
    return ticket.number


def _summary(parts: ConsoleParts, call: Call) -> str:
    """What the desk reads in its list: the danger by its name, then the masked words."""
    name = parts.wording.say(f"console.danger.{danger_of(call.understanding)}")
    words = mask(call.appeal.text)[:SUMMARY_LENGTH]
    return parts.wording.say("console.danger_told", name=name, words=words)


def _appeal(parts: ConsoleParts, form: Form, understanding: Understanding) -> Appeal:
    """The operator's words and choices; of the machine only the codes of the place it found in them."""
    category = parts.office.taxonomy.require(Category.parse(required(form, "category")))
    guessed = understanding.category.category
    return Appeal(
        text=required(form, "text"),
        matter_type=chosen(MatterType, form, "matter_type"),
        category=guessed if guessed.within(category) else category,
        title=_title(form),
        place=_place(form, understanding.elements.place),
        time=form.text("time"),
        contact=Contact(form.text("name"), form.text("phone")),
        urgency=_urgency(form, understanding),
        anonymous=not form.text("phone"),
        confidential=bool(form.text("confidential")),
    )


def _urgency(form: Form, understanding: Understanding) -> Urgency:
    """Danger is 特急 whatever was chosen before it was told; else the person's choice, else the machine's."""
    if understanding.alarm:
        return Urgency.CRITICAL
    return chosen(Urgency, form, "urgency") if form.text("urgency") else understanding.urgency


def _place(form: Form, found: Place) -> Place:
    return replace(found, text=form.text("place")) if form.text("place") else Place()


def _whole(form: Form) -> str:
    """What the machine reads: the place belongs to the words, for an operator writes it into its own field."""
    return "\n".join(part for part in (form.text("text"), form.text("place"), form.text("time")) if part)


def _title(form: Form) -> str:
    return form.text("title") or title_of(form.text("text"))


def _phone(form: Form) -> str:
    """The digits of the number; empty for somebody who gives none.

    Raises:
        InvalidInputError: something that is no number.
    """
    digits = "".join(each for each in form.text("phone") if each not in " -()+")
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) in PHONE_DIGITS):
        raise InvalidInputError(field="phone", rule="phone")
    return digits


def _decide(parts: ConsoleParts, appeal: Appeal, understanding: Understanding) -> Decision:
    """The category is the person's, so it is certain; the units are ranked by rules and words."""
    unit = understanding.unit
    matter = RoutedMatter(appeal.text, appeal.category, appeal.matter_type, appeal.place)
    suggestion = Suggestion(unit.ranked, category_confidence=1.0, second_view=understanding.second_view)
    return parts.decide(matter, suggestion, parts.now())


def _decisions(understanding: Understanding, decision: Decision) -> Mapping[str, Predicted]:
    kind, place, alarm = understanding.matter_type, understanding.category, understanding.alarm
    danger = {"emergency": Predicted(alarm.kind.value, 1.0)} if alarm else {}
    return danger | {
        "matter_type": Predicted(kind.label, kind.confidence, kind.alternatives, kind.evidence),
        "category": Predicted(
            second_level(place.category), place.confidence, place.alternatives, place.evidence, not place.abstained
        ),
        "unit": Predicted(decision.lead, decision.confidence, decision.alternatives, (decision.ground,), decision.auto),
    }


def _corrections(number: str, appeal: Appeal, decisions: Mapping[str, Predicted], actor: Actor,
                 parts: ConsoleParts) -> list[Correction]:  # fmt: skip
    """Confirmed or changed: the operator saw both, so both count."""
    became = {"matter_type": appeal.matter_type.value, "category": second_level(appeal.category)}
    return [
        Correction(number, decision, decisions[decision].label, label, actor, parts.now(), "call")
        for decision, label in became.items()
    ]
