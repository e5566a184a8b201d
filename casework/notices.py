"""What the citizen is told, at every step that concerns them. The words stand in `data/notices.toml`."""

from collections.abc import Mapping, Sequence

from casework.joined import joined
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.clock import local
from hotline.deadlines import Due
from hotline.matter import Grade, MatterType, Solved
from hotline.message import Button, Message
from hotline.ticket import Ticket

Buttons = tuple[tuple[Button, ...], ...]

SHARED: Mapping[str, str] = {
    "dispatched": "dispatched",
    "dispatched_again": "dispatched_again",
    "signed": "signed",
    "convened": "convened",
    "extension_granted": "extension_granted",
    "overdue": "overdue",
    "answered": "answered_jointly",
    "answered_directly": "answered_directly",
    "referred": "referred",
    "handed_to_emergency": "handed_to_emergency",
}
"""What the citizens of merged tickets are told too (并单 keeps the right to be told), and in which words.

Each hears it under the number and title of their own ticket: those of the other ticket are not theirs to know.
"""


def tell(office: Office, uow: UnitOfWork, ticket: Ticket, notice: str, *, buttons: Buttons = (),
         reply_to: int | None = None, pictures: Sequence[int] = (), **params: object) -> None:  # fmt: skip
    """Put a notice about a ticket in line for its citizen.

    The key is the ticket and the length of its history, so that the same step is never told twice, however often
    it is tried. Of a sealed ticket nobody else gets a picture: it may show where they live.
    """
    key = f"{ticket.number}:{len(ticket.history)}:{notice}"
    message = Message(_words(office, ticket, notice, params, len(pictures)), buttons, tuple(pictures))
    theirs = () if ticket.appeal.sealed_identity else tuple(pictures)
    uow.outbox.add(ticket.person, message, key=key, at=office.clock.now(), ticket=ticket.number, reply_to=reply_to)
    if notice not in SHARED:
        return
    for other in joined(uow, ticket):
        words = _words(office, other, SHARED[notice], params, len(theirs))
        message = Message(words, _own_buttons(office, other, notice), theirs)
        uow.outbox.add(other.person, message, key=f"{key}:{other.number}", at=office.clock.now(), ticket=other.number)


def _own_buttons(office: Office, ticket: Ticket, notice: str) -> Buttons:
    """What was solved there need not be solved here: under an answer whoever was merged can say so with one tap."""
    if notice != "answered":
        return ()
    return ((Button(office.wording.say("button.reopen"), f"reopen:{ticket.number}"),),)


def _words(office: Office, ticket: Ticket, notice: str, params: Mapping[str, object], count: int = 0) -> str:
    """An answer says how many pictures go with it, for a channel may fail to show one."""
    words, title = office.wording, ticket.appeal.title
    told = words.say("notice.told_question" if ticket.appeal.matter_type is MatterType.CONSULTATION else "notice.told")
    return words.say(f"notice.{notice}", number=ticket.number, title=title, told=told,
                     pictures=words.say("notice.pictures", count=count) if count else "", **params)  # fmt: skip


def deadline_words(office: Office, due: Due | None) -> str:
    """The answer limit as people read it; a provisional one says so, and one that a law sets names the law."""
    if due is None:
        return office.wording.say("notice.no_deadline")
    moment = local(due.answer_by)
    key = "notice.deadline_provisional" if due.provisional else "notice.deadline"
    said = office.wording.say(key, year=moment.year, month=moment.month, day=moment.day, time=f"{moment:%H:%M}")
    return office.wording.say("notice.deadline_statute", deadline=said, statute=due.statute) if due.statute else said


def state_words(office: Office, ticket: Ticket) -> str:
    """Where a ticket stands, as a citizen would say it."""
    return office.wording.say(f"state.{ticket.state.name.lower()}")


def solved_buttons(office: Office, number: str) -> Buttons:
    """Was it solved? One tap each."""
    words = office.wording
    return (
        tuple(
            Button(words.say(f"button.solved_{name}"), f"solved:{number}:{name}")
            for name, _ in (("yes", Solved.YES), ("partly", Solved.PARTLY), ("no", Solved.NO))
        ),
    )


def grade_buttons(number: str) -> Buttons:
    """The five grades of 好差评, two rows."""
    taps = [Button(grade.value, f"grade:{number}:{position}") for position, grade in enumerate(Grade, start=1)]
    return (tuple(taps[:3]), tuple(taps[3:]))
