"""``/halls/{id}/members``: who is in a hall."""

from fastapi import APIRouter, Response

from hallchat import errors
from hallchat.api.caller import App, Who
from hallchat.api.documented import refusals
from hallchat.api.inputs import HallId, Invitation, RoleChange, UserId
from hallchat.api.outputs import Member, Members
from hallchat.runtime import Runtime
from hallchat.services import memberships
from hallchat.views import MemberView

router = APIRouter(prefix="/halls/{hall_id}/members", tags=["members"])

_INSIDE = (errors.NotSignedIn, errors.NotAMember, errors.HallNotFound, errors.InputInvalid)
_CHANGING = (*_INSIDE, errors.TooMany)


@router.get("", response_model=Members, responses=refusals(*_INSIDE))
async def list_members(app: App, actor: Who, hall_id: HallId) -> Members:
    """List a hall's members: the owner, moderators, the others."""
    found = await app.read(lambda tx: memberships.members(tx, actor, hall_id=hall_id))
    return Members(members=[_seen(app, one) for one in found])


@router.post(
    "",
    status_code=201,
    response_model=Member,
    responses={
        200: {"model": Member, "description": "They were in already."},
        **refusals(*_CHANGING, errors.UserNotFound, errors.UsernameMissing, errors.HallArchived, errors.DirectHall),
    },
)
async def invite_member(app: App, actor: Who, hall_id: HallId, whom: Invitation, response: Response) -> Member:
    """Bring somebody in by username; any member may."""
    member, new = await app.change(actor, lambda tx: memberships.invite(tx, actor, hall_id=hall_id, username=whom.username))
    response.status_code = 201 if new else 200
    return _seen(app, member)


@router.patch(
    "/{user_id}",
    response_model=Member,
    responses=refusals(*_CHANGING, errors.OwnerOnly, errors.MemberNotFound, errors.DirectHall, errors.OwnerStaysOwner),
)
async def change_member(app: App, actor: Who, hall_id: HallId, user_id: UserId, change: RoleChange) -> Member:
    """Give another member a role; for the owner, who stays as a member after naming another one."""
    whom, leads = {"hall_id": hall_id, "user_id": user_id}, change.role == "moderator"
    if change.role == "owner":
        member = await app.change(actor, lambda tx: memberships.hand_over(tx, actor, **whom))
    else:
        member = await app.change(actor, lambda tx: memberships.appoint(tx, actor, **whom, moderator=leads))
    return _seen(app, member)


@router.delete(
    "/{user_id}",
    status_code=204,
    responses=refusals(*_CHANGING, errors.OwnerOnly, errors.MemberNotFound, errors.OwnerMayNotLeave, errors.DirectHall),
)
async def remove_member(app: App, actor: Who, hall_id: HallId, user_id: UserId) -> None:
    """Take a member out; for the owner, and for the member, who thereby leaves."""
    await app.change(actor, lambda tx: memberships.remove(tx, actor, hall_id=hall_id, user_id=user_id))


def _seen(app: Runtime, one: MemberView) -> Member:
    """Shape a member, by field: there may be thousands, and this is done on the event loop."""
    return Member(
        id=one.id,
        username=one.username,
        display_name=one.display_name,
        role=one.role,
        joined_at=one.joined_at,
        presence=app.live.presence(one.id),
    )
