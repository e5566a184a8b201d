"""Which verbs there are, read from the tables that the console itself works by: nothing is listed by hand."""

from collections.abc import Iterable, Mapping

from console.actions import ACTIONS, Action, Field
from console.api.bodies import MANY, VERSION
from console.permissions import ACTIONS as ROLES
from hotline.people import Role
from hotline.wording import Wording
from hotline.workflow import State


def actions(wording: Wording, role: Role | None = None) -> list[dict[str, object]]:
    """Every verb, or those of a role, with fields, roles and states."""
    return [
        shape(wording, action)
        for action in ACTIONS.values()
        if role is None or role in ROLES.get(action.name, frozenset())
    ]


def shape(wording: Wording, action: Action) -> dict[str, object]:
    """One verb."""
    return {
        "name": action.name,
        "label": called(wording, f"console.action.{action.name}", action.name),
        "hint": called(wording, f"console.hint.{action.name}", ""),
        "roles": roles(action),
        "states": [state.value for state in states(action)],
        "fields": [_field(wording, field) for field in action.worded],
    }


def roles(action: Action) -> list[str]:
    return sorted(role.value for role in ROLES.get(action.name, frozenset()))


def states(action: Action) -> list[State]:
    """Where at least one role that may take it can take it. What stands beside the workflow needs an open ticket."""
    takers = ROLES.get(action.name, frozenset())
    return [state for state in State if any(action.fits(state, role) for role in takers)]


def _field(wording: Wording, field: Field) -> dict[str, object]:
    return {
        "name": field.name,
        "label": called(wording, f"field.{field.name}", field.name),
        "kind": field.kind.value,
        "required": field.required,
        "options": list(field.options),
    }


def schema(wording: Wording, fields: Iterable[Field]) -> Mapping[str, object]:
    """The body of a call as JSON Schema."""
    fields = tuple(fields)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [VERSION, *(field.name for field in fields if field.required)],
        "properties": {
            VERSION: {"type": "integer", "description": called(wording, f"field.{VERSION}", VERSION)},
            **{field.name: _property(wording, field) for field in fields},
        },
    }


def _property(wording: Wording, field: Field) -> dict[str, object]:
    one: dict[str, object] = {"type": "string"}
    if field.options:
        one["enum"] = list(field.options) if field.required else ["", *field.options]
    elif field.required and field.kind not in MANY:
        one["minLength"] = 1
    label = called(wording, f"field.{field.name}", field.name)
    return {"type": "array", "items": one, "description": label} if field.kind in MANY else one | {"description": label}


def called(wording: Wording, key: str, name: str) -> str:
    """The name that stands on the screen, or the bare one where somebody has not worded it yet."""
    return wording.say(key) if key in wording else name
