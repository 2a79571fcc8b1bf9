"""Who is behind a token is remembered only as long as the sign-in lasts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hallchat import errors, security, sign_ins
from hallchat.database import Database
from hallchat.events import SessionEnded
from hallchat.services import accounts, sessions
from hallchat.services.sessions import SignIn
from hallchat.sign_ins import SignIns
from hallchat.transaction import Transaction
from tests.builders import LIFETIME, person

SECRET = "a secret of more than thirty-two bytes"


@pytest.fixture
def known(database: Database) -> SignIns:
    return SignIns(database, SECRET)


@pytest.fixture
async def ana(database: Database) -> SignIn:
    return await sign_in(database, await database.write(lambda tx: person(tx, "ana").user_id))


async def sign_in(database: Database, user_id: int, *, lifetime: timedelta = LIFETIME) -> SignIn:
    def begin(tx: Transaction) -> SignIn:
        found = accounts.credentials(tx, username="ana")
        assert found
        assert found.account.id == user_id
        return sessions.begin(tx, found.account, lifetime=lifetime)

    return await database.write(begin)


@pytest.fixture
def reads(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[Callable[..., Any]]:
    """The reads that the database was asked for."""
    asked: list[Callable[..., Any]] = []
    read = database.read

    async def counted(work: Callable[..., Any]) -> Any:
        asked.append(work)
        return await read(work)

    monkeypatch.setattr(database, "read", counted)
    return asked


async def test_a_token_leads_to_its_sign_in(known: SignIns, ana: SignIn) -> None:
    assert await known.by_token(known.token(ana)) == ana


async def test_the_database_is_asked_once(known: SignIns, ana: SignIn, reads: list[Callable[..., Any]]) -> None:
    for _ in range(3):
        assert await known.by_id(ana.session_id) == ana
    assert len(reads) == 1


async def test_a_token_of_another_secret_is_refused(known: SignIns, ana: SignIn) -> None:
    forged = security.issue_token("x" * 32, session_id=ana.session_id, user_id=ana.account.id, expires_at=ana.expires_at)
    with pytest.raises(errors.NotSignedIn):
        await known.by_token(forged)


async def test_an_unknown_sign_in_is_refused(known: SignIns) -> None:
    with pytest.raises(errors.NotSignedIn):
        await known.by_id("0" * 32)


async def test_an_ended_sign_in_is_refused_at_once(database: Database, known: SignIns, ana: SignIn) -> None:
    await known.by_id(ana.session_id)
    await database.write(lambda tx: sessions.end(tx, session_id=ana.session_id))
    known.apply([SessionEnded(ana.session_id, ana.account.id)])
    for attempt in (known.by_id(ana.session_id), known.by_token(known.token(ana))):
        with pytest.raises(errors.NotSignedIn):
            await attempt


async def test_the_end_of_one_sign_in_is_not_the_end_of_another(database: Database, known: SignIns, ana: SignIn) -> None:
    other = await sign_in(database, ana.account.id)
    await known.by_id(ana.session_id)
    known.apply([SessionEnded(other.session_id, ana.account.id)])
    assert await known.by_id(ana.session_id) == ana


async def test_a_sign_in_that_expires_while_it_is_known_is_refused(
    known: SignIns, ana: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    await known.by_id(ana.session_id)

    class Later(sign_ins.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return ana.expires_at

    monkeypatch.setattr(sign_ins, "datetime", Later)
    with pytest.raises(errors.NotSignedIn):
        await known.by_id(ana.session_id)


async def test_a_sign_in_that_ends_while_it_is_looked_up_is_not_remembered(
    database: Database, known: SignIns, ana: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = database.read

    async def ends_meanwhile(work: Callable[..., Any]) -> Any:
        found = await read(work)
        await database.write(lambda tx: sessions.end(tx, session_id=ana.session_id))
        known.apply([SessionEnded(ana.session_id, ana.account.id)])
        return found

    with monkeypatch.context() as patched:
        patched.setattr(database, "read", ends_meanwhile)
        await known.by_id(ana.session_id)
    with pytest.raises(errors.NotSignedIn):
        await known.by_id(ana.session_id)


async def test_only_so_many_are_remembered(
    database: Database, known: SignIns, ana: SignIn, reads: list[Callable[..., Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_ins, "KEPT", 2)
    others = [await sign_in(database, ana.account.id) for _ in range(2)]
    for each in (ana, *others):
        await known.by_id(each.session_id)
    await known.by_id(others[-1].session_id)
    assert len(reads) == 3
    await known.by_id(ana.session_id)  # the oldest was forgotten, and is looked up anew
    assert len(reads) == 4
