"""The rows that are shown, in order: the loaded older blocks, then the ring, as plain var operations."""

import reflex as rx

from hallchat.realtime.feed import SIZE
from hallchat.realtime.wire import Row
from hallchat.states.pages import BLOCK, KEPT, PagesState
from hallchat.states.ring import RingState

_slots = rx.Var.create([getattr(RingState, f"slot_{slot}") for slot in range(SIZE)]).to(list[Row | None])
_start = (RingState.head + 1) % SIZE
_blocks = rx.Var.create([getattr(PagesState, f"page_{block}") for block in range(KEPT)]).to(list[list[Row]])
_first_block = PagesState.low % KEPT

oldest_in_ring: rx.Var[int] = rx.cond(RingState.head > SIZE, RingState.head - SIZE + 1, 1).to(int)
ring: rx.Var[list[Row]] = (_slots[_start:] + _slots[:_start]).filter(lambda row: row).to(list[Row])

paged: rx.Var[bool] = ((PagesState.hall == RingState.hall) & (PagesState.low <= PagesState.high)).to(bool)
paged_to: rx.Var[int] = (PagesState.high * BLOCK + BLOCK - 1).to(int)
pages: rx.Var[list[Row]] = rx.cond(
    paged, (_blocks[_first_block:] + _blocks[:_first_block]).flat_map(lambda block: block), rx.Var.create([])
).to(list[Row])

older_rows: rx.Var[list[Row]] = pages.filter(lambda row: row["seq"] < oldest_in_ring).to(list[Row])
hole: rx.Var[bool] = (paged & (paged_to < oldest_in_ring - 1)).to(bool)
first_shown: rx.Var[int] = rx.cond(paged, PagesState.low * BLOCK, oldest_in_ring).to(int)
more_before: rx.Var[bool] = rx.cond(paged, PagesState.low > 0, RingState.head > SIZE).to(bool)
