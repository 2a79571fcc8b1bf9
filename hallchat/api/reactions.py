"""``/halls/{hall_id}/messages/{seq}/reactions``: the emoji that people put to a message."""

from fastapi import APIRouter

from hallchat import errors
from hallchat.api.caller import App, Who
from hallchat.api.documented import refusals
from hallchat.api.inputs import Emoji, HallId, Seq
from hallchat.api.outputs import Message, Reactions
from hallchat.services import reacting
from hallchat.views import MessageView, ReactionView

router = APIRouter(prefix="/halls/{hall_id}/messages/{seq}/reactions", tags=["messages"])

_INSIDE = (errors.NotSignedIn, errors.NotAMember, errors.HallNotFound, errors.MessageNotFound, errors.InputInvalid)
_CHANGING = (*_INSIDE, errors.NotAnEmoji, errors.HallArchived, errors.MessageGone, errors.TooMany)


@router.get("", response_model=Reactions, responses=refusals(*_INSIDE))
async def list_reactions(app: App, actor: Who, hall_id: HallId, seq: Seq) -> dict[str, tuple[ReactionView, ...]]:
    """Read who reacted to a message, in the order in which they did."""
    return {"reactions": await app.read(lambda tx: reacting.reactors(tx, actor, hall_id=hall_id, seq=seq))}


@router.put("/{emoji}", response_model=Message, responses=refusals(*_CHANGING, errors.TooManyReactions))
async def react(app: App, actor: Who, hall_id: HallId, seq: Seq, emoji: Emoji) -> MessageView:
    """Put an emoji to a message. The same one again changes nothing."""
    return await app.change(actor, lambda tx: reacting.react(tx, actor, hall_id=hall_id, seq=seq, emoji=emoji))


@router.delete("/{emoji}", response_model=Message, responses=refusals(*_CHANGING))
async def unreact(app: App, actor: Who, hall_id: HallId, seq: Seq, emoji: Emoji) -> MessageView:
    """Take one's own emoji back. Where there is none, nothing changes."""
    return await app.change(actor, lambda tx: reacting.unreact(tx, actor, hall_id=hall_id, seq=seq, emoji=emoji))
