"""回访名单: who said nothing in the chat is listed to be called, and a share of what was closed is called again."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from casework.office import Office
from casework.ports import UnitOfWork, UnitsOfWork
from casework.ports_follow_up import Call, CallKind
from hotline.clock import SHANGHAI, local, utc
from hotline.errors import ConflictError, HotlineError
from hotline.people import MACHINE
from hotline.workflow import Move, State

_AWAY = "database_away"


def watch_calls(office: Office, units_of_work: UnitsOfWork) -> int:
    """List every answered ticket once for each time it was answered, from the moment on at which a person calls; take
    off the list what the citizen has settled themselves. Gives how many lines changed.

    Safe at any time and in two processes; what cannot be read is passed by, and its fault raised at the end.
    """
    with units_of_work(write=False) as uow:
        numbers, over = uow.call_list.silent(), uow.call_list.over()
    done, faults = 0, []
    steps: list[Callable[[], int]] = [partial(_list, office, units_of_work, number) for number in numbers]
    steps += [partial(_take_off, office, units_of_work, call) for call in over]
    for step in steps:
        try:
            done += step()
        except ConflictError:
            continue
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is this ticket's own and raised below
            if isinstance(fault, HotlineError) and fault.code == _AWAY:
                raise
            faults.append(fault)
    if faults:
        raise faults[0]
    return done


def _list(office: Office, units_of_work: UnitsOfWork, number: str) -> int:
    with units_of_work() as uow:
        ticket = uow.tickets.get(number)
        out = [event.at for event in ticket.history if event.move == Move.APPROVE_ANSWER]
        if ticket.state is not State.FOLLOW_UP or not out:
            return 0
        at = office.deadlines.after(office.aftercare.call_after, out[-1])[0]
        due_at = office.deadlines.after(office.aftercare.call_within, at)[0]
        added = uow.call_list.add(number, CallKind.SILENT, ticket.redos, at, due_at)
        uow.commit()
    return int(added)


def _take_off(office: Office, units_of_work: UnitsOfWork, call: Call) -> int:
    with units_of_work() as uow:
        uow.call_list.done(call.id, MACHINE.id, office.clock.now())
        uow.commit()
    return 1


def draw_sample(office: Office, units_of_work: UnitsOfWork) -> int:
    """Of the tickets closed last month list the city's share for a second call, once for each month.

    Which ones depends on their numbers and the month alone: two processes that draw at once draw the same.
    """
    since, until, end = _months(office.clock.now())
    with units_of_work() as uow:
        if uow.call_list.drawn_since(until):
            return 0
        drawn = sum(_draw(office, uow, number, round_, end) for number, round_ in _chosen(office, uow, since, until))
        uow.commit()
    return drawn


def _draw(office: Office, uow: UnitOfWork, number: str, round_: int, end: datetime) -> bool:
    return uow.call_list.add(number, CallKind.SAMPLE, round_, office.clock.now(), end)


def _chosen(office: Office, uow: UnitOfWork, since: datetime, until: datetime) -> list[tuple[str, int]]:
    """Rounded up: ten percent of eleven tickets are two."""
    wanted = -(-uow.call_list.count_closed(since, until) * office.aftercare.sample_percent // 100)
    month = since.isoformat()

    def lot(each: tuple[str, int]) -> str:
        return hashlib.sha256(f"{month}:{each[0]}".encode()).hexdigest()

    return sorted(uow.call_list.closed_in(since, until), key=lot)[:wanted]


def _months(now: datetime) -> tuple[datetime, datetime, datetime]:
    """The first moments of last month, of this one and of the next, as the city counts."""
    first = local(now).date().replace(day=1)
    last = (first - timedelta(days=1)).replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return _midnight(last), _midnight(first), _midnight(following)


def _midnight(day: date) -> datetime:
    return utc(datetime.combine(day, time(), SHANGHAI))
