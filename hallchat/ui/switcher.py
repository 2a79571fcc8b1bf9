"""The quick switcher: one box that leads to halls, people and commands."""

from typing import Any

import reflex as rx

from hallchat.states.direct import DirectState
from hallchat.states.halls import DirectoryState
from hallchat.states.members import MembersState
from hallchat.states.reading import ReadingState
from hallchat.states.switcher import Choice, SwitcherState
from hallchat.ui.browser import does, effect
from hallchat.ui.elements import Follower, line_is, server_button
from hallchat.ui.icons import icon
from hallchat.ui.links import hall_path, link
from hallchat.ui.modal import modal
from hallchat.ui.window import halls, here
from hallchat.ui.words import t

SWITCHER = "switcher"
_ICONS = ("hash", "lock", "plus", "person", "people", "sliders", "keyboard", "search", "all_read", "calendar")


def switcher() -> rx.Component:
    """Make the dialog. Arrow keys go through the list; Enter in the box takes its first line."""
    return modal(
        rx.el.div(
            rx.el.input(
                type="search",
                placeholder=t("A hall, a person, or what you want to do"),
                aria_label=t("A hall, a person, or what you want to do"),
                on_change=SwitcherState.search.debounce(60),
                custom_attrs=does("take", on="onKeyDown"),
            ),
            rx.cond(line_is == "cut", known_halls(), choices(SwitcherState.choices, SwitcherState.query)),
            answered(),
            custom_attrs={**does("walk", on="onKeyDown"), **does("chose", on="onClickCapture")},
            class_name="switch",
        ),
        id=SWITCHER,
        title=t("Jump to…"),
        on_show=SwitcherState.search(""),
    )


def known_halls() -> rx.Component:
    """Show the halls that the page knows by itself, in place of what the server would find."""
    return rx.fragment(
        rx.el.p(t("You are offline. These are your halls; you can find the rest when you are back online."), class_name="empty"),
        rx.el.ul(rx.foreach(halls, lambda one: rx.el.li(_to_hall(one), key=one["id"].to_string()))),
    )


def _to_hall(hall: Any) -> rx.Component:
    kind = rx.match(hall["kind"], ("private", icon("lock")), ("direct", icon("person")), icon("hash"))
    return link(kind, rx.el.strong(rx.el.bdi(hall["name"])), to=hall_path(hall["id"]), **_line())


def choices(found: Any, query: Any) -> rx.Component:
    """Show what there is to choose from.

    Args:
        found: a var of a list of ``Choice``.
        query: what was typed.

    Returns:
        The list, or that nothing was found.
    """
    return rx.cond(
        found,
        rx.el.ul(rx.foreach(found, lambda one: choice(one=one, key=one["key"]))),
        rx.cond(query, rx.el.p(t("Nothing found."), class_name="empty")),
    )


@rx.memo
def choice(one: rx.Var[Choice], rest: rx.RestProp) -> rx.Component:
    """Show a line of the list."""
    line: Any = one
    return rx.el.li(
        rest,
        rx.match(
            line["kind"],
            ("join", server_button(*_shown(line), on_click=DirectoryState.join(line["hall_id"]), **_line())),
            ("person", server_button(*_shown(line), on_click=DirectState.talk(line["user"]), **_line())),
            ("command", _command(line)),
            link(*_shown(line), to=line["path"], **_line()),
        ),
    )


class Answered(Follower):
    """Tells what the list answers: Enter may come before it does."""

    query: rx.Var[str]
    choices: rx.Var[list]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the state."""
        return [effect("found", self.query, after=(self.query, self.choices))]


@rx.memo
def answered() -> rx.Component:
    """Tell what the list answers."""
    return Answered.create(query=SwitcherState.query, choices=SwitcherState.choices)


def _command(line: Any) -> Any:
    return rx.match(
        line["key"],
        ("members", server_button(*_shown(line), on_click=MembersState.toggle(here), **_line())),
        ("read_all", server_button(*_shown(line), on_click=ReadingState.mark_all_read, **_line())),
        ("settings", link(*_shown(line), to=line["path"], **_line())),
        rx.el.button(*_shown(line), **_line(does("show", line["key"]))),
    )


def _line(attributes: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"class_name": "line", "custom_attrs": {"data-step": "", **(attributes or {})}}


def _shown(line: Any) -> tuple[Any, ...]:
    return (
        rx.match(line["icon"], *[(name, icon(name)) for name in _ICONS], icon("hash")),
        rx.el.strong(rx.el.bdi(line["label"])),
        rx.el.small(rx.el.bdi(line["hint"])),
        rx.cond(line["kind"] == "join", rx.el.span(t("Join"), class_name="role")),
    )
