"""The checker: pure functions on a recorded history. An empty list of verdicts means that the contract held."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from hallchat.markdown import render
from hallchat.realtime.feed import SIZE
from tests.faults.history import Answered, Cut, Edited, Frame, History, Said, Seen, Stored, Stream
from tests.faults.page import Page, Verdict


def check(history: History) -> list[Verdict]:
    """Find every breach of the contract.

    Args:
        history: a round after it became quiet, with what is stored then.

    Returns:
        The breaches; none when all is well.
    """
    known = _Known(history)
    wrong = [*_stored(history, known), *_answers(history, known), *_order(history, known)]
    for stream in history.streams:
        wrong += [replace(one, tab=stream.tab) for one in _stream(stream, known)]
    return wrong


class _Known:
    """The history, ready to be looked up."""

    def __init__(self, history: History) -> None:
        self.said: dict[str, Said] = {}
        for said in history.said:
            self.said.setdefault(said.client_id, said)
        self.at = {hall: {one.seq: one for one in stored.messages} for hall, stored in history.stored.items()}
        self.place = {one.client_id: (hall, one.seq) for hall, stored in history.stored.items() for one in stored.messages}
        self.ends = {hall: stored.last_seq for hall, stored in history.stored.items()}
        self._memberships = history.memberships
        self._edits: dict[str, list[Edited]] = {}
        for edit in history.edited:
            self._edits.setdefault(edit.client_id, []).append(edit)
        self._answered = {hall: _climb(history, self, hall) for hall in history.stored}

    def might_see(self, user: int, frame: Frame, client_id: str) -> bool:
        """Tell whether there was a membership that began before the frame came and ended after the message was sent."""
        said = self.said.get(client_id)
        return any(
            one.begun <= frame.at and (said is None or said.at <= one.ended)
            for one in self._memberships
            if one.user == user and one.hall == frame.hall
        )

    def may_be(self, said: Said) -> set[str]:
        """Return what a message may say in the end: what the last edit made of it that was answered for, or a later one."""
        edits = self._edits.get(said.client_id, [])
        last = max((number for number, one in enumerate(edits) if one.answered), default=-1)
        return {one.content for one in edits[max(last, 0) :]} | ({said.content} if last < 0 else set())

    def was_shown(self, stored: Stored) -> set[str]:
        """Return how a message may have been shown until now: as it is stored, and as it was before its edits."""
        edits, said = self._edits.get(stored.client_id, []), self.said.get(stored.client_id)
        before = [said.content, *(one.content for one in edits)] if said and edits else []
        return {stored.html, *map(render, before)}

    def answered_by(self, hall: int, at: float) -> int:
        """Return the highest place that somebody had been answered for."""
        climbed = self._answered.get(hall, [])
        before = bisect_left(climbed, (at, 0))
        return climbed[before - 1][1] if before else 0


def _climb(history: History, known: _Known, hall: int) -> list[tuple[float, int]]:
    """List when the highest place that was answered for went up."""
    climbed: list[tuple[float, int]] = []
    for one in sorted(history.answered, key=attrgetter("at")):
        place = known.place.get(one.client_id)
        if place and place[0] == hall and (not climbed or place[1] > climbed[-1][1]):
            climbed.append((one.at, place[1]))
    return climbed


def _stored(history: History, known: _Known) -> Iterator[Verdict]:
    for hall, stored in history.stored.items():
        there = [one.seq for one in stored.messages]
        for seq in sorted(set(range(1, stored.last_seq + 1)) - set(there)):
            yield Verdict("lost", "a gap in what is stored", hall, seq)
        for one in stored.messages:
            if one.rev > stored.last_rev or one.seq > stored.last_seq:
                yield Verdict("reordered", "stored beyond the hall's end", hall, one.seq, one.client_id)
            yield from _as_said(hall, one, known)
    ordered = sorted((one.client_id, hall, one.seq) for hall, stored in history.stored.items() for one in stored.messages)
    for client_id, group in groupby(ordered, key=lambda one: one[0]):
        places = [place for _, *place in group]
        if len(places) > 1:
            yield Verdict("duplicated", f"stored at {places}", places[0][0], places[0][1], client_id)


def _as_said(hall: int, one: Stored, known: _Known) -> Iterator[Verdict]:
    said = known.said.get(one.client_id)
    if said is None:
        yield Verdict("duplicated", "stored although nobody sent it", hall, one.seq, one.client_id)
    elif (said.user, said.hall) != (one.sender, hall) or (one.content not in known.may_be(said) and not one.gone):
        yield Verdict("lost", f"stored as something else than was sent: {one.content:.40}", hall, one.seq, one.client_id)


def _answers(history: History, known: _Known) -> Iterator[Verdict]:
    told: set[Answered] = set()
    for one in history.answered:
        told_before, place = one in told, known.place.get(one.client_id)
        told.add(one)
        if told_before:
            continue
        if place is None:
            yield Verdict("lost", "answered for, and not stored", one.hall, one.seq or 0, one.client_id)
        elif one.seq is not None and place != (one.hall, one.seq):
            yield Verdict("reordered", f"answered for, but stored at {place}", one.hall, one.seq, one.client_id)


def _order(history: History, known: _Known) -> Iterator[Verdict]:
    """What was answered for before another message was first sent stands before it."""
    for said in known.said.values():
        place = known.place.get(said.client_id)
        if place is not None and place[1] <= (before := known.answered_by(place[0], said.at)):
            yield Verdict("reordered", f"sent after {before} was answered for", *place, said.client_id)


def _stream(stream: Stream, known: _Known) -> Iterator[Verdict]:
    page = Page()
    for frame in stream.frames:
        if isinstance(frame, Cut):
            page.cut()
            continue
        yield from page.take(frame)
        if frame.whole and frame.hall in known.ends and frame.head < (end := known.answered_by(frame.hall, frame.asked)):
            yield Verdict("unobserved", f"asked for after {end} was answered for, the hall came as of {frame.head}", frame.hall)
        for seen in frame.slots.values():
            if seen is not None:
                yield from _truth(stream, frame, seen, known)
    yield from _rest(stream, page, known)


def _truth(stream: Stream, frame: Frame, seen: Seen, known: _Known) -> Iterator[Verdict]:
    place = known.place.get(seen.client_id)
    if place is None:
        yield Verdict("lost", "shown, and not stored", frame.hall, seen.seq, seen.client_id)
    elif place != (frame.hall, seen.seq):
        yield Verdict("reordered", f"shown here, and stored at {place}", frame.hall, seen.seq, seen.client_id)
    elif seen.html not in known.was_shown(kept := known.at[frame.hall][seen.seq]) and not kept.gone:
        yield Verdict("lost", "shown as something else than is stored", frame.hall, seen.seq, seen.client_id)
    if not known.might_see(stream.user, frame, seen.client_id):
        yield Verdict("leaked", f"shown to user {stream.user}, who was no member", frame.hall, seen.seq, seen.client_id)


def _rest(stream: Stream, page: Page, known: _Known) -> Iterator[Verdict]:
    """When all is quiet, a page shows the end of its hall as it is stored; one without a hall shows nothing."""
    if stream.rest is None:
        for seen in page.rows.values():
            yield Verdict("leaked", "still shown to somebody who is no member", page.hall, seen.seq, seen.client_id)
        return
    if page.hall != stream.rest:
        yield Verdict("unobserved", f"when all was quiet, the page showed hall {page.hall}", stream.rest)
        return
    end = known.ends[stream.rest]
    for seq in range(max(1, end - SIZE + 1), end + 1):
        stored, seen = known.at[stream.rest].get(seq), page.rows.get(seq)
        if stored is not None and seen is None:
            yield Verdict("lost", "stored, and not shown when all was quiet", stream.rest, seq, stored.client_id)
        elif stored is not None and seen is not None and stored.gone != seen.gone:
            yield Verdict("unobserved", "deleted, and still shown", stream.rest, seq, stored.client_id)
        elif stored is not None and seen is not None and stored.html != seen.html:
            yield Verdict("unobserved", "edited, and shown as it was before", stream.rest, seq, stored.client_id)
