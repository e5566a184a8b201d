"""The life of a version: who may move it from where to where stands in one table."""

from collections.abc import Mapping
from enum import StrEnum


class EntryState(StrEnum):
    """Where a version stands. Of each entry at most one is published and at most one is a draft or in review."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"


OPEN = frozenset({EntryState.DRAFT, EntryState.IN_REVIEW})
"""Still being worked on."""


class EntryMove(StrEnum):
    """What is done with a version."""

    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    REPLACE = "replace"
    RETIRE = "retire"
    RECHECK = "recheck"
    RESTORE = "restore"


_D, _I, _P, _R = EntryState
MOVES: Mapping[tuple[EntryState, EntryMove], EntryState] = {
    (_D, EntryMove.SUBMIT): _I,
    (_I, EntryMove.SEND_BACK): _D,
    (_I, EntryMove.PUBLISH): _P,
    (_P, EntryMove.RECHECK): _I,  # the source no longer holds: nobody is answered from it until it is looked at
    (_I, EntryMove.RESTORE): _P,  # it held after all
    (_R, EntryMove.RESTORE): _P,
    (_D, EntryMove.REPLACE): _R,
    (_I, EntryMove.REPLACE): _R,
    (_P, EntryMove.REPLACE): _R,
    (_D, EntryMove.RETIRE): _R,
    (_I, EntryMove.RETIRE): _R,
    (_P, EntryMove.RETIRE): _R,
}
