"""Who a tab belongs to, and its language."""

from typing import Any

import pytest
from reflex.state import State
from reflex_base.constants.state import FIELD_MARKER

from hallchat.services import sessions
from hallchat.states.halls import DirectoryState
from hallchat.states.lobby import LobbyState
from hallchat.states.session import SessionState
from hallchat.views import Actor
from tests.states.conftest import Server, Tab
from tests.tabs import SESSION


@pytest.mark.parametrize(("asked", "spoken"), [("es-MX,es;q=0.9", "es"), ("de, en;q=0.5", "en"), ("", "en"), ("de", "en")])
async def test_the_language_is_the_browsers_until_one_is_chosen(server: Server, ana: Actor, asked: str, spoken: str) -> None:
    tab = await server.open(ana, language=asked)
    assert tab.page.vars[SESSION]["language"] == spoken
    await tab.send(SessionState, "choose_language", code="es")
    assert tab.page.vars[SESSION]["language"] == "es"


async def speak(tab: Tab, cookie: str) -> str:
    """Connect as a page does that has a language in its cookie; return which one is spoken."""
    await tab.send(State, "hydrate_and_load", vars={f"{SESSION}.chosen{FIELD_MARKER}": cookie})
    return tab.page.vars[SESSION]["language"]


@pytest.mark.parametrize(("asked", "chosen"), [("es", "en"), ("en-GB", "es"), ("de", "es")])
async def test_a_choice_kept_in_the_browser_beats_what_the_browser_asks_for(
    server: Server, ana: Actor, asked: str, chosen: str
) -> None:
    tab = server.tab(ana, language=asked)
    assert await speak(tab, chosen) == chosen
    await tab.go("/")
    assert (await tab.state(SessionState)).language == chosen


@pytest.mark.parametrize("cookie", ["", "xx", "../es", "ES"])
async def test_a_kept_choice_that_is_no_language_leaves_the_browsers(server: Server, ana: Actor, cookie: str) -> None:
    assert await speak(server.tab(ana, language="es"), cookie) == "es"


@pytest.mark.usefixtures("more_languages")
async def test_the_page_is_written_in_the_direction_of_its_language(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, language="ar-EG,ar;q=0.9")
    assert (tab.page.vars[SESSION]["language"], tab.page.vars[SESSION]["direction"]) == ("ar", "rtl")
    await tab.send(SessionState, "choose_language", code="en")
    assert tab.page.vars[SESSION]["direction"] == "ltr"


async def test_a_refusal_is_said_in_the_chosen_language(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, language="en")
    await tab.send(SessionState, "choose_language", code="es")
    await tab.send(DirectoryState, "show")
    await tab.send(DirectoryState, "create", form={"name": ""})
    assert "de 1 a 80 caracteres" in tab.notice


@pytest.mark.parametrize("code", ["xx", "", None, 5, [], {}, "../es"])
async def test_what_is_no_language_is_not_chosen(server: Server, ana: Actor, code: Any) -> None:
    tab = await server.open(ana)
    await tab.send(SessionState, "choose_language", code=code)
    assert ((await tab.state(SessionState)).chosen, tab.page.vars[SESSION]["language"]) == ("", "en")


async def test_the_end_of_the_sign_in_reaches_every_tab_of_it_at_once(server: Server, ana: Actor, bea: Actor) -> None:
    tabs = [await server.open(ana), await server.open(ana)]
    other = await server.open(bea)
    await server.write(lambda tx: sessions.end(tx, session_id=ana.session_id))
    assert [tab.page.vars[SESSION]["username"] for tab in (*tabs, other)] == ["", "", "bea"]
    assert [tab.page.signed_out for tab in (*tabs, other)] == [True, True, False]


async def test_the_sign_in_page_leads_on_who_is_signed_in(server: Server, ana: Actor) -> None:
    known, visitor = await server.open(ana), await server.open(None)
    visitor.page.events.clear()
    for tab in (known, visitor):
        await tab.send(LobbyState, "pass_through")
    assert (len(known.page.events), visitor.page.events) == (1, [])
