"""Search over the messages of one's halls, newest first. PostgreSQL's ``tsvector`` can serve behind the same function.

Accents and case make no difference, and emoji are found. Of Chinese, Japanese and Thai any part of a sentence is found, since
each character is a word there. No words are brought to their stem, but the last one of a query may go on.

The halls are those that the actor is a member of in this very transaction, and each is searched for itself: see ``index`` on
what that spares. The newest of all are merged row by row, as many as are wanted. By time and not by number, because what was
brought into a hall comes later than it was said. Measured with 1,000,000 messages in 200 halls, processor time for who is in all
of them: a rare word 17 ms, a common one 21, three 40, the beginning of a common one 63; in 20 halls at most 10 ms, in 3 small
ones 3. ``tests/bench --only search`` measures it again.
"""

import json
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime, time, tzinfo
from heapq import merge
from itertools import islice, takewhile
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, ColumnElement, Row, String, bindparam, case, func, literal_column, or_, select

from hallchat import text
from hallchat.models import UtcTime, messages, users
from hallchat.services import excerpts, halls, history, index
from hallchat.services.index import message_words, term
from hallchat.services.people import MET
from hallchat.services.queries import Phrase, Query, read
from hallchat.transaction import Transaction
from hallchat.views import Actor, FoundView, HallView, MessageView, SearchPage

NAMESAKES = 20  # people that one name may mean, at most
_ONESELF = ("me", "mi")
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)

_UNTIL, _EDGE, _PART = bindparam("until", type_=UtcTime), bindparam("edge"), bindparam("part", type_=String)
_each = func.json_each(bindparam("matches", type_=String)).table_valued("key", "value", name="each_hall")
_said = messages.alias("said")


