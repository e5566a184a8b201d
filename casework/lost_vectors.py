"""语义检索失灵: the engine for sentence vectors broke, so that words alone find the entries; a person is told."""

from casework.halt import NOBODY
from casework.office import Office
from casework.ports import AttentionKind, UnitsOfWork


def report_lost_vectors(office: Office, units_of_work: UnitsOfWork, *, lost: bool) -> int:
    """Call a person while the engine is broken; gives how many calls were made.

    Safe to run at any time: while a call is open no other is made.
    """
    if not lost:
        return 0
    at = office.clock.now()
    with units_of_work() as uow:
        if uow.attention.open_for(NOBODY, AttentionKind.VECTORS):
            return 0
        uow.attention.call(AttentionKind.VECTORS, NOBODY, office.wording.say("notice.vectors_lost"), at)
        uow.commit()
    return 1
