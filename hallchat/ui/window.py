"""What the page shows, as vars: the hall at its address, and its rows in order (the loaded older blocks, then the ring).

The hall follows the address at once; its rows come from the server, and there are none until they are there.
"""

from typing import Any

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData

from hallchat.realtime.feed import SIZE
from hallchat.realtime.wire import Row
from hallchat.states.halls import HallsState
from hallchat.states.pages import BLOCK, KEPT, PagesState
from hallchat.states.ring import FIRST, HALL, HEAD, MARKED, NEW_IN, RingState
from hallchat.ui.links import hall_path

_loaded: Any = PagesState
_end: Any = RingState.end
shown_hall: Any = _end[HALL]
"""The hall whose ring the page holds, 0 for none yet; below zero the one whose membership ended."""
head_seq: Any = _end[HEAD]
"""The last ``seq`` of that hall."""
_new: Any = RingState.new_from
first_new: Any = rx.cond(_new[NEW_IN] == shown_hall, _new[FIRST], 0).to(int)
"""The message that has the line "new since you left" above it, 0 for none."""
marked: Any = (_new[MARKED] == 1).to(bool)
"""Whether the reader put the line there."""
crowd: Any = RingState.crowd
"""Goes up when its members change."""

_PATH = 'const address_ = useLocation().pathname.replace(/(.)\\/$/, "$1")'
_follows = VarData(imports={"react-router": [ImportVar(tag="useLocation")]}, hooks={_PATH: None})
address: Any = rx.Var("address_", _var_type=str, _var_data=_follows).guess_type()
"""The path of the page: the browser's, for the server hears of it later, and offline not at all."""
line: Any = rx.State.router.session.session_id
"""Another value after each reconnect."""
halls: Any = HallsState.halls
many: Any = halls.filter(lambda one: one["kind"] != "direct")
"""Those that people come to and go from; the others are direct."""
unread: Any = HallsState.unread
mentions: Any = HallsState.mentions
again: Any = HallsState.again
"""How many of the unread messages are not new to the reader, by hall: they had read them, or were in the hall before."""
list_changes: Any = HallsState.listed
"""Goes up when a message changes that the page lists outside of its conversation."""
mentioned: Any = rx.Var(
    f"Object.values({mentions!s}).reduce((sum, one) => sum + one, 0)", _var_type=int, _var_data=mentions._get_all_var_data()
).guess_type()
"""How many unread messages mention the reader, in all halls."""
_counted = f"({halls!s}.reduce((sum, one) => sum + (one.notify ? 0 : ({unread!s}[one.id] ?? 0)), 0))"
news: Any = rx.Var(_counted, _var_data=VarData.merge(halls._get_all_var_data(), unread._get_all_var_data())).to(int)
"""How many messages are unread in the halls of which the reader wants to be told everything."""
hall: Any = halls.filter(lambda one: (hall_path(one["id"]) == address) & (one["id"] != -shown_hall))[0]
"""The hall at the address as it stands in the list of its member; nothing for others."""
here: Any = rx.cond(hall, hall["id"], 0)
"""Which one that is, 0 for none."""
_archived = VarData(hooks={f"const archived_ = Boolean({hall['archived']!s})": None})
archived: Any = rx.Var("archived_", _var_type=bool, _var_data=VarData.merge(hall._get_all_var_data(), _archived)).guess_type()
"""Whether it can only be read: worked out once for all rows of a page."""
there: Any = (here & (here == shown_hall)).to(bool)
"""Whether its ring is there."""
ended_here: Any = ((shown_hall < 0) & (hall_path(-shown_hall) == address)).to(bool)
"""Whether the membership in the hall at the address ended in this page."""
in_again: Any = halls.filter(lambda one: one["id"] == -shown_hall).length() > 0
"""Whether that hall stands in the reader's list: it ended a moment ago, or they are in it once more."""

_slots: Any = rx.Var.create([getattr(RingState, f"slot_{slot}") for slot in range(SIZE)]).to(list[Row | None])
_start = (head_seq + 1) % SIZE
_blocks: Any = rx.Var.create([getattr(PagesState, f"page_{block}") for block in range(KEPT)]).to(list[list[Row]])
_first_block = _loaded.low % KEPT

oldest_in_ring: Any = rx.cond(head_seq > SIZE, head_seq - SIZE + 1, 1)
ring: Any = rx.cond(there, (_slots[_start:] + _slots[:_start]).filter(lambda row: row), rx.Var.create([])).to(list[Row])

paged: Any = (there & (_loaded.hall == shown_hall) & (_loaded.low <= _loaded.high)).to(bool)
paged_to: Any = (_loaded.high * BLOCK + BLOCK - 1).to(int)
pages: Any = rx.cond(
    paged, (_blocks[_first_block:] + _blocks[:_first_block]).flat_map(lambda block: block), rx.Var.create([])
).to(list[Row])

older_rows: Any = pages.filter(lambda row: row["seq"] < oldest_in_ring).to(list[Row])
shown_rows: Any = older_rows + ring
hole: Any = (paged & (paged_to < oldest_in_ring - 1)).to(bool)
first_shown: Any = rx.cond(paged, _loaded.low * BLOCK, oldest_in_ring)
more_before: Any = rx.cond(paged, _loaded.low > 0, head_seq > SIZE)
