"""What one click did and may still be taken back, for a few seconds: in place of asking whether somebody is sure.

What has an inverse is done at once, and the inverse is kept here. What its doer loses the right to take back waits here and is
done then, whether the tab is still open or not; at once when the server stops. A crash leaves it undone.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from hallchat import errors
from hallchat.database import Database
from hallchat.events import Event, MembershipChanged, MembershipEnded
from hallchat.ratelimit import RateLimits
from hallchat.transaction import Transaction, Work
from hallchat.views import Actor

T = TypeVar("T")
logger = logging.getLogger(__name__)

UNDO = 6.0  # seconds that a page offers to undo something
ON_THE_WAY = 1.0  # seconds beyond that, for a click at the last moment


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did in a hall. The same step again takes the place of the first."""

    kind: Literal["delete", "remove", "archive", "leave", "hand_over", "read_all"]
    hall_id: int | None  # None: in all
    which: int = 0  # the place of a message, or the id of a member


@dataclass(frozen=True, slots=True)
class _Kept:
    """A step that may be taken back, until its timer goes off."""

    work: Work[Any]  # the step itself where it waits, else its inverse
    waits: bool
    sid: str
    timer: asyncio.TimerHandle


class _Tried(Exception):
    """Work went well that was only to be tried; raised so that nothing of it is kept."""


class Undo:
    """All steps that may still be taken back."""

    def __init__(self, database: Database, limits: RateLimits) -> None:
        """Start without any.

        Args:
            database: where what waits is done.
            limits: how often somebody may change things.
        """
        self._database, self._limits = database, limits
        self._kept: dict[tuple[int, Step], _Kept] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._refused: Callable[[str, errors.Refusal], Awaitable[None]] | None = None

    def when_refused(self, callback: Callable[[str, errors.Refusal], Awaitable[None]]) -> None:
        """Call back with the tab's socket and the reason when something that waited could not be done."""
        self._refused = callback

    def keep(self, actor: Actor, step: Step, inverse: Work[Any]) -> None:
        """Keep how to take a step back that was done at once.

        Args:
            actor: whose step.
            step: what was done.
            inverse: the service call that takes it back.
        """
        self._put(actor, step, inverse, waits=False, sid="")

    async def wait(self, actor: Actor, step: Step, work: Work[T], *, sid: str) -> T:
        """Do a step in a few seconds, unless it is taken back. It is tried at once, so that a refusal is told now.

        What else the actor has waiting in the same hall is done first: going on means that it was meant.

        Args:
            actor: whose step.
            step: what is to be done.
            work: the service call that does it.
            sid: the socket of the tab that is told if it is refused then.

        Returns:
            What the service returned when it was tried.

        Raises:
            TooMany: too many changes by this user.
            Refusal: what the service refused.
        """
        await self._limits.count("change", actor.user_id)
        for key in self._others_waiting(actor, step):
            if kept := self._taken(key):
                await self._do(kept)
        value = await self._try(work)
        self._put(actor, step, work, waits=True, sid=sid)
        return value

    def offers(self, actor: Actor, step: Step) -> bool:
        """Tell whether a step may still be taken back."""
        return (actor.user_id, step) in self._kept

    async def take_back(self, actor: Actor, step: Step) -> None:
        """Take a step back, once.

        Args:
            actor: whose step.
            step: what was done, or waits to be.

        Raises:
            TooLateToUndo: when it was long ago, or is taken back already.
            Refusal: what the inverse service refused.
        """
        kept = self._taken((actor.user_id, step))
        if kept is None:
            raise errors.TooLateToUndo
        if not kept.waits:
            await self._database.write(kept.work)

    def apply(self, events: Sequence[Event]) -> None:
        """Forget the removal of who came back since and left, or was given a role: to undo it would act against that."""
        for event in events:
            match event:
                case MembershipEnded(hall_id, user_id) | MembershipChanged(hall_id, user_id):
                    self._forget(Step("remove", hall_id, user_id))
                case _:
                    pass

    async def close(self) -> None:
        """Do at once what waits."""
        for key in list(self._kept):
            if (kept := self._taken(key)) and kept.waits:
                self._spawn(self._do(kept))
        await asyncio.gather(*self._tasks)

    def _others_waiting(self, actor: Actor, step: Step) -> list[tuple[int, Step]]:
        return [
            (user_id, other)
            for (user_id, other), kept in self._kept.items()
            if kept.waits and (user_id, other.hall_id) == (actor.user_id, step.hall_id) and other.kind != step.kind
        ]

    def _put(self, actor: Actor, step: Step, work: Work[Any], *, waits: bool, sid: str) -> None:
        key = (actor.user_id, step)
        self._taken(key)
        timer = asyncio.get_running_loop().call_later(UNDO + ON_THE_WAY, self._time_is_up, key)
        self._kept[key] = _Kept(work, waits, sid, timer)

    def _forget(self, step: Step) -> None:
        for key in [key for key in self._kept if key[1] == step]:
            self._taken(key)

    def _taken(self, key: tuple[int, Step]) -> _Kept | None:
        if kept := self._kept.pop(key, None):
            kept.timer.cancel()
        return kept

    def _time_is_up(self, key: tuple[int, Step]) -> None:
        if (kept := self._taken(key)) and kept.waits:
            self._spawn(self._do(kept))

    async def _try(self, work: Work[T]) -> T:
        """Run work like any other, and keep nothing of it."""

        def tried(tx: Transaction) -> None:
            """Do it, and end the write so that nothing of it stays."""
            raise _Tried(work(tx))

        try:
            await self._database.write(tried)
        except _Tried as well:
            return well.args[0]
        raise AssertionError("a trial ends by an exception")

    async def _do(self, kept: _Kept) -> None:
        try:
            await self._database.write(kept.work)
        except errors.Refusal as refusal:
            await self._tell(kept.sid, refusal)
        except Exception:
            logger.exception("what waited to be undone was not done")
            await self._tell(kept.sid, errors.Unexpected())

    async def _tell(self, sid: str, refusal: errors.Refusal) -> None:
        if self._refused is not None:
            try:
                await self._refused(sid, refusal)
            except Exception:
                logger.exception("a tab was not told of a refusal")

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