def _within(hall: ColumnElement[Any], match: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    """What is found in a hall before a moment: the index is entered at the last message of then, which makes any page cheap."""
    last = select(_said.c.id).where(_said.c.hall_id == hall).order_by(_said.c.created_at.desc(), _said.c.id.desc()).limit(1)
    at_once = last.where(_said.c.created_at == _UNTIL, _said.c.id < _EDGE)
    before = last.where(_said.c.created_at < _UNTIL)
    by_time = (one.correlate(_each).scalar_subquery() for one in (at_once, before))
    # In its own hall a message is after those of lower ids even where a clock was set back between them. Where nothing was said
    # before, nothing is before 0; at NULL FTS5 would walk through all there is.
    edge = func.coalesce(bindparam("all", type_=BigInteger), case((hall == bindparam("edge_hall"), _EDGE - 1)), *by_time, 0)
    return literal_column("message_words").op("MATCH")(match), message_words.c.rowid <= edge


_NEWEST = select(message_words.c.rowid).where(*_within(_each.c.key, _each.c.value)).order_by(message_words.c.rowid.desc())
_LIVELIEST = (
    select(_each.c.key)
    .join(messages, messages.c.id == _NEWEST.limit(1).scalar_subquery().correlate(_each))
    .order_by(messages.c.created_at.desc(), messages.c.id.desc())
    .limit(bindparam("most"))
)
_FOUND = (
    history.MESSAGES.join(message_words, message_words.c.rowid == messages.c.id)
    .where(
        *_within(bindparam("hall"), bindparam("words", type_=String)),
        messages.c.hall_id == bindparam("hall"),  # the index is trusted with finding, not with letting in
        messages.c.deleted_at.is_(None),
    )
    .order_by(message_words.c.rowid.desc())
)
_SAID_AT = select(messages.c.created_at, messages.c.hall_id).where(messages.c.id == bindparam("message"))
_BY_USERNAME = select(users.c.id).where(func.lower(users.c.username) == _PART)
_BY_NAME = (
    select(users.c.id)
    .where(MET, or_(func.instr("\n" + users.c.folded, "\n" + _PART) > 0, func.instr(users.c.folded, " " + _PART) > 0))
    .limit(NAMESAKES)
)


class End(NamedTuple):
    """What all that is found comes before: a time, and at that time a message of this id in this hall."""

    until: datetime
    edge: int = 0
    hall: int = 0


_NO_END = End(datetime(9999, 1, 1, tzinfo=UTC))


def find(
    tx: Transaction, actor: Actor, *, query: str, before: int | None = None, limit: int = 20, zone: tzinfo = UTC
) -> SearchPage:
    """Find messages in the actor's halls.

    Args:
        tx: the transaction.
        actor: who searches.
        query: as typed; see ``queries``.
        before: only what is older than the message of this id: the last one of the page before.
        limit: how many at most, 1–100.
        zone: where its days begin and end.

    Returns:
        The messages, newest first. A filter that fits nobody and no hall of the actor's finds nothing, and is named.

    Raises:
        SearchEmpty, SearchTooLong: when there is nothing to look for, or too much.
    """
    asked = read(query)
    places, nowhere = _places(halls.mine(tx, actor.user_id), asked.halls)
    senders, nobody = _senders(tx, actor, asked.senders)
    unmet = (*nobody, *nowhere, *asked.misread)
    end = _end(tx, asked.before, before, zone)
    if unmet or end is None:
        return SearchPage((), has_more=False, unmet=unmet)
    since = _BEGINNING if asked.after is None else _midnight(asked.after, zone)
    rows = _newest(tx, {hall.id: _match(hall.id, asked, senders) for hall in places}, end, since, limit + 1)
    by_id = {hall.id: hall for hall in places}
    said = history.views(tx, rows[:limit])
    found = tuple(_view(message, by_id[message.hall_id], asked.phrases) for message in said)
    return SearchPage(found, has_more=len(rows) > limit, unmet=())


def zone_of(name: str) -> tzinfo:
    """Return a time zone, from its file.

    Args:
        name: as IANA calls it; anybody may have written it.

    Returns:
        It, or UTC where there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return UTC


def _newest(tx: Transaction, matches: dict[int, str], end: End, since: datetime, limit: int) -> Sequence[Row]:
    """Merge what is found in each hall: only in those that have the newest, where there are more than messages wanted."""
    edge = {"all": history.MAX_ID if end == _NO_END else None, "until": end.until, "edge": end.edge, "edge_hall": end.hall}
    if len(matches) > limit:
        found = tx.execute(_LIVELIEST, {"matches": json.dumps(matches), "most": limit, **edge}).scalars().all()
        matches = {int(hall): matches[int(hall)] for hall in found}
    with ExitStack() as stack:
        each = [
            stack.enter_context(closing(tx.execute(_FOUND, {"hall": hall, "words": match, **edge})))
            for hall, match in matches.items()
        ]
        newest = merge(*each, key=lambda row: (row.created_at, row.id), reverse=True)
        return list(islice(takewhile(lambda row: row.created_at >= since, newest), limit))


def _match(hall_id: int, asked: Query, senders: Sequence[int]) -> str:
    """Say in FTS5's language what a hall is searched for. All in quotes are our own words: there is no other syntax in them."""
    every = (_phrase(hall_id, phrase) for phrase in asked.phrases or (Phrase((index.EVERY,)),))
    any_of = " OR ".join(_phrase(hall_id, Phrase((index.sender(user_id),))) for user_id in senders)
    return " AND ".join((*every, *([f"({any_of})"] if senders else [])))


def _phrase(hall_id: int, phrase: Phrase) -> str:
    return f'"{" ".join(term(hall_id, word) for word in phrase.words)}"{" *" if phrase.open else ""}'


def _places(own: Sequence[HallView], names: Sequence[str]) -> tuple[Sequence[HallView], list[str]]:
    """Choose halls by their names, whole or else by a part that a word begins with; and the names that are of none."""
    if not names:
        return own, []
    chosen: dict[int, HallView] = {}
    nowhere = []
    for name in names:
        same = [hall for hall in own if text.fold(hall.name) == name]
        alike = same or [hall for hall in own if f" {name}" in f" {text.fold(hall.name)}"]
        chosen |= {hall.id: hall for hall in alike}
        nowhere += [] if alike else [name]
    return list(chosen.values()), nowhere


def _senders(tx: Transaction, actor: Actor, names: Sequence[str]) -> tuple[list[int], list[str]]:
    """Choose people by their usernames, or else by a part that one of their names' words begins with; and who is nobody.

    By a part only those are found whom the actor shares a hall with: see ``people``.
    """
    chosen: dict[int, None] = {}
    nobody = []
    for name in names:
        ids = [actor.user_id] if name in _ONESELF else tx.execute(_BY_USERNAME, {"part": name}).scalars().all()
        ids = ids or tx.execute(_BY_NAME, {"part": name, "user": actor.user_id}).scalars().all()
        chosen |= dict.fromkeys(ids)
        nobody += [] if ids else [name]
    return list(chosen), nobody


def _end(tx: Transaction, day: date | None, message_id: int | None, zone: tzinfo) -> End | None:
    """Return what all that is found comes before, by time and id; None where there is no such message."""
    ends = [_NO_END if day is None else End(_midnight(day, zone))]
    if message_id is not None:
        said = tx.execute(_SAID_AT, {"message": message_id}).first() if 0 < message_id <= history.MAX_ID else None
        if said is None:
            return None
        ends.append(End(said.created_at, message_id, said.hall_id))
    return min(ends)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _view(message: MessageView, hall: HallView, phrases: Sequence[Phrase]) -> FoundView:
    shown = excerpts.of(message, phrases)
    return FoundView(message, hall, shown.text, shown.marks)
