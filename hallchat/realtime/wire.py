"""What goes over the wire, and the shapes of it. How it is named for the browser is the business of ``states``."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, Protocol, TypedDict

from hallchat import quotes
from hallchat.realtime.height import folds
from hallchat.views import HallFacts, HallView, MessageView, QuietView, QuoteView, ReactionView, direct_name, milliseconds

Delta = dict[str, dict[str, Any]]
GROUPED_MS = 5 * 60 * 1000  # a message this soon after its sender's last one goes without their name
NAMED = 12  # who reacted with an emoji: of more, the others are counted


class Reaction(TypedDict):
    """An emoji on a message: who put it there, in that order, and what the first of them are called."""

    emoji: str
    by: list[int]
    names: list[str]


class Quote(TypedDict):
    """What a reply shows of the message that it replies to."""

    seq: int
    by: int
    name: str
    text: str  # one line; empty when it was deleted


class Row(TypedDict):
    """A message as a tab shows it: the same bytes for every reader. Times are in milliseconds since 1970."""

    seq: int
    by: int
    user: str
    name: str
    html: str
    at: int
    gap: int  # since the message before it, all of ``at`` for the first: a new day may begin in it
    follows: bool  # the same sender goes on, so the name need not be said again
    cid: str
    gone: bool
    edited: NotRequired[int]  # when last; left out where it never was, as most are
    long: NotRequired[int]  # see ``height.folds``; left out where it is 0
    reactions: NotRequired[list[Reaction]]  # left out where there are none
    quote: NotRequired[Quote]  # what it replies to
    replies: NotRequired[int]  # how many reply to it


class Face(TypedDict):
    """A person whom something else stands for."""

    id: int
    user: str
    name: str


class HallRow(TypedDict):
    """A hall in the list of its member."""

    id: int
    name: str
    topic: str
    kind: str
    archived: bool
    role: str
    members: int
    notify: NotRequired[str]  # mentions, nothing; left out for everything, as most are
    people: NotRequired[list[Face]]  # of a direct hall: the others, oneself where one is alone
    hidden: NotRequired[bool]  # where its member does not want it in the list


class Typist(TypedDict):
    """Somebody who is typing."""

    id: int
    name: NotRequired[str]  # of the first few


class Here(TypedDict):
    """Who is there of a hall's members. Of too many there is only the number: the pages that show them ask who they are."""

    count: int
    online: list[int]
    away: list[int]
    changes: NotRequired[int]  # goes up with them where they are too many


class Wire(Protocol):
    """How changes are named for the browser."""

    def slots(self, rows: Mapping[int, Row | None], *, hall: int, head: int, rev_from: int, rev_to: int) -> Delta:
        """Name the slots that changed, the ring's head, and the revisions that this carries."""
        ...

    def crowd(self, changes: int) -> Delta:
        """Name the count of changes to a hall's members."""
        ...

    def typing(self, typists: Sequence[Typist]) -> Delta:
        """Name who is typing in a hall."""
        ...

    def presence(self, here: Here) -> Delta:
        """Name who is there of a hall's members."""
        ...

    def talks(self, there: Mapping[str, str]) -> Delta:
        """Name who is ``online`` or ``away`` of those with whom a user talks alone, by direct hall."""
        ...

    def new_from(self, hall: int, first: int, *, kept: bool = False) -> Delta:
        """Name where what is new begins: above the message ``first`` of a hall, 0 for nowhere; ``kept`` by its reader's wish."""
        ...

    def listed(self, changes: int) -> Delta:
        """Name the count of changes to messages that tabs list outside of a conversation."""
        ...

    def halls(self, rows: Sequence[HallRow]) -> Delta:
        """Name a user's hall list."""
        ...

    def unread(self, counts: Mapping[str, int], mentions: Mapping[str, int], again: Mapping[str, int]) -> Delta:
        """Name a user's unread counts, how many of those mention them, and how many they had read before, by hall id.

        Halls without any are left out.
        """
        ...

    def drafts(self, times: Mapping[str, int]) -> Delta:
        """Name when a user wrote last what they did not send, by hall id, in milliseconds since 1970."""
        ...

    def quiet(self, quiet: QuietView) -> Delta:
        """Name when a user wants to be told of nothing."""
        ...

    def signed_out(self) -> Delta:
        """Name the end of a sign-in."""
        ...


