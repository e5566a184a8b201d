"""What people wrote beside a ticket that is over its time: parts, returns, consultations, supervision, claims, help.

Rows stay with their moments, kinds and outcomes, for rates and ledgers count them; only the words in them go. Each
value keeps the shape that its reader expects. Of append-only tables only follow-ups keep their words apart, here.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, bindparam, delete, select, update

from storage.tables_answer import answer_pictures, follow_up_words, joint_replies
from storage.tables_care import adoption_notes, adoptions, assessment_claims, mediations
from storage.tables_life import assignments, consultations, evidence, positions, returns, unit_notices
from storage.tables_supervision import follow_ups, long_cases, supervisions
from storage.vault import Vault

_NUMBER: BindParameter[Any] = bindparam("which")
_BLANK: Mapping[Table, Mapping[str, tuple[str, object]]] = {
    returns: {"words": ("returns.words", ["", "", "", ""])},
    consultations: {"words": ("consultations.words", ["", "", ""])},
    assessment_claims: {"words": ("assessment_claims.words", "")},
    mediations: {"words": ("mediations.words", "")},
    unit_notices: {"words": ("unit_notices.words", "")},
    supervisions: {"ground": ("supervisions.words", "")},
    long_cases: {"plan": ("long_cases.words", "")},
}
"""Of each table the columns that must hold something, with the name of their seal and an empty value."""
_NOTHING: Mapping[Table, tuple[str, ...]] = {
    assignments: ("words",),
    assessment_claims: ("decision",),
    mediations: ("outcome_words",),
    supervisions: ("reply", "end_reason"),
    long_cases: ("outcome",),
}
"""Columns that may be empty."""
_OF_CONSULTATIONS = select(consultations.c.id).where(consultations.c.ticket == _NUMBER)
_OF_RETURNS = select(returns.c.id).where(returns.c.ticket == _NUMBER)
_OF_ADOPTIONS = select(adoptions.c.id).where(adoptions.c.ticket == _NUMBER)
_POSITIONS = update(positions).where(positions.c.consultation.in_(_OF_CONSULTATIONS))
_OF_FOLLOW_UPS = select(follow_ups.c.id).where(follow_ups.c.ticket == _NUMBER)
_OF_SUPERVISIONS = select(supervisions.c.id).where(supervisions.c.ticket == _NUMBER)
_JOINT = update(joint_replies).where(joint_replies.c.supervision.in_(_OF_SUPERVISIONS)).values(words=None)
_GONE = (
    _JOINT,
    delete(follow_up_words).where(follow_up_words.c.follow_up.in_(_OF_FOLLOW_UPS)),
    delete(answer_pictures).where(answer_pictures.c.ticket == _NUMBER),
    delete(evidence).where(evidence.c.request.in_(_OF_RETURNS)),
    delete(adoption_notes).where(adoption_notes.c.adoption.in_(_OF_ADOPTIONS)),
)


def empty_beside(connection: Connection, vault: Vault, number: str) -> None:
    """Take the words and pictures of one ticket out of every table beside it."""
    for table, columns in _BLANK.items():
        empty = {name: vault.hide(seal, value) for name, (seal, value) in columns.items()}
        connection.execute(update(table).where(table.c.ticket == number).values(**empty))
    for table, names in _NOTHING.items():
        connection.execute(update(table).where(table.c.ticket == number).values(dict.fromkeys(names)))
    said = vault.hide("positions.words", "")
    connection.execute(_POSITIONS.values(words=said), {"which": number})
    for statement in _GONE:
        connection.execute(statement, {"which": number})
