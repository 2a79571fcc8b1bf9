"""The panel beside the conversation: members, and the hall's settings for its owner."""

from typing import Any

import reflex as rx

from hallchat.realtime.wire import HallRow
from hallchat.states.direct import DirectState
from hallchat.states.members import MembersState
from hallchat.states.session import SessionState
from hallchat.ui.browser import does
from hallchat.ui.elements import server_button
from hallchat.ui.face import who
from hallchat.ui.icons import icon
from hallchat.ui.presence import everybody_here, how_many, presence_of
from hallchat.ui.window import crowd, hall, here
from hallchat.ui.words import t
from hallchat.views import MemberView

IN_SIGHT = 40  # members
_members: Any = rx.cond(MembersState.hall == here, MembersState.members, rx.Var.create([])).to(list[MemberView])


def members_panel() -> rx.Component:
    """Show the panel while it is open."""
    return rx.cond(
        MembersState.open & here,
        rx.el.aside(
            freshness(key=here.to_string() + "-" + crowd.to_string()),
            everybody_here(),
            hall_panel(hall, _members, SessionState.user_id),
            aria_label=t("Members and settings"),
            tab_index=-1,
            class_name="panel",
        ),
    )


def hall_panel(hall: Any, members: Any, me: Any) -> rx.Component:
    """Show the members of a hall, and what its reader may do.

    Args:
        hall: a var of ``HallRow``.
        members: a var of a list of ``MemberView``.
        me: the reader's id.

    Returns:
        What stands in the panel.
    """
    owned = hall["role"] == "owner"
    return rx.fragment(
        rx.el.header(
            rx.el.h2(t("Members")),
            how_many(),
            server_button(
                icon("close"),
                id="members-close",
                auto_focus=MembersState.asked,
                on_click=MembersState.toggle(here),
                aria_label=t("Close"),
                class_name="icon",
            ),
        ),
        rx.cond(members, rx.el.ul(rx.foreach(members, lambda one: _member(one, led=owned & (one.id != me)))), _to_come(hall)),
        rx.cond((hall["kind"] == "direct") | hall["archived"], rx.fragment(), _invite()),
        rx.cond(owned, hall_settings(hall=hall, key=here.to_string() + "\n" + hall["name"] + "\n" + hall["topic"])),
        rx.cond(hall["kind"] == "direct", _hide(), _leave(hall)),
    )


def _to_come(hall: Any) -> rx.Component:
    """Keep the place of members who are not read yet, so that nothing below them moves; of very many, of those in sight."""
    many = hall["members"]
    each = f"Array.from({{length: Math.min({many!s}, {IN_SIGHT})}}, (_, at) => at)"
    places = rx.Var(each, _var_data=many._get_all_var_data()).to(list[int])
    row = (rx.el.span(class_name="face bone"), rx.el.span(class_name="bone"))
    return rx.el.ul(rx.foreach(places, lambda at: rx.el.li(*row, key=at.to_string())), aria_hidden="true")


@rx.memo
def freshness(rest: rx.RestProp) -> rx.Component:
    """Read the members again whenever its key changes: another hall, or other members."""
    return rx.el.span(rest, on_mount=MembersState.reload(here), hidden=True)


def _member(member: Any, *, led: Any) -> rx.Component:
    return rx.el.li(
        who(member.id, member.display_name, member.username, presence_of(member.id), leads=True),
        rx.match(member.role, ("owner", _role(t("Owner"))), ("moderator", _role(t("Moderator"))), rx.fragment()),
        rx.cond(led, _member_actions(member)),
        key=member.id.to_string(),
    )


def _role(name: Any) -> rx.Component:
    return rx.el.small(name, class_name="role")


def _member_actions(member: Any) -> rx.Component:
    what = t("What you can do with {name}", name=member.display_name)
    return rx.el.details(
        rx.el.summary(icon("dots"), aria_label=what, title=what, class_name="icon"),
        rx.el.div(
            rx.cond(
                member.role == "moderator",
                server_button(t("Make ordinary member"), on_click=MembersState.appoint(here, member.id, False)),
                server_button(t("Make moderator"), on_click=MembersState.appoint(here, member.id, True)),
            ),
            server_button(t("Make owner"), on_click=MembersState.hand_over(here, member.id)),
            server_button(t("Remove"), on_click=MembersState.remove(here, member.id), class_name="danger"),
            custom_attrs=does("shut", rx.Var("event.currentTarget.parentElement")),  # it is closed by what is chosen in it
            class_name="row",
        ),
    )


def _leave(hall: Any) -> rx.Component:
    return rx.el.div(
        server_button(t("Leave this hall"), on_click=MembersState.leave(here), class_name="danger"),
        rx.cond(
            (hall["kind"] == "private") & (hall["members"] == 1),
            rx.el.p(t("You are the last one here: nobody will ever get into this hall again."), class_name="soft"),
            rx.cond(hall["kind"] == "private", rx.el.p(t("You can come back only by invitation."), class_name="soft")),
        ),
        class_name="leave",
    )


def _hide() -> rx.Component:
    return rx.el.div(
        server_button(t("Hide this conversation"), on_click=DirectState.hide_hall(here)),
        rx.el.p(t("It comes back with the next message. To talk with others too, start another one."), class_name="soft"),
        class_name="leave",
    )


def _invite() -> rx.Component:
    return rx.el.form(
        rx.el.label(t("Invite by username"), rx.el.input(id="invite", name="username", auto_complete="off", required=True)),
        server_button(t("Invite"), type="submit"),
        on_submit=lambda form: MembersState.invite(here, form),
        reset_on_submit=False,
        class_name="row",
    )


@rx.memo
def hall_settings(hall: rx.Var[HallRow], rest: rx.RestProp) -> rx.Component:
    """Offer the hall's name, topic and archive to its owner."""
    one: Any = hall
    only_read = {"read_only": one["archived"]}
    return rx.el.form(
        rest,
        rx.el.h2(t("This hall")),
        rx.el.label(t("Name"), rx.el.input(name="name", default_value=one["name"], max_length=80, required=True, **only_read)),
        rx.el.label(t("Topic"), rx.el.input(name="topic", default_value=one["topic"], max_length=250, **only_read)),
        rx.el.div(
            server_button(t("Save"), type="submit", barred=one["archived"]),
            rx.cond(
                one["archived"],
                server_button(t("Bring it back"), type="button", on_click=MembersState.archive(here, False)),
                server_button(t("Archive"), type="button", on_click=MembersState.archive(here, True)),
            ),
            class_name="row",
        ),
        on_submit=lambda form: MembersState.change(here, form),
    )
