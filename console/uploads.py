"""A table that somebody uploads: its name and its words, or what is wrong with it."""

from pathlib import Path

from aiohttp import web

from hotline.datafile import decoded
from hotline.errors import InvalidInputError

LONGEST_NAME = 200


async def uploaded_table(request: web.Request, field: str = "file") -> tuple[str, str]:
    """The name and the text of the file in a form.

    Raises:
        InvalidInputError: there is none.
        DataFileError: it is not UTF-8; line and byte are named.
    """
    upload = (await request.post()).get(field)
    if not isinstance(upload, web.FileField) or not upload.filename:
        raise InvalidInputError(field=field, rule="required")
    name = upload.filename[:LONGEST_NAME]
    with upload.file:
        return name, decoded(Path(name), upload.file.read())
