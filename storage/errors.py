"""What storage refuses or cannot do, in the words of the house; drivers' own errors end here."""

from hotline.errors import HotlineError


class DatabaseAwayError(HotlineError):
    """The database cannot be reached, is busy beyond patience, or stopped in the middle. Nothing was stored."""

    code = "database_away"


class AppendOnlyError(HotlineError):
    """History and audit are only ever added to; the database itself refuses to change or delete a line."""

    code = "append_only"


class DatabaseUrlError(HotlineError):
    """The address of the database is none that is served: `sqlite:///file` or `postgresql://…`."""

    code = "database_url"


class DatabaseDriverError(HotlineError):
    """PostgreSQL is wanted, but its driver is not installed."""

    code = "database_driver"


class SchemaBehindError(HotlineError):
    """The tables are not those of this version; `jiesu db upgrade` brings them there."""

    code = "schema_behind"


class KeyFileError(HotlineError):
    """The master key is missing, has the wrong shape, or may be read by others; params name file and reason."""

    code = "key_file"


class SealBrokenError(HotlineError):
    """A sealed value does not open: another key, another field, or it was tampered with."""

    code = "seal_broken"
