"""``/auth`` for the pages: native form posts, which set or take the cookie and answer with a redirect.

They share their addresses with ``auth``; the content type tells which is meant. A password goes from the form
to here and no further: never into a page, an address or a state.
"""

import re
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.routing import APIRoute
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match
from starlette.types import Scope

from hallchat import errors, operations, origins
from hallchat.api import cookies
from hallchat.api.caller import App, From, actor, from_our_page, signed_in
from hallchat.errors import Refusal
from hallchat.runtime import Runtime
from hallchat.services.sessions import SignIn
from hallchat.views import Actor

FORM = b"application/x-www-form-urlencoded"
SIGN_IN, SIGN_UP, SETTINGS = "/sign-in", "/sign-up", "/settings"

_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")


class _FormRoute(APIRoute):
    """A route for form posts only; all else goes on to the routes after it."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take a request with a form in it."""
        content_type = dict(scope.get("headers", ())).get(b"content-type", b"")
        is_form = content_type.partition(b";")[0].strip().lower() == FORM
        return super().matches(scope) if is_form else (Match.NONE, {})


router = APIRouter(
    prefix="/auth",
    route_class=_FormRoute,
    include_in_schema=False,
    dependencies=[Depends(from_our_page)],
    default_response_class=Response,
)
Typed = Annotated[str, Form()]


async def _maybe_actor(request: Request, app: App) -> Actor | None:
    try:
        return await actor(await signed_in(request, app, None, None))
    except errors.NotSignedIn:
        return None


MaybeWho = Annotated[Actor | None, Depends(_maybe_actor)]


@router.post("/login")
async def login(
    request: Request, app: App, caller: From, username: Typed = "", password: Typed = "", next: Typed = "/"
) -> Response:
    """Sign in from the sign-in page."""
    try:
        sign_in = await operations.sign_in(app, caller, username=username, password=password)
    except Refusal as refusal:
        return _back(request, SIGN_IN, refusal, username=username, next=local(next))
    return _signed_in(request, app, sign_in, next)


@router.post("/register")
async def register(
    request: Request,
    app: App,
    caller: From,
    username: Typed = "",
    password: Typed = "",
    display_name: Typed = "",
    next: Typed = "/",
) -> Response:
    """Make an account from the sign-up page."""
    try:
        sign_in = await operations.register(app, caller, username=username, password=password, display_name=display_name)
    except Refusal as refusal:
        return _back(request, SIGN_UP, refusal, username=username, display_name=display_name, next=local(next))
    return _signed_in(request, app, sign_in, next)


@router.post("/logout")
async def logout(request: Request, app: App, actor: MaybeWho) -> Response:
    """Sign out from any page."""
    if actor is not None:
        await operations.sign_out(app, actor)
    return _signed_out(request, app)


@router.post("/logout-everywhere")
async def logout_everywhere(request: Request, app: App, actor: MaybeWho) -> Response:
    """Sign out everywhere from the settings."""
    if actor is not None:
        await operations.sign_out_everywhere(app, actor)
    return _signed_out(request, app)


@router.post("/password")
async def password(request: Request, app: App, actor: MaybeWho, old: Typed = "", new: Typed = "") -> Response:
    """Change the password from the settings."""
    if actor is None:
        return _signed_out(request, app)
    try:
        await operations.change_password(app, actor, old=old, new=new)
    except Refusal as refusal:
        return _back(request, SETTINGS, refusal)
    return _see(request, f"{SETTINGS}?done=password")


def local(path: str) -> str:
    """Return where to go next, when that is a path of ours; else the start.

    Args:
        path: from a form, so anybody's.

    Returns:
        A path that no browser takes for another site.
    """
    return path if _LOCAL.fullmatch(path) else "/"


def _signed_in(request: Request, app: Runtime, sign_in: SignIn, path: str) -> Response:
    response = _see(request, local(path))
    https = cookies.secure(request, app.settings.trusted_proxies)
    cookies.put(response, app.sign_ins.token(sign_in), expires_at=sign_in.expires_at, https=https)
    return response


def _signed_out(request: Request, app: Runtime) -> Response:
    response = _see(request, SIGN_IN)
    cookies.clear(response, https=cookies.secure(request, app.settings.trusted_proxies))
    return response


def _back(request: Request, page: str, refusal: Refusal, **typed: str) -> Response:
    query: dict[str, Any] = {**refusal.params, **typed, "error": refusal.code}
    return _see(request, f"{page}?{urlencode(query)}")


def _see(request: Request, path: str) -> Response:
    return RedirectResponse(_pages(request) + path, status_code=303, headers={"Cache-Control": "no-store"})


def _pages(request: Request) -> str:
    """Return what to put before a page's path: in development the pages have an origin of their own."""
    origin = request.headers.get("origin", "")
    page, server = origins.parse(origin), origins.parse(f"http://{request.headers.get('host', '')}")
    return origin if page and page.port == request.app.state.page_port and server and page.port != server.port else ""
