"""Pages made from the code, so that they cannot lie: settings, commands, the workflow. `python -m app.documents`."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from typer.main import get_command

from app.city import load_words
from app.cli import application
from app.settings import Settings
from console.api.act import LONGEST_NAME, NAME_HEADER, REPLAYED_HEADER
from console.api.app import PREFIX
from console.api.bodies import LARGEST
from console.api.catalogue import actions
from console.api.openapi import REFUSALS, document
from console.parts import ConsoleSettings
from hotline.workflow import FINAL, TABLE, Edge, State

DOCS = Path(__file__).resolve().parent.parent / "docs"
_MADE = "<!-- Made from the code by `make docs`; a test compares the two. Change the code, not this page. -->"
_BOUNDS = (("ge", "at least"), ("gt", "more than"), ("le", "at most"), ("lt", "less than"), ("pattern", "form"))


def settings_page() -> str:
    """Every setting with its name in the environment, its default and what it is for."""
    rows = [_setting(name, field) for name, field in Settings.model_fields.items()]
    return _page(
        "Settings",
        "Settings come from the environment or from a file `jiesu.env` in the working folder (the environment counts"
        " more). Secrets may also lie in a folder that `JIESU_SECRETS_DIR` names, one file each, called like the"
        " setting in lower case, for instance `jiesu_telegram_token`. `jiesu doctor` checks them all.",
        _table(("Name", "Default", "What it is for", "Allowed"), rows),
    )


def _setting(name: str, field: FieldInfo) -> tuple[str, ...]:
    default = "" if isinstance(field.default, SecretStr) or field.default is None else str(field.default)
    return f"`JIESU_{name.upper()}`", f"`{default}`" if default else "", field.description or "", _allowed(field)


def _allowed(field: FieldInfo) -> str:
    found = [
        f"{words} {_code(getattr(rule, attribute))}"
        for rule in field.metadata
        for attribute, words in _BOUNDS
        if getattr(rule, attribute, None) is not None
    ]
    return ", ".join(found)


def _code(value: object) -> str:
    return f"`{value}`" if isinstance(value, str) else f"{value:g}"


def commands_page() -> str:
    """Every command with its help and what may be passed to it, as `jiesu COMMAND --help` says it."""
    return _page(
        "Commands",
        "Every command exits with 0 on success, with 2 on wrong arguments, and otherwise with 1 and one clear line on"
        " standard error. JSON lines are UTF-8, one object a line, in the order of the input; where no file is named"
        " they are read from standard input.",
        "\n\n".join(_command(name, command) for name, command in _commands(get_command(application), "jiesu")),
    )


def _commands(group: Any, name: str) -> Iterable[tuple[str, Any]]:  # noqa: ANN401 - typer gives its classes no public names
    inner: Mapping[str, Any] | None = getattr(group, "commands", None)
    if inner is None:
        yield name, group
        return
    for word, command in inner.items():
        yield from _commands(command, f"{name} {word}")


def _command(name: str, command: Any) -> str:  # noqa: ANN401 - as above
    rows = [_parameter(each) for each in command.params]
    table = _table(("Argument", "What it is"), rows) if rows else "No arguments."
    return f"## {name}\n\n{(command.help or '').strip()}\n\n{table}"


def _parameter(parameter: Any) -> tuple[str, str]:  # noqa: ANN401 - as above
    named = parameter.opts[0].startswith("-")
    written = parameter.opts[0] if named else parameter.name.upper()
    help_text = getattr(parameter, "help", None) or ""
    return f"`{written}`{'' if not parameter.required else ' (required)'}", help_text


def workflow_page() -> str:
    """Who may move a ticket from where to where, and why."""
    rows = [_edge(edge) for edge in TABLE]
    final = "、".join(state.value for state in State if state in FINAL)
    return _page(
        "The life of a ticket",
        "The table of `hotline/workflow.py`: a step that does not stand here is refused, and so is a step taken by"
        f" another role. Somebody of a handling unit never closes, approves or decides on a return, and who found a"
        f" matter on patrol never follows it up. Final: {final}; of these only 已办结 and 已并单 can be left, by"
        " reopening. A step that leads to the state it came from is one that several units take beside the road.\n\n"
        "A ticket passes through 待受理 in one breath: the conversation asks, answers, names channels and danger before"
        " there is a ticket, and an operator on the telephone does so too, so that of the steps from there only"
        " `accept` is taken today. The others are for channels that hand in tickets without a conversation. Every verb"
        " has a file in `casework/` (docs/casework.md says which); 剔除 (exclusion from assessment) is none yet.",
        _table(("From", "Step", "To", "Who", "Why"), rows),
    )


def _edge(edge: Edge) -> tuple[str, ...]:
    roles = ", ".join(sorted(role.value for role in edge.roles))
    return edge.start.value, f"`{edge.move.value}`", edge.end.value, roles, edge.why


def api_page() -> str:
    """The open interface: how to call it, and every verb with its fields."""
    words = load_words()
    reads = [
        (f"`{method.upper()} {PREFIX}{path}`", call["summary"])
        for path, calls in document(words)["paths"].items()  # type: ignore[attr-defined]  # our own document
        for method, call in calls.items()
        if "{action}" not in path and "operationId" not in call
    ]
    refusals = [(f"`{status}`", meaning) for status, meaning in REFUSALS.items()]
    return _page(
        "The open interface",
        f"JSON over HTTP under `{PREFIX}`: what the console's pages do, for programs. The OpenAPI 3.1 document stands"
        f" at `{PREFIX}/openapi.json`. A key is made with `jiesu user key LOGIN [--days N]`, shown once, and sent with"
        " every call as `Authorization: Bearer KEY`; it may do what its account may do in the console, in its role and"
        f" unit, and is revoked on the accounts page. A key may call {ConsoleSettings().calls_per_minute} times a"
        " minute. Texts are masked as on the pages; an identity is given by `reveal` only, to whom the page would give"
        " it, for a reason that is written down, and never to the handling unit of a sealed ticket.",
        "\n\n".join(("## Reading", _table(("Call", "What it gives"), reads), _ACTING,
                     _table(("Verb", "Roles", "States", "Fields"), [_verb(each) for each in actions(words)]),
                     "## Refusals", _REFUSED, _table(("Status", "Why"), refusals))),
    )  # fmt: skip


_ACTING = f"""## Acting

