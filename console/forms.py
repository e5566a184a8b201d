"""What a person typed into a form, kept so that a refusal loses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from casework.pictures import LARGEST
from hotline.errors import InvalidInputError

TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a field, not a secret
LONGEST, LONGEST_LINE = 5000, 200
"""Characters of a text, and of a field of one line; `line_length` and `text_length` say them to people."""
LINES = frozenset({
    "title", "place", "time", "name", "new_title", "into", "owner", "leader", "case_until", "rule_words",
    "contacted_at", "recused_login", "other",
})  # fmt: skip
_OURS = frozenset({TOKEN_FIELD, "version", "back"})


@dataclass(frozen=True, slots=True)
class Form:
    """The values by field name, and the files. `repr` never shows them, for they may be a citizen's."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Form({', '.join(self.values)})"

    def text(self, name: str) -> str:
        """The trimmed value, empty where there is none."""
        return self.values.get(name, ("",))[0].strip()

    def several(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.values.get(name, ()) if value)

    def measured(self) -> None:
        """Raises InvalidInputError where something is longer than anybody reads; of several the first of the form."""
        for name, values in self.values.items():
            if name in LINES and any(len(value) > LONGEST_LINE for value in values):
                raise InvalidInputError(field=name, rule="line_length")
            if any(len(value) > LONGEST for value in values):
                raise InvalidInputError(field=name, rule="text_length")

    def typed(self) -> dict[str, str]:
        """What the person wrote, without the fields that we put into every form; of files only how many there were,
        for no browser takes them back."""
        words = {name: "、".join(values) for name, values in self.values.items() if name not in _OURS and any(values)}
        return words | {name: str(len(files)) for name, files in self.files.items()}

    def number(self, name: str, default: int) -> int:
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


async def read_form(request: web.Request) -> Form:
    """The form of a request; line ends are made plain. Of uploads no more is read than a picture may have."""
    posted = await request.post()
    values = {name: tuple(_plain(value) for value in posted.getall(name)) for name in posted}
    files = {name: tuple(_read(value) for value in posted.getall(name) if _is_file(value)) for name in posted}
    return Form(values, {name: each for name, each in files.items() if each})


def query_form(request: web.Request) -> Form:
    """The same view of an address's query."""
    return Form({name: tuple(request.query.getall(name)) for name in request.query})


def _is_file(value: object) -> bool:
    """A browser sends a field without a choice as a file without a name."""
    return isinstance(value, web.FileField) and bool(value.filename)


def _read(value: object) -> bytes:
    if not isinstance(value, web.FileField):
        return b""
    with value.file:
        return value.file.read(LARGEST + 1)


def _plain(value: object) -> str:
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""
