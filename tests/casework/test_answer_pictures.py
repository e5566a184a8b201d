"""Pictures that go out with an answer: who puts them there, until when, who sees them first, and whom they reach."""

from datetime import timedelta

import pytest

from casework.convene import conclude, convene
from casework.expire import Keeping, expire
from casework.pictures import LARGEST, MOST, attach_picture, drop_picture, picture_of
from casework.redispatch import redispatch
from hotline.errors import InvalidInputError, NotAllowedError, NotFoundError
from hotline.matter import Solved
from hotline.message import Message
from hotline.people import Actor
from hotline.workflow import MoveRefusedError
from tests.casework.life import take
from tests.casework.steps import Steps, started
from tests.house import CLERK, OPERATOR, STRANGER, Desk

JPEG = b"\xff\xd8\xff\xe0 before"


def attached(steps: Steps, actor: Actor = CLERK) -> int:
    with steps.desk.database.units_of_work() as uow:
        number = attach_picture(steps.desk.office, uow, steps.number, actor, picture_of(JPEG))
        uow.commit()
    return number


def dropped(steps: Steps, picture: int, actor: Actor = CLERK) -> None:
    with steps.desk.database.units_of_work() as uow:
        drop_picture(uow, steps.number, actor, picture)
        uow.commit()


def told(steps: Steps) -> Message:
    with steps.desk.database.units_of_work(write=False) as uow:
        return uow.outbox.after(steps.ticket.person, 0)[-1].message


@pytest.fixture
def steps(desk: Desk) -> Steps:
    steps = started(desk)
    steps.sign()
    return steps


def test_what_the_unit_attaches_goes_to_the_citizen_when_the_answer_is_let_out(steps: Steps) -> None:
    first, second = attached(steps), attached(steps)
    steps.answer()
    assert told(steps).pictures == ()
    steps.approve()
    assert told(steps).pictures == (first, second)
    assert "附图片 2 张" in told(steps).text


def test_pictures_of_the_unit_before_do_not_go_out_with_the_answer_of_another(desk: Desk, steps: Steps) -> None:
    attached(steps)
    take(desk, redispatch, steps.number, OPERATOR, lead="HB", reason="噪声归环保")
    steps.sign(STRANGER)
    own = attached(steps, STRANGER)
    steps.answer(STRANGER)
    steps.approve()
    assert told(steps).pictures == (own,)


def test_pictures_stay_where_the_same_unit_goes_on(desk: Desk, steps: Steps) -> None:
    own = attached(steps)
    take(desk, convene, steps.number, OPERATOR, reason="要几家一起")
    take(desk, conclude, steps.number, OPERATOR, lead="CG", outcome="仍由城管牵头")
    steps.sign()
    steps.answer()
    steps.approve()
    assert told(steps).pictures == (own,)


def test_an_answer_without_pictures_says_nothing_of_them(steps: Steps) -> None:
    steps.answer()
    steps.approve()
    assert told(steps).pictures == ()
    assert "附图" not in told(steps).text


def test_while_the_answer_is_reviewed_its_pictures_stay_as_they_are(steps: Steps) -> None:
    picture = attached(steps)
    steps.answer()
    with pytest.raises(MoveRefusedError):
        attached(steps)
    with pytest.raises(MoveRefusedError):
        dropped(steps, picture)
    steps.reject()
    dropped(steps, picture)
    kept = attached(steps)
    steps.answer()
    steps.approve()
    assert told(steps).pictures == (kept,)


def test_a_new_answer_takes_none_of_the_pictures_that_went_out_before(steps: Steps) -> None:
    old = attached(steps)
    steps.answer()
    steps.approve()
    steps.say(Solved.NO)
    with pytest.raises(NotFoundError):
        dropped(steps, old)
    new = attached(steps)
    steps.answer()
    steps.approve()
    assert told(steps).pictures == (new,)


@pytest.mark.parametrize("actor", [STRANGER, OPERATOR])
def test_only_the_lead_unit_attaches(steps: Steps, actor: Actor) -> None:
    with pytest.raises((NotAllowedError, MoveRefusedError)):
        attached(steps, actor)


def test_nothing_is_attached_before_the_unit_has_signed(desk: Desk) -> None:
    with pytest.raises(MoveRefusedError):
        attached(started(desk))


def test_six_are_taken_and_no_seventh(steps: Steps) -> None:
    for _ in range(MOST):
        attached(steps)
    with pytest.raises(InvalidInputError, match="six_pictures"):
        attached(steps)


@pytest.mark.parametrize(
    ("content", "mime"),
    [(JPEG, "image/jpeg"), (b"\x89PNG\r\n\x1a\n..", "image/png"), (b"RIFF1234WEBPVP8", "image/webp")],
)
def test_the_kind_is_read_from_the_bytes(content: bytes, mime: str) -> None:
    assert picture_of(content).mime == mime


@pytest.mark.parametrize("content", [b"", b"<svg onload=x>", b"RIFF1234WAVE", JPEG + b"x" * LARGEST])
def test_what_is_no_picture_or_too_large_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInputError):
        picture_of(content)


def test_pictures_of_answers_go_when_pictures_of_citizens_do(steps: Steps) -> None:
    picture = attached(steps)
    keeping = Keeping(pictures=100)
    steps.desk.clock.pass_time(timedelta(days=100))
    assert expire(steps.desk.office, steps.desk.database.units_of_work, keeping)["pictures"] == 0
    steps.desk.clock.pass_time(timedelta(seconds=1))
    assert expire(steps.desk.office, steps.desk.database.units_of_work, keeping)["pictures"] == 1
    with steps.desk.database.units_of_work(write=False) as uow:
        assert uow.answer_pictures.get(picture) is None


def test_at_rest_a_picture_is_sealed(steps: Steps) -> None:
    attached(steps)
    stored = b"".join(path.read_bytes() for path in steps.desk.file.parent.iterdir() if path.is_file())
    assert JPEG not in stored
