"""``/halls``: finding, making, changing, joining and leaving."""

from typing import Annotated

from fastapi import APIRouter, Query

from hallchat import errors, operations
from hallchat.api.caller import App, Who
from hallchat.api.documented import refusals
from hallchat.api.inputs import HallChange, HallId, HallRef, Level, NewHall, Text
from hallchat.api.outputs import Hall, Halls
from hallchat.services import halls, memberships, notifications
from hallchat.views import HallView

router = APIRouter(prefix="/halls", tags=["halls"])

_ANY = (errors.NotSignedIn, errors.InputInvalid)
_CHANGING = (*_ANY, errors.TooMany)
_WORDS = (errors.HallNameInvalid, errors.TopicInvalid)


@router.get("", response_model=Halls, responses=refusals(*_ANY))
async def list_halls(
    app: App, actor: Who, q: Annotated[Text, Query(description="Part of a name or topic.", examples=["puerto"])] = ""
) -> dict[str, tuple[HallView, ...]]:
    """List the public halls and the caller's own by name, then the direct ones."""
    await app.live.settle(actor.user_id)
    return {"halls": await app.read(lambda tx: halls.visible(tx, actor, query=q))}


@router.post("", status_code=201, response_model=Hall, responses=refusals(*_CHANGING, *_WORDS, errors.KindInvalid))
async def create_hall(app: App, actor: Who, new: NewHall) -> HallView:
    """Make a hall; the caller owns it."""
    return await app.change(actor, lambda tx: halls.create(tx, actor, **new.model_dump()))


@router.post("/join", response_model=Hall, responses=refusals(*_CHANGING, errors.HallNotFound, errors.HallArchived))
async def join_hall(app: App, actor: Who, which: HallRef) -> HallView:
    """Join a public hall; joining again changes nothing."""
    return await app.change(actor, lambda tx: memberships.join(tx, actor, hall_id=which.hall_id))


@router.post("/leave", response_model=Hall, responses=refusals(*_CHANGING, errors.HallNotFound, errors.OwnerMayNotLeave))
async def leave_hall(app: App, actor: Who, which: HallRef) -> HallView:
    """Leave a hall. A private one is shown a last time, as it is without the caller; a direct one is hidden, and stays theirs."""
    return await app.change(actor, lambda tx: memberships.leave(tx, actor, hall_id=which.hall_id))


@router.post("/read-all", status_code=204, responses=refusals(*_CHANGING))
async def mark_all_read(app: App, actor: Who) -> None:
    """Count everything in all of the caller's halls as read."""
    await operations.mark_all_read(app, actor)


@router.get("/{hall_id}", response_model=Hall, responses=refusals(*_ANY, errors.HallNotFound))
async def get_hall(app: App, actor: Who, hall_id: HallId) -> HallView:
    """Return one hall."""
    await app.live.settle(actor.user_id)
    return await app.read(lambda tx: halls.get(tx, actor, hall_id=hall_id))


@router.patch(
    "/{hall_id}",
    response_model=Hall,
    responses=refusals(
        *_CHANGING, *_WORDS, errors.NotAMember, errors.OwnerOnly, errors.HallNotFound, errors.HallArchived, errors.DirectHall
    ),
)
async def change_hall(app: App, actor: Who, hall_id: HallId, change: HallChange) -> HallView:
    """Rename a hall, set its topic, archive it or bring it back; for its owner."""
    wanted = change.model_dump(exclude_unset=True)
    return await app.change(actor, lambda tx: halls.change(tx, actor, hall_id=hall_id, **wanted))


@router.put(
    "/{hall_id}/notifications",
    response_model=Hall,
    responses=refusals(*_CHANGING, errors.NotAMember, errors.HallNotFound, errors.LevelInvalid),
)
async def set_notifications(app: App, actor: Who, hall_id: HallId, choice: Level) -> HallView:
    """Choose what in a hall the caller is notified of."""
    return await app.change(actor, lambda tx: notifications.set_level(tx, actor, hall_id=hall_id, level=choice.level))
