"""From a refusal to an HTTP status and to one sentence: one table, used by every page."""

from collections.abc import Mapping
from typing import Self

from hotline.errors import HotlineError, InvalidInputError
from hotline.wording import Wording

STATUS: Mapping[str, int] = {
    "not_found": 404,
    "not_allowed": 403,
    "role_refused": 403,
    "handler_may_not_close": 403,
    "conflict": 409,
    "move_refused": 409,
    "return_too_late": 409,
    "third_return": 409,
    "extension_too_late": 409,
    "extension_used": 409,
    "extension_none": 409,
    "settled_by_consultation": 409,
    "joined_by_others": 409,
    "already_rated": 409,
    "reopen_too_late": 409,
    "reminded_lately": 409,
    "step_taken": 409,
    "not_supervised": 409,
    "no_long_case": 409,
    "long_case_open": 409,
    "own_answer": 403,
    "involved": 403,
    "too_few_attempts": 409,
    "invalid_input": 422,
    "bad_entry": 422,
    "entry_incomplete": 422,
    "entry_move_refused": 409,
    "edited_meanwhile": 409,
    "title_taken": 409,
    "golden_lost": 409,
    "own_version": 403,
    "no_mediation": 409,
    "consent_missing": 409,
    "not_adopted": 409,
    "recused": 403,
    "second_person": 403,
    "appeal_too_late": 409,
    "not_yet_assessed": 409,
    "calendar_year_missing": 409,
    "deputy_away": 409,
    "already_away": 409,
    "data_file": 422,
    "database_away": 503,
    "part_refused": 409,
    "objected_before": 409,
    "only_streets_whistle": 409,
    "returned_before": 409,
    "not_third_return": 409,
    "finder_may_not_close": 403,
}
IN_FORMS: Mapping[str, str] = {"entry_title": "title", "review": "until"}
"""Fields that a form has under a shorter name than the rule that refuses them."""
REFUSED = 400
"""What the table does not name is a refusal all the same, never a crash."""


def status_of(error: HotlineError) -> int:
    return STATUS.get(error.code, REFUSED)


class FaultySentence(str):
    """A sentence that knows which field of the form it speaks of, and says beside that field what is expected."""

    __slots__ = ("expected", "field")
    field: str
    expected: str

    def __new__(cls, sentence: str, field: str, expected: str) -> Self:
        said = super().__new__(cls, sentence)
        said.field, said.expected = field, expected
        return said


def explain(wording: Wording, error: HotlineError) -> str:
    """The sentence for a refusal, with the field and the rule called by the names that stand on the screen."""
    if isinstance(error, InvalidInputError):
        field, rule = (_called(wording, kind, str(error.params.get(kind, ""))) for kind in ("field", "rule"))
        sentence = wording.say(f"error.{error.code}", field=field, rule=rule)
        name = str(error.params.get("field", ""))
        return FaultySentence(sentence, IN_FORMS.get(name, name), rule)
    if f"error.{error.code}" not in wording:
        return wording.say("error.refused")
    sentence = wording.say(f"error.{error.code}", **{**_places(error), **_fields(wording, error)})
    lacking = error.params.get("fields")
    if isinstance(lacking, tuple) and lacking:
        return FaultySentence(sentence, str(lacking[0]), wording.say("rule.lacking"))
    return sentence


def _places(error: HotlineError) -> Mapping[str, object]:
    """The parameters as places of a sentence; what was looked for is never said, for it may be a person's."""
    return {name: value for name, value in error.params.items() if name != "key"}


def _fields(wording: Wording, error: HotlineError) -> Mapping[str, object]:
    """Fields of an entry by the names that stand on the screen."""
    fields = error.params.get("fields")
    if not isinstance(fields, tuple):
        return {}
    return {"fields": "、".join(wording.say(f"entry.{name}") for name in fields)}


def _called(wording: Wording, kind: str, name: str) -> str:
    key = f"{kind}.{name}"
    return wording.say(key) if key in wording else name
