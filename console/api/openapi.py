"""The OpenAPI 3.1 document, made from the table of actions."""

from collections.abc import Mapping

from console.actions import ACTIONS, Action
from console.api.act import NAME_HEADER
from console.api.catalogue import called, roles, schema, states
from console.api.reads import LINKED, MOST, SEARCHED
from hotline.wording import Wording
from hotline.workflow import State

VERSION = "1"
_KEY = {"bearer": {"type": "http", "scheme": "bearer", "description": "jiesu user key NAME"}}
_TEXT = {"type": "string"}
REFUSALS = {
    "400": "the body is no JSON object",
    "401": "no key, or one that is unknown, over or revoked",
    "403": "another role does this",
    "404": "there is no such ticket, or not for the unit of this key",
    "409": "somebody changed the ticket in between, or the step does not stand in the workflow table from here",
    "413": "the body is larger than 256 KB, or a picture than 2 MB",
    "422": "a field is missing or wrong: `field` and `rule` name it",
    "429": "too many calls in a minute",
    "503": "the database is away",
}


def document(wording: Wording) -> dict[str, object]:
    """The whole document; every verb that stands in the table of actions is in it."""
    paths: dict[str, object] = {
        "/tickets": {
            "get": _get(
                "A page of the list, the newest first; of overdue ones the longest overdue first", _filters(), "tickets"
            )
        },
        "/tickets/search": {"post": _post("The list by words, in the body and never in an address", _search())},
        "/tickets/{number}": {"get": _get("One ticket, masked as on its page", (_number(),), "ticket")},
        "/tickets/{number}/pictures": {
            "get": _get("Kind and number of each picture of the ticket", (_number(),), "object"),
            "post": _sent(
                "Put a picture (the body: JPEG, PNG, WebP or GIF, at most 2 MB) to the answer that the unit is"
                " writing; six at most, and whoever lets the answer out has seen them"
            ),
        },
        "/tickets/{number}/pictures/{kind}/{picture}": {
            "get": _shown(
                "The bytes of one picture: `citizen`, `evidence` or `answer`; of a sealed ticket the look is"
                " written down"
            ),
        },
        "/tickets/{number}/pictures/answer/{picture}": {
            "delete": _get("Take a picture out of the answer that is being written", (_number(), _picture()), "object"),
        },
        "/tickets/{number}/reveal": {
            "post": _post(
                "Words, place and contact unmasked, for a `reason` that is written down; under the rule of the page",
                _reveal(),
                "object",
                (_number(),),
            )
        },
        "/actions": {"get": _get("The verbs of this key's role, with fields, roles and states", (), "object")},
        "/units": {"get": _get("Units", (), "object")},
        "/categories": {"get": _get("Categories of the first two levels", (), "object")},
        "/counts": {"get": _get("What waits where", (), "object")},
    }
    paths |= {f"/tickets/{{number}}/{action.name}": {"post": _act(wording, action)} for action in ACTIONS.values()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Jiesu 接诉", "version": VERSION},
        "servers": [{"url": "/api/v1"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {"securitySchemes": _KEY, "schemas": _schemas()},
    }


def _act(wording: Wording, action: Action) -> dict[str, object]:
    where = "、".join(state.value for state in states(action))
    return {
        "operationId": action.name,
        "summary": called(wording, f"console.action.{action.name}", action.name),
        "description": f"Roles: {', '.join(roles(action))}. States: {where}.",
        "parameters": [_number(), _name()],
        "requestBody": _body(schema(wording, action.worded)),
        "responses": _responses("step"),
    }


def _get(summary: str, parameters: tuple[Mapping[str, object], ...], answer: str) -> dict[str, object]:
    return {"summary": summary, "parameters": list(parameters), "responses": _responses(answer)}


def _post(summary: str, body: Mapping[str, object], answer: str = "tickets",
          parameters: tuple[Mapping[str, object], ...] = ()) -> dict[str, object]:  # fmt: skip
    return {"summary": summary, "parameters": list(parameters), "requestBody": _body(body),
            "responses": _responses(answer)}  # fmt: skip


def _sent(summary: str) -> dict[str, object]:
    """A call whose body is a picture."""
    body = {"required": True, "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}
    responses = _responses("object")
    responses["201"] = responses.pop("200")
    return {"summary": summary, "parameters": [_number()], "requestBody": body, "responses": responses}


def _shown(summary: str) -> dict[str, object]:
    """A call that gives a picture."""
    kind = {"name": "kind", "in": "path", "required": True, "schema": {"enum": ["citizen", "evidence", "answer"]}}
    image = {"description": "done", "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}
    return {"summary": summary, "parameters": [_number(), kind, _picture()],
            "responses": _responses("object") | {"200": image}}  # fmt: skip


def _picture() -> dict[str, object]:
    return {"name": "picture", "in": "path", "required": True, "schema": {"type": "integer"}}


def _reveal() -> dict[str, object]:
    return {"type": "object", "additionalProperties": False, "required": ["reason"],
            "properties": {"reason": _TEXT | {"minLength": 1}}}  # fmt: skip


def _body(wanted: Mapping[str, object]) -> dict[str, object]:
    return {"required": True, "content": {"application/json": {"schema": wanted}}}


def _responses(answer: str) -> dict[str, object]:
    wanted = {"type": "object"} if answer == "object" else {"$ref": f"#/components/schemas/{answer}"}
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/refusal"}}}
    good: dict[str, object] = {"description": "done", "content": {"application/json": {"schema": wanted}}}
    answers: dict[str, object] = {"200": good}
    return answers | {status: {"description": words, "content": refusal} for status, words in REFUSALS.items()}


def _number() -> dict[str, object]:
    return {"name": "number", "in": "path", "required": True, "schema": _TEXT | {"pattern": "^[0-9]{18}$"}}


def _name() -> dict[str, object]:
    told = "A name of the caller's own: a second call of that name within a day gets the first one's answer"
    return {"name": NAME_HEADER, "in": "header", "required": False, "description": told,
            "schema": _TEXT | {"maxLength": 200}}  # fmt: skip


def _filters() -> tuple[Mapping[str, object], ...]:
    return tuple({"name": name, "in": "query", "required": False, "schema": _FILTERS[name]} for name in LINKED)


def _search() -> dict[str, object]:
    return {"type": "object", "additionalProperties": False, "properties": {each: _FILTERS[each] for each in SEARCHED}}


_FILTERS: Mapping[str, Mapping[str, object]] = {
    "state": {"type": "array", "items": {"type": "string", "enum": [state.value for state in State]}},
    "unit": {"type": "array", "items": _TEXT},
    "overdue": {"type": "string", "enum": ["yes", "no"]},
    "after": {"type": "string", "description": "`next` of the page before"},
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST},
    "words": {"type": "string", "description": "each must stand somewhere in the masked words"},
    "number": {"type": "string", "description": "how the number begins"},
}


def _schemas() -> dict[str, object]:
    row = {"type": "object", "required": ["number", "state"], "properties": {"number": _TEXT, "state": _TEXT}}
    version = {"version": {"type": "integer"}, "actions": {"type": "array", "items": _TEXT}}
    return {
        "row": row,
        "tickets": {
            "type": "object",
            "required": ["tickets", "next"],
            "properties": {
                "tickets": {"type": "array", "items": {"$ref": "#/components/schemas/row"}},
                "next": {"type": ["string", "null"]},
            },
        },
        "ticket": {"type": "object", "required": ["number", "state", "version"],
                   "properties": {"number": _TEXT, "state": _TEXT, **version}},
        "step": {"type": "object", "required": ["number", "state", "version", "actions"],
                 "properties": {"number": _TEXT, "state": _TEXT, **version}},
        "refusal": {
            "type": "object",
            "required": ["error"],
            "properties": {
                "error": {
                    "type": "object",
                    "required": ["code", "message"],
                    "properties": dict.fromkeys(("code", "message", "field", "rule"), _TEXT),
                }
            },
        },
    }  # fmt: skip
