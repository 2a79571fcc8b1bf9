"""Settings come from the environment, and a wrong one is named before anything starts."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from hallchat import config
from hallchat.config import Settings, explain


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"HALLCHAT_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_it_starts_with_an_embedded_database_in_the_users_folder() -> None:
    settings = Settings()
    assert settings.data_dir.is_absolute()
    assert settings.database_path == settings.data_dir / "hallchat.db"
    assert (settings.signup, settings.rate_limits, settings.secret, settings.origins) == ("open", "on", "", ())


def test_the_database_follows_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HALLCHAT_DATA_DIR", str(tmp_path / "año nuevo"))
    assert Settings().database_path == tmp_path / "año nuevo" / "hallchat.db"


def test_a_tilde_in_the_data_folder_is_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HALLCHAT_DATA_DIR", "~/chat")
    assert Settings().data_dir == tmp_path.resolve() / "chat"


def test_a_dotenv_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("HALLCHAT_SIGNUP=closed\nHALLCHAT_SESSION_DAYS=7\n")
    monkeypatch.setenv("HALLCHAT_SESSION_DAYS", "9")
    settings = Settings()
    assert (settings.signup, settings.session_days) == ("closed", 9)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_an_empty_setting_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    usual = Settings()
    monkeypatch.setenv(f"HALLCHAT_{name.upper()}", "")
    assert Settings() == usual


def test_origins_are_separated_by_commas_and_compared_as_browsers_send_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLCHAT_ORIGINS", "https://Chat.Example.org/ , http://10.0.0.2:3000,")
    assert Settings().origins == ("https://chat.example.org", "http://10.0.0.2:3000")


BAD = [
    ("DATA_DIR", "~nobody-has-this-name/chat"),
    ("DATABASE_URL", "postgresql://localhost/hallchat"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("SECRET", "x" * 31),
    ("SIGNUP", "maybe"),
    ("RATE_LIMITS", "sometimes"),
    ("SESSION_DAYS", "0"),
    ("SESSION_DAYS", "a month"),
    ("TRUSTED_PROXIES", "-1"),
    ("ORIGINS", "*"),
    ("ORIGINS", "chat.example.org"),
    ("ORIGINS", "https://chat.example.org/path"),
    ("ORIGINS", "https://chat.example.org#part"),
    ("ORIGINS", "https://[broken"),
    ("ORIGINS", "ftp://chat.example.org"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_gives_one_line_that_names_the_setting(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"HALLCHAT_{name}", value)
    with pytest.raises(ValidationError) as refused:
        Settings()
    _, *lines = explain(refused.value).splitlines()
    assert [line.strip().split(":")[0] for line in lines] == [f"HALLCHAT_{name}"]


def test_each_wrong_setting_gets_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("SIGNUP", "maybe"), ("SESSION_DAYS", "400"), ("SECRET", "short")):
        monkeypatch.setenv(f"HALLCHAT_{name}", value)
    with pytest.raises(ValidationError) as refused:
        Settings()
    named = {line.strip().split(":")[0] for line in explain(refused.value).splitlines()[1:]}
    assert named == {"HALLCHAT_SIGNUP", "HALLCHAT_SESSION_DAYS", "HALLCHAT_SECRET"}


def test_a_wrong_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLCHAT_SECRET", "hunter2")
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "hunter2" not in explain(refused.value)


def test_a_wrong_setting_stops_the_process_with_the_explanation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLCHAT_SIGNUP", "maybe")
    config.settings.cache_clear()
    with pytest.raises(SystemExit, match="HALLCHAT_SIGNUP"):
        config.settings()
