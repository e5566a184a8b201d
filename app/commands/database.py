"""`jiesu db`: the structure of the database."""

from rich import print as show

from app.city import load_words
from app.settings import read_settings
from storage import schema


def upgrade() -> None:
    """Bring the database of the settings to the newest structure."""
    settings = read_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    schema.upgrade(settings.url)
    show(load_words(settings.city_dir).say("command.upgraded"))
