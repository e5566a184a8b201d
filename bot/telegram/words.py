"""What the Telegram channel says of its own; read without aiogram, so that a check of the file costs nothing."""

from pathlib import Path

from hotline.wording import Wording, load_wording

_WORDING = Path(__file__).parent / "data" / "wording.toml"


def load_telegram_wording(overrides: tuple[Path, ...] = ()) -> Wording:
    """Raises DataFileError."""
    return load_wording(_WORDING, overrides=overrides)
