"""The documents say what is so: every setting, every command, every link."""

import json
import re
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from hallchat import api
from hallchat.__main__ import parser
from hallchat.api.inputs import RoleChange
from hallchat.config import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
SETTINGS = {f"HALLCHAT_{name.upper()}" for name in Settings.model_fields}
DOCUMENTS = ["README.md", "CHANGELOG.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md"]


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def marked(name: str) -> str:
    """The one line of the code block after a mark, as ``.ci/run`` finds it."""
    found = re.search(rf"^<!-- {name} -->\n```sh\n(.+)\n```$", README, re.MULTILINE)
    assert found, name
    return found[1]


def table_of_settings() -> dict[str, str]:
    """Setting to its default, as the table shows it."""
    return dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", section("Settings"), re.MULTILINE))


def example() -> dict[str, str]:
    """Setting to its default, as the example shows it."""
    return dict(re.findall(r"^# (\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))


def plain_defaults() -> dict[str, str]:
    """The settings whose default is a word or a number."""
    fields = {f"HALLCHAT_{name.upper()}": field.default for name, field in Settings.model_fields.items()}
    return {name: str(default) for name, default in fields.items() if isinstance(default, str | int) and default != ""}


def test_each_role_in_a_hall_is_among_who_is_trusted_with_what() -> None:
    trusted = re.findall(r"^\| (\w+) of a hall \|", (ROOT / ".github/SECURITY.md").read_text(), re.MULTILINE)
    assert trusted == list(get_args(RoleChange.model_fields["role"].annotation))


def test_every_setting_is_in_the_table_and_the_example_and_no_other() -> None:
    assert table_of_settings().keys() == SETTINGS
    assert example().keys() == SETTINGS


def test_defaults_are_the_documented_ones() -> None:
    assert len(plain_defaults()) >= 4
    for name, default in plain_defaults().items():
        assert (table_of_settings()[name], example()[name]) == (f"`{default}`", default)


def test_the_example_as_it_stands_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    usual = Settings()
    (tmp_path / ".env").write_text(re.sub(r"^# (?=\w+=)", "", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert Settings() == usual


def test_every_setting_that_a_document_names_exists() -> None:
    named = {name for document in DOCUMENTS for name in re.findall(r"HALLCHAT_\w+", (ROOT / document).read_text())}
    assert named <= SETTINGS


def test_every_admin_command_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"^\| `\.venv/bin/python -m hallchat ([\w-]+)", section("Admin commands"), re.MULTILINE))
    choices = next(action.choices for action in parser()._actions if action.choices)
    assert documented == set(choices)


def test_each_of_the_two_commands_is_one_line_that_uses_the_pinned_requirements() -> None:
    assert marked("run").startswith("python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt && ")
    assert marked("run").endswith(".venv/bin/reflex run --env prod")
    assert marked("test").startswith("python3 -m venv .venv && .venv/bin/pip install -q -r tests/requirements.txt && ")
    assert marked("test").endswith(".venv/bin/pytest -n 2")


def test_the_ci_script_takes_the_test_command_from_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    function = re.search(r"^test_command\(\).*?^}$", script, re.MULTILINE | re.DOTALL)
    assert function
    taken = subprocess.run(["bash", "-c", f"{function[0]}\ntest_command"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert taken.stdout.rstrip("\n") == marked("test")
    assert "pytest" not in script.replace(".pytest.log", ""), "a test command of its own"


def test_every_route_of_the_api_is_in_the_table_and_no_other() -> None:
    paths = api.build().openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert set(re.findall(r"`((?:GET|POST|PATCH|PUT|DELETE) /[^`]*)`", section("REST API").split("| call |")[1])) == routes


def test_what_is_said_of_speed_is_what_was_measured() -> None:
    medians = json.loads((ROOT / "tests/bench/RESULTS.json").read_text())["medians"]
    ours, theirs = medians["HallChat"], medians["Flask stack"]
    said = {"messages delivered": "deliveries", "time until": "delay_p50_ms", "posts a second": "rest_posts"}
    for words, figure in said.items():
        assert f"{ours[figure] / theirs[figure]:.1f} times the {words}" in " ".join(section("Measured").split())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_relative_links_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text()
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors
        else:
            assert ((ROOT / document).parent / target).exists(), target


def test_the_licence_is_the_one_that_is_named() -> None:
    assert (ROOT / "LICENSE").read_text().startswith("MIT License\n\nCopyright (c) 2026 HallChat contributors\n")
