"""`jiesu repeats`: which messages of a table are about the same matter, and the groups that they make."""

from pathlib import Path

from analytics.repeats.background import background_of, desks
from analytics.repeats.collection import Collection
from analytics.repeats.find import find_repeats
from analytics.repeats.judge import load_judges
from analytics.repeats.load import load_messages
from analytics.repeats.why import name_of, why
from app.city import load_words
from app.lines import write_line
from app.settings import read_settings
from app.shelf import model_in_use
from classifiers.folder import load_model
from classifiers.model import Model, default_folder

_STANDARD_INPUT = Path("/dev/stdin")


def run(file: Path | None) -> None:
    """Print the pairs judged the same, in the order of the table, then the groups. Without a file the table is read
    from standard input, and so it is where the file is called `-`."""
    table = _STANDARD_INPUT if file is None or str(file) == "-" else file
    wording, messages, model = load_words(), load_messages(table), _model()
    common = background_of(model)
    held = Collection(messages, common.word, common.pair)
    repeats = find_repeats(held, load_judges(), desks(model))
    for link in repeats.links:
        reason = why(held, link.one, link.other, wording, alone=link.alone)
        write_line({"a": messages[link.one].id, "b": messages[link.other].id, "score": round(link.score, 4),
                    "why": reason})  # fmt: skip
    for number, members in enumerate(repeats.groups, start=1):
        write_line({"cluster": f"C{number:04}", "name": name_of(held, members, wording),
                    "members": [messages[place].id for place in members]})  # fmt: skip


def _model() -> Model:
    with model_in_use(read_settings(), None) as folder:
        model = load_model(folder) if folder else None
    return model if model and model.has("unit") else load_model(default_folder())
