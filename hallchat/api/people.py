"""``/people``: who somebody is."""

from fastapi import APIRouter

from hallchat import errors
from hallchat.api.caller import App, Who
from hallchat.api.documented import refusals
from hallchat.api.inputs import Username
from hallchat.api.outputs import Person
from hallchat.services import people
from hallchat.views import CardView

router = APIRouter(prefix="/people", tags=["people"])


@router.get(
    "/{username}",
    response_model=Person,
    responses=refusals(errors.NotSignedIn, errors.InputInvalid, errors.UserNotFound, errors.UsernameMissing),
)
async def get_person(app: App, actor: Who, username: Username) -> CardView:
    """Tell who somebody is, and which halls they share with the caller."""
    return await app.read(lambda tx: people.card(tx, actor, username=username))
