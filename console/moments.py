"""A moment as somebody types it, in the city's time."""

from datetime import datetime

from console.forms import Form
from hotline.clock import SHANGHAI, utc
from hotline.errors import InvalidInputError


def moment_of(form: Form, name: str) -> datetime | None:
    """`2026-03-02 14:30`, `2026/3/2 14:30` or what a browser's own field sends; None where nothing is typed.

    Raises:
        InvalidInputError: it is no moment.
    """
    text = form.text(name).replace("/", "-").replace("T", " ").replace("：", ":")
    if not text:
        return None
    for written in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"):
        try:
            return utc(datetime.strptime(text, written).replace(tzinfo=SHANGHAI))
        except ValueError:
            continue
    raise InvalidInputError(field=name, rule="moment")
