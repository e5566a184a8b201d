"""From a form to the verbs of several units: adding, whistling, cooperating, consulting, designating, splitting."""

from enum import StrEnum

from casework.add_unit import add_unit, ask_unit, decide_unit
from casework.co_work import co_object, co_report, co_sign, decide_objection
from casework.convene import invite, state_position
from casework.designate import designate
from casework.office import Office
from casework.ports import UnitOfWork
from casework.redispatch import redispatch
from casework.split import split
from casework.whistle import whistle
from console.choices import chosen
from console.forms import Form
from console.verbs import required
from hotline.people import Actor


class Stage(StrEnum):
    """Whether a co-unit's report is its last. The value is what staff pick."""

    DONE = "已办完"
    SO_FAR = "阶段进展"


def sign_part(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    co_sign(office, uow, number, actor, words=form.text("on_site"))


def report_part(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    final = chosen(Stage, form, "stage") is Stage.DONE
    co_report(office, uow, number, actor, words=form.text("report"), final=final)


def object_to_part(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    co_object(office, uow, number, actor, ground=form.text("ground"))


def uphold_objection(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    unit = required(form, "co_unit")
    decide_objection(office, uow, number, actor, unit=unit, upheld=True, reason=form.text("reason"))


def refuse_objection(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    unit = required(form, "co_unit")
    decide_objection(office, uow, number, actor, unit=unit, upheld=False, reason=form.text("reason"))


def give_unit(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    add_unit(office, uow, number, actor, unit=required(form, "co_unit"), days=form.number("days", 0),
             reason=form.text("reason"))  # fmt: skip


def ask_for_unit(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    ask_unit(office, uow, number, actor, unit=required(form, "co_unit"), days=form.number("days", 0),
             reason=form.text("reason"))  # fmt: skip


def grant_unit(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    unit = required(form, "co_unit")
    decide_unit(office, uow, number, actor, unit=unit, granted=True, reason=form.text("reason"))


def deny_unit(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    unit = required(form, "co_unit")
    decide_unit(office, uow, number, actor, unit=unit, granted=False, reason=form.text("reason"))


def blow(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    whistle(office, uow, number, actor, units=form.several("called"), hours=form.number("hours", 0),
            reason=form.text("reason"))  # fmt: skip


def send_elsewhere(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    redispatch(office, uow, number, actor, lead=required(form, "lead"), others=form.several("others"),
               reason=form.text("reason"))  # fmt: skip


def name_unit(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    designate(office, uow, number, actor, lead=required(form, "lead"), others=form.several("others"),
              ground=form.text("ground"))  # fmt: skip


def take_apart(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    split(office, uow, number, actor, matters=form.text("matters").splitlines(), title=form.text("new_title"))


def ask_to_table(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    invite(office, uow, number, actor, invited=form.several("invited"))


def say_position(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    state_position(office, uow, number, actor, words=form.text("position"))


def note_position(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    state_position(office, uow, number, actor, words=form.text("position"), unit=required(form, "co_unit"))
