"""Who is behind a token: the session rows, kept in memory until an event ends them.

The row decides; the memory only saves asking the database for every call and every event.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial

from hallchat import errors, security
from hallchat.database import Database
from hallchat.events import Event, SessionEnded
from hallchat.services import sessions
from hallchat.services.sessions import SignIn

KEPT = 10_000  # sign-ins in memory; beyond it the oldest are looked up anew


class SignIns:
    """Verified sign-ins by session id."""

    def __init__(self, database: Database, secret: str) -> None:
        """Start with none known."""
        self._database = database
        self._secret = secret
        # What was verified stays so; that it expires is seen at its sign-in, which ends when the token does.
        self._session_of = lru_cache(KEPT)(partial(security.read_token, secret))
        self._known: dict[str, SignIn] = {}
        self._endings = 0

    def token(self, sign_in: SignIn) -> str:
        """Sign the token that stands for a sign-in."""
        return security.issue_token(
            self._secret,
            session_id=sign_in.session_id,
            user_id=sign_in.account.id,
            expires_at=sign_in.expires_at,
        )

    async def by_token(self, token: str) -> SignIn:
        """Find the sign-in of a token.

        Args:
            token: as received.

        Returns:
            The sign-in.

        Raises:
            NotSignedIn: when the token is bad, or its sign-in expired or ended.
        """
        return await self.by_id(self._session_of(token))

    async def by_id(self, session_id: str) -> SignIn:
        """Find a sign-in by the id that ``edge`` verified.

        Raises:
            NotSignedIn: when it is unknown, expired or ended.
        """
        found = self._known.get(session_id)
        if found is None:
            found = await self._look_up(session_id)
        if found.expires_at <= datetime.now(UTC):
            self._known.pop(session_id, None)
            raise errors.NotSignedIn
        return found

    def apply(self, events: Sequence[Event]) -> None:
        """Forget the sign-ins that ended."""
        for event in events:
            if isinstance(event, SessionEnded):
                self._known.pop(event.session_id, None)
                self._endings += 1

    async def _look_up(self, session_id: str) -> SignIn:
        endings = self._endings
        found = await self._database.read(lambda tx: sessions.find(tx, session_id))
        if found is None:
            raise errors.NotSignedIn
        if endings != self._endings:  # one ended while we read, maybe this one: do not keep what may be old
            return found
        if len(self._known) >= KEPT:
            del self._known[next(iter(self._known))]
        self._known[session_id] = found
        return found
