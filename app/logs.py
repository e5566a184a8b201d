"""Logs for people and machines: ids and codes, never a word of a citizen.

An error's own words may carry what a citizen wrote, and the server's may carry the bytes of a request: of every error
only its kind and its places are written down, whoever logs it.
"""

import logging
import sys
from types import TracebackType

import structlog

from bot.faults import fault

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """One line for each record; asyncio's messages show the error itself from their second line on."""

    def format(self, record: logging.LogRecord) -> str:
        kept = logging.makeLogRecord(record.__dict__ | {"exc_text": None, "stack_info": None})
        if record.name == "asyncio":
            kept.msg, kept.args = record.getMessage().partition("\n")[0], ()
        return super().format(kept).replace("\n", " ")

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - overrides the library's name
        return discreet(ei)


def discreet(exc_info: _ExcInfo) -> str:
    """The kind of an error and where it came from."""
    if exc_info[1] is None:
        return ""
    known = fault(exc_info[1])
    return f"{known['error']} at {known['where']}"


def set_up_logs(level: str) -> None:
    """Send everything at or above a level to standard error, one line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    logging.getLogger("alembic").setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(discreet),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
