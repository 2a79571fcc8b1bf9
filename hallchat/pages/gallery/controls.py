"""The gallery's small things: buttons, forms, icons, faces, and what stands above a page."""

import reflex as rx

from hallchat import errors
from hallchat.pages.gallery.samples import group, sample
from hallchat.pages.gallery.values import ANA, NOON, hall
from hallchat.states.notices import DONE
from hallchat.ui.alerts import alerts_choice, bell, browser_choice, level_choice
from hallchat.ui.conversation import to_end
from hallchat.ui.directory import new_hall
from hallchat.ui.face import HUES, face, who
from hallchat.ui.forms import done, field, refusal
from hallchat.ui.frame import banner
from hallchat.ui.hall_list import side_button
from hallchat.ui.icons import NAMES, icon, mark, wordmark
from hallchat.ui.links import link
from hallchat.ui.members import hall_settings
from hallchat.ui.notice import notice_box
from hallchat.ui.presence import dot, people_here
from hallchat.ui.quiet import quiet_choice
from hallchat.ui.shortcuts import keys_choice
from hallchat.ui.unread import all_read_button, to_new
from hallchat.ui.way_back import go_back
from hallchat.ui.words import t


def groups() -> list[rx.Component]:
    """Show them."""
    return [_buttons(), _forms(), _alerts(), _icons(), _faces(), _above()]


def _buttons() -> rx.Component:
    return group(
        "Buttons and links",
        sample("plain", rx.el.button(t("Join"))),
        sample("primary", rx.el.button(icon("plus"), t("Find or make a hall"), class_name="primary")),
        sample("danger", rx.el.button(t("Sign out"), class_name="danger")),
        sample("link", rx.el.button(t("Make owner"), class_name="link")),
        sample("icon", rx.el.button(icon("close"), aria_label=t("Close"), class_name="icon")),
        sample("side_button", side_button()),
        sample("to_end", to_end(news=rx.Var.create(0))),
        sample("to_end, with news", to_end(news=rx.Var.create(3))),
        sample("to_new", to_new(rx.Var.create(120))),
        sample("go_back", go_back()),
        sample("all_read_button", all_read_button(), within="halls"),
        sample("a link", link(t("Back to the halls"), to="/")),
        sample("a link, primary", link(t("Back to the halls"), to="/", class_name="primary")),
    )


def _forms() -> rx.Component:
    return group(
        "Forms",
        sample("field", field("Username", "username", complete="off", default_value="ana")),
        sample("field, empty", field("Display name", "display_name", complete="off")),
        sample("field, of a password", field("Password", "password", type="password", complete="off", default_value="secret")),
        sample("refusal", refusal(t(errors.WrongCredentials.text))),
        sample("done", done(t("The password is changed. Your other sign-ins have ended."))),
        sample("new_hall", new_hall()),
        sample("keys_choice", keys_choice()),
        sample("hall_settings", hall_settings(hall=hall(), key="open")),
        sample("hall_settings, archived", hall_settings(hall=hall(archived=True), key="archived")),
    )


def _alerts() -> rx.Component:
    nothing, moment = rx.Var.create(""), rx.Var.create(NOON).to(int)
    return group(
        "Notifications",
        sample("bell", bell(nothing)),
        sample("bell, of a muted hall", bell(rx.Var.create("nothing"))),
        sample("level_choice", level_choice(rx.Var.create("mentions"))),
        sample("browser_choice", browser_choice(rx.Var.create("on"), nothing)),
        sample("browser_choice, refused", browser_choice(rx.Var.create("denied"), nothing)),
        sample("quiet_choice", quiet_choice(moment, rx.Var.create("22:00-07:00").to(str))),
        sample("alerts_choice", alerts_choice()),
    )


def _icons() -> rx.Component:
    drawn = [sample(name, icon(name)) for name in NAMES]
    return group("Icons", *drawn, sample("mark", mark()), sample("wordmark", wordmark()), kind="many")


def _faces() -> rx.Component:
    faces = [sample(f"face {hue}", face(hue, rx.Var.create(letter))) for hue, letter in enumerate("ÁБC東EFGعIJΩŁ"[:HUES])]
    ana = (ANA.user_id, ANA.display_name, ANA.username)
    there = [sample(f"who, {state}", who(*ana, rx.Var.create(state)), within="person") for state in ("online", "away")]
    dots = [sample(f"dot, {state}", rx.el.span(dot(rx.Var.create(state)), class_name="faced")) for state in ("online", "away")]
    count = sample("people_here", people_here(rx.Var.create(7)))
    return group("Faces", *faces, sample("who", who(*ana), within="person"), *there, *dots, count, kind="many")


def _above() -> rx.Component:
    removed = DONE["remove"]
    return group(
        "Banners and notices",
        sample("banner, cut", banner(rx.Var.create("cut")), within="above"),
        sample("banner, back", banner(rx.Var.create("back")), within="above"),
        sample("notice_box", notice_box(t(errors.UserNotFound.text, username="nobody"), undoable=False)),
        sample("notice_box, with Undo", notice_box(t(removed, name="Tomás"), undoable=True)),
    )
