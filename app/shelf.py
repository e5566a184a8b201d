"""The city's models: each in a folder of its own below the data folder, and which one is in use since when."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from app.settings import Settings
from classifiers.folder import CARD, SETTINGS, WEIGHTS, load_model
from classifiers.model import Model, default_folder
from hotline.errors import DataFileError, HotlineError

_FILES = (WEIGHTS, SETTINGS, CARD)


class NoEarlierModelError(HotlineError):
    """The shipped model is in use; there is nothing to go back to."""

    code = "no_earlier_model"


class AlreadyInUseError(HotlineError):
    """This very model is in use."""

    code = "model_already_in_use"


@dataclass(frozen=True, slots=True)
class Use:
    """A model that was put in place: the name of its folder, the hash of its settings, by whom, when and why."""

    name: str
    digest: str
    at: str
    by: str
    reason: str


class Shelf:
    """The folder `models` below the data folder. `in_use.json` lists the uses; the last one counts, none means the
    shipped model. It is replaced in one step, so that a start in between reads the old list or the new one."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "models"
        self._list = self.folder / "in_use.json"

    def uses(self) -> list[Use]:
        """Every model still on the way back, the one in use last.

        Raises:
            DataFileError: the list is broken.
        """
        try:
            return [Use(**each) for each in json.loads(self._list.read_text(encoding="utf-8"))]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError) as error:
            raise DataFileError(self._list, 0, "not_json", detail=str(error)) from error

    def in_use(self) -> Path | None:
        """The folder in use; None is the shipped one."""
        uses = self.uses()
        return self.folder / uses[-1].name if uses else None

    def names(self) -> list[str]:
        """All models on the shelf, in use or not."""
        return sorted(path.parent.name for path in self.folder.glob(f"*/{SETTINGS}"))

    def open(self, use: Use) -> Model:
        """Raises DataFileError where the folder is not what was put there."""
        folder = self.folder / use.name
        if _digest(folder) != use.digest:
            raise DataFileError(folder / SETTINGS, 0, "wrong_hash")
        return load_model(folder)

    def name_of(self, source: Path) -> str:
        """The name that a model's folder has, or would have, on the shelf. Raises DataFileError."""
        return f"{_plain(load_model(source).card.version)}-{_digest(source)[:8]}"

    def add(self, source: Path) -> tuple[str, str]:
        """Copy a model's folder onto the shelf, and give its name and hash; nothing is in use by that.

        Raises:
            DataFileError: the folder, or its copy, is no sound model.
        """
        name, digest = self.name_of(source), _digest(source)
        self.folder.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=".incoming-", dir=self.folder))
        try:
            for file in _FILES:
                if (source / file).exists():
                    shutil.copyfile(source / file, staged / file)
            load_model(staged)
            _put_in_place(staged, self.folder / name)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        return name, digest

    def use(self, chosen: Use) -> None:
        """Put a model in use that lies on the shelf."""
        self._write([*self.uses(), chosen])

    def earlier(self) -> tuple[list[Use], list[str]]:
        """The uses as they stand after going back, and the names of broken models that are passed over on the way.

        Raises:
            NoEarlierModelError: the shipped model is in use.
        """
        uses, passed = self.uses()[:-1], list[str]()
        if not self.uses():
            raise NoEarlierModelError
        while uses and not self.sound(uses[-1]):
            passed.append(uses.pop().name)
        return uses, passed

    def go_back(self, uses: Sequence[Use]) -> None:
        self._write(uses)

    def sound(self, use: Use) -> bool:
        try:
            self.open(use)
        except DataFileError:
            return False
        return True

    def _write(self, uses: Sequence[Use]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self._list.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as stream:
            json.dump([asdict(use) for use in uses], stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self._list)


@contextmanager
def model_in_use(settings: Settings, wanted: Path | None = None) -> Iterator[Path | None]:
    """The folder that serves: the one asked for, that of the settings, the city's own in use; None is the shipped one.

    Raises:
        DataFileError: the city's own is broken, with its folder and the way back.
    """
    if wanted or settings.model_dir:
        yield wanted or settings.model_dir
        return
    shelf = Shelf(settings.data_dir)
    uses = shelf.uses()
    folder = shelf.folder / uses[-1].name if uses else None
    try:
        if folder and _digest(folder) != uses[-1].digest:
            raise DataFileError(folder / SETTINGS, 0, "wrong_hash")
        yield folder
    except DataFileError as error:
        if folder is None or error.path.parent != folder:
            raise
        raise DataFileError(folder, 0, "model_in_use", part=error.path.name) from error


def serving_model(settings: Settings) -> Model:
    """The model that serves now, loaded; the shipped one where the city has none of its own."""
    with model_in_use(settings) as folder:
        return load_model(folder or default_folder())


def _digest(folder: Path) -> str:
    """Of the settings, which hold the hash of the weights: so of everything that a model says."""
    try:
        return sha256((folder / SETTINGS).read_bytes()).hexdigest()
    except OSError as error:
        raise DataFileError(folder / SETTINGS, 0, "missing") from error


def _plain(version: str) -> str:
    """A version as part of a folder's name, whatever somebody wrote into the file."""
    return "".join(each for each in version if each.isascii() and (each.isalnum() or each == "-"))[:40] or "model"


def _put_in_place(staged: Path, place: Path) -> None:
    """A model that lies there already under the same hash is put there anew: it may have been damaged.

    The old one is moved aside and removed last: the place is empty for one rename, not for as long as removing takes,
    and where the new one does not get there, the old one stands again.
    """
    staged.chmod(0o755)
    aside = Path(tempfile.mkdtemp(prefix=".outgoing-", dir=place.parent))
    try:
        if place.exists():
            place.rename(aside / place.name)
        _rename_or_restore(staged, place, aside / place.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _rename_or_restore(staged: Path, place: Path, old: Path) -> None:
    try:
        staged.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise
