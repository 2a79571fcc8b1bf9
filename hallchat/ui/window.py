"""What the page shows, as vars: the hall, and its rows in order (the loaded older blocks, then the ring)."""

from typing import Any

import reflex as rx

from hallchat.realtime.feed import SIZE
from hallchat.realtime.wire import Row
from hallchat.states.halls import HallsState
from hallchat.states.pages import BLOCK, KEPT, PagesState
from hallchat.states.ring import HALL, HEAD, RingState

_loaded: Any = PagesState
_end: Any = RingState.end
shown_hall: Any = _end[HALL]
"""The hall whose ring the page holds, 0 for none yet, ``ENDED`` when the membership ended."""
head_seq: Any = _end[HEAD]
"""The last ``seq`` of that hall."""
crowd: Any = RingState.crowd
"""Goes up when its members change."""

address: Any = rx.State.router.url.path
"""The path of the page."""
line: Any = rx.State.router.session.session_id
"""Another value after each reconnect."""
halls: Any = HallsState.halls
unread: Any = HallsState.unread
hall: Any = halls.filter(lambda one: one["id"] == shown_hall)[0]
"""The shown hall, as it stands in the list of its member."""

_slots: Any = rx.Var.create([getattr(RingState, f"slot_{slot}") for slot in range(SIZE)]).to(list[Row | None])
_start = (head_seq + 1) % SIZE
_blocks: Any = rx.Var.create([getattr(PagesState, f"page_{block}") for block in range(KEPT)]).to(list[list[Row]])
_first_block = _loaded.low % KEPT

oldest_in_ring: Any = rx.cond(head_seq > SIZE, head_seq - SIZE + 1, 1)
ring: Any = (_slots[_start:] + _slots[:_start]).filter(lambda row: row).to(list[Row])

paged: Any = ((_loaded.hall == shown_hall) & (_loaded.low <= _loaded.high)).to(bool)
paged_to: Any = (_loaded.high * BLOCK + BLOCK - 1).to(int)
pages: Any = rx.cond(
    paged, (_blocks[_first_block:] + _blocks[:_first_block]).flat_map(lambda block: block), rx.Var.create([])
).to(list[Row])

older_rows: Any = pages.filter(lambda row: row["seq"] < oldest_in_ring).to(list[Row])
shown_rows: Any = older_rows + ring
hole: Any = (paged & (paged_to < oldest_in_ring - 1)).to(bool)
first_shown: Any = rx.cond(paged, _loaded.low * BLOCK, oldest_in_ring)
more_before: Any = rx.cond(paged, _loaded.low > 0, head_seq > SIZE)
