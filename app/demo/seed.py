"""The demo city gets a past: every story is played through the conversation and the verbs, at its own time."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from app.assembly import House
from app.demo.by_words import ByWords
from app.demo.citizen import DemoCitizen
from app.demo.staff import Deed, by_day_and_night, effort, take, takes
from app.demo.story import Play, Step, Story, load_play
from app.demo.timeline import Timeline
from bot.conversation.conversation import Conversation
from casework.ports import UnitOfWork
from casework.views import TicketFilter
from casework.watch_deadlines import watch_deadlines
from hotline.clock import Clock, SetClock
from hotline.errors import HotlineError
from hotline.people import Account, Actor, Role
from hotline.units import UnitKind
from hotline.workflow import State

_REPLY = {"solved": timedelta(hours=3), "grade": timedelta(minutes=2), "tell": timedelta(days=3)}
_REVIEW = Step("dispatch")
_LOGINS = {Role.OPERATOR: "operator", Role.SUPERVISOR: "supervisor", Role.ADMINISTRATOR: "admin"}
_HANDLING = (UnitKind.DEPARTMENT, UnitKind.UTILITY, UnitKind.STREET)


def seed(house: House) -> int:
    """Play all stories into an empty database, up to the present; one that has tickets is left as it is.

    The house may talk meanwhile, for the past has a clock of its own; its jobs wait. Returns the stories played.
    """
    if house.database.views.count(TicketFilter()) > 0:
        return 0
    now = house.office.clock.now()
    clock = SetClock(now)
    past, play = _in_the_past(house, clock), load_play()
    for place, story in enumerate(play.stories, start=1):
        _Performance(past, clock, play, story, now, f"demo-{place:02}").run()
    clock.set(now)
    watch_deadlines(past.office, past.database.units_of_work)
    return len(play.stories)


def _in_the_past(house: House, clock: Clock) -> House:
    """The same house with another clock, where messages are understood by words alone: vectors would be waited for."""
    office = replace(house.office, clock=clock)
    tools = replace(house.tools, office=office, understander=ByWords(house.tools.understander))
    return replace(house, office=office, tools=tools, conversation=Conversation(tools))


def accounts(house: House, hashed: str) -> list[Account]:
    """One account for each role of the hotline and for each handling unit (login: its code in lower case).

    All have the same password, of which the hash is given: this is for the demo. Accounts that exist stay as they are.
    """
    names = load_play().staff
    wanted = [(login, names[role], role, "") for role, login in _LOGINS.items()]
    for kind in _HANDLING:
        units = house.office.units.of_kind(kind)
        wanted += [(unit.code.lower(), unit.name, Role.DEPARTMENT, unit.code) for unit in units]
    with house.database.units_of_work() as uow:
        made = [uow.accounts.find(each[0]) or uow.accounts.add(*each, hashed) for each in wanted]
        uow.commit()
    return made


class _Performance:
    """One story being played."""

    def __init__(self, house: House, clock: SetClock, play: Play, story: Story, now: datetime,
                 address: str) -> None:  # fmt: skip
        self._house, self._story = house, story
        self._timeline = Timeline(clock, house.mind.city.calendar, story, now)
        self._citizen = DemoCitizen(house, self._timeline, address)
        self._staff = {role: Actor(role, id=login, name=play.staff[role]) for role, login in _LOGINS.items()}

    def run(self) -> None:
        """Let the citizen speak, then take the steps. A step that a rule refuses ends the story there."""
        self._citizen.tell(self._story)
        number = self._citizen.number()
        if not number:
            return
        try:
            for by_staff, steps in groupby(self._story.steps, key=takes):
                (self._work if by_staff else self._reply)(number, list(steps))
        except HotlineError as refusal:
            structlog.get_logger("demo").warning("story_cut_short", story=self._story.name, refusal=refusal.code)

    def _reply(self, number: str, steps: list[Step]) -> None:
        for step in steps:
            self._timeline.pause(_REPLY[step.verb])
            if step.verb == "tell":
                self._citizen.write(step.words)
            else:
                self._citizen.tap(f"{step.verb}:{number}:{step.words}")

    def _work(self, number: str, steps: list[Step]) -> None:
        """What staff do in a row, in one unit of work: the past need not be stored step by step.

        A ticket that waits for review is reviewed first; one that the machine has sent out needs no dispatcher.
        """
        with self._house.database.units_of_work() as uow:
            for step in steps:
                waits = uow.tickets.get(number).state is State.ACCEPTED
                if waits and step.verb != _REVIEW.verb:
                    self._take(uow, number, _REVIEW)
                if waits or step.verb != _REVIEW.verb:
                    self._take(uow, number, step)
            uow.commit()

    def _take(self, uow: UnitOfWork, number: str, step: Step) -> None:
        office, ticket = self._house.office, uow.tickets.get(number)
        always = by_day_and_night(step, office.units.find(ticket.lead))
        (self._timeline.pause if always else self._timeline.work)(effort(step))
        take(step, Deed(office, uow, ticket, step.words, self._staff))
