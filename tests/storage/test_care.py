"""What stands beside the tickets is kept alike by both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from casework.ports_assessment import Claim, ClaimKind
from casework.ports_help import Adoption, Mediation, MediationKind, Outcome
from casework.ports_secrecy import AuditFilter, Look, Recusal, RecusedError, Seen
from casework.views import TicketFilter
from hotline.assessment import Figure
from hotline.errors import ConflictError, NotFoundError
from hotline.events import RATED, REMINDED
from hotline.matter import Grade, Solved
from hotline.people import MACHINE, Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import Move
from storage.engine import open_engines
from storage.errors import AppendOnlyError
from storage.open import Database
from tests.storage.examples import CLERK, NOW, OPERATOR, stored_ticket

DAY = timedelta(days=1)
SUPERVISOR = Actor(Role.SUPERVISOR, id="zhao", name="赵")


def closed_ticket(database: Database) -> str:
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        steps = ((Move.ACCEPT, MACHINE), (Move.DISPATCH, OPERATOR), (Move.SIGN, CLERK), (Move.ANSWER, CLERK),
                 (Move.APPROVE_ANSWER, OPERATOR))  # fmt: skip
        for hours, (move, actor) in enumerate(steps):
            ticket.move(move, actor, NOW + timedelta(hours=hours))
        for word in (Solved.PARTLY, Grade.BAD):
            ticket.note(RATED, OPERATOR, NOW + timedelta(hours=6), reason=word.value)
        ticket.move(Move.CLOSE, OPERATOR, NOW + timedelta(hours=7))
        uow.tickets.save(ticket)
        uow.commit()
        return ticket.number


def claim(number: str, kind: ClaimKind = ClaimKind.EXCLUSION, subject: str = "misfiled") -> Claim:
    return Claim(number, kind, subject, "附有记录", CLERK, NOW)


def test_claims_stand_once_are_decided_once_and_may_be_asked_anew_after_a_no(database: Database) -> None:
    number = closed_ticket(database)
    with database.units_of_work() as uow:
        first = uow.claims.add(claim(number))
        with pytest.raises(ConflictError):
            uow.claims.add(claim(number))
        uow.claims.decide(first, SUPERVISOR, NOW, accepted=False, words="证据不足")
        with pytest.raises(ConflictError):
            uow.claims.decide(first, SUPERVISOR, NOW, accepted=True, words="再看")
        second = uow.claims.add(claim(number))
        uow.claims.decide(second, SUPERVISOR, NOW + DAY, accepted=True, words="属实")
        third = uow.claims.add(claim(number, ClaimKind.APPEAL, Figure.LATE.value))
        uow.claims.decide(third, SUPERVISOR, NOW + DAY, accepted=True, words="停电")
        waiting = uow.claims.add(claim(number, ClaimKind.APPEAL, Figure.RESPONSE.value))
        assert [each.id for each in uow.claims.waiting()] == [waiting]
        assert [each.accepted for each in uow.claims.of_ticket(number)] == [False, True, True, None]
        kept = uow.claims.get(second)
        assert (kept.words, kept.decision, kept.by, kept.decided_by) == ("附有记录", "属实", CLERK, SUPERVISOR)
        with pytest.raises(NotFoundError):
            uow.claims.get(waiting + 1)
        uow.commit()
    found = database.views.findings(NOW, NOW + DAY)
    assert (found.excluded, found.spared) == ({number}, {Figure.LATE: {number}})
    assert not database.views.findings(NOW + DAY, NOW + 2 * DAY).excluded


def test_the_log_gives_the_closed_tickets_with_first_and_last_words(database: Database) -> None:
    number = closed_ticket(database)
    (closed,) = database.views.closed_tickets(NOW, NOW + DAY)
    assert (closed.number, closed.solved, closed.grade) == (number, Solved.PARTLY, Grade.BAD)
    assert (closed.first_solved, closed.first_grade, closed.redone) == (Solved.PARTLY, Grade.BAD, False)
    assert [(way.signed, way.returned) for way in closed.passages] == [(True, False)]


def test_a_recusal_is_asked_by_lists_and_by_every_step(database: Database) -> None:
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        number = ticket.number
        own = uow.recusals.add(Recusal(number, CLERK.id, "", "亲属", OPERATOR, NOW))
        with pytest.raises(ConflictError):
            uow.recusals.add(Recusal(number, CLERK.id, "", "又一次", OPERATOR, NOW))
        uow.recusals.add(Recusal(number, "", "hb", "被反映单位", OPERATOR, NOW))
        uow.commit()
    accused = Actor(Role.DEPARTMENT, id="sun", unit="hb")
    for viewer, seen in ((CLERK, 0), (accused, 0), (OPERATOR, 1)):
        assert database.views.count(TicketFilter(viewer=viewer)) == seen
        assert sum(database.views.counts(NOW, (), viewer).by_state.values()) == seen
        with database.units_of_work(write=False) as uow:
            assert uow.recusals.bars(number, viewer) is (seen == 0)
            assert bool(uow.recusals.persons_barred(viewer)) is (seen == 0)
            assert uow.recusals.units_barred(number) == ["hb"]
    for actor in (CLERK, accused):
        with database.units_of_work() as uow, pytest.raises(RecusedError):
            uow.tickets.save(_remind(uow.tickets.get(number), actor))
    with database.units_of_work() as uow:
        uow.recusals.lift(own, SUPERVISOR, NOW)
        with pytest.raises(NotFoundError):
            uow.recusals.lift(own, SUPERVISOR, NOW)
        uow.tickets.save(_remind(uow.tickets.get(number), CLERK))


def _remind(ticket: Ticket, actor: Actor) -> Ticket:
    ticket.note(REMINDED, actor, NOW)
    return ticket


@pytest.mark.parametrize("change", ["DELETE FROM looks", "UPDATE looks SET reason = ''"])
def test_looks_are_found_by_ticket_and_account_and_never_change(database: Database, url: str, change: str) -> None:
    with database.units_of_work() as uow:
        number = stored_ticket(uow).number
        for place, actor in enumerate((OPERATOR, SUPERVISOR, OPERATOR)):
            uow.looks.write(Look(number, actor, NOW + place * DAY, Seen.IDENTITY, "核实", "ticket"))
        uow.commit()
        assert [each.at for each in uow.looks.of(ticket=number)] == [NOW + 2 * DAY, NOW + DAY, NOW]
        assert uow.looks.count(login=OPERATOR.id) == 2
        assert uow.looks.of(login=SUPERVISOR.id)[0].by == SUPERVISOR
        assert uow.looks.of(ticket=number, limit=1, offset=1)[0].at == NOW + DAY
        assert uow.looks.count(ticket="nothing") == 0
    engines = open_engines(url)
    with engines.write.connect() as connection, pytest.raises(AppendOnlyError):
        connection.execute(text(change))
    engines.dispose()


def test_a_mediation_is_open_once_and_keeps_who_said_what(database: Database) -> None:
    with database.units_of_work() as uow:
        number = stored_ticket(uow).number
        asked = Mediation(number, MediationKind.LEGAL_AID, "可以申请", OPERATOR, NOW)
        first = uow.mediations.add(asked)
        with pytest.raises(ConflictError):
            uow.mediations.add(asked)
        uow.mediations.consent(first, Actor.citizen(1), NOW, given=False)
        with pytest.raises(ConflictError):
            uow.mediations.consent(first, Actor.citizen(1), NOW, given=True)
        second = uow.mediations.add(asked)
        uow.mediations.consent(second, SUPERVISOR, NOW, given=True)
        uow.mediations.end(second, OPERATOR, NOW + DAY, Outcome.AGREED, "双方同意")
        with pytest.raises(ConflictError):
            uow.mediations.end(second, OPERATOR, NOW + DAY, Outcome.AGREED, "双方同意")
        refused, agreed = uow.mediations.of_ticket(number)
        assert (refused.consent, refused.open, agreed.open) == (False, False, False)
        assert (agreed.outcome, agreed.outcome_words, agreed.consent_by) == (Outcome.AGREED, "双方同意", SUPERVISOR)


def test_an_adoption_keeps_its_notes_in_order_and_ends_once(database: Database) -> None:
    with database.units_of_work() as uow:
        number = stored_ticket(uow).number
        held = uow.adoptions.add(Adoption(number, CLERK, NOW, NOW.date()))
        with pytest.raises(ConflictError):
            uow.adoptions.add(Adoption(number, OPERATOR, NOW, NOW.date()))
        for words in ("去过现场", "约好周三"):
            uow.adoptions.note(held, NOW, words)
        (adoption,) = uow.adoptions.of_account(CLERK.id)
        assert [words for _, words in adoption.notes] == ["去过现场", "约好周三"]
        uow.adoptions.end(held, NOW)
        with pytest.raises(ConflictError):
            uow.adoptions.end(held, NOW)
        assert uow.adoptions.of_account(CLERK.id) == []


def test_the_audit_is_read_by_account_action_and_target(database: Database) -> None:
    with database.units_of_work() as uow:
        for place, action in enumerate(("reveal", "export", "reveal")):
            uow.audit.write(OPERATOR, action, f"26{place}", "x", NOW)
        wanted = AuditFilter(login=OPERATOR.id, action="reveal", target="26")
        assert [each.target for each in uow.audit.lines(wanted)] == ["262", "260"]
        assert uow.audit.count(wanted) == 2
        assert uow.audit.count(AuditFilter(target="26%")) == 0
