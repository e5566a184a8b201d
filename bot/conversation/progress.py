"""我的工单到哪了: where each of the citizen's tickets stands, in plain words."""

import re

from bot.conversation import my_tickets, withdrawing
from bot.conversation.acts import Say
from bot.conversation.session import Draft, Stage
from bot.conversation.turn import Turn
from casework.notices import deadline_words, state_words
from hotline.clock import local
from hotline.matter import Disposition
from hotline.ticket import Ticket

_NUMBER = re.compile(r"(?<!\d)\d{18}(?!\d)")
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
SHOWN = 3
LONGEST_REQUEST = 30


def asked(turn: Turn) -> bool:
    """Whether the message asks for progress, urges, or withdraws; with a number and code also of another channel."""
    number = _NUMBER.search(turn.text)
    if number and _by_number(turn, number.group()):
        return True
    if turn.means("withdraw") and turn.session.unfinished:
        return False
    for meaning in ("add_facts", "seal"):
        if turn.session.draft is None and turn.means(meaning):
            my_tickets.chosen(turn, "add" if meaning == "add_facts" else "seal")
            return True
    for meaning, step in (("remind", withdrawing.urged), ("withdraw", withdrawing.asked)):
        if turn.means(meaning):
            step(turn)
            return True
    judged = turn.understood
    sure = judged.disposed is Disposition.PROGRESS_QUERY and judged.disposition.confidence > 0.5
    if turn.means("progress") or (sure and not turn.replies and not tells_matter(turn)):
        report(turn)
        return True
    return False


def tells_matter(turn: Turn) -> bool:
    """我都打了八遍电话了，我们小区…: nothing is known of it here, so that what is told is the matter itself."""
    session = turn.session
    if session.stage is Stage.CHANNEL_NAMED and session.draft is not None and session.draft.invited:
        return True
    told = session.stage is Stage.ASKING or (session.stage is Stage.IDLE and len(turn.text) > LONGEST_REQUEST)
    return told and not turn.tickets()


def report(turn: Turn) -> None:
    """The latest tickets, each with where it stands and what can be done."""
    tickets = turn.tickets()
    turn.take_as(Disposition.PROGRESS_QUERY)
    if turn.session.stage is Stage.CONFIRMING and turn.session.draft is not None:
        turn.say("not_yet_submitted", (("confirm", "confirm"), ("edit", "edit"), ("cancel", "cancel")))
    elif not tickets:
        _remember(turn)
        turn.say("no_tickets", (("matter", "start:matter"), ("human", "human")))
    elif len(tickets) > SHOWN:
        my_tickets.paged(turn, my_tickets.every(turn), 1)
    else:
        for ticket in tickets:
            show(turn, ticket)


def _remember(turn: Turn) -> None:
    """上次反映的路灯还是没修, and nothing is known of it here: what was said opens the matter if they go on."""
    session = turn.session
    if session.draft is None and session.stage is Stage.IDLE and not turn.means("progress") and turn.text:
        session.draft, session.stage = Draft(texts=[turn.text], told=True, invited=True), Stage.CHANNEL_NAMED


def _by_number(turn: Turn, number: str) -> bool:
    """A ticket by its number: one's own at once, another's only with its pick-up code."""
    own = turn.own_ticket(number)
    if own is not None:
        show(turn, own)
        return True
    rest = turn.text.replace(number, " ")
    code = _CODE.search(rest)
    if len(rest) > LONGEST_REQUEST:
        return False  # a matter that is being told, and the figures are an identity number or the like
    if code is None:
        turn.say("need_code")
    elif not _may_try(turn, number):
        turn.say("too_many_codes")
    elif code.group() != turn.tools.office.codes.code(number):
        turn.say("wrong_code")
    else:
        _picked_up(turn, number)
    return True


def _may_try(turn: Turn, number: str) -> bool:
    """Six digits are soon guessed by a machine: a few tries an hour for a person, and some more for a ticket."""
    manners = turn.tools.manners
    if not turn.session.may_guess(turn.at, most=manners.guesses, window=manners.guess_window):
        return False
    return turn.tools.wrong_codes.admit(number, turn.at)


def _picked_up(turn: Turn, number: str) -> None:
    """The code fits: the try was none."""
    turn.session.guesses.pop()
    turn.tools.wrong_codes.right(number)
    with turn.tools.units_of_work(write=False) as uow:
        ticket = uow.tickets.get(number)
    show(turn, ticket, own=False)


def _last(turn: Turn, ticket: Ticket) -> str:
    """What happened last that concerns the citizen, and when."""
    words, office = turn.tools.wording, turn.tools.office
    told = [event for event in ticket.history if f"event.{event.move}" in words]
    if not told:
        event, at = state_words(office, ticket), ticket.received_at
    else:
        unit = told[-1].unit or ticket.lead
        at = told[-1].at
        name = office.unit_name(unit) if unit else words.say("notice.hotline")
        event = words.say(f"event.{told[-1].move}", unit=name)
    moment = local(at)
    return words.say("chat.last_event", event=event, year=moment.year, month=moment.month, day=moment.day,
                     time=f"{moment:%H:%M}")  # fmt: skip


def show(turn: Turn, ticket: Ticket, *, own: bool = True) -> None:
    """Where it stands and what comes next; with the buttons of its citizen if it is their own."""
    words, office = turn.tools.wording, turn.tools.office
    step = words.say("chat.next_step", next=my_tickets.next_step(turn, ticket))
    text = words.say(
        "chat.progress",
        title=ticket.appeal.title,
        number=ticket.number,
        state=state_words(office, ticket),
        unit=office.unit_name(ticket.lead) if ticket.lead else words.say("notice.hotline"),
        deadline=deadline_words(office, ticket.due) if ticket.open else words.say("chat.no_date"),
        last=_last(turn, ticket),
    )
    turn.do(Say(f"{text}\n{step}", my_tickets.choices(turn, ticket) if own else ()))