def row(message: MessageView, previous: "Row | None") -> Row:
    """Shape a message.

    Args:
        message: the message as it is now.
        previous: the row of the message before it, None at the beginning of the hall.

    Returns:
        Its row.
    """
    at = milliseconds(message.created_at)
    shaped = Row(
        seq=message.seq,
        by=message.sender.id,
        user=message.sender.username,
        name=message.sender.display_name,
        html=message.html,
        at=at,
        gap=at - (previous["at"] if previous else 0),
        follows=previous is not None and _goes_on(previous, message, at),
        cid=message.client_id,
        gone=message.deleted_at is not None,
    )
    if message.edited_at is not None and message.deleted_at is None:
        shaped["edited"] = milliseconds(message.edited_at)
    if long := folds(message.content):
        shaped["long"] = long
    if message.reactions:
        shaped["reactions"] = [_reaction(one) for one in message.reactions]
    if message.reply_to is not None and message.quote is not None and message.deleted_at is None:
        shaped["quote"] = quote_of(message.reply_to, message.quote)
    if message.replies:
        shaped["replies"] = message.replies
    return shaped


def requoted(one: Row, quoted: MessageView) -> Row:
    """Return a row with what it quotes of a message as that is now; the same one when it quotes another or none."""
    known = one.get("quote")
    if known is None or known["seq"] != quoted.seq:
        return one
    quote = quote_of(quoted.seq, quotes.of(quoted))
    return one if quote == known else {**one, "quote": quote}


def rows(messages: Sequence[MessageView], *, seen_from: int) -> list[Row]:
    """Shape consecutive messages.

    Args:
        messages: ascending by ``seq``; the first may be there only to be looked back at.
        seen_from: the first ``seq`` that is wanted.

    Returns:
        Their rows from that ``seq`` on.
    """
    shaped: list[Row] = []
    for message in messages:
        shaped.append(row(message, shaped[-1] if shaped else None))
    return [one for one in shaped if one["seq"] >= seen_from]


def hall_row(hall: HallFacts | HallView, role: str, notify: str | None, *, reader: int = 0, hidden: bool = False) -> HallRow:
    """Shape a hall for the list of one of its members.

    Args:
        hall: the hall.
        role: of the member there.
        notify: what they want to be told of it; None for no member.
        reader: their id; a direct hall is called after the others.
        hidden: whether they do not want it in the list.

    Returns:
        Its row.
    """
    shaped = HallRow(
        id=hall.id,
        name=hall.name,
        topic=hall.topic,
        kind=hall.kind,
        archived=hall.archived,
        role=role,
        members=hall.members,
    )
    if notify in ("mentions", "nothing"):
        shaped["notify"] = notify
    if hall.people:
        shaped["name"] = direct_name(hall.people, reader)
        others = [one for one in hall.people if one.id != reader] or hall.people
        shaped["people"] = [Face(id=one.id, user=one.username, name=one.display_name) for one in others]
    if hidden:
        shaped["hidden"] = True
    return shaped


def _reaction(one: ReactionView) -> Reaction:
    names = [user.display_name for user in one.by[:NAMED]]
    return Reaction(emoji=one.emoji, by=[user.id for user in one.by], names=names)


def merged(one: Delta, other: Delta) -> Delta:
    """Put two changes into one; where both name a value, the other's holds."""
    return {state: one.get(state, {}) | other.get(state, {}) for state in one | other}


def _goes_on(previous: Row, message: MessageView, at: int) -> bool:
    """Tell whether a message needs no name: its sender spoke last, and it is no reply, which stands for itself."""
    return previous["by"] == message.sender.id and at - previous["at"] < GROUPED_MS and message.reply_to is None


def quote_of(seq: int, quote: QuoteView) -> Quote:
    """Shape what a reply quotes, with the place of that in the hall."""
    return Quote(seq=seq, by=quote.by, name=quote.name, text=quote.words)
