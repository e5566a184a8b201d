"""A new ticket is held against the open and recent ones; what repeats is linked, and never hidden."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from casework.link_repeats import Compare, Likeness, link_repeats, say_not_the_same
from casework.ports import LinkedTicket, LinkKind, Told
from hotline.appeal import Appeal, Place
from hotline.clock import SetClock
from hotline.errors import NotFoundError
from hotline.matter import MatterType
from hotline.people import Contact
from hotline.taxonomy import Category
from storage.errors import DatabaseAwayError
from tests.casework.steps import Steps
from tests.house import MONDAY, OPERATOR, Desk, noise

OTHERS = Contact("李", "13900001111")


def alike(told: Told, others: Sequence[Told]) -> list[Likeness]:
    """Judges by the title alone: what is asked here is who is compared, and what is made of it."""
    return [Likeness(each.number, 0.9, each.title == told.title, "都说到烧烤店。") for each in others]


def run(desk: Desk, compare: Compare = alike) -> int:
    return link_repeats(desk.office, desk.database.units_of_work, compare)


def links(desk: Desk, number: str) -> list[LinkedTicket]:
    with desk.database.units_of_work(write=False) as uow:
        return uow.links.of_ticket(number)


def test_a_second_citizens_same_matter_is_linked_from_both_sides_with_the_reason(desk: Desk) -> None:
    first = desk.accepted(address="a")
    second = desk.accepted(appeal=replace(noise(), contact=OTHERS), address="b")
    assert run(desk) == 1
    [seen] = links(desk, second.number)
    assert (seen.other, seen.link.kind, seen.link.why) == (first.number, LinkKind.SAME_MATTER, "都说到烧烤店。")
    assert seen.open
    assert [each.other for each in links(desk, first.number)] == [second.number]
    with desk.database.units_of_work(write=False) as uow:
        assert uow.links.counts([first.number, second.number, "x"]) == {first.number: 1, second.number: 1}


def test_what_was_compared_is_not_compared_again(desk: Desk) -> None:
    desk.accepted(address="a")
    desk.accepted(address="b")
    assert run(desk) == 1
    assert run(desk, lambda _, __: pytest.fail("compared twice")) == 0


def test_one_ticket_that_cannot_be_compared_stops_no_other_and_is_not_tried_again(desk: Desk) -> None:
    first, broken, last = (desk.accepted(address=address).number for address in "abc")

    def stumbling(told: Told, others: Sequence[Told]) -> list[Likeness]:
        if told.number == broken:
            raise KeyError("topic")
        return alike(told, others)

    with pytest.raises(KeyError) as fault:
        run(desk, stumbling)
    assert fault.value.__notes__ == [f"ticket {broken}"]
    assert {seen.other for seen in links(desk, last)} == {first, broken}
    assert run(desk, lambda _, __: pytest.fail("compared again")) == 0


def test_a_database_that_is_away_ends_the_round_and_the_next_one_tries_again(desk: Desk) -> None:
    for address in "ab":
        desk.accepted(address=address)

    def away(told: Told, others: Sequence[Told]) -> list[Likeness]:  # noqa: ARG001 - it never gets to them
        raise DatabaseAwayError(reason="lost")

    with pytest.raises(DatabaseAwayError):
        run(desk, away)
    assert run(desk) == 1


def test_the_same_citizen_is_known_over_any_channel_by_the_number_they_left(desk: Desk) -> None:
    first = desk.accepted(address="a")
    run(desk)
    elsewhere = Place("滨河路", street="D2S1", district="D2")
    other_matter = replace(noise(), title="公交车不来", category=Category("交通运输", "运输管理", ""), place=elsewhere)
    second = desk.accepted(appeal=other_matter, address="another channel")
    assert run(desk) == 1
    [seen] = links(desk, second.number)
    assert (seen.other, seen.link.kind) == (first.number, LinkKind.SAME_CITIZEN)
    assert seen.link.why == desk.office.wording.say("link.other_matter")


@pytest.mark.parametrize("sealed", [
    noise(MatterType.REPORT), noise(confidential=True), replace(noise(), anonymous=True)
])  # fmt: skip
def test_who_reports_is_never_shown_to_be_somebody(desk: Desk, sealed: Appeal) -> None:
    """The reported matter is linked; that its sender also sent the other ticket is not said, in neither direction."""
    asked: list[Told] = []

    def watched(told: Told, others: Sequence[Told]) -> list[Likeness]:
        asked.extend(others)
        return alike(told, others)

    desk.accepted(address="a")
    desk.accepted(appeal=sealed, address="a")
    desk.accepted(appeal=replace(noise(), title="别的事"), address="c")
    run(desk, watched)
    assert len(asked) == 3
    assert [told.same_citizen for told in asked] == [False, True, False]


def test_another_street_and_class_is_not_even_compared(desk: Desk) -> None:
    desk.accepted(address="a")
    far = replace(
        noise(), contact=OTHERS, place=Place("滨河路", "D2S1", "D2"), category=Category("交通运输", "运输管理", "")
    )
    number = desk.accepted(appeal=far, address="b").number
    assert run(desk) == 0
    assert links(desk, number) == []


def test_old_matters_of_others_are_left_alone(desk: Desk) -> None:
    desk.accepted(address="a")
    run(desk)
    clock = desk.office.clock
    assert isinstance(clock, SetClock)
    clock.set(MONDAY + timedelta(days=31))
    number = desk.accepted(appeal=replace(noise(), contact=OTHERS), address="b").number
    assert run(desk) == 0
    assert links(desk, number) == []


def test_not_the_same_is_kept_with_who_said_so_and_they_are_not_linked_again(desk: Desk) -> None:
    first = desk.accepted(address="a")
    second = desk.accepted(appeal=replace(noise(), contact=OTHERS), address="b")
    run(desk)
    with desk.database.units_of_work() as uow:
        say_not_the_same(desk.office, uow, first.number, OPERATOR, other=second.number)
        uow.commit()
    assert links(desk, first.number) == links(desk, second.number) == []
    with desk.database.units_of_work() as uow, pytest.raises(NotFoundError):
        say_not_the_same(desk.office, uow, first.number, OPERATOR, other=second.number)
    assert run(desk) == 0


def test_a_merged_ticket_stays_linked_and_is_shown_as_over(desk: Desk) -> None:
    first = desk.accepted(address="a", sure=False)
    second = desk.accepted(appeal=replace(noise(), contact=OTHERS), address="b", sure=False)
    run(desk)
    Steps(desk, second.number).merge(into=first.number)
    [seen] = links(desk, first.number)
    assert not seen.open
