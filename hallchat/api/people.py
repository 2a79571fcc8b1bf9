"""``/people``: who somebody is."""

from fastapi import APIRouter

from hallchat import errors
from hallchat.api.caller import App, Who
from hallchat.api.documented import refusals
from hallchat.api.inputs import Username
from hallchat.api.outputs import Person, SharedHall
from hallchat.services import people

router = APIRouter(prefix="/people", tags=["people"])


@router.get(
    "/{username}",
    response_model=Person,
    responses=refusals(errors.NotSignedIn, errors.InputInvalid, errors.UserNotFound, errors.UsernameMissing),
)
async def get_person(app: App, actor: Who, username: Username) -> Person:
    """Tell who somebody is, which halls they share with the caller, and whether they are there."""
    card = await app.read(lambda tx: people.card(tx, actor, username=username))
    presence = app.live.presence(card.id) if card.met else "offline"
    return Person(
        id=card.id,
        username=card.username,
        display_name=card.display_name,
        created_at=card.created_at,
        halls=[SharedHall.model_validate(one) for one in card.halls],
        presence=presence,
    )
