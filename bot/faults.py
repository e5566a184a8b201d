"""Where something went wrong, for the log: places in our code, and never what a citizen wrote.

A traceback as it is printed carries the error's words, and some printers every local variable.
"""

import traceback
from pathlib import PurePath

_FRAMES = 6


def fault(error: BaseException) -> dict[str, str]:
    """Fields for a log line: the kind of error and the innermost places, outermost first."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = [f"{'/'.join(PurePath(each.filename).parts[-2:])}:{each.lineno} {each.name}" for each in frames]
    return {"error": type(error).__name__, "where": " > ".join(places)}
