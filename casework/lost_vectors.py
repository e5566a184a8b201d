"""语义检索失灵: the engine for sentence vectors broke or is missing, so that words alone answer; a person is told."""

from casework.halt import NOBODY
from casework.office import Office
from casework.ports import AttentionKind, UnitsOfWork
from hotline.clock import local_day


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


def report_missing_vectors(office: Office, units_of_work: UnitsOfWork, *, missing: bool) -> int:
    """Call a person once a month while the settings want an engine that is not installed; gives 1 where they do.

    Safe to run at any time: one call in the same words is made once.
    """
    if not missing:
        return 0
    at = office.clock.now()
    sentence = office.wording.say("notice.vectors_missing", month=f"{local_day(at):%Y-%m}")
    with units_of_work() as uow:
        uow.attention.call_once(AttentionKind.VECTORS, NOBODY, sentence, at)
        uow.commit()
    return 1
