"""What `jiesu doctor` says of settings, key and database, and that looking makes nothing."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.city import load_words
from app.commands import doctor
from app.settings import Settings, UnknownSettingError, read_settings, require_known, unknown_settings
from classifiers.privacy import mask
from hotline.clock import SystemClock
from hotline.errors import HotlineError
from storage.errors import SchemaBehindError
from storage.open import open_database
from storage.schema import upgrade
from storage.seal import Seal


def found(settings: Settings, *names: str) -> list[str]:
    """What each check says: the code of its refusal, or nothing."""
    checks = dict(doctor.checks(settings))
    return [_code(checks[name]) for name in names]


def _code(check: object) -> str:
    assert callable(check)
    try:
        check()
    except HotlineError as error:
        return error.code
    except OSError as error:
        return type(error).__name__
    return ""


def test_looking_at_an_empty_folder_makes_nothing(tmp_path: Path) -> None:
    for data in (tmp_path, tmp_path / "not" / "there"):
        assert found(read_settings(data_dir=data), "key", "database", "years")[:2] == ["not_yet", "not_yet"]
    assert list(tmp_path.iterdir()) == []


def test_what_stands_there_is_looked_at(tmp_path: Path) -> None:
    settings = read_settings(data_dir=tmp_path)
    upgrade(settings.url)
    assert found(settings, "key", "database") == ["not_yet", ""]
    assert not settings.key_file.exists()
    seal = Seal.from_file(settings.key_file)
    with open_database(settings.url, seal=seal, mask=mask) as database, database.units_of_work() as uow:
        uow.people.find_or_add("webchat", "visitor", SystemClock().now())
        uow.commit()
    assert found(settings, "key", "database") == ["", ""]
    settings.key_file.unlink()
    assert found(settings, "key") == ["key_gone"]
    assert not settings.key_file.exists()
    (tmp_path / "old.sqlite3").touch()
    other = read_settings(data_dir=tmp_path, database_url=SecretStr(f"sqlite:///{tmp_path / 'old.sqlite3'}"))
    assert found(other, "database") == [SchemaBehindError.code]


def test_a_folder_that_cannot_be_made_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert found(read_settings(data_dir=tmp_path / "file" / "data"), "key", "database") == ["NotADirectoryError"] * 2


def test_a_mistyped_setting_is_named_and_its_value_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "jiesu.env").write_text("JIESU_DATADIR=hidden\nJIESU_HOST=127.0.0.1\nOTHER=1\n")
    for name, value in {"JIESU_PORTT": "secret", "JIESU_PORT": "1", "jiesu_flood": "3", "JIESU_TEST_X": "1"}.items():
        monkeypatch.setenv(name, value)
    assert unknown_settings() == ("JIESU_DATADIR", "JIESU_PORTT")
    with pytest.raises(UnknownSettingError) as refused:
        require_known()
    said = load_words().error(refused.value)
    assert "JIESU_DATADIR、JIESU_PORTT" in said
    assert "secret" not in said
    assert "hidden" not in said


def test_settings_without_a_mistake_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.setenv(f"JIESU_{name.upper()}", "1")
    monkeypatch.setenv("JIESU_SECRETS_DIR", str(tmp_path))
    assert unknown_settings() == ()
