"""`jiesu model`: compare a new model with the one in use, put it in place, go back."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.books import at_the_keyboard, open_books
from app.city import load_words
from app.lessons import held_out_rows
from app.settings import Settings, read_settings
from app.shelf import AlreadyInUseError, Shelf, Use, serving_model
from classifiers.compare import LEAST_ROWS, Comparison, HeadComparison, Served, compare
from classifiers.examples import Example, examples_from_csv
from classifiers.folder import load_model
from classifiers.model import Model, default_folder
from hotline.clock import SystemClock
from hotline.errors import DataFileError, HotlineError
from hotline.wording import Wording

SHIPPED = "shipped"


class ModelRefusedError(HotlineError):
    """The new model is worse than the one in use, or nobody can tell; params say why."""

    code = "model_refused"


def compare_models(new: Path, data: Path | None, *, as_json: bool) -> None:
    """Print both models' figures on the same rows, and whether the new one may replace the old."""
    settings = read_settings()
    found = _compared(settings, load_model(new), data)
    words = load_words(settings.city_dir)
    if as_json:
        tree = {"may_replace": found.may_replace, "heads": {name: each.as_json() for name, each in found.heads.items()}}
        sys.stdout.write(json.dumps(tree, ensure_ascii=False) + "\n")
        return
    console = Console(width=None if sys.stdout.isatty() else 120)
    for head in found.heads.values():
        console.print(_figures(head))
        if head.worse:
            console.print(_worse(head))
    sys.stdout.write(_verdict(words, found) + "\n")


def use_model(new: Path, data: Path | None, *, force: bool, reason: str) -> None:
    """Put a model in place, unless it compares worse.

    Raises:
        ModelRefusedError: it is worse, or there are too few rows to tell, and nobody forces it.
        AlreadyInUseError: it is this one that is in use.
        DataFileError: the folder is no sound model.
    """
    settings, shelf = read_settings(), Shelf(read_settings().data_dir)
    words = load_words(settings.city_dir)
    model = load_model(new)
    _refuse_the_same(shelf, new)
    ground = reason if force else _ground(words, _compared(settings, model, data))
    name, digest = shelf.add(new)
    at, by = SystemClock().now(), at_the_keyboard()
    _write_down(settings, "force_model" if force else "use_model", name, ground)
    shelf.use(Use(name, digest, at.isoformat(), by.id, ground))
    _say(words.say("command.model_used", name=name))
    if settings.model_dir:
        _say(words.say("command.model_overridden", path=settings.model_dir))


def _refuse_the_same(shelf: Shelf, new: Path) -> None:
    """Before anything is copied: nobody touches the folder that serves. Only where that is broken it is put there anew.

    Raises:
        AlreadyInUseError: it is this one that is in use, now whole in any case.
    """
    uses = shelf.uses()
    if not uses or uses[-1].name != shelf.name_of(new):
        return
    if not shelf.sound(uses[-1]):
        shelf.add(new)
    raise AlreadyInUseError(name=uses[-1].name)


def roll_back() -> None:
    """Return to the model before; broken ones are passed over.

    Raises:
        NoEarlierModelError: the shipped model is in use.
    """
    settings = read_settings()
    words, shelf = load_words(settings.city_dir), Shelf(settings.data_dir)
    left = shelf.uses()[-1:]
    uses, passed = shelf.earlier()
    name = uses[-1].name if uses else SHIPPED
    _write_down(settings, "roll_back_model", name, "、".join(use.name for use in left))
    shelf.go_back(uses)
    for each in passed:
        _say(words.say("command.model_passed_over", name=each))
    _say(words.say("command.model_rolled_back", name=name))


def list_models(*, as_json: bool) -> None:
    """Print every model with its figures; the one in use is marked."""
    rows = list(_listed(Shelf(read_settings().data_dir)))
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    table = Table("", "model", "rows", "data date", "since", "accuracy by head")
    for row in rows:
        facts = [str(row[name]) for name in ("name", "rows", "data_date", "since")]
        table.add_row("*" if row["in_use"] else "", *facts, str(row["accuracy"] if row["sound"] else "broken"))
    Console(width=None if sys.stdout.isatty() else 120).print(table)


