"""What a page shows of a hall, frame by frame, and what must never happen there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from hallchat.realtime.feed import SIZE
from tests.faults.history import Frame, Seen

Kind = Literal["lost", "duplicated", "reordered", "unobserved", "leaked"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A breach of the contract."""

    kind: Kind
    what: str
    hall: int = 0
    seq: int = 0
    client_id: str = ""
    tab: str = ""

    def __str__(self) -> str:
        place = f"hall {self.hall}, seq {self.seq}, client id {self.client_id or '-'}"
        return f"{self.kind}: {self.what} ({place}{f', tab {self.tab}' if self.tab else ''})"


class Page:
    """The ring as the page has it: a whole hall replaces it, a change adds to it."""

    def __init__(self) -> None:
        """Show nothing."""
        self.hall = self.head = self.rev = 0
        self.rows: dict[int, Seen] = {}  # by seq
        self.places: dict[str, int] = {}  # client id -> seq
        self.based = False  # on this line, a whole hall was the first to come

    def cut(self) -> None:
        """Keep what is shown; a whole hall must follow."""
        self.based = False

    def take(self, frame: Frame) -> list[Verdict]:
        """Show what came.

        Args:
            frame: the next one.

        Returns:
            What is wrong with it, coming after what was shown before.
        """
        wrong = [*_misplaced(frame), *(self._beside(frame) if frame.whole else self._against(frame))]
        if frame.whole:
            self.rows.clear()
            self.places.clear()
            self.based = True
        wrong += self._show(frame)
        self.hall, self.head, self.rev = frame.hall, frame.head, frame.rev_to
        return wrong

    def _show(self, frame: Frame) -> Iterator[Verdict]:
        for seen in _in_order(frame):
            if self.places.setdefault(seen.client_id, seen.seq) != seen.seq:
                yield _about("duplicated", f"also shown at {self.places[seen.client_id]}", frame, seen)
            self.rows[seen.seq] = seen
        for seq in [seq for seq in self.rows if seq <= frame.head - SIZE]:
            self.places.pop(self.rows.pop(seq).client_id, None)

    def _beside(self, frame: Frame) -> Iterator[Verdict]:
        there = {seen.seq for seen in _in_order(frame)}
        for seq in range(max(1, frame.head - SIZE + 1), frame.head + 1):
            if seq not in there:
                yield Verdict("unobserved", "missing in a whole hall", frame.hall, seq)
        for seq in sorted(seq for seq in there if not frame.head - SIZE < seq <= frame.head):
            yield Verdict("reordered", f"in a whole hall that ends at {frame.head}", frame.hall, seq)

    def _against(self, frame: Frame) -> Iterator[Verdict]:
        if not self.based:
            yield Verdict("unobserved", "a change came before the hall", frame.hall)
        if frame.hall != self.hall:
            yield Verdict("leaked", f"a change of it came to a page that shows hall {self.hall}", frame.hall)
            return
        if frame.rev_from > self.rev:
            yield Verdict("unobserved", f"a change from revision {frame.rev_from} came to revision {self.rev}", frame.hall)
        if frame.rev_to < self.rev or frame.head < self.head:
            backwards = f"revision {self.rev} and end {self.head} went back to {frame.rev_to} and {frame.head}"
            yield Verdict("reordered", backwards, frame.hall)
        came = {seen.seq for seen in _in_order(frame)}
        for seq in range(max(self.head + 1, frame.head - SIZE + 1), frame.head + 1):
            if seq not in came:
                yield Verdict("unobserved", f"passed over by a change up to {frame.head}", frame.hall, seq)
        for seen in _in_order(frame):
            yield from self._again(frame, seen)

    def _again(self, frame: Frame, seen: Seen) -> Iterator[Verdict]:
        if seen.seq > self.head:
            return
        shown = self.rows.get(seen.seq)
        if shown is None:
            yield _about("reordered", f"came after {self.head}", frame, seen)
        elif shown.client_id != seen.client_id:
            yield _about("reordered", f"took the place of {shown.client_id}", frame, seen)
        elif shown.gone and not seen.gone:
            yield _about("reordered", "came back after it was deleted", frame, seen)


def _misplaced(frame: Frame) -> Iterator[Verdict]:
    for slot, seen in frame.slots.items():
        if seen is not None and seen.seq % SIZE != slot:
            yield _about("reordered", f"in slot {slot}", frame, seen)
        elif seen is None and not frame.whole:
            yield Verdict("unobserved", f"slot {slot} was emptied", frame.hall)


def _in_order(frame: Frame) -> Iterable[Seen]:
    return sorted((seen for seen in frame.slots.values() if seen is not None), key=lambda seen: seen.seq)


def _about(kind: Kind, what: str, frame: Frame, seen: Seen) -> Verdict:
    return Verdict(kind, what, frame.hall, seen.seq, seen.client_id)
