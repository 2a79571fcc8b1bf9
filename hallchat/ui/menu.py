"""What else can be done with a message: one menu for the whole stream, filled for the row whose button opened it.

A row has only the button; 640 of them may stand in the page.
"""

from typing import Any

import reflex as rx

from hallchat.realtime.wire import Row
from hallchat.states.conversation import ConversationState
from hallchat.states.editing import EditingState
from hallchat.states.reactors import ReactorsState
from hallchat.states.reading import ReadingState
from hallchat.states.session import SessionState
from hallchat.ui.browser import does, effect, followed
from hallchat.ui.elements import Follower, server_button
from hallchat.ui.icons import icon
from hallchat.ui.window import hall, here
from hallchat.ui.words import t

SCRIPT = """
(() => {
// Whose menu is open, as the row was then; and the button that opened it, which gets the focus back.
const menu = hallchat.live({}), box = () => document.getElementById("menu");
let opener;
const openMenu = (button, row) => {
  if (button === opener && menu.get().seq) return closeMenu();
  closeMenu(); opener = button; menu.set({...row});
};
// Once its lines are drawn it is shown and has the focus.
const showMenu = ({seq}) => {
  if (!seq) return;
  box().showPopover(); opener.ariaExpanded = "true"; placeMenu();
  box().querySelector("[data-step]").focus({preventScroll: true});
};
// It ends where the button does, also when a phone is turned.
const placeMenu = () => {
  if (!menu.get().seq) return;
  const [end, top] = hallchat.beside(opener, box(), true);
  Object.assign(box().style, {insetInlineEnd: `${end}px`, top: `${top}px`});
};
addEventListener("resize", placeMenu);
const closeMenu = () => {
  if (!menu.get().seq) return;
  opener.focus({preventScroll: true}); opener.ariaExpanded = "false"; // its bar stands there as long as one of both is so
  box()?.hidePopover(); menu.set({});
};
// Arrows go through it; Escape closes it and nothing else; Tab goes on from its button.
const menuKey = (event) => {
  if (event.key === "Escape") event.preventDefault();
  if (event.key === "Escape" || event.key === "Tab") { event.stopPropagation(); closeMenu(); } else hallchat.walk(event);
};
const aside = ({target}) => target.closest("#menu") || opener?.contains(target) || closeMenu();
addEventListener("pointerdown", aside); addEventListener("wheel", aside, {passive: true});
const copyWords = () => hallchat.copyText(opener, opener.closest(".message").querySelector(".body").innerText);
const copyLink = () => hallchat.copyText(opener, `${location.origin}${location.pathname}#${menu.get().seq}`);
Object.assign(hallchat, {menu, openMenu, showMenu, closeMenu, menuKey, copyWords, copyLink});
})();
"""

_open: Any = followed("menu", "{}", Row)
"""The row whose menu is open, as it was when it was opened; without a ``seq`` none is."""


def more_button(row: Any) -> rx.Component:
    """Open the menu of a message.

    Args:
        row: a var of ``Row``.

    Returns:
        The button.
    """
    return rx.el.button(
        icon("dots"),
        icon("done"),
        aria_label=t("More"),
        title=t("More"),
        aria_haspopup="menu",
        aria_expanded=False,
        custom_attrs={**does("openMenu", rx.Var("event.currentTarget"), row), "data-said": t("Copied.")},
        class_name="icon more",
    )


class _Follows(Follower):
    """Shows the menu when it is filled, and closes it when another hall is shown."""

    row: rx.Var[dict]
    hall: rx.Var[int]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow what is open."""
        return [effect("closeMenu", after=(self.hall,)), effect("showMenu", self.row, after=(self.row,))]


@rx.memo
def message_menu() -> rx.Component:
    """Hold the menu of whichever message opened it."""
    led = (hall["role"] == "owner") | (hall["role"] == "moderator")
    return rx.el.div(
        _Follows.create(row=_open, hall=here),
        rx.cond(_open["seq"], menu_lines(_open, here, led=led)),
        id="menu",
        role="menu",
        aria_label=t("More"),
        custom_attrs={"popover": "manual", **does("menuKey", on="onKeyDown"), **does("closeMenu")},
        class_name="menu",
    )


def menu_lines(row: Any, hall: Any, *, led: Any) -> rx.Component:
    """List what can be done with a message beside what its bar has.

    Args:
        row: a var of ``Row``.
        hall: the id of its hall, a var.
        led: whether one may delete what others said.

    Returns:
        The lines of its menu.
    """
    own = row["by"] == SessionState.user_id
    return rx.fragment(
        rx.el.button(icon("copy"), t("Copy the text"), **_line("copy", does("copyWords"))),
        rx.el.button(icon("link"), t("Copy a link"), **_line("copy-link", does("copyLink"))),
        rx.cond(
            row["reactions"],
            server_button(
                icon("smile"),
                t("Who reacted"),
                on_click=ReactorsState.show(hall, row["seq"]),
                **_line("reacted", aria_haspopup="dialog"),
            ),
        ),
        server_button(
            icon("unread"),
            t("Mark unread from here"),
            on_click=ReadingState.mark_unread(hall, row["seq"]),
            **_line("unread-from"),
        ),
        rx.cond(own, server_button(icon("pencil"), t("Edit"), on_click=EditingState.begin(hall, row["seq"]), **_line("edit"))),
        rx.cond(
            own | led,
            server_button(
                icon("bin"), t("Delete"), on_click=ConversationState.delete(hall, row["seq"]), **_line("delete danger")
            ),
        ),
    )


def _line(name: str, attributes: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    custom = {"data-step": "", **(attributes or {})}
    return {"role": "menuitem", "tab_index": -1, "custom_attrs": custom, "class_name": "line " + name, **more}
