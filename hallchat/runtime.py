"""The running installation: what is open while the server lives, and how events reach those who listen."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from sqlite3 import DatabaseError
from typing import Literal, ParamSpec, TypeVar

from alembic.util import CommandError
from filelock import FileLock, Timeout
from sqlalchemy.exc import DBAPIError

from hallchat import security
from hallchat.config import Settings
from hallchat.database import Database
from hallchat.events import Event
from hallchat.ratelimit import RateLimits
from hallchat.realtime.live import Live
from hallchat.realtime.reads import Mark
from hallchat.realtime.sockets import Sockets
from hallchat.realtime.wire import Wire
from hallchat.services import halls, history, mentioning, messages
from hallchat.sign_ins import SignIns
from hallchat.transaction import Work
from hallchat.undo import Undo
from hallchat.views import Actor, HallView, MessagePage

P = ParamSpec("P")
T = TypeVar("T")
logger = logging.getLogger(__name__)

HASHERS = 2  # passwords hashed at once: each takes 19 MiB and a core
LOCK_WAIT = 10.0  # seconds that a restarting server waits for the one before it


class CannotStart(Exception):
    """The server does not start; the sentence says why."""


class _Store:
    """The live end's view of the database. Who may receive what it reads is decided there, by the roster."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tail(self, hall_id: int, limit: int) -> MessagePage:
        """Read the newest messages of a hall."""
        return await self._database.read(lambda tx: history.tail(tx, hall_id, limit=limit))

    async def halls_of(self, user_id: int) -> Sequence[HallView]:
        """Read a user's halls, with where they are mentioned."""
        return await self._database.read(lambda tx: mentioning.counted(tx, user_id, halls.lately(tx, user_id)))

    async def store_marks(self, marks: list[Mark]) -> None:
        """Write read marks."""
        await self._database.write(lambda tx: messages.store_marks(tx, marks))


class Runtime:
    """Everything that one server process holds open."""

    def __init__(self, settings: Settings, sockets: Sockets, wire: Wire) -> None:
        """Open the database and what builds on it.

        Args:
            settings: checked; the data folder must exist.
            sockets: where pushed updates go.
            wire: how they are named.
        """
        self.settings = settings
        self.limits = RateLimits(on=settings.rate_limits == "on")
        secret = settings.secret or security.load_secret(settings.secret_path)
        self.database = Database(settings.database_url, self._publish)
        self.undo = Undo(self.database, self.limits)
        self.sign_ins = SignIns(self.database, secret)
        self.live = Live(_Store(self.database), sockets, wire)
        self._hashers = ThreadPoolExecutor(HASHERS, thread_name_prefix="hallchat-passwords")

    async def read(self, work: Work[T]) -> T:
        """Run a reading service; see ``Database.read``."""
        return await self.database.read(work)

    async def change(self, actor: Actor, work: Work[T], *, counts_as: Literal["change", "read", "draft"] = "change") -> T:
        """Run a writing service for an actor, unless they change things too often.

        Args:
            actor: who does it.
            work: the service call.
            counts_as: which limit it is under.

        Returns:
            What the service returned; it is on disk.

        Raises:
            TooMany: too many changes by this user.
            Refusal: what the service refused.
        """
        await self.limits.count(counts_as, actor.user_id)
        return await self.database.write(work)

    async def with_passwords(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Run a password function in one of few threads, so that sign-ins never starve the rest."""
        return await asyncio.get_running_loop().run_in_executor(self._hashers, lambda: work(*args, **options))

    async def close(self) -> None:
        """Do what waits, store what is gathered, and close everything."""
        await self.undo.close()
        await self.live.close()
        await asyncio.to_thread(self.database.close)
        self._hashers.shutdown()

    def _publish(self, events: Sequence[Event]) -> None:
        self.sign_ins.apply(events)
        self.live.apply(events)
        self.undo.apply(events)


_current: Runtime | None = None


def current() -> Runtime:
    """Return the installation that this process runs.

    Raises:
        RuntimeError: before the server started.
    """
    if _current is None:
        raise RuntimeError("HallChat is not running")
    return _current


@asynccontextmanager
async def run(settings: Settings, sockets: Sockets, wire: Wire) -> AsyncIterator[Runtime]:
    """Run an installation as long as the block lasts; ``current()`` returns it meanwhile.

    Args:
        settings: checked.
        sockets: where pushed updates go.
        wire: how they are named.

    Yields:
        The installation.

    Raises:
        CannotStart: when another server uses the same data folder, or the folder or the database cannot be used.
    """
    global _current
    lock = await _lock(settings)
    try:
        app = _current = _open(settings, sockets, wire)
        try:
            yield app
        finally:
            _current = None
            await app.close()
    finally:
        lock.release()


async def _lock(settings: Settings) -> FileLock:
    """Make the data folder and take it, for one server alone."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise CannotStart(f"the data folder {settings.data_dir} cannot be made: {error.strerror}.") from error
    lock = FileLock(settings.lock_path, thread_local=False)
    try:
        await asyncio.to_thread(lock.acquire, timeout=LOCK_WAIT)
    except Timeout:
        raise CannotStart(f"it is already running on {settings.data_dir}. Stop it first.") from None
    except OSError as error:
        raise CannotStart(f"the data folder {settings.data_dir} cannot be written to: {error.strerror}.") from error
    return lock


def _open(settings: Settings, sockets: Sockets, wire: Wire) -> Runtime:
    """Open the installation, or say in a sentence why it cannot be."""
    try:
        return Runtime(settings, sockets, wire)
    except (DBAPIError, CommandError, DatabaseError) as error:
        reason = str(getattr(error, "orig", None) or error)
        raise CannotStart(f"the database {settings.database_path} cannot be used: {reason}.") from error
    except OSError as error:
        raise CannotStart(f"{error.filename} cannot be used: {error.strerror}.") from error
