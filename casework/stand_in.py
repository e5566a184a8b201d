"""代班: somebody is away for some days, and a colleague of the same unit stands in; both are seen by all."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_timekeeping import Absence
from hotline.clock import local_day
from hotline.errors import ConflictError, HotlineError, InvalidInputError, NotAllowedError
from hotline.people import Account, Actor, Role

LONGEST = timedelta(days=366)


class DeputyAwayError(HotlineError):
    """The deputy is away themselves on some of these days: in the end nobody would be there."""

    code = "deputy_away"


class AlreadyAwayError(HotlineError):
    """Somebody is away once at a time; the earlier absence is ended first."""

    code = "already_away"


def go_away(office: Office, uow: UnitOfWork, actor: Actor, *, login: str, since: date, until: date,
            deputy: str) -> int:  # fmt: skip
    """Mark an account as away from day to day, with a deputy of the same unit and role; one's own, or by an
    administrator.

    Raises:
        NotAllowedError: somebody else's account.
        InvalidInputError: days in the past or backwards, an unknown account, or one that cannot stand in.
        DeputyAwayError, AlreadyAwayError: two absences do not fit together; so no circle of deputies can come about.
    """
    _require_own(actor, login)
    at = office.clock.now()
    today = local_day(at)
    if until < max(since, today) or until - since > LONGEST:
        raise InvalidInputError(field="away_until", rule="away_days")
    absent, standing_in = _account(uow, login, "login"), _account(uow, deputy, "deputy")
    if absent.login == standing_in.login or (absent.unit, absent.role) != (standing_in.unit, standing_in.role):
        raise InvalidInputError(field="deputy", rule="same_unit")
    absence = Absence(login, since, until, deputy, actor.id, at)
    _require_fit(absence, uow.absences.standing(today))
    number = uow.absences.add(absence)
    uow.audit.write(actor, "go_away", login, f"{since} - {until}: {deputy}", at)
    return number


def come_back(office: Office, uow: UnitOfWork, actor: Actor, number: int) -> None:
    """End an absence before its last day, or take it back.

    Raises:
        NotAllowedError: somebody else's account.
        ConflictError: it was ended before.
    """
    absence = uow.absences.get(number)
    _require_own(actor, absence.login)
    if absence.ended_at is not None:
        raise ConflictError(what="absence", key=number)
    at = office.clock.now()
    uow.absences.end(number, at)
    uow.audit.write(actor, "come_back", absence.login, str(number), at)


def stood_in_for(absences: Iterable[Absence], login: str, day: date) -> list[str]:
    """For whom somebody stands in on a day."""
    return [each.login for each in absences if each.deputy == login and each.covers(day)]


def acting(office: Office, uow: UnitOfWork, actor: Actor) -> Actor:
    """The actor as history keeps them: who stands in for a colleague says so beside their name."""
    absences = uow.absences.standing(today := local_day(office.clock.now()))
    logins = stood_in_for(absences, actor.id, today)
    if not logins:
        return actor
    names = [account.name or login for login in logins if (account := uow.accounts.find(login))]
    return replace(actor, name=office.wording.say("notice.stands_in", name=actor.name or actor.id,
                                                  others="、".join(names)))  # fmt: skip


def _require_fit(absence: Absence, others: Sequence[Absence]) -> None:
    for other in others:
        if other.until < absence.since or absence.until < other.since:
            continue
        if other.login == absence.login:
            raise AlreadyAwayError(since=other.since, until=other.until)
        if other.login == absence.deputy:
            raise DeputyAwayError(since=other.since, until=other.until)
        if other.deputy == absence.login:
            raise DeputyAwayError(since=other.since, until=other.until)


def _require_own(actor: Actor, login: str) -> None:
    if actor.role is not Role.ADMINISTRATOR and actor.id != login:
        raise NotAllowedError(what="absence")


def _account(uow: UnitOfWork, login: str, field: str) -> Account:
    account = uow.accounts.find(login)
    if account is None or account.disabled:
        raise InvalidInputError(field=field, rule="choice")
    return account
