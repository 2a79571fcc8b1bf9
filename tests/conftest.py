"""A fresh, migrated database for each test: as one transaction, or whole with its writer and readers."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from hallchat.config import Settings
from hallchat.database import Database
from hallchat.engine import connect, migrate
from hallchat.events import Event
from hallchat.realtime.sockets import Sockets
from hallchat.realtime.wire import Wire
from hallchat.runtime import Runtime
from hallchat.transaction import Transaction
from tests.browser import chromium
from tests.builders import thrown_away
from tests.checkout import build, copied
from tests.server import Server, running
from tests.tongues import added
from tests.watchdog import Watch, watched


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as a fresh install has it, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "hallchat.db"
    engine = connect(f"sqlite:///{path}", writes=True)
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """The address of a database of the test's own."""
    path = tmp_path / "hallchat.db"
    shutil.copyfile(migrated_file, path)
    return f"sqlite:///{path}"


@pytest.fixture
def tx(database_url: str) -> Iterator[Transaction]:
    """One open write transaction, thrown away at the end."""
    with thrown_away(database_url) as tx:
        yield tx


@pytest.fixture
def published() -> list[Event]:
    """The events that ``database`` published, in order."""
    return []


@pytest.fixture
async def database(database_url: str, published: list[Event]) -> AsyncIterator[Database]:
    """The database with its writer and readers."""
    database = Database(database_url, published.extend)
    yield database
    database.close()


@pytest.fixture
async def app(tmp_path: Path, database_url: str) -> AsyncIterator[Runtime]:
    """An installation without sockets."""
    settings = Settings(data_dir=tmp_path, database_url=database_url, signup="open", rate_limits="on")
    app = Runtime(settings, Mock(spec=Sockets), Mock(spec=Wire))
    yield app
    await app.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A whole HallChat that the tests of one process share. Whatever they do to it, it never prints a traceback."""
    own, folder = tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("server")
    build(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)
    with running(folder, checkout=copied(folder / "checkout")) as server:
        yield server
    assert not server.tracebacks()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show with a failed test what the server printed, where it took part."""
    report = yield
    server = getattr(item, "funcargs", {}).get("server")
    if report.failed and isinstance(server, Server):
        report.sections.append(("what the server printed last", server.output()[-6000:]))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what is missing where browser tests were skipped: pytest itself keeps the reasons of skips to itself."""
    if chromium.find() is None:
        terminalreporter.write_line(chromium.HOW)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """The event loop, watched while the test runs: at its end nothing may have held it up."""
    with watched() as watch:
        yield watch
    assert not watch.blocks, watch.report()


@pytest.fixture
def more_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Languages that HallChat does not come with, beside English."""
    with added(tmp_path, monkeypatch):
        yield
