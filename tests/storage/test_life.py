"""Parts, returns, consultations, proposals, notices and splits on both databases; and two who come at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from casework.ports import UnitOfWork
from casework.ports_life import Assignment, Family, PartRole, PartState
from casework.ports_returns import ProposalState, ReturnClass, ReturnCount, ReturnRequest, ReturnState, RuleProposal
from hotline.errors import ConflictError, HotlineError, NotFoundError
from hotline.message import Attachment
from hotline.workflow import Move, State
from storage import schema
from storage.engine import open_engines
from storage.open import Database
from tests.storage.examples import CLERK, NAME, NOW, PHONE, person, stored_ticket

NUMBER, OTHER = "260302090000000001", "260302090000000002"
HOUR = timedelta(hours=1)


def part(unit: str = "hb", **given: object) -> Assignment:
    plain = Assignment(NUMBER, unit, PartRole.CO, PartState.SENT, NOW, "li", sign_by=NOW + HOUR, due_by=NOW + 9 * HOUR)
    return replace(plain, **given)  # type: ignore[arg-type]  # a few fields by name


def request(**given: object) -> ReturnRequest:
    plain = ReturnRequest(
        NUMBER, "cg", ReturnClass.OVERLAP, NOW, "wang", NOW + HOUR, "不归我们", f"依据，{NAME}", "照片"
    )
    return replace(plain, **given)  # type: ignore[arg-type]  # a few fields by name


def raw(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with database._engines.read.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_a_part_comes_back_as_it_went_in_and_its_words_are_sealed(database: Database) -> None:
    with database.units_of_work() as uow:
        stored_ticket(uow)
        number = uow.assignments.add(part(reason=f"{NAME}家楼下", days=2, by_unit="cg"))
        uow.commit()
    with database.units_of_work(write=False) as uow:
        assert uow.assignments.of_ticket(NUMBER) == [part(id=number, reason=f"{NAME}家楼下", days=2, by_unit="cg")]
    [(words,)] = raw(database, "SELECT words FROM assignments")
    assert isinstance(words, bytes | memoryview)
    assert NAME.encode() not in bytes(words)


def test_a_unit_finds_what_it_owes_and_who_is_late_is_found_until_marked(database: Database) -> None:
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        ticket.state = State.IN_PROGRESS
        uow.tickets.save(ticket)
        first = uow.assignments.add(part())
        uow.assignments.add(part("cg", role=PartRole.LEAD))
        uow.assignments.add(part(state=PartState.REPLACED))
        [own] = uow.assignments.of_unit("hb")
        assert (own.part.id, own.state, own.lead, NAME in own.title) == (first, State.IN_PROGRESS, "cg", False)
        assert uow.assignments.of_unit("cg") == []
        assert uow.assignments.late(NOW + HOUR) == []
        assert uow.assignments.late(NOW + 2 * HOUR) == [NUMBER]
        uow.assignments.save(replace(own.part, late_at=NOW + 2 * HOUR))
        assert uow.assignments.late(NOW + 3 * HOUR) == []
        uow.assignments.save(replace(own.part, late_at=NOW + 2 * HOUR, state=PartState.SIGNED))
        assert uow.assignments.late(NOW + 10 * HOUR) == [NUMBER], "the limit for the report is another one"


def test_what_is_over_owes_nothing(database: Database) -> None:
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        uow.assignments.add(part())
        ticket.state = State.CLOSED
        uow.tickets.save(ticket)
        assert (uow.assignments.of_unit("hb"), uow.assignments.late(NOW + 99 * HOUR)) == ([], [])


def test_whistles_are_counted_in_their_time(database: Database) -> None:
    with database.units_of_work() as uow:
        stored_ticket(uow)
        number = uow.assignments.add(part(role=PartRole.WHISTLED))
        uow.assignments.add(part("xf"))
        assert [each.id for each in uow.assignments.whistled(NOW, NOW + HOUR)] == [number]
        assert uow.assignments.whistled(NOW - HOUR, NOW) == []


def test_a_notice_is_read_once_and_by_its_own_unit(database: Database) -> None:
    with database.units_of_work() as uow:
        stored_ticket(uow)
        uow.unit_notices.add("cg", NUMBER, "redispatched", f"{NAME}说的", NOW)
        [notice] = uow.unit_notices.unread("cg")
        assert (notice.kind, NAME in notice.words) == ("redispatched", False)
        assert uow.unit_notices.unread("hb") == []
        assert not uow.unit_notices.read(notice.id, "hb", "sun", NOW)
        assert uow.unit_notices.read(notice.id, "cg", "wang", NOW)
        assert not uow.unit_notices.read(notice.id, "cg", "wang", NOW)
        assert uow.unit_notices.unread("cg") == []


def test_a_split_is_seen_from_both_sides(database: Database) -> None:
    with database.units_of_work() as uow:
        for number in (NUMBER, OTHER):
            stored_ticket(uow, number)
        uow.splits.add(NUMBER, OTHER, NOW)
        assert uow.splits.family(NUMBER) == Family("", (OTHER,))
        assert uow.splits.family(OTHER) == Family(NUMBER, ())
        assert uow.splits.family("0") == Family()


def test_a_return_is_open_once_decided_once_and_counted(database: Database) -> None:
    with database.units_of_work() as uow:
        stored_ticket(uow)
        first = uow.returns.add(request())
        [waiting] = uow.returns.waiting()
        assert (waiting.request.id, waiting.returns, NAME in waiting.title) == (first, 0, False)
        uow.returns.decide(NUMBER, ReturnState.REFUSED, "li", "目录写明", NOW + HOUR)
        uow.returns.decide(NUMBER, ReturnState.UPHELD, "li", "晚了", NOW + HOUR)
        uow.returns.add(request(kind=ReturnClass.PLACE))
        refused, _ = uow.returns.of_ticket(NUMBER)
        assert refused == request(id=first, state=ReturnState.REFUSED, decided_by="li", decided_at=NOW + HOUR,
                                  ruling="目录写明")  # fmt: skip
        counted = uow.returns.counts(NOW, NOW + HOUR)
        assert set(counted) == {
            ReturnCount("cg", ReturnClass.PLACE, ReturnState.OPEN, 1),
            ReturnCount("cg", ReturnClass.OVERLAP, ReturnState.REFUSED, 1),
        }


def test_two_open_returns_of_one_ticket_cannot_be(database: Database) -> None:
    with database.units_of_work() as uow:
        stored_ticket(uow)
        uow.returns.add(request())
        with pytest.raises(HotlineError):
            uow.returns.add(request(kind=ReturnClass.PLACE))


def test_evidence_is_sealed_and_belongs_to_one_ticket(database: Database) -> None:
    with database.units_of_work() as uow:
        for number in (NUMBER, OTHER):
            stored_ticket(uow, number)
        first = uow.returns.add(request())
        picture = uow.returns.attach(first, Attachment("image/png", b"\x89PNG and more"), NOW)
        assert uow.returns.picture(NUMBER, picture) == Attachment("image/png", b"\x89PNG and more")
        assert uow.returns.picture(OTHER, picture) is None
        assert uow.returns.of_ticket(NUMBER)[0].pictures == (picture,)
        uow.commit()
    [(content,)] = raw(database, "SELECT content FROM evidence")
    assert b"PNG" not in bytes(content)


def test_a_proposal_is_completed_settled_once_and_masked(database: Database) -> None:
    with database.units_of_work() as uow:
        stored_ticket(uow)
        proposal = RuleProposal(NUMBER, "return", "城乡建设", f"{NAME}、油烟", "", (), "城管执法", PHONE, "li", NOW)
        number = uow.proposals.add(proposal)
        assert uow.proposals.complete(NUMBER, "生态环境", ("公安",)) == 1
        assert uow.proposals.complete(NUMBER, "教育", ()) == 0
        found = uow.proposals.get(number)
        assert (found.lead, found.others, NAME in found.words, PHONE in found.ground) == (
            "生态环境", ("公安",), False, False
        )  # fmt: skip
        settled = replace(found, state=ProposalState.ACCEPTED, decided_by="root", decided_at=NOW)
        assert uow.proposals.settle(settled)
        assert not uow.proposals.settle(replace(settled, state=ProposalState.DECLINED))
        assert uow.proposals.of_state(ProposalState.ACCEPTED) == [settled]
        with pytest.raises(NotFoundError):
            uow.proposals.get(number + 1)


def test_a_consultation_keeps_who_came_what_they_said_and_what_came_of_it(database: Database) -> None:
    with database.units_of_work() as uow:
        stored_ticket(uow)
        table = uow.consultations.open(NUMBER, "li", "职责不清", NOW)
        uow.consultations.invite(table, ("cg", "hb"), NOW)
        uow.consultations.invite(table, ("hb",), NOW + HOUR)
        uow.consultations.state(table, "hb", "sun", f"{NAME}家归我们测", NOW + HOUR)
        [invitation] = uow.consultations.of_unit("hb")
        assert (invitation.ticket, invitation.stated) == (NUMBER, True)
        standing = uow.consultations.standing(NUMBER)
        assert standing is not None
        assert (standing.units, standing.reason) == (("cg", "hb"), "职责不清")
        assert NAME not in standing.positions[1].words
        concluded = replace(
            standing, concluded_at=NOW + HOUR, lead="hb", others=("cg",), outcome="环保牵头", ground="法"
        )
        uow.consultations.conclude(concluded)
        assert (uow.consultations.standing(NUMBER), uow.consultations.of_unit("hb")) == (None, [])
        assert uow.consultations.of_ticket(NUMBER) == [concluded]


def test_tickets_from_before_there_were_parts_get_theirs(empty_url: str) -> None:
    schema.upgrade(empty_url, "0005")
    engines = open_engines(empty_url)
    with engines.write.begin() as connection:
        connection.execute(text(
            "INSERT INTO people (id, channel, address, address_hash, at) VALUES (1, 'x', :b, :b, :at)"
        ), {"b": b"1", "at": NOW.replace(tzinfo=None)})  # fmt: skip
        for number, state in ((NUMBER, "办理中"), (OTHER, "已办结")):
            connection.execute(text(_OLD_TICKET), {"number": number, "state": state, "b": b"1",
                                                   "at": NOW.replace(tzinfo=None), "no": False})  # fmt: skip
            for unit in ("cg", "hb"):
                connection.execute(text("INSERT INTO ticket_units (unit, ticket) VALUES (:unit, :ticket)"),
                                   {"unit": unit, "ticket": number})  # fmt: skip
    schema.upgrade(empty_url, schema.NEWEST)
    with engines.read.connect() as connection:
        found = connection.execute(text("SELECT ticket, unit, role, state FROM assignments ORDER BY id")).all()
    engines.dispose()
    assert [tuple(row) for row in found] == [(NUMBER, "cg", "lead", "signed"), (NUMBER, "hb", "co", "sent")]


_OLD_TICKET = (
    "INSERT INTO tickets (number, person, channel, received_at, state, matter_type, l1, l2, l3, urgency, anonymous,"
    " confidential, words, title_masked, text_masked, place_masked, street, district, community, lead, others,"
    " ground_rule, confidence, auto, signed_at, resume, dispatches, returns, redos, reminders, version, soon_marked,"
    " contacted) VALUES (:number, 1, 'x', :at, :state, '投诉', 'a', 'b', '', '一般', :no, :no, :b, '', '', '', '', '',"
    " '', 'cg', '[\"hb\"]', '', 0, :no, :at, '待派单', 1, 0, 0, 0, 1, :no, :no)"
)


def at_once(database: Database, *steps: Callable[[UnitOfWork], None]) -> list[str]:
    """Each step in a unit of work of its own, all begun before any ends; the code of each refusal, sorted."""
    barrier = Barrier(len(steps))

    def run(step: Callable[[UnitOfWork], None]) -> str:
        barrier.wait(10)
        try:
            with database.units_of_work() as uow:
                step(uow)
                uow.commit()
        except HotlineError as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(run, steps))


def signing(unit: str) -> Callable[[UnitOfWork], None]:
    def step(uow: UnitOfWork) -> None:
        ticket = uow.tickets.get(NUMBER)
        own = next(each for each in uow.assignments.of_ticket(NUMBER) if each.unit == unit)
        if own.state is not PartState.SENT:
            raise ConflictError(what="part", key=NUMBER)
        ticket.move(Move.CO_SIGN, replace(CLERK, unit=unit), NOW)
        uow.assignments.save(replace(own, state=PartState.SIGNED, signed_at=NOW))
        uow.tickets.save(ticket)

    return step


def dispatched(database: Database, *units: str) -> None:
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        ticket.state = State.DISPATCHED
        uow.tickets.save(ticket)
        for unit in units:
            uow.assignments.add(part(unit))
        uow.commit()


def test_of_one_part_signed_twice_at_the_same_instant_one_signature_counts(database: Database) -> None:
    dispatched(database, "hb")
    assert at_once(database, signing("hb"), signing("hb")) == ["conflict", "done"]
    with database.units_of_work(write=False) as uow:
        assert [event.move for event in uow.tickets.get(NUMBER).history].count("co_sign") == 1


def test_two_units_at_the_same_instant_lose_nothing(database: Database) -> None:
    """One may have to come again; what counted is in the history, what did not is in neither."""
    dispatched(database, "hb", "xf")
    outcome = at_once(database, signing("hb"), signing("xf"))
    assert "done" in outcome
    with database.units_of_work(write=False) as uow:
        signed = [each.unit for each in uow.assignments.of_ticket(NUMBER) if each.state is PartState.SIGNED]
        history = [event.actor.unit for event in uow.tickets.get(NUMBER).history if event.move == Move.CO_SIGN]
    assert sorted(signed) == sorted(history)
    assert len(signed) == outcome.count("done")


def test_a_person_is_known_on_patrol_by_their_login(database: Database) -> None:
    with database.units_of_work() as uow:
        assert person(uow, "street-1", "patrol") == person(uow, "street-1", "patrol")
