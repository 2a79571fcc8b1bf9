"""The live end on a real database under load: what every tab shows is one hall without a gap, and at last the truth."""

import asyncio
import random

import pytest

from hallchat import operations
from hallchat.realtime.feed import SIZE
from hallchat.realtime.live import Live
from hallchat.realtime.wire import rows
from hallchat.runtime import Runtime
from hallchat.services import editing, halls, history, memberships, messages
from hallchat.states.wire import StateWire
from hallchat.views import Actor
from tests import builders
from tests.tabs import LATER, Page, Tabs, quiet, until

HOLA = messages.Prepared("hola", "<p>hola</p>")


async def post(app: Runtime, sender: Actor, hall: int, numbers: range) -> None:
    prepared = messages.Prepared(f"{hall}", f"<p>{hall}</p>")
    for number in numbers:
        client_id = f"{hall}-{number}"
        await app.database.write(lambda tx, c=client_id: messages.post(tx, sender, hall_id=hall, prepared=prepared, client_id=c))


async def truth(app: Runtime, hall: int) -> list[dict[str, object]]:
    page = await app.read(lambda tx: history.tail(tx, hall, limit=SIZE + 1))
    return [dict(row) for row in rows(page.messages, seen_from=page.last_seq - SIZE + 1)]


def check_one_hall(page: Page) -> None:
    """Check that everything in the window is of the hall that the page is told to show."""
    assert {row["html"] for row in page.window} <= {f"<p>{page.ring('hall')}</p>"}


async def test_tabs_that_switch_halls_while_messages_pour_in_always_show_a_run_of_one_hall(app: Runtime, tabs: Tabs) -> None:
    ana = await app.database.write(lambda tx: builders.person(tx, "ana"))
    one, two = [(await app.database.write(lambda tx, name=name: builders.hall(tx, ana, name=name))).id for name in ("One", "Two")]
    sids = [f"tab {number}" for number in range(40)]
    for sid in sids:
        page = tabs.come(sid)
        take = page.take

        def checked(delta: dict, page: Page = page, take=take) -> None:
            take(delta)
            check_one_hall(page)

        page.take = checked
        await app.live.connect(sid, user_id=ana.user_id, session_id=ana.session_id, expires_at=LATER)
    for hall in (one, two):
        await asyncio.gather(*(post(app, ana, hall, range(number, number + 1)) for number in range(100)))
    posting = [asyncio.create_task(post(app, ana, hall, range(100, 200))) for hall in (one, two)]
    chance = random.Random(1)

    async def switch(sid: str) -> None:
        while not all(task.done() for task in posting):
            assert await app.live.open(sid, chance.choice((one, two)))
            await asyncio.sleep(chance.random() / 5)  # as people do, and so that the posts are not starved

    await asyncio.gather(*posting, *map(switch, sids))
    await quiet()
    wanted = {hall: await truth(app, hall) for hall in (one, two)}
    assert {row["seq"] for row in wanted[one]} == set(range(73, 201))
    for page in tabs.pages.values():
        assert page.window == wanted[page.ring("hall")]


@pytest.mark.parametrize("seed", range(4))
async def test_after_any_actions_what_events_made_of_it_equals_what_a_fresh_start_reads(
    app: Runtime, tabs: Tabs, seed: int
) -> None:
    chance = random.Random(seed)
    people = [await app.database.write(lambda tx, n=name: builders.person(tx, n)) for name in ("ana", "bea", "carlos")]
    made = [(await app.database.write(lambda tx: builders.hall(tx, people[0], *people[1:]))).id for _ in range(3)]
    for person in people:
        tabs.come(person.session_id)
        await app.live.connect(person.session_id, user_id=person.user_id, session_id=person.session_id, expires_at=LATER)
    for number in range(150):
        await asyncio.gather(*(_something(app, chance, people, made, f"{number}-{each}") for each in range(3)))
    await app.live.settle(people[0].user_id)
    await quiet()
    fresh_tabs = Tabs()
    fresh = Live(app.live._store, fresh_tabs, StateWire())  # pyright: ignore[reportPrivateUsage]
    for person in people:
        user = person.user_id
        fresh_tabs.come(person.session_id)
        await fresh.connect(person.session_id, user_id=user, session_id=person.session_id, expires_at=LATER)
        assert app.live.listing(user).halls == fresh.listing(user).halls
        assert app.live.listing(user).unread == fresh.listing(user).unread
        for hall in made:
            assert (await app.live.warm(hall)).ring() == (await fresh.warm(hall)).ring()
        page = tabs.pages[person.session_id]
        if page.ring("hall") > 0:
            assert page.ring("hall") in [row["id"] for row in fresh.listing(user).halls]
            assert page.window == await truth(app, page.ring("hall"))
        await until(lambda page=page, user=user: page.unread == fresh.listing(user).unread)
    await fresh.close()


async def _something(app: Runtime, chance: random.Random, people: list[Actor], made: list[int], client_id: str) -> None:
    actor, other, hall = chance.choice(people), chance.choice(people), chance.choice(made)
    seq = chance.randint(1, 60)
    choices = {
        "post": lambda tx: builders.say(tx, actor, hall, client_id=client_id),
        "edit": lambda tx: builders.edit(tx, actor, hall, seq, f"edit {client_id}"),
        "delete": lambda tx: editing.delete(tx, actor, hall_id=hall, seq=seq),
        "restore": lambda tx: editing.restore(tx, actor, hall_id=hall, seq=seq, deleted=editing.Deleted(actor.user_id, HOLA)),
        "read": lambda tx: messages.mark_read(tx, actor, hall_id=hall, seq=seq),
        "join": lambda tx: memberships.join(tx, actor, hall_id=hall),
        "leave": lambda tx: memberships.leave(tx, actor, hall_id=hall),
        "hand over": lambda tx: memberships.hand_over(tx, actor, hall_id=hall, user_id=other.user_id),
        "appoint": lambda tx: memberships.appoint(tx, actor, hall_id=hall, user_id=other.user_id, moderator=True),
        "remove": lambda tx: memberships.remove(tx, actor, hall_id=hall, user_id=other.user_id),
        "rename": lambda tx: halls.change(tx, actor, hall_id=hall, name=f"Hall {chance.randint(1, 9)}"),
    }
    what = chance.choices([*choices, "unread", "open", "watch"], [20, 4, 4, 4, 2, 4, 1, 1, 1, 1, 1, 3, 6, 3])[0]
    try:
        if what == "unread":
            await operations.mark_unread(app, actor, hall_id=hall, seq=seq)
        elif what == "open":
            await app.live.open(actor.session_id, hall)
        elif what == "watch":
            app.live.watch(actor.session_id, watching=chance.random() < 0.5)
        else:
            await app.database.write(choices[what])
    except Exception as refusal:
        if type(refusal).__module__ != "hallchat.errors":
            raise
