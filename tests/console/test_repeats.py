"""重复诉求 on the ticket's page and in the queue: the reason, merging with one key, and "not the same"."""

from casework.ports import LinkKind, TicketLink
from hotline.matter import MatterType
from hotline.workflow import State
from tests.console.city import MOBILE, NAME, NOW, SURE, City, appeal, open_ticket
from tests.console.person import SignIn

WHY = "都提到望湖小区，都说到油烟。"


def linked(city: City, kind: LinkKind = LinkKind.SAME_MATTER) -> tuple[str, str]:
    """A later and an earlier ticket that both wait for a dispatcher."""
    first, second = open_ticket(city), open_ticket(city)
    link(city, second, first, kind)
    return second, first


def link(city: City, later: str, earlier: str, kind: LinkKind = LinkKind.SAME_MATTER) -> None:
    with city.database.units_of_work() as uow:
        assert uow.links.add(TicketLink(later, earlier, kind, 0.91, WHY, NOW))
        uow.commit()


def state(city: City, number: str) -> State:
    with city.database.units_of_work(write=False) as uow:
        return uow.tickets.get(number).state


async def test_the_page_shows_the_other_ticket_and_why_from_both_sides(city: City, sign_in: SignIn) -> None:
    later, earlier = linked(city)
    person = await sign_in("operator")
    for here, there in ((later, earlier), (earlier, later)):
        await person.open(f"/tickets/{here}")
        assert "疑似同一件事" in person.text
        assert WHY in person.text
        assert "91%" in person.text
        assert f"/tickets/{there}" in person.text


async def test_what_is_told_again_stands_before_what_is_told_once_and_is_marked(city: City, sign_in: SignIn) -> None:
    once = open_ticket(city)
    later, _ = linked(city)
    person = await sign_in("operator")
    assert person.text.count("重复 1") == 2
    assert person.text.index(later) < person.text.index(once)


async def test_one_key_merges_with_the_reason(city: City, sign_in: SignIn) -> None:
    later, earlier = linked(city)
    person = await sign_in("operator")
    await person.open(f"/tickets/{later}")
    assert f'name="into" value="{earlier}"' in person.text
    assert f'name="reason" value="{WHY}"' in person.text
    hidden = person.form(f"/tickets/{later}/not_same") | {"into": earlier, "reason": WHY}
    await person.post(f"/tickets/{later}/merge", hidden)
    assert state(city, later) is State.MERGED
    await person.open(f"/tickets/{earlier}")
    assert later in person.text


async def test_not_the_same_takes_the_link_away_and_says_so(city: City, sign_in: SignIn) -> None:
    later, earlier = linked(city)
    person = await sign_in("operator")
    await person.open(f"/tickets/{later}")
    await person.submit(f"/tickets/{later}/not_same")
    assert "已记下" in person.text
    assert WHY not in person.text
    await person.open(f"/tickets/{earlier}")
    assert WHY not in person.text


async def test_a_second_not_the_same_is_refused_and_changes_nothing(city: City, sign_in: SignIn) -> None:
    later, earlier = linked(city)
    person = await sign_in("operator")
    await person.open(f"/tickets/{later}")
    form = person.form(f"/tickets/{later}/not_same")
    await person.submit(f"/tickets/{later}/not_same", other="999999999999999999")
    assert person.status == 404
    await person.post(f"/tickets/{later}/not_same", form)
    assert person.status == 200
    await person.open(f"/tickets/{earlier}")
    assert WHY not in person.text


async def test_another_matter_of_the_same_citizen_is_shown_and_not_offered_for_merging(
    city: City, sign_in: SignIn
) -> None:
    later, earlier = linked(city, LinkKind.SAME_CITIZEN)
    person = await sign_in("operator")
    await person.open(f"/tickets/{later}")
    assert "同一联系人" in person.text
    assert f'value="{earlier}"' in person.text
    assert "并入这张工单" not in person.text


async def test_a_department_sees_no_other_units_ticket_in_a_link(city: City, sign_in: SignIn) -> None:
    mine, other = open_ticket(city, SURE), open_ticket(city)
    link(city, other, mine)
    person = await sign_in("handler")
    await person.open(f"/tickets/{mine}")
    assert person.status == 200
    assert other not in person.text
    assert WHY not in person.text


async def test_a_department_cannot_say_that_they_are_not_the_same(city: City, sign_in: SignIn) -> None:
    first, second = open_ticket(city, SURE), open_ticket(city, SURE)
    link(city, second, first)
    person = await sign_in("handler")
    await person.open(f"/tickets/{first}")
    assert WHY in person.text
    assert "not_same" not in person.text


async def test_a_linked_report_shows_nobodys_name(city: City, sign_in: SignIn) -> None:
    first = open_ticket(city)
    report = open_ticket(city, matter=appeal(matter_type=MatterType.REPORT))
    link(city, report, first)
    person = await sign_in("operator")
    await person.open(f"/tickets/{first}")
    assert report in person.text
    assert NAME not in person.text
    assert MOBILE not in person.text
