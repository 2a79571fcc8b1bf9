"""What comes out over REST, shaped from ``views``. Times are ISO 8601 in UTC."""

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from hallchat.views import QuoteView, UserView


class _Out(BaseModel):
    """What is shaped from a view, by its fields."""

    model_config = ConfigDict(from_attributes=True, hide_input_in_errors=True)


class Account(_Out):
    """The caller's own account."""

    id: int = Field(examples=[7])
    username: str = Field(examples=["marina"])
    display_name: str = Field(examples=["Marina Ruiz"])
    role: str = Field(examples=["member"], description="`member` or `admin`.")


class Access(_Out):
    """A sign-in that just began."""

    user: Account
    access_token: str = Field(examples=["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.…"])
    token_type: str = Field(default="bearer", examples=["bearer"])
    expires_in: int = Field(examples=[2_592_000], description="Seconds.")


class Quiet(_Out):
    """When the caller wants no notifications."""

    until: AwareDatetime | None
    hours: str = Field(examples=["22:00-07:00"], description="Of every day, where the caller is; empty for none.")


class Sender(_Out):
    """Somebody, as others see them."""

    id: int = Field(examples=[7])
    username: str = Field(examples=["marina"])
    display_name: str = Field(examples=["Marina Ruiz"])


class Hall(_Out):
    """A hall as the caller sees it. What depends on a membership is null where they are no member."""

    id: int = Field(examples=[1])
    name: str = Field(examples=["El puerto"])
    topic: str = Field(examples=["Barcos y mareas"])
    kind: str = Field(examples=["public"], description="`public`, `private` or `direct`.")
    archived: bool
    member: bool
    members: int = Field(examples=[12], description="How many.")
    role: str | None = Field(examples=["member"], description="`owner`, `moderator` or `member`.")
    last_seq: int | None = Field(examples=[120])
    last_read_seq: int | None = Field(examples=[117])
    unread: int | None = Field(examples=[3])
    mentions: int | None = Field(examples=[1], description="How many of the unread messages mention the caller.")
    notify: str | None = Field(examples=["mentions"], description="`everything`, `mentions` or `nothing`.")
    drafted_at: AwareDatetime | None = Field(description="When the caller wrote last what they have not sent; null for no draft.")
    people: list[Sender] = Field(examples=[[]], description="Of a direct hall, the caller among them; it is named after them.")
    hidden: bool = Field(description="A direct hall that the caller left: it comes back with the next message.")


class Halls(_Out):
    """Public halls and the caller's own by name, then the direct ones."""

    halls: list[Hall]


class Member(_Out):
    """A member of a hall."""

    id: int = Field(examples=[7], description="The user id.")
    username: str = Field(examples=["marina"])
    display_name: str = Field(examples=["Marina Ruiz"])
    role: str = Field(examples=["owner"])
    joined_at: AwareDatetime
    presence: str = Field(
        examples=["online"], description="`online`, `away` when nobody is at the open pages, or `offline`, as of this moment."
    )


class Members(_Out):
    """The members of a hall, the owner first."""

    members: list[Member]


class Typist(_Out):
    """Somebody who is typing."""

    id: int = Field(examples=[7])
    name: str = Field(examples=["Marina Ruiz"])


class Typing(_Out):
    """Those who are typing, the first to begin first."""

    typing: list[Typist]


class SharedHall(_Out):
    """A hall that both are in."""

    id: int = Field(examples=[1])
    name: str = Field(examples=["El puerto"])
    kind: str = Field(examples=["public"])


class Person(_Out):
    """Who somebody is."""

    id: int = Field(examples=[7])
    username: str = Field(examples=["marina"])
    display_name: str = Field(examples=["Marina Ruiz"])
    created_at: AwareDatetime = Field(description="Since when they have their account.")
    halls: list[SharedHall] = Field(description="Those that the caller is in too, by name, without direct ones.")
    presence: str = Field(
        examples=["online"],
        description="`online`, `away` when nobody is at the open pages, or `offline`, as of this moment; `offline` too for who "
        "shares no hall with the caller, not even a direct one.",
    )


class Reaction(_Out):
    """An emoji on a message."""

    emoji: str = Field(examples=["👍"])
    by: list[int] = Field(examples=[[7, 9]], description="The user ids of who put it there, in that order.")

    @field_validator("by", mode="before")
    @classmethod
    def _ids(cls, by: tuple[UserView, ...]) -> list[int]:
        return [one.id for one in by]


class Reacted(_Out):
    """An emoji on a message, and who put it there, in that order."""

    emoji: str = Field(examples=["👍"])
    by: list[Sender]


class Reactions(_Out):
    """The emoji on a message, in the order in which they came."""

    reactions: list[Reacted]


