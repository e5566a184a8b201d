"""Arrays that can be made again, kept in a file: written in one move, and a broken file counts as none."""

import os
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray


def keep_arrays(path: Path, **arrays: NDArray[Any]) -> None:
    """Put arrays into an `.npz`; whoever reads meanwhile finds the old or the new file. A folder that cannot be written
    is let be."""
    beside = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(beside, allow_pickle=False, **arrays)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)


def kept_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """What a file holds, by name; nothing where it is missing, cut short or no archive."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            return dict(kept)
    except (OSError, ValueError, EOFError, BadZipFile):
        return {}
