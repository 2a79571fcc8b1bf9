"""The gallery's lists, panels, dialogs and cards."""

from typing import Any

import reflex as rx

from hallchat.pages.gallery import values
from hallchat.pages.gallery.samples import group, sample
from hallchat.pages.gallery.values import card, direct, faces, hall, members
from hallchat.ui.card import person_card
from hallchat.ui.dates import date_choice
from hallchat.ui.direct import chooser
from hallchat.ui.directory import found_halls
from hallchat.ui.door import pitch
from hallchat.ui.editing import said_before
from hallchat.ui.found import found_messages
from hallchat.ui.hall_list import hall_link, hall_list, mentions_link, talks
from hallchat.ui.members import hall_panel
from hallchat.ui.mentions import mentions_found
from hallchat.ui.modal import modal
from hallchat.ui.outside import ended, from_outside, nowhere
from hallchat.ui.reactors import reacted
from hallchat.ui.shortcuts import keys
from hallchat.ui.switcher import choices
from hallchat.ui.tones import tones
from hallchat.ui.words import t


def groups() -> list[rx.Component]:
    """Show them."""
    return [_list(), _panel(), _people(), _dialogs(), _cards()]


def _list() -> rx.Component:
    return group(
        "Hall list",
        sample("hall_link", _link(hall())),
        sample("hall_link, here", _link(hall(), here=True)),
        sample("hall_link, unread", _link(hall(name="A hall whose name does not fit into one line"), count=3)),
        sample("hall_link, much unread", _link(hall(), count=1234)),
        sample("hall_link, mentioned", _link(hall(name="A hall whose name does not fit into one line"), count=14, mentions=2)),
        sample("hall_link, with a draft", _link(hall(), writing=True)),
        sample("hall_link, private", _link(hall(kind="private", name="Board"))),
        sample("hall_link, archived", _link(hall(archived=True))),
        sample("hall_link, direct", _link(direct("Tomás"), count=2)),
        sample("hall_link, direct, online", _link(direct("Tomás"), presence="online")),
        sample("hall_link, direct, away, here", _link(direct("Tomás"), presence="away", here=True)),
        sample("hall_link, direct, of several", _link(direct("Tomás", "Marina Ruiz", "رنا"))),
        sample("hall_list, empty for a visitor", hall_list()),
        sample("mentions_link", mentions_link(rx.Var.create(2))),
        sample("talks", talks()),
    )


def _link(
    one: Any, *, count: int = 0, mentions: int = 0, here: bool = False, writing: bool = False, presence: str = ""
) -> rx.Component:
    counts = {"count": rx.Var.create(count), "mentions": rx.Var.create(mentions)}
    return hall_link(one, **counts, here=rx.Var.create(here), writing=rx.Var.create(writing), presence=rx.Var.create(presence))


def _panel() -> rx.Component:
    private = hall(kind="private", role="member", members=1)
    return group(
        "Members",
        sample("hall_panel, of the owner", hall_panel(hall(role="owner"), members(), 1), within="panel"),
        sample("hall_panel, before its members are read", hall_panel(hall(members=3), members()[:0], 1), within="panel"),
        sample("hall_panel, of an archived hall", hall_panel(hall(archived=True), members(), 1), within="panel"),
        sample("hall_panel, of a direct hall", hall_panel(direct("Tomás", role="member"), members(), 1), within="panel"),
        sample("hall_panel, of the last member of a private hall", hall_panel(private, members(), 2), within="panel"),
    )


def _people() -> rx.Component:
    found = faces("Ana Núñez", "Tomás", "Marina Ruiz")
    return group(
        "People",
        sample("person_card", person_card(card(), 1, presence=rx.Var.create("away"))),
        sample("person_card, one's own", person_card(card(role="", shared=[]), 3)),
        sample("chooser", chooser(found, found[1:2], searched=True)),
        sample("chooser, nobody", chooser(found[:0], found[:0], searched=True)),
    )


def _dialogs() -> rx.Component:
    return group(
        "Dialogs",
        sample("modal, keys", modal(keys(), id="gallery-keys", title=t("Keyboard shortcuts"), open=True)),
        sample("date_choice", date_choice()),
        sample("tones", tones()),
        sample("said_before", said_before(values.versions())),
        sample("reacted", reacted(values.reacted())),
        sample("choices", choices(values.choices(9), ""), within="switch"),
        sample("choices, none", choices(values.choices(0), "zzz"), within="switch"),
        sample("found_messages", found_messages(values.found(), query="spoons", unmet="")),
        sample("found_messages, none", found_messages(values.found()[:0], query="zzz", unmet="")),
        sample("found_messages, a filter that fits nothing", found_messages(values.found()[:0], query="zzz", unmet="nobody")),
        sample("found_messages, before anything is typed", found_messages(values.found()[:0], query="", unmet="")),
        sample("mentions_found", mentions_found(values.found())),
        sample("mentions_found, none", mentions_found(values.found()[:0])),
        sample("found_halls", found_halls(values.halls("Kitchen", "Garden"))),
        sample("found_halls, none", found_halls(values.halls())),
    )


def _cards() -> rx.Component:
    return group(
        "Cards",
        sample("from_outside", from_outside(hall()), within="conversation"),
        sample("nowhere", nowhere(), within="conversation"),
        sample("ended", ended(), within="conversation"),
        sample("pitch", pitch()),
    )
