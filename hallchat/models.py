"""The tables, as SQLModel classes. Rows stay on the server: what leaves it are ``views``."""

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    TypeDecorator,
    func,
)
from sqlmodel import Field, SQLModel


class UtcTime(TypeDecorator[datetime]):
    """A time that is UTC in the database and aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store an aware time as UTC.

        Raises:
            ValueError: when the time has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give a stored time its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


def _time(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(UtcTime(), nullable=nullable))


def _reference(target: str, **options: Any) -> Any:
    return Field(sa_column=Column(Integer, ForeignKey(target), nullable=options.pop("nullable", False), **options))


class User(SQLModel, table=True):
    """A person with an account."""

    __tablename__ = "users"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(max_length=32)
    display_name: str = Field(max_length=80)
    folded: str = Field(default="", sa_column_kwargs={"server_default": ""})  # both names without case and accents
    password_hash: str
    role: str = "member"  # member, admin
    created_at: datetime = _time()
    quiet_until: datetime | None = _time(nullable=True)  # told of nothing
    quiet_hours: str = Field(default="", sa_column_kwargs={"server_default": ""})  # of each day, as 22:00-07:00
    deactivated_at: datetime | None = _time(nullable=True)


class Session(SQLModel, table=True):
    """A sign-in. The token carries its id; ending the row ends the token."""

    __tablename__ = "sessions"  # pyright: ignore[reportAssignmentType]
    id: str = Field(primary_key=True, max_length=32)
    user_id: int = _reference("users.id", index=True)
    created_at: datetime = _time()
    expires_at: datetime = _time()
    ended_at: datetime | None = _time(nullable=True)


class Hall(SQLModel, table=True):
    """A room. ``last_seq`` and ``last_rev`` are given out inside the write transaction."""

    __tablename__ = "halls"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    topic: str = Field(default="", max_length=250)
    folded: str = ""  # name and topic without case and accents, to search in
    kind: str = "public"  # public, private, direct
    welcome: bool = False  # new accounts join it
    members: int = 0  # kept by the membership services, so that no list has to count
    last_seq: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    last_rev: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    created_by: int | None = _reference("users.id", nullable=True)
    direct_key: str | None = None  # of a direct hall: the ids of its people in order, so that there is one for the same people
    created_at: datetime = _time()
    archived_at: datetime | None = _time(nullable=True)


class Membership(SQLModel, table=True):
    """Who is in which hall: the only door to it."""

    __tablename__ = "user_halls"  # pyright: ignore[reportAssignmentType]
    user_id: int = _reference("users.id", primary_key=True)
    hall_id: int = _reference("halls.id", primary_key=True, index=True)
    role: str = "member"  # owner, moderator, member
    joined_at: datetime = _time()
    last_read_seq: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    notify: str = "everything"  # everything, mentions, nothing
    # A direct hall that one hid stays out of one's list until it goes beyond this place.
    hidden_seq: int = Field(default=-1, sa_column=Column(BigInteger, nullable=False, server_default="-1"))


class Message(SQLModel, table=True):
    """A message: ``seq`` is its place in the hall, ``rev`` the hall's change that touched it last."""

    __tablename__ = "messages"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)
    hall_id: int = _reference("halls.id")
    seq: int = Field(sa_column=Column(BigInteger, nullable=False))
    rev: int = Field(sa_column=Column(BigInteger, nullable=False))
    sender_id: int = _reference("users.id")
    client_id: str = Field(max_length=64)
    content: str
    html: str
    reply_to: int | None = _reference("messages.id", nullable=True)
    replies: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # how many reply to it; deleted ones do not count
    created_at: datetime = _time()
    edited_at: datetime | None = _time(nullable=True)
    deleted_at: datetime | None = _time(nullable=True)


class MessageVersion(SQLModel, table=True):
    """What a message said before an edit: kept until it is deleted."""

    __tablename__ = "message_versions"  # pyright: ignore[reportAssignmentType]
    message_id: int = _reference("messages.id", primary_key=True)
    rev: int = Field(sa_column=Column(BigInteger, primary_key=True))  # the message's, until the edit
    content: str
    written_at: datetime = _time()


class Mention(SQLModel, table=True):
    """Somebody whom a message mentions, decided when it is written. Its hall, place and time are the message's."""

    __tablename__ = "message_mentions"  # pyright: ignore[reportAssignmentType]
    message_id: int = _reference("messages.id", primary_key=True)
    user_id: int = _reference("users.id", primary_key=True)
    hall_id: int = _reference("halls.id")
    seq: int = Field(sa_column=Column(BigInteger, nullable=False))
    said_at: datetime = _time()


class Draft(SQLModel, table=True):
    """What a member is writing in a hall and has not sent yet. It goes with the membership."""

    __tablename__ = "drafts"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (ForeignKeyConstraint(["user_id", "hall_id"], ["user_halls.user_id", "user_halls.hall_id"]),)
    user_id: int = Field(primary_key=True)
    hall_id: int = Field(primary_key=True)
    content: str
    saved_at: datetime = _time()
    reply_to: int | None = Field(default=None, sa_column=Column(BigInteger))  # the place of a message in the hall


class MessageReaction(SQLModel, table=True):
    """An emoji that somebody put to a message: kept until they take it back, or the message is deleted."""

    __tablename__ = "message_reactions"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)  # the order in which they came
    message_id: int = _reference("messages.id")
    user_id: int = _reference("users.id", index=True)
    emoji: str
    at: datetime = _time()


def table(model: type[SQLModel]) -> Table:
    """Return a model's table, for statements that are built once and run many times.

    Args:
        model: one of the classes above.

    Returns:
        Its SQLAlchemy table.
    """
    return cast(Any, model).__table__


users, sessions, halls, memberships, messages, message_versions, message_mentions, message_reactions, drafts = (
    table(model) for model in (User, Session, Hall, Membership, Message, MessageVersion, Mention, MessageReaction, Draft)
)

Index("ux_users_username", func.lower(users.c.username), unique=True)
Index("ix_halls_welcome", halls.c.welcome, halls.c.archived_at)
Index("ix_halls_joinable", halls.c.kind, halls.c.archived_at, halls.c.members.desc(), func.lower(halls.c.name))
Index("ux_halls_direct", halls.c.direct_key, unique=True)
Index("ux_messages_place", messages.c.hall_id, messages.c.seq, unique=True)
Index("ix_messages_change", messages.c.hall_id, messages.c.rev)
Index("ix_messages_time", messages.c.hall_id, messages.c.created_at)
_is_reply = messages.c.reply_to.is_not(None)
Index("ix_messages_reply", messages.c.reply_to, messages.c.seq, sqlite_where=_is_reply, postgresql_where=_is_reply)
Index("ux_messages_client", messages.c.sender_id, messages.c.client_id, unique=True)
Index("ix_mentions_mine", message_mentions.c.user_id, message_mentions.c.said_at, message_mentions.c.message_id)
Index("ux_message_reactions", message_reactions.c.message_id, message_reactions.c.user_id, message_reactions.c.emoji, unique=True)