def _listed(shelf: Shelf) -> Iterator[dict[str, object]]:
    uses = {use.name: use for use in shelf.uses()}
    current = shelf.in_use()
    yield {**_facts(default_folder()), "name": SHIPPED, "in_use": current is None, "since": ""}
    for name in shelf.names():
        use = uses.get(name)
        facts = _facts(shelf.folder / name) if use is None or shelf.sound(use) else _BROKEN
        yield {**facts, "name": name, "in_use": current is not None and current.name == name,
               "since": use.at if use else ""}  # fmt: skip


_BROKEN: dict[str, object] = {"sound": False, "rows": "", "data_date": "", "accuracy": {}}


def _facts(folder: Path) -> dict[str, object]:
    try:
        card = load_model(folder).card
    except DataFileError:
        return _BROKEN
    accuracy = {head: scores.get("accuracy") for head, scores in card.scores.items()}
    return {"sound": True, "rows": card.rows, "data_date": card.data_date, "accuracy": accuracy}


def _compared(settings: Settings, new: Model, data: Path | None) -> Comparison:
    """On the rows of a file, or on those that the city's own tickets keep back for this."""
    shipped = load_model(default_folder())
    return compare(Served(serving_model(settings), shipped), Served(new, shipped), _rows(settings, data))


def _rows(settings: Settings, data: Path | None) -> list[Example]:
    if data is not None:
        return examples_from_csv(data)
    with open_books(settings) as database:
        return held_out_rows(database)


def _ground(words: Wording, found: Comparison) -> str:
    """What the comparison said, in one line for the audit.

    Raises:
        ModelRefusedError: not enough to replace the model in use.
    """
    if not found.may_replace:
        raise ModelRefusedError(reason=_reasons(words, found))
    return "; ".join(
        f"{each.head} {each.old.accuracy:.3f} -> {each.new.accuracy:.3f} ({each.old.rows})"
        for each in found.heads.values()
    )


def _reasons(words: Wording, found: Comparison) -> str:
    if not found.heads:
        return words.say("command.worse_no_rows")
    said = [
        words.say(f"command.worse_{reason}", head=each.head, least=LEAST_ROWS, rows=each.old.rows)
        for each in found.heads.values()
        for reason in each.reasons
    ]
    return "；".join(said)


def _verdict(words: Wording, found: Comparison) -> str:
    if found.may_replace:
        return words.say("command.model_may_replace")
    return words.say("command.model_may_not", reason=_reasons(words, found))


def _write_down(settings: Settings, action: str, name: str, reason: str) -> None:
    """The line of the audit is stored first: no model serves of which nobody knows since when."""
    with open_books(settings) as database, database.units_of_work() as uow:
        uow.audit.write(at_the_keyboard(), action, name, reason, SystemClock().now())
        uow.commit()


def _figures(head: HeadComparison) -> Table:
    table = Table("figure", "in use", "new", title=f"{head.head}, {head.old.rows} rows")
    old, new = head.old.figures(), head.new.figures()
    for figure in dict.fromkeys((*old, *new)):
        table.add_row(figure, *(f"{each[figure]:.4f}" if figure in each else "-" for each in (old, new)))
    table.add_row("right alone", str(head.only_old), str(head.only_new))
    low, high = head.f1_change
    table.caption = f"loss by chance: {head.chance:.3f}; change of macro-F1: {low:+.4f} to {high:+.4f}"
    return table


def _worse(head: HeadComparison) -> Table:
    table = Table("class", "rows", "recall in use", "new", "by chance", title=f"{head.head}: met less often")
    for each in head.worse:
        table.add_row(each.label, str(each.rows), f"{each.old_recall:.3f}", f"{each.new_recall:.3f}",
                      f"{each.chance:.3f}")  # fmt: skip
    return table


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