class Quote(_Out):
    """What a reply shows of the message that it replies to."""

    seq: int = Field(examples=[118])
    by: int = Field(examples=[7], description="The user id of its sender.")
    name: str = Field(examples=["Marina Ruiz"], description="The sender's display name.")
    text: str = Field(examples=["¿Salimos a las siete?"], description="One line of its words; empty when it was deleted.")


class Message(_Out):
    """A message. A deleted one has neither content nor html."""

    id: int = Field(examples=[1042])
    hall_id: int = Field(examples=[1])
    seq: int = Field(examples=[120], description="Its place in the hall: 1, 2, 3 … without gaps.")
    rev: int = Field(examples=[123], description="The hall's change that touched it last.")
    sender: Sender
    client_id: str = Field(examples=["0197f1c2-5f0e-7c3a-9d55-0d8f2a6c4b11"])
    content: str = Field(examples=["¿Salimos a las **siete**?"])
    html: str = Field(
        examples=["<p>¿Salimos a las <strong>siete</strong>?</p>\n"],
        description='As pages show it. A mention is `<bdi data-user="7">@ana</bdi>`; user 0 is everybody in the hall. '
        "Words of code are in a `span` by their kind, and beside a block of it stands an empty `button` to copy it.",
    )
    created_at: AwareDatetime
    edited_at: AwareDatetime | None
    deleted_at: AwareDatetime | None
    reactions: list[Reaction] = Field(description="In the order in which they came.")
    reply_to: int | None = Field(examples=[118], description="The `seq` of the message that it replies to.")
    quote: Quote | None = Field(description="What that message says now; null where this one was deleted.")
    replies: int = Field(examples=[0], description="How many messages reply to it; deleted ones do not count.")

    @field_validator("quote", mode="before")
    @classmethod
    def _quoted(cls, quote: QuoteView | None, told: ValidationInfo) -> Quote | None:
        if quote is None or told.data["deleted_at"] is not None:
            return None
        return Quote(seq=told.data["reply_to"], by=quote.by, name=quote.name, text=quote.words)


class Draft(_Out):
    """What the caller is writing in a hall and has not sent yet."""

    content: str = Field(examples=["Mañana salimos a las"])
    saved_at: AwareDatetime | None = Field(description="Null where there is nothing.")
    version: int = Field(description="Later ones are higher; 0 where there is nothing.", examples=[1767225600000])
    reply_to: int | None = Field(description="The `seq` of the message that it replies to.", examples=[119])


class Version(_Out):
    """What a message said once, or says now, and since when."""

    content: str = Field(examples=["¿Salimos a las **siete**?"])
    at: AwareDatetime


class Versions(_Out):
    """All that a message ever said, the oldest first; the last is what it says now."""

    versions: list[Version]


class _Messages(_Out):
    """Some messages of a hall, and where its end is."""

    messages: list[Message]
    last_seq: int = Field(examples=[120], description="The end of the hall, as of the same moment.")
    last_rev: int = Field(examples=[123])


class Page(_Messages):
    """Messages, with whether there are more in the direction asked; the latest are asked backwards."""

    has_more: bool


class PageAround(_Messages):
    """Messages around a place, with whether there are more on either side."""

    has_before: bool
    has_after: bool


class FoundHall(_Out):
    """The hall of a message that was found."""

    id: int = Field(examples=[1])
    name: str = Field(examples=["El puerto"])


class Found(_Out):
    """A message that was found, and the part of its content that shows why."""

    message: Message
    hall: FoundHall
    excerpt: str = Field(examples=["¿Se ve el faro?"], description="Part of what it says; `…` where it is cut.")
    marks: list[tuple[int, int]] = Field(
        examples=[[[7, 14]]], description="What was looked for: from, and up to, which code point of the excerpt."
    )


class _Found(_Out):
    """Some of the messages that were found, newest first."""

    found: list[Found]
    has_more: bool = Field(description="Whether there is more: ask again `before` the last one's `message.id`.")


class MentionPage(_Found):
    """Messages that mention the caller, newest first."""


class FoundPage(_Found):
    """What was found, newest first."""

    unmet: list[str] = Field(
        examples=[[]], description="Filters that fit nothing: names of nobody and no hall, days that are none."
    )


class FieldProblem(_Out):
    """What is wrong with one field."""

    field: str = Field(examples=["limit"])
    detail: str = Field(examples=["must be at most 100"])


class Problem(_Out):
    """A refusal (RFC 9457). `detail` is a sentence for people, in the language of `Accept-Language`."""

    type: str = Field(examples=["urn:hallchat:hall_not_found"])
    title: str = Field(examples=["Hall not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no such hall, or you were not invited to it."])
    code: str = Field(examples=["hall_not_found"])
    errors: list[FieldProblem] | None = Field(default=None, description="Of a request that does not fit: its fields.")