`POST {PREFIX}/tickets/NUMBER/VERB` takes a step. The body is a JSON object of at most {LARGEST // 1024} KB with the
verb's fields and `version`, the ticket's version as it was read; where somebody changed the ticket in between the
answer is 409, and nothing is done. The answer names the ticket's new state and version, and the verbs that fit now. A
call with the header `{NAME_HEADER}` (1 to {LONGEST_NAME} visible ASCII signs) may be repeated for a day: it is done
once, and every repetition gets the first answer with `{REPLAYED_HEADER}: true`. A refusal is not remembered. Fields in
italics may be left out; `units` takes a list of unit codes, everything else one text."""
_REFUSED = """A refusal reads `{"error": {"code": …, "message": …}}` with a sentence in Chinese; for a wrong field it
also names `field` and `rule`."""


def _verb(told: Mapping[str, Any]) -> tuple[str, ...]:
    fields = "; ".join(_asked(field) for field in told["fields"])
    return f"`{told['name']}` {told['label']}", ", ".join(told["roles"]), "、".join(told["states"]), fields


def _asked(field: Mapping[str, Any]) -> str:
    name = f"`{field['name']}`" if field["required"] else f"*`{field['name']}`*"
    options = f": {' / '.join(field['options'])}" if field["options"] else ""
    return f"{name} {field['label']} ({field['kind']}{options})"


def _page(title: str, opening: str, body: str) -> str:
    return f"# {title}\n\n{_MADE}\n\n{opening}\n\n{body}\n"


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


PAGES: Mapping[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "workflow.md": workflow_page,
    "api.md": api_page,
}


def main() -> None:
    """Write all pages."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
