"""``/search``: messages of all the caller's halls."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from hallchat import errors, operations
from hallchat.api.caller import App, Who
from hallchat.api.documented import refusals
from hallchat.api.fields import once
from hallchat.api.inputs import Search
from hallchat.api.outputs import FoundPage
from hallchat.views import SearchPage

router = APIRouter(prefix="/search", tags=["messages"])


@router.get(
    "",
    response_model=FoundPage,
    responses=refusals(errors.NotSignedIn, errors.InputInvalid, errors.SearchEmpty, errors.SearchTooLong, errors.TooMany),
    dependencies=[Depends(once)],
)
async def search_messages(app: App, actor: Who, asked: Annotated[Search, Query()]) -> SearchPage:
    """Search the messages of one's halls, newest first, without regard to case and accents."""
    return await operations.search_messages(app, actor, query=asked.q, before=asked.before, limit=asked.limit)
