"""``/halls/{hall_id}/typing``: who is typing to a hall."""

from fastapi import APIRouter

from hallchat import errors, operations
from hallchat.api.caller import App, Who
from hallchat.api.documented import refusals
from hallchat.api.inputs import HallId
from hallchat.api.outputs import Typing
from hallchat.realtime.wire import Typist

router = APIRouter(prefix="/halls/{hall_id}/typing", tags=["messages"])

_INSIDE = (errors.NotSignedIn, errors.NotAMember, errors.HallNotFound, errors.InputInvalid)


@router.get("", response_model=Typing, responses=refusals(*_INSIDE))
async def list_typists(app: App, actor: Who, hall_id: HallId) -> dict[str, list[Typist]]:
    """Tell who is typing, where at most 100 pages show the hall, and any does."""
    return {"typing": list(await operations.typists(app, actor, hall_id=hall_id))}


@router.post("", status_code=204, responses=refusals(*_INSIDE, errors.TooMany))
async def show_typing(app: App, actor: Who, hall_id: HallId) -> None:
    """Show the others for six seconds that the caller is typing; a message of theirs ends it."""
    await operations.show_typing(app, actor, hall_id=hall_id)
