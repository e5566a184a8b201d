"""会商: who sits at the table, what each says, and what comes of it."""

from casework.convene import conclude, convene, invite, state_position
from casework.ports_life import PartState
from casework.ports_returns import ProposalState
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.workflow import MoveRefusedError, RoleRefusedError, State
from tests.casework.life import FIRE, shared, states, tables, take, unread
from tests.casework.steps import refused, started
from tests.house import CLERK, OPERATOR, STRANGER, Desk


def test_the_units_of_the_ticket_sit_at_the_table_and_whoever_is_invited(desk: Desk) -> None:
    steps = shared(desk)
    refused(InvalidInputError, lambda: take(desk, convene, steps.number, OPERATOR, reason="x", invited=("nobody",)))
    take(desk, convene, steps.number, OPERATOR, reason="噪声和占道都有", invited=("HB",))
    refused(RoleRefusedError, lambda: take(desk, invite, steps.number, CLERK, invited=("XF",)))
    refused(InvalidInputError, lambda: take(desk, invite, steps.number, OPERATOR, invited=()),
            lambda: take(desk, invite, steps.number, OPERATOR, invited=("D1S1C1",)))  # fmt: skip
    take(desk, invite, steps.number, OPERATOR, invited=("XF", "HB"))
    [table] = tables(desk, steps.number)
    assert table.units == ("CG", "HB", "XF")


def test_each_says_its_own_position_and_the_desk_takes_down_the_others(desk: Desk) -> None:
    steps = shared(desk)
    take(desk, convene, steps.number, OPERATOR, reason="职责不清", invited=("HB",))
    take(desk, state_position, steps.number, STRANGER, words="只管工业噪声", unit="CG")
    take(desk, state_position, steps.number, OPERATOR, words="只管占道", unit="CG")
    refused(NotAllowedError, lambda: take(desk, state_position, steps.number, FIRE, words="不归我们"))
    refused(InvalidInputError, lambda: take(desk, state_position, steps.number, STRANGER, words=" "),
            lambda: take(desk, state_position, steps.number, OPERATOR, words="x", unit="XF"))  # fmt: skip
    take(desk, state_position, steps.number, STRANGER, words="愿意配合检测")
    [table] = tables(desk, steps.number)
    assert {said.unit: (said.words, said.by) for said in table.positions} == {
        "CG": ("只管占道", OPERATOR.id),
        "HB": ("愿意配合检测", STRANGER.id),
    }


def test_the_outcome_names_units_ends_the_others_and_may_become_a_rule(desk: Desk) -> None:
    steps = shared(desk, "XF")
    take(desk, convene, steps.number, OPERATOR, reason="职责不清", invited=("HB",))
    given = {"lead": "HB", "others": ("CG",), "outcome": "纪要12号：环保牵头", "ground": "噪声法第八条"}
    take(desk, conclude, steps.number, OPERATOR, **given, rule_words="商业噪声、设备")
    [table] = tables(desk, steps.number)
    assert (table.lead, table.others, table.outcome, table.ground) == ("HB", ("CG",), given["outcome"], given["ground"])
    assert states(desk, steps.number) == {"CG": PartState.SENT, "XF": PartState.REPLACED, "HB": PartState.SENT}
    assert [(each.kind, each.words) for each in unread(desk, "XF")] == [("concluded", "纪要12号：环保牵头")]
    with desk.database.units_of_work(write=False) as uow:
        [rule] = uow.proposals.of_state(ProposalState.OPEN)
    assert (rule.source, rule.lead, rule.others) == ("consultation", "生态环境", ("城管执法",))
    assert (rule.words, rule.ground) == ("商业噪声、设备", "噪声法第八条")
    refused(MoveRefusedError, lambda: take(desk, state_position, steps.number, STRANGER, words="太晚了"))


def test_without_words_for_a_rule_nothing_is_proposed(desk: Desk) -> None:
    steps = started(desk, sure=False)
    steps.convene()
    steps.conclude(lead="HB")
    assert steps.ticket.state is State.DISPATCHED
    with desk.database.units_of_work(write=False) as uow:
        assert uow.proposals.of_state(ProposalState.OPEN) == []


def test_a_second_consultation_over_one_ticket_stands_beside_the_first(desk: Desk) -> None:
    steps = started(desk, sure=False)
    steps.convene()
    steps.conclude()
    steps.sign()
    steps.convene(reason="又要几家一起")
    steps.conclude(lead="HB")
    assert [table.lead for table in tables(desk, steps.number)] == ["CG", "HB"]
