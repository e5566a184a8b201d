"""From a form to the verbs about follow-up marks, confidentiality, recusal, mediation and adopted matters."""

from datetime import date

from casework.adopt import adopt, end_adoption, note_adoption
from casework.keep_confidential import keep_confidential
from casework.mediate import end_mediation, note_consent, propose_mediation
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_help import MediationKind, Outcome
from casework.recuse import lift_recusal, recuse
from casework.visit_marks import note_no_reply
from console.choices import chosen
from console.forms import Form
from hotline.errors import InvalidInputError
from hotline.people import Actor


def no_reply(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    note_no_reply(office, uow, number, actor, words=form.text("note"))


def seal(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:  # noqa: ARG001 - asks nothing
    keep_confidential(office, uow, number, actor)


def keep_out_myself(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    recuse(office, uow, number, actor, login=actor.id, ground=form.text("recusal_ground"))


def keep_out(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    recuse(office, uow, number, actor, login=form.text("recused_login"), unit=form.text("recused_unit"),
           ground=form.text("recusal_ground"))  # fmt: skip


def let_in_again(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    lift_recusal(office, uow, number, actor, recusal=form.number("recusal", 0), ground=form.text("recusal_ground"))


def propose(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    propose_mediation(office, uow, number, actor, kind=chosen(MediationKind, form, "mediation_kind"),
                      words=form.text("mediation_words"))  # fmt: skip


def consented(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    if form.text("consent") not in ("yes", "no"):
        raise InvalidInputError(field="consent", rule="choice")
    note_consent(office, uow, number, actor, given=form.text("consent") == "yes", words=form.text("consent_words"))


def ended(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    end_mediation(office, uow, number, actor, outcome=chosen(Outcome, form, "mediation_outcome"),
                  words=form.text("outcome_words"))  # fmt: skip


def take_on(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    try:
        until = date.fromisoformat(form.text("adopted_until"))
    except ValueError:
        raise InvalidInputError(field="adopted_until", rule="date") from None
    adopt(office, uow, number, actor, until=until)


def note_progress(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    note_adoption(office, uow, number, actor, words=form.text("progress_words"))


def give_up(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    end_adoption(office, uow, number, actor, words=form.text("progress_words"))
