"""The conversation: think first, then store the message with all that follows from it in one unit of work."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from bot.conversation import guide_beside
from bot.conversation.acts import CallPerson, Say, Scene
from bot.conversation.api import Heard
from bot.conversation.keep import judgement
from bot.conversation.missing_fact import understood_with
from bot.conversation.mixed import LONGEST, SHORTEST, looks_asked
from bot.conversation.outcome import settled
from bot.conversation.respond import respond
from bot.conversation.session import Session
from bot.conversation.tools import Tools
from bot.conversation.turn import Turn
from casework.ports import AttentionKind, StoredSession, UnitOfWork
from classifiers.privacy import mask
from hotline.errors import ConflictError, HotlineError
from hotline.message import Inbound
from hotline.people import Citizen
from lexicon.normalise import clean

TRIES = 4


class Conversation:
    """Handles one message of one person at a time; blocking, free of channels, and safe to repeat.

    Whatever goes wrong while thinking, the message is stored and a person is called: nothing is lost.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._log = structlog.get_logger("conversation")
        self._rushed: set[tuple[str, str]] = set()
        """Messages, by channel and id, whose turn for a vector came too late to be waited for."""
        self._unguided: set[tuple[str, str]] = set()
        """Messages that tell nothing to which the base has a guide."""

    def handle(self, inbound: Inbound) -> Heard:
        """Understand, act, store and commit. A message that was stored before gets its first replies again.

        Raises:
            DatabaseAwayError: nothing was stored.
        """
        try:
            return self._until_stored(inbound)
        finally:
            self._rushed.discard((inbound.channel, inbound.message_id))
            self._unguided.discard((inbound.channel, inbound.message_id))

    def _until_stored(self, inbound: Inbound) -> Heard:
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(inbound)
            except ConflictError:
                if attempt == TRIES:
                    raise
        raise AssertionError

    def foresee(self, inbound: Inbound) -> Callable[[], object] | None:
        """Vectors take longer than all the rest of a turn: that of what looks like a question, that of a matter to
        which the base may have a guide, and that of the matter which a citizen is about to submit.

        In a rush a matter does without: by words alone more of them wait for a person, and none for the machine.
        """
        text = clean(inbound.text).strip()
        if looks_asked(text):
            return partial(self._tools.answerer.foresee, text)
        now = self._tools.office.clock.now()
        if SHORTEST <= len(text) <= LONGEST:
            return partial(self._guide, inbound, text, now)
        return partial(self._weigh, inbound, now) if inbound.action == "confirm" else None

    def _guide(self, inbound: Inbound, text: str, asked: datetime) -> None:
        """In a rush the matter is taken without a guide beside it."""
        if not self._late(inbound, asked) and not guide_beside.foresee(self._tools, text, asked):
            self._unguided.add((inbound.channel, inbound.message_id))

    def _late(self, inbound: Inbound, asked: datetime) -> bool:
        late = self._tools.office.clock.now() - asked > self._tools.manners.patience
        if late:
            self._rushed.add((inbound.channel, inbound.message_id))
        return late

    def _weigh(self, inbound: Inbound, asked: datetime) -> None:
        """Understand the matter in hand as it will be understood when it is submitted: the understander remembers."""
        if self._late(inbound, asked):
            return
        turn, _ = self._begin(inbound)
        if turn.session.draft is not None:
            understood_with(turn.session.draft, turn.weighed)

    def _once(self, inbound: Inbound) -> Heard:
        turn, stored = self._begin(inbound)
        turn.rushed = (inbound.channel, inbound.message_id) in self._rushed
        turn.unguided = (inbound.channel, inbound.message_id) in self._unguided
        before = turn.session.as_state()
        try:
            respond(turn)
        except HotlineError as refusal:
            self._start_over(turn, before, refusal)
        except Exception as fault:
            self._stumble(turn, before, fault)
        try:
            return self._carry_out(turn, stored)
        except ConflictError:
            raise
        except HotlineError as refusal:
            if refusal.code == "database_away":
                raise
            self._start_over(turn, before, refusal)
        except Exception as fault:
            self._stumble(turn, before, fault)
        return self._carry_out(turn, stored)

    def _begin(self, inbound: Inbound) -> tuple[Turn, StoredSession]:
        with self._tools.units_of_work(write=False) as uow:
            caller = uow.people.caller(inbound.channel, inbound.address)
        stored = caller.session if caller else StoredSession()
        session = Session.from_state(dict(stored.state))
        text = clean(inbound.text).strip()
        return Turn(self._tools, session, inbound, caller, self._tools.office.clock.now(), text), stored

    def _carry_out(self, turn: Turn, stored: StoredSession) -> Heard:
        disposition = settled(turn, Session.from_state(dict(stored.state)))
        with self._tools.units_of_work() as uow:
            citizen = self._held(uow, turn)
            inbound = uow.inbox.take(turn.inbound, citizen.id)
            if inbound is None:
                return self._again(uow, turn.inbound, citizen)
            scene = Scene(self._tools.office, uow, citizen, inbound, turn.session)
            if turn.session.draft is not None:
                turn.session.draft.inbounds.append(inbound)
            for act in (*turn.acts, *judgement(turn)):
                act.do(scene)
            session = StoredSession(turn.session.as_state(), stored.version)
            uow.sessions.save(citizen.id, session, turn.at, unfinished=turn.session.unfinished)
            replies = tuple(uow.outbox.fresh_replies(inbound))
            uow.commit()
        return Heard(citizen.id, inbound, replies, disposition=disposition, alarm=turn.warned_of)

    def _held(self, uow: UnitOfWork, turn: Turn) -> Citizen:
        """The citizen, for whom nobody else stores anything meanwhile; a new one is made known."""
        if turn.citizen is None:
            return uow.people.find_or_add(turn.inbound.channel, turn.inbound.address, turn.at)
        uow.people.hold(turn.citizen)
        return turn.citizen

    def _again(self, uow: UnitOfWork, inbound: Inbound, citizen: Citizen) -> Heard:
        first = uow.inbox.find(inbound.channel, inbound.message_id) or 0
        return Heard(citizen.id, first, tuple(uow.outbox.replies(first)), repeated=True)

    def _start_over(self, turn: Turn, before: dict[str, object], refusal: HotlineError) -> None:
        """A rule said no: the citizen hears why, and the conversation stands where it stood."""
        turn.session = Session.from_state(before)
        turn.acts = [Say(self._tools.wording.error(refusal))]

    def _stumble(self, turn: Turn, before: dict[str, object], fault: Exception) -> None:
        self._log.error("stumbled", message=turn.inbound.message_id, fault=type(fault).__name__, exc_info=fault)
        turn.session = Session.from_state(before)
        turn.acts = []
        turn.say("stumbled")
        turn.do(CallPerson(AttentionKind.TROUBLE, mask(turn.text)[:200]))
