"""A matter half told is never lost: after a while of silence it is taken as it is, and the citizen is told so."""

import structlog

from bot.conversation import matter
from bot.conversation.acts import CallPerson, OpenTicket, Say, Scene
from bot.conversation.session import Draft, Session
from bot.conversation.tools import Tools
from bot.conversation.turn import Turn
from casework.ports import AttentionKind, Caller, StoredSession
from classifiers.no_substance import says_anything
from classifiers.privacy import mask
from hotline.errors import ConflictError
from hotline.message import Inbound

_LOG = structlog.get_logger("conversation")


def take_silent_matters(tools: Tools) -> int:
    """Submit what citizens told and did not confirm within `manners.silence`. Safe to run at any time.

    Returns how many became tickets.
    """
    before = tools.office.clock.now() - tools.manners.silence
    with tools.units_of_work(write=False) as uow:
        persons = uow.sessions.silent_since(before)
    return sum(_take(tools, person) for person in persons)


def _take(tools: Tools, person: int) -> int:
    with tools.units_of_work(write=False) as uow:
        caller = Caller(uow.people.get(person), uow.people.contact(person), uow.sessions.load(person))
    citizen, stored = caller.citizen, caller.session
    session = Session.from_state(dict(stored.state))
    draft = session.draft
    now = tools.office.clock.now()
    turn = Turn(tools, session, Inbound(citizen.channel, "", f"silence:{person}:{stored.version}", now), caller, now)
    if draft is None or not says_anything(draft.text):
        session.rest()
    else:
        _submit(turn, draft)
    try:
        return _store(tools, turn, stored)
    except ConflictError:
        return 0  # the citizen came back in this very moment: their own message goes on


def _submit(turn: Turn, draft: Draft) -> None:
    """Take the matter; one that the machine stumbles over goes to a person, and the others are taken all the same."""
    try:
        matter.submit(turn, draft)
        while turn.session.later:
            matter.submit(turn, Draft(texts=[turn.session.later.pop(0)], phone=draft.phone, name=draft.name))
        turn.acts.insert(0, Say(turn.tools.wording.say("chat.taken_in_silence")))
    except Exception as fault:
        _LOG.error("stumbled", fault=type(fault).__name__, exc_info=fault)
        turn.session.rest()
        turn.acts = [CallPerson(AttentionKind.TROUBLE, mask(draft.text)[:200])]


def _store(tools: Tools, turn: Turn, stored: StoredSession) -> int:
    assert turn.citizen is not None  # noqa: S101 - looked up above
    with tools.units_of_work() as uow:
        inbound = uow.inbox.take(turn.inbound, turn.citizen.id)
        if inbound is None:
            raise ConflictError(what="silence")
        scene = Scene(tools.office, uow, turn.citizen, inbound, turn.session)
        for act in turn.acts:
            act.do(scene)
        state = StoredSession(turn.session.as_state(), stored.version)
        uow.sessions.save(turn.citizen.id, state, turn.at, unfinished=turn.session.unfinished)
        uow.commit()
    return sum(isinstance(act, OpenTicket) for act in turn.acts)
