"""Tapped buttons. Each carries an action; one that no longer fits gets a friendly word, never silence."""

from collections.abc import Callable

from bot.conversation import (
    beside,
    handover,
    helped,
    matter,
    missing_fact,
    my_data,
    my_tickets,
    progress,
    question,
    supplement,
    withdrawing,
)
from bot.conversation.acts import Consent, Rate, Remind, Reopen, SaySolved
from bot.conversation.session import Stage
from bot.conversation.turn import Turn
from hotline.matter import Grade, Solved
from hotline.workflow import State

_SOLVED = {"yes": Solved.YES, "partly": Solved.PARTLY, "no": Solved.NO}
_GRADES = {str(place): grade for place, grade in enumerate(Grade, start=1)}


def tapped(turn: Turn) -> None:
    """Do what the button says. An action that is none of ours is answered, not obeyed."""
    verb, _, rest = turn.inbound.action.partition(":")
    handler = _HANDLERS.get(verb)
    if handler is None or not handler(turn, rest):
        turn.say("stale_tap")


def _confirm(turn: Turn, _rest: str) -> bool:
    if turn.session.stage is not Stage.CONFIRMING or turn.session.draft is None:
        if not turn.session.last_ticket:
            return False
        turn.say("already_submitted", number=turn.session.last_ticket)
        return True
    draft = turn.session.draft
    matter.submit(turn, draft)
    matter.next_one(turn, draft)
    return True


def _edit(turn: Turn, _rest: str) -> bool:
    if turn.session.draft is None:
        return False
    turn.say("what_to_change")
    return True


def _cancel(turn: Turn, _rest: str) -> bool:
    if turn.session.draft is None and turn.session.last_ticket:
        return False
    if turn.session.stage is Stage.WITH_PERSON:
        turn.say("with_person", (("robot", "robot"),))
        return True
    draft = turn.session.draft
    turn.session.rest()
    turn.say("cancelled")
    matter.next_one(turn, draft)
    return True


def _start(turn: Turn, rest: str) -> bool:
    if turn.session.stage is Stage.WITH_PERSON and rest in ("matter", "question") and handover.with_person(turn):
        turn.say("with_person", (("robot", "robot"),))
    elif rest == "matter" and turn.session.draft is not None:
        matter.resume(turn, turn.session.draft)
    elif rest == "matter":
        turn.session.rest()
        turn.say("tell_matter")
    elif beside.open_draft(turn) is not None:
        beside.announced(turn)
    else:
        if not supplement.same(turn) and turn.session.draft is not None and turn.session.stage is Stage.WHOSE:
            turn.session.later.append(turn.session.draft.text)
        turn.session.rest()
        turn.say("tell_question")
    return True


def _skip(turn: Turn, rest: str) -> bool:
    if turn.session.draft is None or turn.session.stage is not Stage.ASKING:
        return False
    matter.declined(turn, turn.session.draft, rest)
    return True


def _fact(turn: Turn, rest: str) -> bool:
    draft = turn.session.draft
    if draft is None or not missing_fact.tapped(turn, rest):
        return False
    matter.proceed(turn, draft)
    return True


def _choose(turn: Turn, rest: str) -> bool:
    if turn.session.stage is not Stage.CHOOSING or not rest.isdecimal():
        return False
    question.chosen(turn, int(rest))
    return True


def _answer(turn: Turn, rest: str) -> bool:
    return helped.tapped(turn, rest)


def _full(turn: Turn, rest: str) -> bool:
    question.full_text(turn, rest)
    return True


def _solved(turn: Turn, rest: str) -> bool:
    number, _, word = rest.partition(":")
    if word not in _SOLVED:
        return False
    closed = any(each.number == number for each in turn.tickets_in(State.CLOSED))
    turn.do(Reopen(number) if closed and word == "no" else SaySolved(number, _SOLVED[word]))
    return True


def _grade(turn: Turn, rest: str) -> bool:
    number, _, place = rest.partition(":")
    if place not in _GRADES:
        return False
    turn.do(Rate(number, _GRADES[place]))
    return True


def _reopen(turn: Turn, rest: str) -> bool:
    turn.do(Reopen(rest))
    return True


def _remind(turn: Turn, rest: str) -> bool:
    turn.do(Remind(rest))
    return True


def _withdraw(turn: Turn, rest: str) -> bool:
    withdrawing.confirm(turn, rest)
    return True


def _withdrawn(turn: Turn, rest: str) -> bool:
    withdrawing.withdrawn(turn, rest)
    return True


def _keep(turn: Turn, _rest: str) -> bool:
    withdrawing.kept(turn)
    return True


def _same(turn: Turn, rest: str) -> bool:
    if turn.session.stage is not Stage.WHOSE:
        return False
    return (rest == "yes" and supplement.same(turn)) or matter.another(turn)


def _mediate(turn: Turn, rest: str) -> bool:
    number, _, word = rest.partition(":")
    if word not in ("yes", "no"):
        return False
    turn.do(Consent(number, word == "yes"))
    return True


def _progress(turn: Turn, _rest: str) -> bool:
    progress.report(turn)
    return True


def _ticket(turn: Turn, rest: str) -> bool:
    ticket = turn.own_ticket(rest)
    if ticket is not None:
        progress.show(turn, ticket)
    return ticket is not None


def _mine(turn: Turn, rest: str) -> bool:
    tickets = my_tickets.every(turn)
    if not tickets or not rest.isascii() or not rest.isdigit() or len(rest) > 4:
        return False
    my_tickets.paged(turn, tickets, int(rest))
    return True


def _of_ticket(verb: str) -> Callable[[Turn, str], bool]:
    return lambda turn, rest: my_tickets.take(turn, verb, rest)


def _untell(turn: Turn, _rest: str) -> bool:
    if not turn.session.telling:
        return False
    turn.session.telling = ""
    turn.say("not_told")
    return True


def _data(turn: Turn, rest: str) -> bool:
    if rest not in ("show", "erase"):
        return False
    (my_data.show if rest == "show" else my_data.explain)(turn)
    return True


def _human(turn: Turn, _rest: str) -> bool:
    handover.call(turn)
    return True


def _robot(turn: Turn, _rest: str) -> bool:
    handover.back(turn)
    return True


_HANDLERS: dict[str, Callable[[Turn, str], bool]] = {
    "confirm": _confirm,
    "edit": _edit,
    "cancel": _cancel,
    "start": _start,
    "skip": _skip,
    "fact": _fact,
    "choose": _choose,
    "answer": _answer,
    "full": _full,
    "solved": _solved,
    "grade": _grade,
    "reopen": _reopen,
    "remind": _remind,
    "withdraw": _withdraw,
    "withdrawn": _withdrawn,
    "keep": _keep,
    "same": _same,
    "progress": _progress,
    "mediate": _mediate,
    "ticket": _ticket,
    "mine": _mine,
    "add": _of_ticket("add"),
    "again": _of_ticket("again"),
    "seal": _of_ticket("seal"),
    "untell": _untell,
    "data": _data,
    "erase": my_data.tapped,
    "human": _human,
    "robot": _robot,
}
