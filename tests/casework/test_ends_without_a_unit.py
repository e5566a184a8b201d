"""Merged, terminated, answered on the spot, handed to an emergency line: ends that no unit brings about."""

import ast
from collections.abc import Callable

import pytest

from casework.joined import JoinedByOthersError
from hotline.errors import InvalidInputError
from hotline.matter import Solved
from hotline.workflow import HandlerMayNotCloseError, Move, MoveRefusedError, RoleRefusedError, State
from tests.casework.steps import Steps, refused, started
from tests.house import CLERK, OPERATOR, ROOT, Desk, noise


def of(desk: Desk, visitor: str, *, sure: bool = False) -> Steps:
    return Steps(desk, desk.accepted(sure=sure, address=visitor).number)


def test_every_verb_of_the_table_is_taken_by_casework() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "casework").glob("*.py"))]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {ast.unparse(each) for call in calls for each in (*call.args, *(word.value for word in call.keywords))}
    assert {move for move in Move if f"Move.{move.name}" not in named} == set()


def test_a_merged_ticket_ends_and_its_citizen_hears_the_steps_of_the_other_under_their_own_number(desk: Desk) -> None:
    kept, other = of(desk, "first", sure=True), of(desk, "second")
    other.merge(into=f" {kept.number} ")
    assert other.ticket.state is State.MERGED
    assert "已合并办理" in other.told[-1]
    assert (other.ticket.history[-1].note, kept.ticket.history[-1].note) == (kept.number, other.number)
    kept.sign()
    kept.answer()
    kept.approve()
    assert "已签收" in other.told[-2]
    assert "已责令停止夜间经营" in other.told[-1]
    assert "店主态度差" not in other.told[-1]
    assert all(other.number in said and kept.number not in said for said in other.told)
    assert all(kept.number in said and other.number not in said for said in kept.told)


def test_what_the_other_citizen_says_and_is_asked_stays_between_them_and_the_hotline(desk: Desk) -> None:
    kept, other = of(desk, "first", sure=True), of(desk, "second")
    other.merge(into=kept.number)
    before = other.told
    kept.remind()
    kept.sign()
    kept.ask(question="您家是几楼？")
    kept.add(words="我家三楼")
    assert len(other.told) == len(before) + 1, "only the signature"
    kept.answer()
    kept.approve()
    kept.say(Solved.NO)
    assert len(other.told) == len(before) + 2, "only the answer"


def test_who_was_merged_twice_over_still_hears(desk: Desk) -> None:
    first, second, third = (of(desk, name) for name in ("first", "second", "third"))
    third.merge(into=second.number)
    second.merge(into=first.number)
    first.review()
    assert "已派给" in third.told[-1]
    assert "已派给" in second.told[-1]


def test_a_ticket_is_merged_with_a_reason_into_another_open_one_by_a_person(desk: Desk) -> None:
    kept, other, ended = of(desk, "first"), of(desk, "second"), of(desk, "third")
    ended.refer()
    refused(
        InvalidInputError,
        lambda: other.merge(into=kept.number, reason=" "),
        lambda: other.merge(into=other.number),
        lambda: other.merge(into=ended.number),
        lambda: other.merge(into="260302100000999999"),
    )
    refused(RoleRefusedError, lambda: other.merge(CLERK, into=kept.number))
    other.review()
    refused(MoveRefusedError, lambda: other.merge(into=kept.number))
    assert len(kept.ticket.history) == 2, "a refused merging leaves no trace"


def test_a_ticket_in_which_others_are_handled_is_neither_taken_back_nor_terminated(desk: Desk) -> None:
    kept, other = of(desk, "first"), of(desk, "second")
    other.merge(into=kept.number)
    refused(JoinedByOthersError, kept.withdraw)
    kept.ask(OPERATOR)
    refused(JoinedByOthersError, kept.terminate)
    assert kept.ticket.open


def test_who_does_not_answer_is_told_why_it_ends_and_that_it_may_begin_again(desk: Desk) -> None:
    steps = started(desk)
    refused(MoveRefusedError, steps.terminate)
    steps.sign()
    steps.ask()
    refused(InvalidInputError, lambda: steps.terminate(reason=" "))
    refused(HandlerMayNotCloseError, lambda: steps.terminate(CLERK))
    steps.terminate()
    assert steps.ticket.state is State.TERMINATED
    assert "三次联系不上" in steps.told[-1]
    refused(MoveRefusedError, steps.add)


def test_the_hotline_answers_what_it_knows_itself(desk: Desk) -> None:
    steps = started(desk, sure=False)
    refused(InvalidInputError, lambda: steps.answer_directly(public=" "))
    refused(RoleRefusedError, lambda: steps.answer_directly(CLERK))
    steps.answer_directly()
    assert (steps.ticket.state, steps.ticket.public_answer) == (State.ANSWERED, "周末也能办，带身份证。")
    assert "周末也能办" in steps.told[-1]


def test_danger_that_only_a_person_read_is_answered_with_whom_to_call(desk: Desk) -> None:
    steps = started(desk, sure=False)
    refused(InvalidInputError, lambda: steps.hand_to_emergency(channel=" "))
    refused(RoleRefusedError, lambda: steps.hand_to_emergency(CLERK))
    steps.hand_to_emergency()
    assert steps.ticket.state is State.EMERGENCY
    assert "请马上拨打：119" in steps.told[-1]


@pytest.mark.parametrize("end", [Steps.answer_directly, Steps.hand_to_emergency, Steps.refer])
def test_an_end_without_a_unit_reaches_those_who_were_merged(desk: Desk, end: Callable[[Steps], None]) -> None:
    kept, other = of(desk, "first"), of(desk, "second")
    other.merge(into=kept.number)
    end(kept)
    assert len(other.told) == 3
    assert other.number in other.told[-1]
    assert noise().title in other.told[-1]
