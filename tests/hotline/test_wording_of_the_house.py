"""Every refusal has its sentence, every sentence that code says exists, and none lies unused."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, TypeGuard

import pytest

from app.city import load_words
from hotline.errors import HotlineError
from hotline.matter import Disposition, EmergencyKind
from hotline.wording import load_wording
from hotline.workflow import State
from tests.house import ROOT

ROOMS = (
    "hotline", "lexicon", "classifiers", "knowledge", "routing", "casework", "analytics", "bot", "console", "storage",
    "app",
)  # fmt: skip
CHANNELS = ("bot/webchat/data/wording.toml", "bot/telegram/data/wording.toml")
"""Channels bring a wording file of their own, which is read beside the others."""


class Text(Protocol):
    """A string literal."""

    value: str


def refusals(kind: type[HotlineError] = HotlineError) -> Iterator[type[HotlineError]]:
    for child in kind.__subclasses__():
        yield child
        yield from refusals(child)


def imported() -> list[type[HotlineError]]:
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not module.name.endswith("__main__") and ".migrations" not in module.name:
                importlib.import_module(module.name)
    return [kind for kind in refusals() if kind.__module__.split(".")[0] in ROOMS]


def sources(*rooms: str) -> Iterator[ast.Module]:
    for room in rooms or ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


def test_every_refusal_of_the_house_has_its_sentence() -> None:
    channels = [load_wording(ROOT / name) for name in CHANNELS]
    words = {*load_words().keys(), *(key for each in channels for key in each.keys())}  # noqa: SIM118 - no mapping
    silent = {(kind.__module__, kind.code) for kind in imported() if f"error.{kind.code}" not in words}
    assert silent == set()


def test_two_different_refusals_do_not_share_a_code() -> None:
    kinds = imported()
    codes = [kind.code for kind in kinds if kind.__subclasses__() == [] and "code" in vars(kind)]
    assert sorted(codes) == sorted(set(codes))


def reasons() -> Iterator[str]:
    """The reasons of `DataFileError(path, line, "reason", …)` and `row.error("reason", …)`."""
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                place = _place(ast.unparse(node.func))
                if place is not None and node.args[place:]:
                    yield from (each.value for each in ast.walk(node.args[place]) if _is_text(each))


def _place(function: str) -> int | None:
    """Where a call names the reason: what complains is the error itself, a row of a table, or an entry."""
    if function == "self.error":
        return -1
    row = re.fullmatch(r"(row|last|rows?\[.*\])\.error", function, re.DOTALL)
    return {"DataFileError": 2, "Complaint": 1}.get(function, 0 if row else None)


def _is_text(node: ast.AST) -> TypeGuard[Text]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_reason_of_a_wrong_file_has_its_sentence_and_none_is_unused() -> None:
    used = set(reasons())
    known = {key.removeprefix("datafile.") for key in keys() if key.startswith("datafile.")}
    assert "missing" in used, "the search itself works"
    assert (known - used, used - known) == (set(), set())


def keys() -> list[str]:
    return list(load_words().keys())


def literals(*rooms: str) -> tuple[set[str], list[str]]:
    """All strings of the code, and the f-strings as patterns."""
    plain: set[str] = set()
    patterns: list[str] = []
    for tree in sources(*rooms):
        for node in ast.walk(tree):
            if _is_text(node):
                plain.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                patterns.append(
                    "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values)
                )
    return plain, patterns


@pytest.mark.parametrize("section", ["notice", "button", "state", "chat", "tap", "command", "doctor", "figure"])
def test_no_sentence_lies_unused(section: str) -> None:
    plain, patterns = literals("casework", "bot", "console", "app")
    defined = [key for key in keys() if key.split(".")[0] == section]
    unused = [key for key in defined if not {key, key.partition(".")[2]} & plain and not _made(key, patterns)]
    assert defined
    assert unused == []


def _made(key: str, patterns: list[str]) -> bool:
    names = (key, key.partition(".")[2])
    return any(re.fullmatch(pattern, name) for pattern in patterns if len(pattern) > 4 for name in names)


def said(room: Path) -> Iterator[tuple[str, str]]:
    """`(receiver, first argument)` of every `….say("literal")`, both branches of a choice included."""
    for path in sorted(room.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "say"
                and node.args
            ):
                receiver = ast.unparse(node.func.value)
                yield from ((receiver, text) for text in _spoken(node.args[0]))


def _spoken(node: ast.expr) -> Iterator[str]:
    if _is_text(node):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_spoken(node.body), *_spoken(node.orelse))


def test_every_sentence_that_the_conversation_and_casework_say_exists() -> None:
    words = load_words()
    wanted = {
        f"chat.{key}" if receiver == "turn" else key
        for room in ("bot/conversation", "casework")
        for receiver, key in said(ROOT / room)
    }
    assert len(wanted) > 40
    assert {key for key in wanted if key not in words} == set()


def test_every_notice_that_a_verb_tells_exists() -> None:
    words = load_words()
    calls = [node for tree in sources("casework") for node in ast.walk(tree) if isinstance(node, ast.Call)]
    tells = [node.args[3] for node in calls if getattr(node.func, "id", "") == "tell" and len(node.args) > 3]
    told = {text for argument in tells for text in _spoken(argument)}
    assert len(told) > 10
    assert {name for name in told if f"notice.{name}" not in words} == set()


def test_each_state_danger_and_channel_has_its_sentence() -> None:
    words = load_words()
    wanted = [f"state.{state.name.lower()}" for state in State] + [
        f"chat.danger_{kind.value}" for kind in EmergencyKind
    ]
    spoken = {Disposition.OPEN_TICKET, Disposition.CONSULT, Disposition.EMERGENCY, Disposition.SMALLTALK,
              Disposition.THANKS, Disposition.PROGRESS_QUERY, Disposition.TALK_TO_HUMAN,
              Disposition.PETITION_HANDLED}  # fmt: skip
    wanted += [f"chat.channel_{each.value}" for each in Disposition if each not in spoken]
    assert [key for key in wanted if key not in words] == []


@pytest.mark.parametrize("kind", [kind.value for kind in EmergencyKind])
def test_danger_begins_with_whom_to_call_or_what_to_do_at_once(kind: str) -> None:
    numbers = {"110": "110", "119": "119", "120": "120", "122": "122", "12356": "12356", "gas": "119", "power": "95598",
               "flood": "119", "minor": "110"}  # fmt: skip
    assert numbers[kind] in load_words().say(f"chat.danger_{kind}").splitlines()[0]
