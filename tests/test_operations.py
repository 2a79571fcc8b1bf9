"""What people do, whole: limits, hashing off the loop, then the service, and who hears of it."""

import asyncio

import pytest
from limits import RateLimitItemPerMinute

from hallchat import errors, operations, security
from hallchat.operations import Caller
from hallchat.ratelimit import RATES
from hallchat.runtime import Runtime
from hallchat.services import history, messages
from hallchat.services.sessions import SignIn
from hallchat.views import Actor
from tests.builders import GENERAL

HERE = Caller("127.0.0.1", local=True)
AWAY = Caller("203.0.113.7", local=False)
PASSWORD = "correct horse battery"


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost nothing, where many are made."""
    monkeypatch.setattr(security, "hash_password", lambda password: f"hashed {password}")
    monkeypatch.setattr(security, "verify_password", lambda password, hashed: hashed == f"hashed {password}")


def acting(sign_in: SignIn) -> Actor:
    return Actor(sign_in.account.id, sign_in.session_id)


async def register(app: Runtime, name: str = "ana", *, caller: Caller = AWAY) -> SignIn:
    return await operations.register(app, caller, username=name, password=PASSWORD)


async def ended(app: Runtime, sign_in: SignIn) -> bool:
    try:
        await app.sign_ins.by_token(app.sign_ins.token(sign_in))
    except errors.NotSignedIn:
        return True
    return False


async def test_signing_up_in_and_out(app: Runtime) -> None:
    registered = await register(app)
    signed_in = await operations.sign_in(app, AWAY, username=" ANA ", password=PASSWORD)
    assert signed_in.account == registered.account
    assert signed_in.session_id != registered.session_id
    await operations.sign_out(app, acting(signed_in))
    assert (await ended(app, signed_in), await ended(app, registered)) == (True, False)


async def test_signing_out_everywhere_ends_every_sign_in(app: Runtime) -> None:
    sign_ins = [await register(app), await operations.sign_in(app, AWAY, username="ana", password=PASSWORD)]
    assert [await ended(app, each) for each in sign_ins] == [False, False]
    await operations.sign_out_everywhere(app, acting(sign_ins[0]))
    assert [await ended(app, each) for each in sign_ins] == [True, True]


@pytest.mark.parametrize(("caller", "role"), [(HERE, "admin"), (AWAY, "member")])
async def test_the_first_account_is_administrator_only_from_this_machine(app: Runtime, caller: Caller, role: str) -> None:
    assert (await register(app, caller=caller)).account.role == role


async def test_a_closed_installation_takes_no_accounts(app: Runtime) -> None:
    app.settings.signup = "closed"
    with pytest.raises(errors.SignupClosed):
        await register(app)


async def test_a_password_that_will_not_do_makes_no_account(app: Runtime) -> None:
    with pytest.raises(errors.PasswordTooCommon):
        await operations.register(app, AWAY, username="ana", password="password")
    assert (await register(app)).account.username == "ana"


@pytest.mark.usefixtures("cheap_passwords")
async def test_two_who_want_one_name_at_once_do_not_both_get_it(app: Runtime) -> None:
    one, other = await asyncio.gather(register(app, "ana"), register(app, "ANA"), return_exceptions=True)
    assert {type(one), type(other)} == {SignIn, errors.UsernameTaken}


@pytest.mark.parametrize(
    ("username", "password"), [("ana", "wrong horse battery"), ("bob", PASSWORD), ("\ud800", "\ud800"), ("", "")]
)
async def test_a_wrong_password_and_an_unknown_name_answer_the_same(app: Runtime, username: str, password: str) -> None:
    await register(app)
    with pytest.raises(errors.WrongCredentials) as refused:
        await operations.sign_in(app, AWAY, username=username, password=password)
    assert refused.value.params == {}


async def test_an_unknown_name_is_verified_like_a_known_one(app: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    monkeypatch.setattr(security, "verify_password", lambda password, hashed: bool(verified.append(hashed)))
    with pytest.raises(errors.WrongCredentials):
        await operations.sign_in(app, AWAY, username="nobody", password=PASSWORD)
    assert verified == [security.UNKNOWN_USER_HASH]


@pytest.mark.usefixtures("cheap_passwords")
async def test_guessing_is_stopped_without_locking_the_victim_out_elsewhere(app: Runtime) -> None:
    await register(app)
    for _ in range(RATES["sign_in"].amount):
        with pytest.raises(errors.WrongCredentials):
            await operations.sign_in(app, AWAY, username="ana", password="guess, guess")
    for name in ("ana", "ANA "):
        with pytest.raises(errors.TooMany):
            await operations.sign_in(app, AWAY, username=name, password=PASSWORD)
    assert await operations.sign_in(app, HERE, username="ana", password=PASSWORD)


async def test_a_new_password_replaces_the_old_one_and_ends_the_other_sign_ins(app: Runtime) -> None:
    here, there = await register(app), await operations.sign_in(app, AWAY, username="ana", password=PASSWORD)
    await operations.change_password(app, acting(here), old=PASSWORD, new="another horse")
    assert (await ended(app, here), await ended(app, there)) == (False, True)
    with pytest.raises(errors.WrongCredentials):
        await operations.sign_in(app, AWAY, username="ana", password=PASSWORD)
    assert await operations.sign_in(app, AWAY, username="ana", password="another horse")


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ("wrong horse battery", "another horse", errors.WrongPassword),
        (PASSWORD, "short", errors.PasswordTooShort),
        (PASSWORD, "x" * 129, errors.PasswordTooLong),
        (PASSWORD, "password", errors.PasswordTooCommon),
    ],
)
async def test_a_password_stays_when_the_change_is_refused(
    app: Runtime, old: str, new: str, refusal: type[errors.Refusal]
) -> None:
    here = await register(app)
    with pytest.raises(refusal):
        await operations.change_password(app, acting(here), old=old, new=new)
    assert await operations.sign_in(app, AWAY, username="ana", password=PASSWORD)


async def send(app: Runtime, actor: Actor, content: str = "hola", client_id: str = "one") -> messages.Posted:
    return await operations.send_message(app, actor, hall_id=GENERAL, content=content, client_id=client_id)


@pytest.mark.usefixtures("cheap_passwords")
async def test_a_message_is_rendered_and_stored_once(app: Runtime) -> None:
    ana = acting(await register(app))
    first, again = await send(app, ana, "**hola**\r\n"), await send(app, ana, "**hola**")
    assert (first.message.content, first.message.html) == ("**hola**", "<p><strong>hola</strong></p>")
    assert (first.new, again.new, again.message) == (True, False, first.message)


@pytest.mark.usefixtures("cheap_passwords")
@pytest.mark.parametrize(
    ("content", "client_id", "refusal"),
    [
        ("", "one", errors.MessageEmpty),
        ("x" * 8_001, "one", errors.MessageTooLong),
        ("a\0", "one", errors.ControlCharacters),
        ("\ud800", "one", errors.ControlCharacters),
        ("hola", "", errors.ClientIdInvalid),
        ("hola", "../x", errors.ClientIdInvalid),
    ],
)
async def test_what_will_not_do_is_not_stored(app: Runtime, content: str, client_id: str, refusal: type[errors.Refusal]) -> None:
    ana = acting(await register(app))
    with pytest.raises(refusal):
        await send(app, ana, content, client_id)
    assert (await app.read(lambda tx: history.latest(tx, ana, hall_id=GENERAL, limit=1))).last_seq == 0


@pytest.mark.usefixtures("cheap_passwords")
async def test_an_edit_is_rendered_however_long_and_counts_as_a_message(app: Runtime) -> None:
    ana = acting(await register(app))
    await send(app, ana)
    for content in ("**adiós**\r\n", "**adiós** " * 700):
        edited = await operations.edit_message(app, ana, hall_id=GENERAL, seq=1, content=content)
        assert (edited.content, edited.html.count("<strong>adiós</strong>")) == (content.rstrip(), content.count("adiós"))
    for refused in ("", "x" * 8_001, "a\0"):
        with pytest.raises(errors.Refusal):
            await operations.edit_message(app, ana, hall_id=GENERAL, seq=1, content=refused)
    for number in range(RATES["message"].amount - 6):
        await send(app, ana, client_id=str(number))
    with pytest.raises(errors.TooMany):
        await operations.edit_message(app, ana, hall_id=GENERAL, seq=1, content="more")


@pytest.mark.usefixtures("cheap_passwords")
async def test_a_flood_of_messages_is_stopped_for_its_sender_only(app: Runtime) -> None:
    ana, bob = acting(await register(app)), acting(await register(app, "bob"))
    for number in range(RATES["message"].amount):
        await send(app, ana, client_id=str(number))
    with pytest.raises(errors.TooMany):
        await send(app, ana, client_id="more")
    assert (await send(app, bob)).message.seq == RATES["message"].amount + 1


async def test_listing_mentions_counts_as_searching(app: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RATES, "search", RateLimitItemPerMinute(2))
    ana = acting(await register(app))
    await operations.list_mentions(app, ana)
    await operations.search_messages(app, ana, query="hello")
    with pytest.raises(errors.TooMany):
        await operations.list_mentions(app, ana)
