"""What stands in place of a conversation that cannot be shown: seen from outside, ended, or not there."""

from typing import Any

import reflex as rx

from hallchat.states.conversation import ConversationState
from hallchat.states.members import MembersState
from hallchat.ui.elements import server_button
from hallchat.ui.links import link
from hallchat.ui.words import t, tn


def not_shown() -> rx.Component:
    """Show a public hall from outside, or say that there is none."""
    outside: Any = ConversationState.outside
    return rx.cond(outside, from_outside(outside), nowhere())


@rx.memo
def let_in() -> rx.Component:
    """Open the hall at the address when its reader was invited while looking at it from outside."""
    return rx.el.span(on_mount=ConversationState.open, hidden=True)


@rx.memo
def let_in_again() -> rx.Component:
    """Show the hall at the address again to whose membership ended in this page, when they are brought back."""
    return rx.el.span(on_mount=ConversationState.come_back, hidden=True)


def ended() -> rx.Component:
    """Say that the membership ended."""
    return _card(t("You are no longer in this hall"), rx.el.p(t("You left it, or its owner removed you.")), _to_halls())


def from_outside(hall: Any) -> rx.Component:
    """Show a public hall, a var of ``HallRow``, to somebody who could join it."""
    return _card(
        rx.el.bdi(hall["name"]),
        rx.el.p(rx.el.bdi(hall["topic"])),
        rx.el.p(tn("{count} member", "{count} members", hall["members"]), class_name="soft"),
        rx.el.div(
            server_button(t("Join this hall"), on_click=MembersState.join(hall["id"]), class_name="primary"),
            link(t("Back to the halls"), to="/", class_name="button"),
            class_name="row",
        ),
    )


def nowhere() -> rx.Component:
    """Say that there is no hall."""
    return _card(t("This hall is not here"), rx.el.p(t("There is no such hall, or you were not invited to it.")), _to_halls())


def _card(title: Any, *content: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.h1(title),
        *content,
        class_name="card",
    )


def _to_halls() -> rx.Component:
    return link(t("Back to the halls"), to="/", class_name="primary")
