"""``/sign-up``."""

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
    app.add_page(page, route="/sign-up", title="HallChat", on_load=LobbyState.pass_through)


def page() -> rx.Component:
    """Show the sign-up form; what was typed comes back with an error, except the password."""
    return door(
        t("Make an account"),
        refused(
            errors.SignupClosed,
            errors.UsernameInvalid,
            errors.UsernameTaken,
            errors.DisplayNameInvalid,
            errors.PasswordTooShort,
            errors.PasswordTooLong,
            errors.PasswordTooCommon,
            errors.TooMany,
            errors.ForeignOrigin,
        ),
        rx.cond(SessionState.signup_open, _form(), rx.el.p(t(errors.SignupClosed.text))),
        rx.el.p(t("You have an account?"), " ", link(t("Sign in"), to=onward("/sign-in"))),
    )


def _form() -> rx.Component:
    return posted(
        "/auth/register",
        field("Username", "username", complete="username", default_value=query("username"), required=True, auto_focus=True),
        rx.el.small(t("3 to 32 letters a–z, digits, dots, hyphens or underscores"), class_name="soft"),
        field("Display name", "display_name", complete="name", default_value=query("display_name"), max_length=80),
        field("Password", "password", type="password", complete="new-password", required=True),
        rx.el.small(t("8 to 128 characters"), class_name="soft"),
        rx.el.input(type="hidden", name="next", value=query("next"), read_only=True),
        rx.el.button(t("Make an account"), type="submit", class_name="primary"),
    )
