"""The emoji on a message: who put them there, and putting one there oneself."""

from typing import Any

import reflex as rx
from reflex.vars import VarData

from hallchat.realtime.wire import Reaction
from hallchat.states.conversation import ConversationState
from hallchat.states.session import SessionState
from hallchat.ui.browser import does
from hallchat.ui.elements import server_button
from hallchat.ui.icons import icon
from hallchat.ui.words import listed, number, t, tn


@rx.memo
def reactions(made: rx.Var[list[Reaction]], hall: rx.Var[int], seq: rx.Var[int], archived: rx.Var[bool]) -> rx.Component:
    """Show the emoji on a message, in an archived hall to be read alone. It follows the line, as ``message.edit_button`` does."""
    return rx.el.div(
        rx.foreach(made, lambda one: _chip(one, SessionState.user_id, hall, seq, archived)),
        react_button(hall=hall, seq=seq),
        role="group",
        aria_label=t("Reactions"),
        class_name="reactions",
    )


@rx.memo
def react_button(hall: rx.Var[int], seq: rx.Var[int]) -> rx.Component:
    """Choose an emoji for a message; see ``message.edit_button``."""
    return server_button(
        icon("smile"),
        aria_label=t("React to this message"),
        aria_haspopup="dialog",
        aria_expanded=False,
        title=t("React to this message"),
        custom_attrs=does("pick", rx.Var("event"), hall, seq),
        class_name="icon react",
    )


def _chip(one: Any, me: Any, hall: Any, seq: Any, archived: Any) -> rx.Component:
    """Show one emoji and how many put it there; it tells who, and is one's own to put there and to take back."""
    mine, many, people = one["by"].contains(me), number(one["by"].length()), _people(one, me)
    return server_button(
        rx.el.span(one["emoji"], class_name="emoji"),
        rx.el.span(many),
        rx.el.span(rx.el.span(one["emoji"], class_name="emoji"), rx.el.span(people), class_name="tip"),
        barred=archived,
        on_click=ConversationState.react(hall, seq, one["emoji"], ~mine),
        aria_pressed=mine,
        aria_label=one["emoji"].to(str) + ", " + many + ": " + people,
        class_name="chip",
        key=one["emoji"],
    )


def _people(one: Any, me: Any) -> rx.Var[str]:
    """Name who put an emoji there: others as they came, how many more, and the reader."""
    data = VarData.merge(one._get_all_var_data(), me._get_all_var_data())
    by, names = one["by"], one["names"]
    others: Any = rx.Var(f"{names!s}.filter((_, at) => {by!s}[at] !== {me!s})", _var_data=data).to(list[str])
    more = by.length() - others.length() - rx.cond(by.contains(me), 1, 0)
    rest: Any = rx.Var.create([rx.cond(more > 0, tn("{count} more", "{count} more", more), "")])
    reader: Any = rx.Var.create([rx.cond(by.contains(me), t("you"), "")])
    return listed((others + rest + reader).filter(lambda name: name))
