"""The REST API: it translates HTTP into service calls and back, and decides nothing."""

from fastapi import Depends, FastAPI, Response
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from hallchat.api import (
    auth,
    direct,
    documented,
    drafts,
    forms,
    halls,
    members,
    mentions,
    messages,
    people,
    problems,
    reactions,
    search,
    typing,
)
from hallchat.api.caller import guard

AREAS = ("/auth", "/halls", "/direct", "/people", "/mentions", "/search", "/docs")

_DESCRIPTION = """
A self-hosted room chat. Sign in with `/auth/login` and send the token as `Authorization: Bearer …`.
What is posted here appears at once in every open browser, and the other way round.
"""


class _Nowhere(BaseRoute):
    """What is ours but no route's: without it a wrong address or method would fall through to the pages."""

    def __init__(self, routes: list[BaseRoute]) -> None:
        self._routes = routes

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take every address in our areas."""
        ours = scope["type"] == "http" and any(f"{scope['path']}/".startswith(f"{area}/") for area in AREAS)
        return (Match.FULL if ours else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the routes: with the refusal of one that does not take the method, where the address is its.

        Raises:
            NothingHere: when there is nothing at the address.
        """
        for route in self._routes:
            match, child_scope = route.matches(scope)
            if match is Match.PARTIAL:
                scope.update(child_scope)
                return await route.handle(scope, receive, send)
        raise problems.NothingHere


async def _unstored(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


def build(*, page_port: int | None = None) -> FastAPI:
    """Build the API.

    Args:
        page_port: where the pages are served when that is another port than ours, in development.

    Returns:
        The application, to stand before the pages.
    """
    api = FastAPI(
        title="HallChat",
        description=_DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(_unstored), Depends(guard)],
    )
    api.state.page_port = page_port
    for module in (forms, auth, halls, members, mentions, messages, drafts, typing, reactions, direct, people, search):
        api.include_router(module.router)
    problems.install(api)
    documented.install(api)
    api.router.routes.append(_Nowhere(list(api.router.routes)))
    return api
