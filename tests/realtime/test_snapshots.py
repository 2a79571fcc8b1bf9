"""For every service that writes: what its events make of an open tab is what a tab shows that comes after it."""

import pytest

from hallchat import errors
from hallchat.realtime import live as live_module
from hallchat.realtime import news, presence
from hallchat.realtime.live import Live
from hallchat.runtime import Runtime
from hallchat.services import editing
from hallchat.states.wire import StateWire
from tests.realtime.cases import CASES
from tests.realtime.scene import LAST, Scene, set_up
from tests.realtime.watching import Shown, Watcher, come
from tests.services.listed import all_services, used_as_writes, writing_services
from tests.tabs import Tabs, quiet


def test_every_service_that_writes_has_a_case() -> None:
    assert used_as_writes() <= writing_services(), "a read is given to the writer"
    assert writing_services() == CASES.keys()


async def watched(app: Runtime, live: Live, tabs: Tabs, on: Scene) -> dict[str, Watcher]:
    watchers = await come(app, live, tabs, on.tabs())
    live.watch("bob at plaza", watching=True)
    return watchers


async def what_all_see(app: Runtime, watchers: dict[str, Watcher]) -> dict[str, Shown]:
    return {sid: await watcher.shown(app) for sid, watcher in watchers.items()}


@pytest.mark.parametrize(("name", "what"), [(name, what) for name, cases in CASES.items() for what in cases])
async def test_what_was_shown_and_the_events_make_what_is_shown_to_who_comes_after(
    app: Runtime, tabs: Tabs, monkeypatch: pytest.MonkeyPatch, name: str, what: str
) -> None:
    monkeypatch.setattr(news, "INTERVAL", 0.0)
    monkeypatch.setattr(live_module, "FAREWELL", 0.01)
    on = await app.database.write(set_up)
    watchers = await watched(app, app.live, tabs, on)
    assert {sid: watcher.hall for sid, watcher in watchers.items()} == {sid: hall for sid, _, hall in on.tabs()}
    await app.database.write(lambda tx: CASES[name][what](all_services()[name], tx, on))
    await quiet()
    await app.live.settle(on.bob.user_id)
    fresh_tabs = Tabs()
    fresh = Live(app.live._store, fresh_tabs, StateWire())  # pyright: ignore[reportPrivateUsage]
    came = await watched(app, fresh, fresh_tabs, on)
    await quiet()
    assert await what_all_see(app, watchers) == await what_all_see(app, came)
    await fresh.close()


async def test_a_refused_action_shows_nothing_new(app: Runtime, tabs: Tabs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "pause", lambda people: 0.0)
    on = await app.database.write(set_up)
    watchers = await watched(app, app.live, tabs, on)
    await quiet()
    before = {sid: len(watcher.page.updates) for sid, watcher in watchers.items()}
    with pytest.raises(errors.NotYourMessage):
        await app.database.write(lambda tx: editing.delete(tx, on.leo, hall_id=on.plaza, seq=LAST))
    await quiet()
    assert {sid: len(watcher.page.updates) for sid, watcher in watchers.items()} == before
