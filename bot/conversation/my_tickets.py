"""我的工单: all of them, open and closed, page by page, and what may be done with each one."""

from bot.conversation.acts import AddFacts, KeepConfidential, Reopen, Say
from bot.conversation.session import Stage
from bot.conversation.turn import Turn
from casework.notices import deadline_words, grade_buttons, solved_buttons, state_words
from casework.redo import REOPENED, takes_up
from hotline.message import Button, InboundKind
from hotline.ticket import Ticket
from hotline.workflow import State

PAGE = 5
MOST = 200
"""So many tickets of one person are looked through; nobody pages further."""
_LONGEST = 18
_OTHERWISE = ("cancel", "no", "human")


def every(turn: Turn) -> list[Ticket]:
    """All tickets of the citizen, newest first."""
    if turn.citizen is None:
        return []
    with turn.tools.units_of_work(write=False) as uow:
        return uow.tickets.of_person(turn.citizen.id, MOST)


def paged(turn: Turn, tickets: list[Ticket], page: int) -> None:
    """One page of the list, with a button for each ticket and to the pages beside it."""
    pages = -(-len(tickets) // PAGE)
    page = max(1, min(page, pages))
    first = (page - 1) * PAGE
    shown = tickets[first : first + PAGE]
    lines = "\n".join(_line(turn, each, first + place) for place, each in enumerate(shown, start=1))
    words = turn.tools.wording
    text = words.say("chat.my_tickets", count=len(tickets), page=page, pages=pages, list=lines)
    rows = [(Button(f"{first + place}. {_short(each.appeal.title)}", f"ticket:{each.number}"),)
            for place, each in enumerate(shown, start=1)]  # fmt: skip
    turn.do(Say(text, (*rows, *_turning(turn, page, pages))))


def _turning(turn: Turn, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    words, row = turn.tools.wording, []
    if page > 1:
        row.append(Button(words.say("tap.page_before"), f"mine:{page - 1}"))
    if page < pages:
        row.append(Button(words.say("tap.page_after"), f"mine:{page + 1}"))
    return (tuple(row),) if row else ()


def _line(turn: Turn, ticket: Ticket, place: int) -> str:
    words, office = turn.tools.wording, turn.tools.office
    step = next_step(turn, ticket)
    if ticket.open:
        after = words.say("chat.my_deadline", deadline=deadline_words(office, ticket.due), next=step)
    else:
        after = words.say("chat.my_ended", next=step)
    return words.say("chat.my_ticket", place=place, title=ticket.appeal.title, state=state_words(office, ticket),
                     deadline=after)  # fmt: skip


def next_step(turn: Turn, ticket: Ticket) -> str:
    """What happens next, in plain words."""
    words, key = turn.tools.wording, f"next.{ticket.state.name.lower()}"
    if ticket.state is State.CLOSED and not _takes_up(turn, ticket):
        return words.say("next.ended")
    return words.say(key if key in words else "next.working" if ticket.open else "next.ended")


def choices(turn: Turn, ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    """What its citizen may do with a ticket now."""
    words, number = turn.tools.wording, ticket.number

    def tap(label: str, action: str) -> Button:
        return Button(words.say(f"tap.{label}"), f"{action}:{number}")

    if ticket.state is State.FOLLOW_UP:
        return solved_buttons(turn.tools.office, number) if ticket.solved is None else grade_buttons(number)
    if ticket.open:
        sealed = ticket.appeal.sealed_identity
        more = (tap("add", "add"),) if sealed else (tap("add", "add"), tap("seal", "seal"))
        return ((tap("remind", "remind"), tap("withdraw", "withdraw")), more)
    graded = grade_buttons(number) if ticket.state is State.CLOSED and ticket.grade is None else ()
    return (*(((tap("again", "again"),),) if _takes_up(turn, ticket) else ()), *graded)


def _takes_up(turn: Turn, ticket: Ticket) -> bool:
    with turn.tools.units_of_work(write=False) as uow:
        return takes_up(uow, ticket, turn.at)


def chosen(turn: Turn, verb: str) -> None:
    """补充情况 or 要求保密, said without saying for which: the only open ticket at once, of several the one meant."""
    tickets = [each for each in turn.tickets() if each.open]
    if not tickets:
        turn.say("no_tickets", (("matter", "start:matter"), ("human", "human")))
    elif len(tickets) == 1:
        take(turn, verb, tickets[0].number)
    else:
        rows = tuple((Button(_short(each.appeal.title), f"{verb}:{each.number}"),) for each in tickets[:PAGE])
        turn.do(Say(turn.tools.wording.say(f"chat.which_to_{verb}"), rows))


def take(turn: Turn, verb: str, number: str) -> bool:
    """A button of a ticket; False where the ticket is not theirs, or no longer stands where the button fits."""
    ticket = turn.own_ticket(number)
    if ticket is None:
        return False
    if verb == "add" and ticket.open and turn.session.stage is Stage.WHOSE and turn.session.draft is not None:
        add_waiting(turn, number)
    elif verb == "seal" and ticket.open:
        turn.do(KeepConfidential(number))
    elif verb == "add" and ticket.open:
        _told_of(turn, verb, ticket, "tell_facts")
    elif verb == "again" and ticket.state in REOPENED:
        _told_of(turn, verb, ticket, "tell_again")
    else:
        return False
    return True


def add_waiting(turn: Turn, number: str) -> None:
    """The words that waited for a ticket to be named go to this one."""
    draft = turn.session.draft
    if draft is not None:
        turn.do(AddFacts(number, draft.text, inbounds=tuple(draft.inbounds)))
    turn.session.rest()


def _told_of(turn: Turn, verb: str, ticket: Ticket, sentence: str) -> None:
    turn.session.telling = f"{verb}:{ticket.number}"
    turn.say(sentence, (("cancel", "untell"),), title=ticket.appeal.title, number=ticket.number)


def told(turn: Turn) -> bool:
    """The words that were asked for, whatever they sound like; never mind and a wish for a person are neither."""
    verb, _, number = turn.session.telling.partition(":")
    if not verb:
        return False
    turn.session.telling = ""
    if any(map(turn.means, _OTHERWISE)):
        if turn.means("human"):
            return False
        turn.say("not_told")
        return True
    turn.do(Reopen(number, facts=turn.text) if verb == "again" else AddFacts(number, turn.text))
    return True


def pictured(turn: Turn, shown: str) -> bool:
    """A picture or a position for the ticket of their choice; more of it may follow."""
    verb, _, number = turn.session.telling.partition(":")
    if verb != "add" or turn.session.stage is Stage.WITH_PERSON or turn.inbound.kind is InboundKind.TEXT:
        return False
    turn.session.telling = ""
    turn.do(AddFacts(number, f"{turn.text} {shown}".strip(), worded=bool(turn.text)))
    return True


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST]}…"
