"""What stands around every page: the document's head, what lies above it, and its outline until it is known who is there."""

from typing import Any

import reflex as rx

from hallchat.states.conversation import ConversationState
from hallchat.states.session import SessionState
from hallchat.ui import (
    alerts,
    card,
    changes,
    chime,
    code,
    completion,
    composer,
    dates,
    drafts,
    editing,
    emoji,
    folding,
    found,
    grid,
    keys,
    known,
    looks,
    menu,
    merging,
    pending,
    permalink,
    picker,
    presence,
    quiet,
    reactions,
    reactors,
    reply,
    steady,
    suggestions,
    tones,
    unread,
    way_back,
    writing,
)
from hallchat.ui.browser import script
from hallchat.ui.conversation import waiting
from hallchat.ui.direct import people_chooser
from hallchat.ui.directory import directory
from hallchat.ui.editing import versions
from hallchat.ui.elements import Page, line_is
from hallchat.ui.icons import icon
from hallchat.ui.links import pages_ahead
from hallchat.ui.mentions import own_style
from hallchat.ui.notice import notice
from hallchat.ui.presence import at_page
from hallchat.ui.reply import replies_dialog
from hallchat.ui.shortcuts import shortcuts
from hallchat.ui.switcher import switcher
from hallchat.ui.window import address, hall, line, mentioned, news
from hallchat.ui.words import number, t, told

STYLESHEETS = ["/hallchat.css"]
SCRIPTED = (
    *(keys, reactions, permalink, way_back, editing, menu, presence, unread, suggestions, completion),
    *(changes, merging, composer, pending, writing, known, drafts, folding, code, looks, emoji, tones, grid),
    *(picker, alerts, chime, quiet, card, dates, reply, reactors, steady, found),
)
"""The modules whose JavaScript runs in every page, after that of ``browser``."""


def head() -> list[rx.Component]:
    """Return what goes into the head of every document."""
    return [
        rx.el.meta(
            name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        ),
        rx.el.meta(name="color-scheme", content="light dark"),
        _bar("light", looks.LIGHT),
        _bar("dark", looks.DARK),
        rx.el.link(rel="icon", href="/icon.svg", type="image/svg+xml"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
        script(),
        *[rx.el.script(part.SCRIPT) for part in SCRIPTED],
    ]


def _bar(scheme: str, colour: str) -> rx.Component:
    return rx.el.meta(name="theme-color", content=colour, custom_attrs={"media": f"(prefers-color-scheme: {scheme})"})


def _title() -> Any:
    name = rx.cond(address.startswith("/h/") & hall, hall["name"].to(str) + " · HallChat", "HallChat")
    called = rx.Var.create("@").to(str) + mentioned.to_string() + " · " + name.to(str)
    count: Any = number(news)
    counted = rx.Var.create("(").to(str) + count + rx.Var.create(") ").to(str) + name.to(str)
    return rx.cond(mentioned, called, rx.cond(news > 0, counted, name))


def overlays(stateful: bool) -> rx.Component:
    """Return what stands above every page, in place of Reflex's own banner."""
    if not stateful:
        return rx.fragment()
    news = rx.el.div(id="news", aria_live="polite", class_name="unseen")
    return rx.fragment(document(), cut_line(), notice(), dialogs(), news)


@rx.memo
def document() -> rx.Component:
    """Set what belongs to the document itself."""
    return Page.create(
        title=_title(),
        language=SessionState.language,
        direction=SessionState.direction,
        ready=SessionState.ready,
        user=SessionState.user_id,
        signed_out=SessionState.signed_out,
        line=line,
        address=address,
        answers=ConversationState.answers,
        on_send=ConversationState.send,
    )


@rx.memo
def dialogs() -> rx.Component:
    """Hold the dialogs of somebody who is signed in, their drafts and presence, and what makes other pages come at once."""
    always = (drafts.drafts(), pages_ahead(), at_page(), alerts.alerts(), own_style(), picker.picker(), code.copy_code())
    shown = (switcher(), directory(), people_chooser(), card.card(), shortcuts(), versions(), alerts.levels())
    shown += (replies_dialog(), reactors.reactors_dialog(), dates.dates())
    return rx.cond(SessionState.user_id > 0, rx.fragment(*shown, *always))


@rx.memo
def cut_line() -> rx.Component:
    """Say that the line is cut, and when it is back; also when there was none since the page was loaded."""
    none_yet = told("There is no connection to HallChat yet. The page keeps trying.")
    first = rx.cond(line_is == "cut", _cut(none_yet))
    return rx.el.div(rx.cond(SessionState.ready, banner(line_is), first), role="status", class_name="above")


def banner(line: Any) -> rx.Component:
    """Say how the line is.

    Args:
        line: as ``line_is``, a var.

    Returns:
        The banner, or nothing while all is well.
    """
    cut, back = t("You are offline. What you write is kept, and sent when you are back online."), t("Back online.")
    return rx.fragment(
        rx.cond(line == "cut", _cut(cut)),
        rx.cond(line == "back", rx.el.p(icon("done"), back, class_name="banner back")),
    )


def _cut(words: Any) -> rx.Component:
    return rx.el.p(icon("retry"), words, class_name="banner cut")


def framed(*content: rx.Component, class_name: str) -> rx.Component:
    """Show a page once it is known who is there and in which language; before that, its outline without words.

    Args:
        content: the page.
        class_name: of its outermost element.

    Returns:
        The page.
    """
    outline = (rx.el.div(class_name="halls outline"), rx.el.div(waiting(), class_name="conversation"))
    return rx.cond(
        SessionState.ready,
        rx.el.div(*content, class_name=class_name),
        rx.el.div(*(outline if "chat" in class_name else ()), aria_busy="true", class_name=class_name),
    )
