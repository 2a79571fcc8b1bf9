"""``/halls/{id}/messages`` and how far the caller has read."""

from collections.abc import Callable
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from hallchat import errors, operations
from hallchat.api.caller import App, Who
from hallchat.api.documented import refusals
from hallchat.api.fields import CONTRADICTS, DoesNotFit, Misfit, said_once
from hallchat.api.inputs import HallId, MessageChange, NewMessage, Onwards, ReadMark, Seq, UnreadMark, Window
from hallchat.api.outputs import Message, Page, PageAround, Versions
from hallchat.services import editing, history, messages, replies
from hallchat.transaction import Transaction
from hallchat.views import Actor, MessagePage, MessageView, VersionView

router = APIRouter(prefix="/halls/{hall_id}", tags=["messages"])

_INSIDE = (errors.NotSignedIn, errors.NotAMember, errors.HallNotFound, errors.InputInvalid)
_CHANGING = (*_INSIDE, errors.TooMany)
_CONTENT = (errors.MessageEmpty, errors.MessageTooLong, errors.ControlCharacters, errors.TooManyMentioned)
_NOT_THIS_ONE = (errors.NotYourMessage, errors.MessageNotFound, errors.HallArchived)
_NOTHING_TO_QUOTE = (errors.MessageNotFound, errors.ReplyToGone)
_PLACES = ("before", "after", "around", "around_time", "since_rev")


async def window(request: Request, asked: Annotated[Window, Query()]) -> Window:
    """Check that only one thing is asked for.

    Args:
        request: the request, which may say a thing twice.
        asked: what was understood.

    Returns:
        The same.

    Raises:
        DoesNotFit: when parameters contradict each other.
    """
    said_once(request.query_params.multi_items(), one_of=_PLACES)
    return asked


@router.get("/messages", response_model=Page | PageAround, responses=refusals(*_INSIDE))
async def list_messages(app: App, actor: Who, hall_id: HallId, asked: Annotated[Window, Depends(window)]) -> Page | PageAround:
    """Read messages: the latest, or those before, after, around a place or a time, or changed since a revision."""
    return _shape(asked, await app.read(_reading(actor, hall_id, asked)))


@router.post(
    "/messages",
    status_code=201,
    response_model=Message,
    responses={
        200: {"model": Message, "description": "The client id was seen: the first message."},
        **refusals(*_CHANGING, *_CONTENT, errors.ClientIdInvalid, errors.ClientIdReused, errors.HallArchived, *_NOTHING_TO_QUOTE),
    },
)
async def send_message(
    app: App,
    actor: Who,
    hall_id: HallId,
    new: NewMessage,
    response: Response,
    idempotency_key: Annotated[str | None, Header(description="The same as `client_id`.")] = None,
) -> MessageView:
    """Send a message. It is stored, and on its way to everybody in the hall."""
    client_id = _client_id(new.client_id, idempotency_key)
    posted = await operations.send_message(
        app, actor, hall_id=hall_id, content=new.content, client_id=client_id, reply_to=new.reply_to
    )
    response.status_code = 201 if posted.new else 200
    return posted.message


@router.patch(
    "/messages/{seq}",
    response_model=Message,
    responses=refusals(*_CHANGING, *_CONTENT, *_NOT_THIS_ONE, errors.MessageGone, errors.EditedTooOften),
)
async def edit_message(app: App, actor: Who, hall_id: HallId, seq: Seq, change: MessageChange) -> MessageView:
    """Edit one's own message; what it said before is kept. The same content changes nothing."""
    return await operations.edit_message(app, actor, hall_id=hall_id, seq=seq, content=change.content)


@router.get(
    "/messages/{seq}/versions",
    response_model=Versions,
    responses=refusals(*_INSIDE, errors.MessageNotFound, errors.MessageGone),
)
async def list_versions(app: App, actor: Who, hall_id: HallId, seq: Seq) -> dict[str, tuple[VersionView, ...]]:
    """Read what a message said from its beginning to now."""
    return {"versions": await app.read(lambda tx: history.versions(tx, actor, hall_id=hall_id, seq=seq))}


