"""What goes in over REST: exact types, no unknown fields.

How long or short a text may be is decided by the services; here it is only told to the reader of the document.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticKnownError

from hallchat.services.access import MAX_ID


def _whole(value: Any) -> Any:
    """Take a number in an address as it is meant: decimal digits, nothing around them."""
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,20}", value):
        raise PydanticKnownError("int_parsing")
    return value


def _characters(value: str) -> str:
    """Refuse lone surrogates, which JSON can carry and no database can keep."""
    if not value.isascii() and re.search("[\ud800-\udfff]", value):
        raise PydanticKnownError("string_unicode")
    return value


Text = Annotated[str, AfterValidator(_characters)]
Whole = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=MAX_ID)]
HallId = Annotated[int, BeforeValidator(_whole), Path(ge=1, le=MAX_ID, description="The hall's id.", examples=[1])]
UserId = Annotated[int, BeforeValidator(_whole), Path(ge=1, le=MAX_ID, description="The member's user id.", examples=[1])]
Username = Annotated[Text, Path(description="Without regard to case.", examples=["tomas"])]
Seq = Annotated[int, BeforeValidator(_whole), Path(ge=1, le=MAX_ID, description="The message's place in the hall.", examples=[1])]

Emoji = Annotated[Text, Path(description="One emoji, percent-encoded; a variation selector may be missing.", examples=["👍"])]


def _spelled(value: Any) -> Any:
    """Take a moment as RFC 3339 spells it: a number of seconds, or a date alone, is none."""
    if not isinstance(value, str) or not re.fullmatch(
        r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", value, re.ASCII
    ):
        raise PydanticKnownError("datetime_type")
    return value


def _utc(value: datetime) -> datetime:
    """Take a moment as UTC; next to the first and the last year it may have none."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise PydanticKnownError("datetime_type") from None


Moment = Annotated[AwareDatetime, BeforeValidator(_spelled), AfterValidator(_utc), Field(strict=False)]


class _In(BaseModel):
    """What is taken as it is meant: nothing unknown in it, and no number for a text."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


def _example(value: Any, description: str) -> Any:
    return Field(examples=[value], description=description)


class Registration(_In):
    """A request for an account."""

    username: Text = _example("marina", "3–32 of a–z, digits, `.`, `_`, `-`; unique without regard to case.")
    password: Text = _example("el faro de las 7", "8–128 characters, none of the most common ones.")
    display_name: Text | None = Field(
        default=None, examples=["Marina Ruiz"], description="1–80 characters; the username when left out."
    )


class Credentials(_In):
    """A sign-in."""

    username: Text = _example("marina", "Without regard to case.")
    password: Text = _example("el faro de las 7", "As chosen.")


class PasswordChange(_In):
    """A new password."""

    old: Text = _example("el faro de las 7", "The present one.")
    new: Text = _example("la barca de las 9", "8–128 characters, none of the most common ones.")


class NewHall(_In):
    """A hall to be made."""

    name: Text = _example("El puerto", "1–80 characters.")
    topic: Text = Field(default="", examples=["Barcos y mareas"], description="Up to 250 characters.")
    kind: Text = Field(default="public", json_schema_extra={"enum": ["public", "private"]}, description="Private: by invitation.")


class HallRef(_In):
    """Which hall."""

    hall_id: int = Field(ge=1, le=MAX_ID, examples=[1])


class HallChange(_In):
    """What to change of a hall; what is left out stays."""

    name: Text = Field(default_factory=str, examples=["El puerto viejo"], description="1–80 characters.")
    topic: Text = Field(default_factory=str, examples=["Barcos y mareas"], description="Up to 250 characters.")
    archived: bool = Field(default_factory=bool, description="An archived hall can be read, not written to.")


class Level(_In):
    """What in a hall to notify of."""

    level: Text = Field(
        json_schema_extra={"enum": ["everything", "mentions", "nothing"]}, description="Mentions: only what names the caller."
    )


class QuietChange(_In):
    """When to send no notifications."""

    until: Moment | None = Field(default=None, description="At most a year ahead; null for none.")
    hours: Text = Field(default="", examples=["22:00-07:00"], description="Of every day, where the caller is; empty for none.")


class Invitation(_In):
    """Whom to bring in."""

    username: Text = _example("tomas", "Without regard to case.")


class NewDirect(_In):
    """Whom to talk with."""

    usernames: list[Text] = Field(
        max_length=100,
        examples=[["tomas"]],
        description="Up to 7 others, without regard to case; none: a place for one's own notes.",
    )


class RoleChange(_In):
    """A member's new role."""

    role: Literal["owner", "moderator", "member"] = Field(
        description="`owner`: hand the hall over to them. `moderator`: they delete what others said, too. `member`: neither."
    )


