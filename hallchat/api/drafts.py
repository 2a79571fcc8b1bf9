"""``/halls/{id}/draft``: what the caller is writing in a hall and has not sent yet."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from hallchat import errors
from hallchat.api.caller import App, Who
from hallchat.api.documented import refusals
from hallchat.api.fields import once
from hallchat.api.inputs import DraftKnown, HallId, NewDraft
from hallchat.api.outputs import Draft
from hallchat.services import drafts
from hallchat.views import DraftView

router = APIRouter(prefix="/halls/{hall_id}/draft", tags=["messages"])

_INSIDE = (errors.NotSignedIn, errors.NotAMember, errors.HallNotFound, errors.InputInvalid)
_CHANGING = (*_INSIDE, errors.TooMany)
_KEEPING = (errors.DraftTooLong, errors.DraftIsNewer, errors.MessageNotFound)


@router.get("", response_model=Draft, responses=refusals(*_INSIDE))
async def get_draft(app: App, actor: Who, hall_id: HallId) -> DraftView:
    """Return what the caller is writing, as their last tab or device kept it; empty where there is nothing."""
    return await app.read(lambda tx: drafts.get(tx, actor, hall_id=hall_id))


@router.put("", response_model=Draft, responses=refusals(*_CHANGING, *_KEEPING))
async def save_draft(app: App, actor: Who, hall_id: HallId, new: NewDraft) -> DraftView:
    """Keep what the caller is writing, for all their tabs and devices; nothing but space is no draft."""
    since = None if new.since is None else [new.since]
    return await app.change(
        actor,
        lambda tx: drafts.save(tx, actor, hall_id=hall_id, content=new.content, reply_to=new.reply_to, since=since),
        counts_as="draft",
    )


@router.delete("", status_code=204, responses=refusals(*_CHANGING, errors.DraftIsNewer), dependencies=[Depends(once)])
async def discard_draft(app: App, actor: Who, hall_id: HallId, asked: Annotated[DraftKnown, Query()]) -> None:
    """Keep nothing of it."""
    since = None if asked.since is None else [asked.since]
    await app.change(actor, lambda tx: drafts.discard(tx, actor, hall_id=hall_id, since=since), counts_as="draft")
