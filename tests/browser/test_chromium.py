"""Without Chromium: one line says how to get it, and in CI, where everything must be tested, that is a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.server import ROOT


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any browser; the folder is the only one where programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for setting in ("HALLCHAT_TEST_BROWSER", "CI"):
        monkeypatch.delenv(setting, raising=False)
    return tmp_path


def run_a_browser_test(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a test that needs a browser, with the settings and fixtures of these tests."""
    (folder / "test_it.py").write_text("def test_needs_a_browser(browser): ...\n\ndef test_needs_one_too(browser): ...\n")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-n", "1"]
    return subprocess.run(
        [*command, "-p", "tests.conftest", "-p", "tests.browser.conftest", "-p", "no:cacheprovider", str(folder / "test_it.py")],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_systems_chromium_is_found_by_name(nowhere: Path) -> None:
    assert chromium.find() is None
    program = nowhere / "chromium"
    program.touch(mode=0o755)
    assert chromium.find() == str(program)


def test_a_named_browser_comes_first(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "chromium").touch(mode=0o755)
    monkeypatch.setenv("HALLCHAT_TEST_BROWSER", "/opt/some/browser")
    assert chromium.find() == "/opt/some/browser"


def test_without_one_the_tests_are_skipped_and_one_line_says_how_to_get_it(nowhere: Path) -> None:
    done = run_a_browser_test(nowhere)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len([line for line in done.stdout.splitlines() if "apt install chromium" in line]) == 1, done.stdout


def test_without_one_a_run_in_ci_fails_and_says_why(nowhere: Path) -> None:
    done = run_a_browser_test(nowhere, CI="true")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "apt install chromium" in done.stdout
