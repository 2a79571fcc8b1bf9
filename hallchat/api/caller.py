"""Who is calling: by a bearer token, or by the session cookie and then only from a page of ours."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from hallchat import errors, origins, runtime
from hallchat.api import cookies, proxies
from hallchat.operations import Caller
from hallchat.runtime import Runtime
from hallchat.services.sessions import SignIn
from hallchat.views import Actor

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_bearer = HTTPBearer(auto_error=False, description="The `access_token` of `/auth/login` or `/auth/register`.")
_cookie = APIKeyCookie(name=cookies.NAME, auto_error=False, description=f"Set by signing in; `{cookies.SECURE_NAME}` on https.")

Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


# Dependencies are coroutines throughout: FastAPI would run plain functions in threads.
async def running() -> Runtime:
    """Return the running installation."""
    return runtime.current()


App = Annotated[Runtime, Depends(running)]


async def from_our_page(request: Request, app: App) -> None:
    """Refuse what another site's page sends.

    Args:
        request: one that changes something.
        app: the running installation.

    Raises:
        ForeignOrigin: when the browser says that the page is not ours. Who says nothing is no browser.
    """
    origin = request.headers.get("origin")
    if origin is None:
        if request.headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
            return
    elif origins.allowed(origin, request.headers.get("host", ""), app.settings.origins, request.app.state.page_port):
        return
    raise errors.ForeignOrigin(origin=(origin or "null")[:200])


async def guard(request: Request, app: App) -> None:
    """Let changes through that come with a bearer token, which no browser adds by itself, or from a page of ours.

    It stands before every route, so it asks for no token in the document: signing in needs none.

    Raises:
        ForeignOrigin: for any other.
    """
    if request.method not in SAFE and await _bearer(request) is None:
        await from_our_page(request, app)


async def signed_in(request: Request, app: App, bearer: Bearer, _: Annotated[str | None, Security(_cookie)]) -> SignIn:
    """Find out who is calling.

    Args:
        request: the request.
        app: the running installation.
        bearer: its bearer token; the cookie counts only without one.

    Returns:
        The sign-in behind it.

    Raises:
        NotSignedIn: without a token, or with a bad one.
    """
    token = bearer.credentials if bearer else cookies.read(request, app.settings.trusted_proxies)
    if token is None:
        raise errors.NotSignedIn
    return await app.sign_ins.by_token(token)


async def actor(sign_in: Annotated[SignIn, Depends(signed_in)]) -> Actor:
    """Return the caller as services want them."""
    return Actor(sign_in.account.id, sign_in.session_id)


async def caller(request: Request, app: App) -> Caller:
    """Return where the request comes from."""
    return Caller(proxies.address(request, app.settings.trusted_proxies), proxies.local(request))


SignedIn = Annotated[SignIn, Depends(signed_in)]
Who = Annotated[Actor, Depends(actor)]
From = Annotated[Caller, Depends(caller)]
