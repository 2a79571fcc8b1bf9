"""``/settings``: one's own account."""

import reflex as rx

from hallchat import errors
from hallchat.states.lobby import LobbyState
from hallchat.states.session import SessionState
from hallchat.ui.alerts import alerts_choice
from hallchat.ui.aside import page_aside
from hallchat.ui.browser import does
from hallchat.ui.elements import outbox, server_button
from hallchat.ui.face import who
from hallchat.ui.forms import done, field, language_choice, posted, query, refused
from hallchat.ui.looks import looks_choice
from hallchat.ui.quiet import quiet_kept
from hallchat.ui.shortcuts import keys_choice
from hallchat.ui.words import t


def add(app: rx.App) -> None:
    """Add the page."""
    app.add_page(page, route="/settings", title="HallChat", on_load=LobbyState.arrive)


def page() -> rx.Component:
    """Show who this is, how pages look and are used, what is told, the password, and the ways out."""
    return page_aside(
        t("Settings"),
        rx.el.div(who(SessionState.user_id, SessionState.display_name, SessionState.username), class_name="person"),
        rx.el.h2(t("Appearance")),
        rx.el.div(looks_choice(), rx.el.label(t("Language"), language_choice()), class_name="choices"),
        keys_choice(),
        quiet_kept(),
        alerts_choice(),
        _password(),
        _ways_out(),
        class_name="card settings",
    )


def _password() -> rx.Component:
    return posted(
        "/auth/password",
        rx.el.h2(t("Change the password")),
        refused(
            errors.WrongPassword,
            errors.PasswordTooShort,
            errors.PasswordTooLong,
            errors.PasswordTooCommon,
            errors.TooMany,
            errors.ForeignOrigin,
        ),
        rx.cond(query("done") == "password", done(t("The password is changed. Your other sign-ins have ended."))),
        rx.el.input(type="hidden", name="username", value=SessionState.username, auto_complete="username", read_only=True),
        field("Current password", "old", type="password", complete="current-password", required=True),
        field("New password", "new", type="password", complete="new-password", required=True),
        rx.el.small(t("8 to 128 characters"), class_name="soft"),
        server_button(t("Change the password"), type="submit"),
    )


def _ways_out() -> rx.Component:
    ways = {"/auth/logout": t("Sign out"), "/auth/logout-everywhere": t("Sign out everywhere")}
    says_so = does("signOut", on="onSubmit")
    return rx.fragment(
        rx.cond(
            outbox.length() > 0, rx.el.p(t("What you wrote and is not sent yet is lost when you sign out."), class_name="soft")
        ),
        rx.el.div(
            *[
                posted(path, server_button(words, type="submit", class_name="danger"), custom_attrs=says_so)
                for path, words in ways.items()
            ],
            class_name="row",
        ),
    )
