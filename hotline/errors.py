"""Refusals and faults, named after the rule that says no.

Every error carries a `code` and `params`; the Chinese sentence for it stands in a wording file under
`error.<code>`, so that the same refusal reads the same in chat, console, API and command line.
"""

from pathlib import Path
from typing import ClassVar


class HotlineError(Exception):
    """The base of everything that Jiesu refuses on purpose."""

    code: ClassVar[str] = "refused"

    def __init__(self, **params: object) -> None:
        self.params = params
        detail = ", ".join(f"{key}={value}" for key, value in params.items())
        super().__init__(f"{self.code}({detail})")


class DataFileError(HotlineError):
    """A rule, table or wording file is wrong: names the file, the line and the reason.

    `reason` is the code of the sentence `datafile.<reason>`; further params fill it.
    """

    code = "data_file"

    def __init__(self, path: Path, line: int, reason: str, **params: object) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(file=path.name, line=line, reason=reason, **params)


class NotFoundError(HotlineError):
    """What was asked for does not exist, or not for this person."""

    code = "not_found"


class ConflictError(HotlineError):
    """Somebody else changed the same thing in between; look again and repeat."""

    code = "conflict"


class NotAllowedError(HotlineError):
    """The role or unit of this person may not do this."""

    code = "not_allowed"


class InvalidInputError(HotlineError):
    """A field of a form, call or row is missing or wrong; params name `field` and `rule`."""

    code = "invalid_input"
