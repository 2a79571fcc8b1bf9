"""``/mentions``: messages that mention the caller."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from hallchat import errors, operations
from hallchat.api.caller import App, Who
from hallchat.api.documented import refusals
from hallchat.api.fields import once
from hallchat.api.inputs import Older
from hallchat.api.outputs import MentionPage
from hallchat.views import MentionPage as Mentions

router = APIRouter(prefix="/mentions", tags=["messages"])


@router.get(
    "",
    response_model=MentionPage,
    responses=refusals(errors.NotSignedIn, errors.InputInvalid, errors.TooMany),
    dependencies=[Depends(once)],
)
async def list_mentions(app: App, actor: Who, asked: Annotated[Older, Query()]) -> Mentions:
    """List the messages of one's halls that mention one, newest first."""
    return await operations.list_mentions(app, actor, before=asked.before, limit=asked.limit)
