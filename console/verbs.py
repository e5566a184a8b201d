"""From a form to a casework verb: each function reads its fields and takes one step in the open unit of work."""

from casework.answer import answer, approve_answer, reject_answer
from casework.answer_directly import answer_directly
from casework.ask_citizen import ask_citizen, supplement
from casework.convene import conclude, convene
from casework.extend import decide_extension, request_extension
from casework.hand_to_emergency import hand_to_emergency
from casework.link_repeats import say_not_the_same
from casework.merge import merge
from casework.office import Office
from casework.pictures import attach_picture, picture_of
from casework.ports import UnitOfWork
from casework.ports_returns import ReturnClass
from casework.redo import reopen
from casework.refer import refer
from casework.remind import remind
from casework.return_ticket import refuse_return, request_return, uphold_return
from casework.review import Ruling, review
from casework.sign import sign
from casework.terminate import terminate
from casework.withdraw import withdraw
from console.choices import chosen
from console.forms import Form
from console.verbs_supervision import answer_form
from hotline.errors import InvalidInputError
from hotline.matter import MatterType, Urgency
from hotline.people import Actor
from hotline.taxonomy import Category
from hotline.ticket import Ground, Ticket


def required(form: Form, name: str) -> str:
    """The field's text.

    Raises:
        InvalidInputError: it is empty.
    """
    if not form.text(name):
        raise InvalidInputError(field=name, rule="required")
    return form.text(name)


def review_ticket(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    """Confirm or correct the machine's suggestion and send the ticket out."""
    ticket = uow.tickets.get(number)
    ruling = Ruling(
        category=_category(ticket, required(form, "category")),
        matter_type=chosen(MatterType, form, "matter_type"),
        lead=required(form, "lead"),
        others=form.several("others"),
        ground=_ground(office, uow, ticket, form),
        version=form.number("version", -1),
        urgency=chosen(Urgency, form, "urgency") if form.text("urgency") else None,
        title=form.text("title"),
        place=form.text("place"),
    )
    review(office, uow, number, actor, ruling)


def _category(ticket: Ticket, path: str) -> Category:
    """A choice on the second level keeps the third one where it lies below: it was not put into question."""
    category = Category.parse(path)
    return ticket.appeal.category if ticket.appeal.category.within(category) else category


def _ground(office: Office, uow: UnitOfWork, ticket: Ticket, form: Form) -> str:
    """The machine's rule stays the ground only where it still stands and its own first choice is taken; else a person
    has decided."""
    if form.text("ground"):
        return form.text("ground")
    predicted = uow.ledger.of_ticket(ticket.number).get("unit")
    lead = office.units.find(form.text("lead"))
    agreed = predicted is not None and lead is not None and predicted.label == lead.type
    return "" if agreed and ticket.ground != Ground() else office.wording.say("console.ground.person")


def sign_ticket(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:  # noqa: ARG001 - asks nothing
    sign(office, uow, number, actor)


def send_back(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    """The class of the reason stands before the words; returns are counted by it."""
    kind = chosen(ReturnClass, form, "return_class")
    reason = office.wording.say("console.return_reason", kind=kind, words=required(form, "reason"))
    request_return(office, uow, number, actor, reason=reason, ground=form.text("ground"), kind=kind,
                   evidence=required(form, "evidence"))  # fmt: skip


def answer_ticket(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    for content in form.files.get("pictures", ()):
        attach_picture(office, uow, number, actor, picture_of(content, "pictures"))
    answer(office, uow, number, actor, public=form.text("public_answer"), internal=form.text("internal_note"),
           form=answer_form(form))  # fmt: skip


def approve(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:  # noqa: ARG001 - asks nothing
    approve_answer(office, uow, number, actor)


def reject(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    reject_answer(office, uow, number, actor, reason=form.text("reason"))


def ask(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    ask_citizen(office, uow, number, actor, question=form.text("question"))


def add_facts(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    supplement(office, uow, number, actor, words=required(form, "words"))


def ask_extension(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    request_extension(office, uow, number, actor, reason=form.text("reason"))


def grant_extension(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    decide_extension(office, uow, number, actor, granted=True, reason=form.text("reason"))


def refuse_extension(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    decide_extension(office, uow, number, actor, granted=False, reason=required(form, "reason"))


def uphold(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    uphold_return(office, uow, number, actor, reason=form.text("reason"))


def refuse(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    refuse_return(office, uow, number, actor, reason=form.text("reason"))


def call_units(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    convene(office, uow, number, actor, reason=form.text("reason"), invited=form.several("invited"))


def conclude_ticket(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    conclude(office, uow, number, actor, lead=required(form, "lead"), others=form.several("others"),
             outcome=form.text("outcome"), ground=form.text("consult_ground"),
             rule_words=form.text("rule_words"))  # fmt: skip


def name_channel(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    refer(office, uow, number, actor, channel=form.text("channel"))


def answer_at_once(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    answer_directly(office, uow, number, actor, public=form.text("public_answer"))


def join(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    merge(office, uow, number, actor, into=required(form, "into"), reason=form.text("reason"))


def part(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    """What the machine linked does not belong together."""
    say_not_the_same(office, uow, number, actor, other=required(form, "other"))


def name_emergency_line(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    hand_to_emergency(office, uow, number, actor, channel=form.text("channel"))


def end_unreached(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    terminate(office, uow, number, actor, reason=form.text("reason"))


def urge(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    remind(office, uow, number, actor, reason=form.text("reason"))


def open_again(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    reopen(office, uow, number, actor, facts=required(form, "facts"))


def take_back(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:  # noqa: ARG001 - asks nothing
    withdraw(office, uow, number, actor)
