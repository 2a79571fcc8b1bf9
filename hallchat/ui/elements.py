"""The elements of a page that need the browser: they call the functions of ``browser`` when they stand there."""

import inspect
from typing import Any, cast

import reflex as rx
from reflex_components_core.el import Div, Textarea

from hallchat.ui.browser import Pending, does, effect, followed

outbox: Any = followed("outbox", "[]", list[Pending])
"""What was sent from this tab and is not confirmed, oldest first."""
line_is: Any = followed("line", '"ok"', str)
"""``ok``, ``cut`` while the server is not heard, ``back`` for a moment after that."""
away: Any = followed("away", "0", int)
"""0 at the end of the conversation; scrolled up, one more than the ``seq`` that was the newest then."""
later: Any = followed("later", "0", int)
"""The message from which on the reader lets the hall that is shown be unread, though they look at it; else 0."""
length: Any = followed("length", "0", int)
"""How long the text in the composer is, in characters, where that comes near the limit; else 0."""
touch: Any = followed("touch", "false", bool)
"""Whether fingers do what elsewhere a mouse does."""
looks: Any = followed("looks", "{}", dict[str, str])
"""What the reader chose: ``contrast``, ``density``, ``halls``, ``keys``, ``alerts``, ``sound``; empty where nothing."""


def server_button(*children: Any, barred: Any = False, **props: Any) -> rx.Component:
    """Make a button whose work the server does: while it cannot it says so, keeps the focus, and does nothing then or later.

    Args:
        children: what is on it.
        barred: whether it cannot, a var; while the line is cut it cannot in any case.
        props: handlers and attributes.

    Returns:
        The button.
    """
    return rx.el.button(*children, aria_disabled=(line_is == "cut") | barred, **props)


class Follower(rx.Fragment):
    """What stands in the page to follow values and hand them to ``hallchat``: its props are not the page's business."""

    def _exclude_props(self) -> list[str]:
        return list(inspect.get_annotations(type(self)))


class Renewal(Follower):
    """Asks again for what an open dialog says of a message when what it follows of that changes, and when that ends.

    The dialog says in ``data_of`` which message it is about.
    """

    dialog: rx.Var[str]
    seq: rx.Var[int]
    after: rx.Var[Any]
    on_change: rx.EventHandler[rx.event.no_args_event_spec]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow it to its end."""
        return [effect("changed", self.dialog, self.seq, trigger(self, "on_change"), after=(self.after,), lasts=True)]


class Composer(Textarea):
    """The box to write in. It sends on Enter, on phones not, and keeps what is being written in the tab, a text for each hall."""

    @classmethod
    def create(cls, *children: Any, hall: Any, **props: Any) -> Textarea:
        """Create it for a hall."""
        attributes = does("enter", on="onKeyDown") | does("typed", on="onInput") | {"data-hall": hall, "data-completes": ""}
        return cast(Textarea, super().create(*children, custom_attrs=attributes, **props))

    def add_hooks(self) -> list[str | rx.Var]:
        """Put the hall's text into it, before a key can come into the empty box."""
        hall = self.custom_attrs["data-hall"]
        return [effect("restore", hall, after=(hall,), before_paint=True)]


class Sentinel(Div):
    """Fires when it scrolls into sight, once each time it is mounted."""

    on_visible: rx.EventHandler[rx.event.no_args_event_spec]

    def add_hooks(self) -> list[str | rx.Var]:
        """Watch the element by its id."""
        return [effect("sight", self.id, trigger(self, "on_visible"), True, lasts=True)]

    def _exclude_props(self) -> list[str]:
        return [*super()._exclude_props(), "on_visible"]


class End(Div):
    """The end of the conversation: tells whether somebody is looking at it, and again after a reconnect."""

    on_watch: rx.EventHandler[rx.event.passthrough_event_spec(bool)]
    line: rx.Var[str]

    def add_hooks(self) -> list[str | rx.Var]:
        """Watch the element and the page's visibility."""
        return [effect("watchEnd", self.id, trigger(self, "on_watch"), after=(self.line,), lasts=True)]

    def _exclude_props(self) -> list[str]:
        return [*super()._exclude_props(), "on_watch", "line"]


class Stored(Follower):
    """What the server says of messages: settles the outbox before the browser paints, and says new ones to screen readers."""

    hall: rx.Var[int]
    shown: rx.Var[int]  # the same once its rows are there, 0 before: they are not new, and none of another hall is
    rows: rx.Var[list]
    answers: rx.Var[dict]

    def add_hooks(self) -> list[str | rx.Var]:
        """Look again after every change."""
        once, rows = held("stored", self.rows)
        return [
            once,
            effect("settle", self.answers, self.hall, rows, after=(rows, self.answers, self.hall), before_paint=True),
            effect("announce", self.shown, rows, after=(self.shown, rows)),
        ]


class Page(Follower):
    """What belongs to the document itself: its title, its language, whose it is, and what it still has to send."""

    title: rx.Var[str]
    language: rx.Var[str]
    direction: rx.Var[str]
    ready: rx.Var[bool]
    user: rx.Var[int]
    signed_out: rx.Var[bool]
    line: rx.Var[str]
    address: rx.Var[str]
    answers: rx.Var[dict]
    on_send: rx.EventHandler[rx.event.passthrough_event_spec(int, str, str, int, int)]  # pyright: ignore[reportCallIssue]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the state. When the sign-in ended or is another's now, a real navigation empties the memory."""
        whose = rx.cond(self.signed_out, -2, rx.cond(self.ready, self.user, -1))
        return [
            effect("title", self.title, after=(self.title,)),
            effect("speak", rx.cond(self.ready, self.language, ""), self.direction, after=(self.language, self.ready)),
            effect("sendBy", trigger(self, "on_send")),
            effect("tint"),
            effect("begin", whose, after=(whose,), before_paint=True),  # what is kept goes by the user
            effect("pump", True, after=(self.line,)),
            effect("settle", self.answers, 0, after=(self.answers, self.address)),  # for pages without a stream
            effect("moveOn", after=(self.address,), before_paint=True),  # a dialog that led to another page
        ]


def held(name: str, var: rx.Var) -> tuple[rx.Var, rx.Var]:
    """Work a value out once for several effects.

    Args:
        name: of a constant in the component.
        var: the value.

    Returns:
        The hook that makes the constant, and the constant.
    """
    data = var._get_all_var_data()
    return rx.Var(f"const {name} = {var!s}", _var_data=data), rx.Var(name, _var_data=data)


def trigger(component: rx.Component, name: str) -> rx.Var:
    """Return a component's event handler, to be called by ``hallchat``."""
    return rx.Var.create(component.event_triggers[name])
