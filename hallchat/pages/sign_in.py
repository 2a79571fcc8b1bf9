"""``/sign-in``."""

import reflex as rx

from hallchat import errors
from hallchat.states.lobby import LobbyState
from hallchat.states.session import SessionState
from hallchat.ui.door import door
from hallchat.ui.forms import field, onward, posted, query, refused
from hallchat.ui.links import link
from hallchat.ui.words import t


def add(app: rx.App) -> None:
    """Add the page."""
    app.add_page(page, route="/sign-in", title="HallChat", on_load=LobbyState.pass_through)


def page() -> rx.Component:
    """Show the sign-in form; what was typed comes back with an error, except the password."""
    return door(
        t("Sign in"),
        refused(errors.WrongCredentials, errors.TooMany, errors.ForeignOrigin),
        posted(
            "/auth/login",
            field("Username", "username", complete="username", default_value=query("username"), required=True, auto_focus=True),
            field("Password", "password", type="password", complete="current-password", required=True),
            rx.el.input(type="hidden", name="next", value=query("next"), read_only=True),
            rx.el.button(t("Sign in"), type="submit", class_name="primary"),
        ),
        rx.cond(SessionState.signup_open, rx.el.p(t("New here?"), " ", link(t("Make an account"), to=onward("/sign-up")))),
    )
