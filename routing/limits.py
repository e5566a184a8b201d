"""不得向基层转嫁: what a ground must look like that gives the street a duty."""

import re
import tomllib
from pathlib import Path

from hotline.datafile import read_text
from hotline.errors import DataFileError

LIMITS = Path(__file__).parent / "data" / "limits.toml"


def load_limits(path: Path = LIMITS) -> tuple[re.Pattern[str], ...]:
    """Read `limits.toml`.

    Raises:
        DataFileError: it is missing, no TOML, or holds no list of regular expressions.
    """
    try:
        grounds = tomllib.loads(read_text(path))["street"]["grounds"]
        return tuple(re.compile(ground) for ground in grounds)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, re.error) as error:
        raise DataFileError(path, 0, "bad_limits", detail=str(error)) from error
