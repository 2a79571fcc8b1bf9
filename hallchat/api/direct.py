"""``/direct``: a few people who talk among themselves."""

from fastapi import APIRouter, Response

from hallchat import errors
from hallchat.api.caller import App, Who
from hallchat.api.documented import refusals
from hallchat.api.inputs import NewDirect
from hallchat.api.outputs import Hall
from hallchat.services import direct
from hallchat.views import HallView

router = APIRouter(prefix="/direct", tags=["halls"])


@router.post(
    "",
    status_code=201,
    response_model=Hall,
    responses={
        200: {"model": Hall, "description": "It was there already."},
        **refusals(
            errors.NotSignedIn,
            errors.InputInvalid,
            errors.TooMany,
            errors.UserNotFound,
            errors.UsernameMissing,
            errors.TooManyPeople,
        ),
    },
)
async def open_direct(app: App, actor: Who, whom: NewDirect, response: Response) -> HallView:
    """Find the direct hall of exactly these people and the caller, or make it."""
    hall, new = await app.change(actor, lambda tx: direct.open_with(tx, actor, usernames=whom.usernames))
    response.status_code = 201 if new else 200
    return hall
