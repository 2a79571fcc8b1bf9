"""Faults of the clients. What only the client does counts when it was done, the rest when it was seen to have happened."""

import asyncio
from collections.abc import Callable, Coroutine
from random import Random
from typing import Any
from uuid import uuid4

from tests.faults.stage import Stage
from tests.faults.tab import Tab

Fault = Callable[[Stage, Random], Coroutine[Any, Any, None]]

SOON = 20.0  # seconds for something that must happen


async def cut_after_a_frame(stage: Stage, chance: Random) -> None:
    """Cut a line right after a message was sent."""
    tab = await _some_tab(stage, chance)
    tab.say(chance.choice(stage.halls), stage.text(chance))
    tab.cut()
    stage.injected["line cut after a frame"] += 1


async def cut_within_a_frame(stage: Stage, chance: Random) -> None:
    """Cut a line within a frame."""
    tab = await _some_tab(stage, chance)
    tab.cut_while_saying(chance.choice(stage.halls), stage.text(chance))
    stage.injected["line cut within a frame"] += 1


async def answer_dropped(stage: Stage, chance: Random) -> None:
    """Lose the answer to a message, and the line with it; it is sent again."""
    tab = await _some_tab(stage, chance)
    before = tab.lost_answers
    tab.drops_answers = True
    client_id = tab.say(chance.choice(stage.halls), stage.text(chance))
    if await tab.until(lambda: tab.lost_answers > before and client_id not in tab.outbox, SOON):
        stage.injected["answer dropped, sent again"] += 1


async def unheard(stage: Stage, chance: Random) -> None:
    """Post over REST and hang up before the answer; post again."""
    person, hall = chance.choice(stage.people.steady), chance.choice(stage.halls)
    client_id, text = str(uuid4()), stage.text(chance)
    await person.post_unheard(hall, text, stage.history, client_id)
    await person.post(hall, text, stage.history, client_id)
    stage.injected["REST answer dropped, sent again"] += 1


async def twice_at_once(stage: Stage, chance: Random) -> None:
    """Send the same message by a tab and over REST at once."""
    tab, hall = await _some_tab(stage, chance), chance.choice(stage.halls)
    client_id, text = str(uuid4()), stage.text(chance)
    tab.say(hall, text, client_id)
    posts = (tab.person.post(hall, text, stage.history, client_id) for _ in range(2))
    await asyncio.gather(*posts)
    stage.injected["sent twice at once"] += 1


async def two_tabs(stage: Stage, chance: Random) -> None:
    """Send the same message by two tabs of one person, as a duplicated page would, and cut one of them."""
    tab = await _some_tab(stage, chance)
    other = next(one for one in stage.tabs if one.person is tab.person and one is not tab)
    hall, text = chance.choice(stage.halls), stage.text(chance)
    other.say(hall, text, tab.say(hall, text))
    if chance.random() < 0.3:
        tab.cut()
    stage.injected["two tabs of one person"] += 1


async def stopped_reading(stage: Stage, chance: Random) -> None:
    """Let a tab stop reading for seconds."""
    tab = await _some_tab(stage, chance)
    with tab.not_reading():
        await asyncio.sleep(chance.uniform(1, 4))
    stage.injected["reader stopped"] += 1


async def _some_tab(stage: Stage, chance: Random) -> Tab:
    tab = chance.choice(stage.tabs)
    async with asyncio.timeout(60):
        await tab.ready.wait()
    return tab


LIGHT: tuple[Fault, ...] = (
    cut_after_a_frame,
    cut_within_a_frame,
    answer_dropped,
    unheard,
    twice_at_once,
    two_tabs,
    stopped_reading,
)
"""Faults of the clients, all the time."""
