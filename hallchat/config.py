"""The settings: read once from ``HALLCHAT_*`` and ``.env``, checked before anything starts."""

import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MIN_SECRET_BYTES = 32


class Settings(BaseSettings):
    """Everything an operator may choose. The README's table lists each of these."""

    model_config = SettingsConfigDict(env_prefix="HALLCHAT_", env_file=".env", env_ignore_empty=True, extra="ignore")

    data_dir: Path = Field(default_factory=lambda: user_data_path("hallchat", appauthor=False))
    database_url: str = Field(default="", validate_default=True)
    secret: str = ""
    signup: Literal["open", "closed"] = "open"
    origins: Annotated[tuple[str, ...], NoDecode] = ()
    rate_limits: Literal["on", "off"] = "on"
    session_days: int = Field(default=30, ge=1, le=365)
    trusted_proxies: int = Field(default=0, ge=0, le=8)

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        try:
            return value.expanduser().resolve()
        except RuntimeError as error:  # a home that there is not
            raise ValueError(str(error)) from None

    @field_validator("database_url")
    @classmethod
    def _embedded_by_default(cls, value: str, info: ValidationInfo) -> str:
        if not value:
            return f"sqlite:///{info.data['data_dir'] / 'hallchat.db'}" if "data_dir" in info.data else ""
        if not value.startswith("sqlite:///") or value in ("sqlite:///", "sqlite:///:memory:"):
            raise ValueError("must be sqlite:/// and a file; other databases are not supported yet")
        return value

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value.encode()) < MIN_SECRET_BYTES:
            raise ValueError(f"must be at least {MIN_SECRET_BYTES} bytes; leave it out to have one made")
        return value

    @field_validator("origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip().rstrip("/").lower() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("origins")
    @classmethod
    def _are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            parts = urlsplit(origin)
            if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query or parts.fragment:
                raise ValueError(f"{origin!r} is no origin; write them like https://chat.example.org, with commas between")
        return value

    @property
    def database_path(self) -> Path:
        """The database file."""
        return Path(self.database_url.removeprefix("sqlite:///"))

    @property
    def secret_path(self) -> Path:
        """The file of the secret that was made at the first start; unused when ``secret`` is set."""
        return self.data_dir / "secret"

    @property
    def lock_path(self) -> Path:
        """The file that a running server holds locked."""
        return self.data_dir / "hallchat.lock"


def explain(error: ValidationError) -> str:
    """Say in lines for an operator which settings are wrong.

    Args:
        error: what pydantic found.

    Returns:
        A line for each wrong setting, named as in the environment.
    """
    lines = [
        f"  HALLCHAT_{'_'.join(str(part) for part in problem['loc'][:1]).upper()}: {problem['msg'].removeprefix('Value error, ')}"
        for problem in error.errors()
    ]
    return "HallChat cannot start, a setting is wrong:\n" + "\n".join(lines)


@cache
def settings() -> Settings:
    """Return the settings, read at the first call.

    Returns:
        The checked settings of this process.

    Raises:
        SystemExit: when one is wrong; the reason is printed.
    """
    try:
        return Settings()
    except ValidationError as error:
        sys.exit(explain(error))