class NewMessage(_In):
    """A message to be sent."""

    content: Text = _example(
        "¿Salimos a las **siete**?", "1–8,000 characters; Markdown. `:tada:` is stored as 🎉, outside of code and addresses."
    )
    client_id: Text | None = Field(
        default=None,
        examples=["0197f1c2-5f0e-7c3a-9d55-0d8f2a6c4b11"],
        description="Your own id for it, best a UUID: sent again, the first message is returned. "
        "The header `Idempotency-Key` does the same; without either, each call is a new message.",
    )
    reply_to: int | None = Field(
        default=None, ge=1, le=MAX_ID, examples=[118], description="The `seq` of the message in this hall that it replies to."
    )


class MessageChange(_In):
    """What a message is to say from now on."""

    content: Text = _example(
        "¿Salimos a las **ocho**?", "1–8,000 characters; Markdown. `:tada:` is stored as 🎉, outside of code and addresses."
    )


class NewDraft(_In):
    """What is being written."""

    content: Text = _example("Mañana salimos a las", "Up to 32,000 characters, kept as typed.")
    reply_to: int | None = Field(
        default=None, ge=1, le=MAX_ID, examples=[118], description="The `seq` of the message in this hall that it replies to."
    )
    since: int | None = Field(
        default=None,
        ge=0,
        le=MAX_ID,
        examples=[1767225600000],
        description="The `version` that the writer knew, 0 for none: while another version is kept, nothing is written. "
        "Without it, whatever is kept is given up.",
    )


class DraftKnown(BaseModel):
    """Which draft may be thrown away."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    since: Whole | None = Field(
        default=None,
        examples=[1767225600000],
        description="The `version` that the caller knew, 0 for none: while another version is kept, nothing is thrown away. "
        "Without it, whatever is kept is.",
    )


class ReadMark(_In):
    """How far the caller has read."""

    seq: int = Field(ge=0, le=MAX_ID, examples=[42])


class UnreadMark(_In):
    """From where on everything is unread."""

    seq: int = Field(ge=1, le=MAX_ID, examples=[42], description="The first unread message's place in the hall.")


class Older(BaseModel):
    """From where on, going back."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    before: Whole | None = Field(default=None, description="Only what is older than the message of this `id`: the next page.")
    limit: Annotated[int, BeforeValidator(_whole)] = Field(default=20, ge=1, le=100)


class Search(Older):
    """What to look for, and from where on."""

    q: Text = Field(
        examples=['"el faro" from:marina after:2026-11-01'],
        description='Words, `"words in a row"`, `from:name`, `in:hall`, `before:2026-11-01`, `after:2026-11-01`; names with '
        "spaces in quotes, days in UTC. All of it has to hold; the last word may go on, from 4 letters. Up to 200 characters.",
    )


class Window(BaseModel):
    """Which messages: the latest, or those beside at most one of the places."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    limit: Annotated[int, BeforeValidator(_whole)] = Field(default=50, ge=1, le=100)
    before: Whole | None = Field(default=None, description="Older than this `seq`.")
    after: Whole | None = Field(default=None, description="Newer than this `seq`.")
    around: Whole | None = Field(default=None, description="On both sides of this `seq`, with it.")
    around_time: Moment | None = Field(
        default=None,
        examples=["2026-11-01T00:00:00Z"],
        description="On both sides of the first one sent then or later, with it; after the last, of the last.",
    )
    since_rev: Whole | None = Field(
        default=None,
        description="Changed after this `rev`; ascending by `rev`. When a message changes that replies quote, it is among them, "
        "the replies are not.",
    )


class Onwards(BaseModel):
    """How many, and after which."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    limit: Annotated[int, BeforeValidator(_whole)] = Field(default=50, ge=1, le=100)
    after: Whole | None = Field(default=None, description="Newer than this `seq`.")
