"""``/auth`` for programs: JSON in, JSON out. They keep the token themselves, so no cookie is set."""

from datetime import UTC, datetime

from fastapi import APIRouter, Depends, Request, Response

from hallchat import errors, operations
from hallchat.api import cookies
from hallchat.api.caller import App, Bearer, From, SignedIn, Who
from hallchat.api.documented import refusals
from hallchat.api.inputs import Credentials, PasswordChange, QuietChange, Registration
from hallchat.api.outputs import Access, Account, Quiet
from hallchat.runtime import Runtime
from hallchat.services import notifications
from hallchat.services.sessions import SignIn
from hallchat.transaction import Transaction
from hallchat.views import AccountView, Actor, QuietView

router = APIRouter(prefix="/auth", tags=["auth"])

_NAMES = (errors.UsernameInvalid, errors.DisplayNameInvalid, errors.UsernameTaken)
_PASSWORDS = (errors.PasswordTooShort, errors.PasswordTooLong, errors.PasswordTooCommon)
_FORM = "\n\nAs a form post from the pages: sets the session cookie and answers 303."


@router.post(
    "/register",
    status_code=201,
    response_model=Access,
    description="Make an account and sign it in." + _FORM,
    responses=refusals(errors.SignupClosed, errors.InputInvalid, errors.TooMany, *_NAMES, *_PASSWORDS),
)
async def register(app: App, caller: From, wanted: Registration) -> Access:
    """Make an account and sign it in."""
    return access(app, await operations.register(app, caller, **wanted.model_dump()))


@router.post(
    "/login",
    response_model=Access,
    description="Sign in." + _FORM,
    responses=refusals(errors.WrongCredentials, errors.InputInvalid, errors.TooMany),
)
async def login(app: App, caller: From, given: Credentials) -> Access:
    """Sign in."""
    return access(app, await operations.sign_in(app, caller, **given.model_dump()))


async def forget_cookie(request: Request, response: Response, app: App, bearer: Bearer) -> None:
    """Take the session cookie away from whoever came by it."""
    if bearer is None:
        cookies.clear(response, https=cookies.secure(request, app.settings.trusted_proxies))


_LEAVES = [Depends(forget_cookie)]


@router.post("/logout", status_code=204, dependencies=_LEAVES, responses=refusals(errors.NotSignedIn))
async def logout(app: App, actor: Who) -> None:
    """End the sign-in that the call came by."""
    await operations.sign_out(app, actor)


@router.post("/logout-everywhere", status_code=204, dependencies=_LEAVES, responses=refusals(errors.NotSignedIn))
async def logout_everywhere(app: App, actor: Who) -> None:
    """End all of the caller's sign-ins, this one too."""
    await operations.sign_out_everywhere(app, actor)


@router.post(
    "/password",
    status_code=204,
    responses=refusals(errors.NotSignedIn, errors.WrongPassword, errors.InputInvalid, errors.TooMany, *_PASSWORDS),
)
async def password(app: App, actor: Who, change: PasswordChange) -> None:
    """Change the password and end the caller's other sign-ins."""
    await operations.change_password(app, actor, **change.model_dump())


@router.get("/me", response_model=Account, responses=refusals(errors.NotSignedIn))
async def me(sign_in: SignedIn) -> AccountView:
    """Return the caller's account."""
    return sign_in.account


@router.get("/quiet", response_model=Quiet, responses=refusals(errors.NotSignedIn))
async def get_quiet(app: App, actor: Who) -> QuietView:
    """Return when the caller wants no notifications."""
    return await app.read(lambda tx: notifications.quiet(tx, actor))


@router.put(
    "/quiet",
    response_model=Quiet,
    responses=refusals(errors.NotSignedIn, errors.InputInvalid, errors.QuietInvalid, errors.TooMany),
)
async def set_quiet(app: App, actor: Who, wanted: QuietChange) -> QuietView:
    """Choose when the caller wants no notifications."""
    return await app.change(actor, lambda tx: _keep(tx, actor, wanted))


def _keep(tx: Transaction, actor: Actor, wanted: QuietChange) -> QuietView:
    notifications.keep_quiet(tx, actor, until=wanted.until)
    return notifications.keep_hours(tx, actor, hours=wanted.hours)


def access(app: Runtime, sign_in: SignIn) -> Access:
    """Hand out the token of a sign-in.

    Args:
        app: the running installation.
        sign_in: one that just began.

    Returns:
        The token, whose it is and how long it lasts.
    """
    seconds = round((sign_in.expires_at - datetime.now(UTC)).total_seconds())
    user = Account.model_validate(sign_in.account)
    return Access(user=user, access_token=app.sign_ins.token(sign_in), expires_in=seconds)
