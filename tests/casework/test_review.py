"""What a dispatcher may correct, and what stays."""

from dataclasses import replace
from datetime import timedelta

from casework.review import Ruling, review
from hotline.matter import MatterType, Urgency
from hotline.ticket import Ground
from hotline.workflow import State
from tests.casework.steps import CLEANING, Steps, started
from tests.house import OPERATOR, Desk

PLAIN = Ruling(CLEANING, MatterType.COMPLAINT, "CG")


def ruled(steps: Steps, ruling: Ruling) -> None:
    with steps.desk.database.units_of_work() as uow:
        review(steps.desk.office, uow, steps.number, OPERATOR, ruling)
        uow.commit()


def test_what_nothing_is_said_of_stays(desk: Desk) -> None:
    steps = started(desk, sure=False)
    before = steps.ticket.appeal
    ruled(steps, PLAIN)
    after = steps.ticket.appeal
    assert after == replace(before, category=CLEANING, matter_type=MatterType.COMPLAINT)


def test_urgency_title_and_place_are_corrected(desk: Desk) -> None:
    steps = started(desk, sure=False)
    ruled(steps, replace(PLAIN, urgency=Urgency.CRITICAL, title="路面塌陷", place="南湖公园北门"))
    after = steps.ticket.appeal
    assert (after.urgency, after.title, after.place.text) == (Urgency.CRITICAL, "路面塌陷", "南湖公园北门")
    assert (after.place.street, after.place.district, after.place.community) == ("", "", "")


def test_the_street_that_handles_it_is_where_it_is(desk: Desk) -> None:
    steps = started(desk, sure=False)
    ruled(steps, replace(PLAIN, lead="D2S1", place="南湖公园北门"))
    place = steps.ticket.appeal.place
    assert (place.street, place.district) == ("D2S1", "D2")


def test_a_place_said_more_exactly_keeps_its_codes(desk: Desk) -> None:
    steps = started(desk, sure=False)
    before = steps.ticket.appeal.place
    ruled(steps, replace(PLAIN, place=f"{before.text}南门"))
    assert steps.ticket.appeal.place == replace(before, text=f"{before.text}南门")


def test_what_is_more_urgent_is_due_sooner_and_never_later(desk: Desk) -> None:
    sooner, later = started(desk, sure=False), started(desk, sure=False)
    due = sooner.ticket.due
    assert due is not None
    ruled(sooner, replace(PLAIN, urgency=Urgency.CRITICAL))
    ruled(later, replace(PLAIN, urgency=Urgency.ORDINARY))
    hastened, same = sooner.ticket.due, later.ticket.due
    assert hastened is not None
    assert same is not None
    assert hastened.answer_by < due.answer_by
    assert same.answer_by == due.answer_by


def test_a_ground_falls_with_the_unit_that_was_right_to_return(desk: Desk) -> None:
    steps = started(desk)
    ground = steps.ticket.ground
    assert ground.text
    steps.send_back()
    assert steps.ticket.ground == ground
    steps.uphold()
    assert (steps.ticket.state, steps.ticket.ground) == (State.ACCEPTED, Ground())
    steps.review(lead="HB")
    assert steps.ticket.ground.text == ""


def test_a_ground_stays_with_the_unit_that_was_wrong(desk: Desk) -> None:
    steps = started(desk)
    ground = steps.ticket.ground
    steps.send_back()
    steps.refuse()
    assert steps.ticket.ground == ground


def test_a_ruling_shows_no_words_of_the_citizen_in_a_log() -> None:
    assert "锦绣苑" not in repr(replace(PLAIN, place="锦绣苑3栋2单元501"))


def test_dates_that_stood_still_are_not_taken_back_by_a_review(desk: Desk) -> None:
    steps = started(desk, sure=False)
    with desk.database.units_of_work() as uow:
        ticket = uow.tickets.get(steps.number)
        assert ticket.due is not None
        ticket.due = replace(ticket.due, answer_by=ticket.due.answer_by + timedelta(days=7))
        uow.tickets.save(ticket)
        uow.commit()
    told = steps.ticket.due
    ruled(steps, PLAIN)
    after = steps.ticket.due
    assert told is not None
    assert after is not None
    assert after.answer_by == told.answer_by