@router.get("/messages/{seq}/replies", response_model=Page, responses=refusals(*_INSIDE, errors.MessageNotFound))
async def list_replies(app: App, actor: Who, hall_id: HallId, seq: Seq, asked: Annotated[Onwards, Query()]) -> Page:
    """Read the replies to a message, the oldest first; deleted ones are left out."""
    page = await app.read(lambda tx: replies.to(tx, actor, hall_id=hall_id, seq=seq, after=asked.after or 0, limit=asked.limit))
    return _onwards(page, has_more=page.has_after)


@router.delete("/messages/{seq}", status_code=204, responses=refusals(*_CHANGING, *_NOT_THIS_ONE))
async def delete_message(app: App, actor: Who, hall_id: HallId, seq: Seq) -> None:
    """Delete one's own message, or any as owner or moderator; a tombstone without former versions stays."""
    await app.change(actor, lambda tx: editing.delete(tx, actor, hall_id=hall_id, seq=seq))


@router.post("/read", status_code=204, responses=refusals(*_CHANGING))
async def mark_read(app: App, actor: Who, hall_id: HallId, mark: ReadMark) -> None:
    """Note how far the caller has read; never back, never beyond the end."""
    await app.change(actor, lambda tx: messages.mark_read(tx, actor, hall_id=hall_id, seq=mark.seq), counts_as="read")


@router.post("/unread", status_code=204, responses=refusals(*_CHANGING, errors.MessageNotFound))
async def mark_unread(app: App, actor: Who, hall_id: HallId, mark: UnreadMark) -> None:
    """Make a message and all that follows it unread, and what comes before it read."""
    await operations.mark_unread(app, actor, hall_id=hall_id, seq=mark.seq)


def new_client_id(given: str | None) -> str:
    """Return the client id that was given, or make one: then each call is a new message."""
    return str(uuid4()) if given is None else given


def _client_id(in_body: str | None, in_header: str | None) -> str:
    if in_body is not None and in_header is not None and in_body != in_header:
        raise DoesNotFit(Misfit("Idempotency-Key", CONTRADICTS), Misfit("client_id", CONTRADICTS))
    return new_client_id(in_body if in_body is not None else in_header)


def _reading(actor: Actor, hall_id: int, asked: Window) -> Callable[[Transaction], MessagePage]:
    limit = asked.limit
    if (seq := asked.before) is not None:
        return lambda tx: history.before(tx, actor, hall_id=hall_id, seq=seq, limit=limit)
    if (seq := asked.after) is not None:
        return lambda tx: history.after(tx, actor, hall_id=hall_id, seq=seq, limit=limit)
    if (seq := asked.around) is not None:
        return lambda tx: history.around(tx, actor, hall_id=hall_id, seq=seq, limit=limit)
    if (time := asked.around_time) is not None:
        return lambda tx: history.around(
            tx, actor, hall_id=hall_id, seq=history.first_since(tx, actor, hall_id=hall_id, time=time), limit=limit
        )
    if (rev := asked.since_rev) is not None:
        return lambda tx: history.since(tx, actor, hall_id=hall_id, rev=rev, limit=limit)
    return lambda tx: history.latest(tx, actor, hall_id=hall_id, limit=limit)


def _shape(asked: Window, page: MessagePage) -> Page | PageAround:
    if asked.around is not None or asked.around_time is not None:
        return PageAround(
            messages=_rows(page),
            last_seq=page.last_seq,
            last_rev=page.last_rev,
            has_before=page.has_before,
            has_after=page.has_after,
        )
    onwards = asked.after is not None or asked.since_rev is not None
    return _onwards(page, has_more=page.has_after if onwards else page.has_before)


def _onwards(page: MessagePage, *, has_more: bool) -> Page:
    return Page(messages=_rows(page), last_seq=page.last_seq, last_rev=page.last_rev, has_more=has_more)


def _rows(page: MessagePage) -> list[Message]:
    return [Message.model_validate(message) for message in page.messages]
