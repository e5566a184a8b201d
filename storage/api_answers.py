"""Answers to calls that may be repeated. The name is claimed first, so that of two at once one waits for the other."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from casework.ports_rights import KeptAnswer
from storage.statements import InsertOnce
from storage.tables_rights import api_answers

_CLAIM = InsertOnce(api_answers, api_answers.c.api_key)
_PRUNE = delete(api_answers).where(api_answers.c.at < bindparam("since"))
_MINE = (api_answers.c.api_key == bindparam("key"), api_answers.c.name_hash == bindparam("hash"))
_FIND = select(api_answers.c.call_hash, api_answers.c.status, api_answers.c.answer).where(*_MINE)
_KEEP = update(api_answers).where(*_MINE).values(status=bindparam("code"), answer=bindparam("said"))


class SqlApiAnswers:
    """Fulfils `casework.ports_rights.ApiAnswers`. Those that are over are swept on the way."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, key: int, name: str, call: str, at: datetime, since: datetime) -> KeptAnswer | None:
        self._connection.execute(_PRUNE, {"since": since})
        values: dict[str, object] = {"api_key": key, "name_hash": name, "call_hash": call, "status": 0, "answer": {},
                                     "at": at}  # fmt: skip
        if _CLAIM.run(self._connection, values) is not None:
            return None
        row = self._connection.execute(_FIND, {"key": key, "hash": name}).one()
        return KeptAnswer(row[0], row[1], row[2])

    def keep(self, key: int, name: str, status: int, answer: Mapping[str, object]) -> None:
        self._connection.execute(_KEEP, {"key": key, "hash": name, "code": status, "said": dict(answer)})
