"""A message in the stream, a tombstone, and one that is still being sent."""

from typing import Any, cast

import reflex as rx

from hallchat.realtime.wire import Row
from hallchat.states.conversation import ConversationState
from hallchat.states.session import SessionState
from hallchat.ui.browser import call
from hallchat.ui.icons import icon
from hallchat.ui.times import clock, day, full_date, new_day
from hallchat.ui.words import language, t


@rx.memo
def message_row(row: rx.Var[Row], hall: rx.Var[int], rest: rx.RestProp) -> rx.Component:
    """Show a message: with a day above it where one begins, with its sender unless they just spoke.

    What changes with other messages must come in as an argument: a row that reads it is drawn again with each of them.
    """
    return rx.el.li(rest, *_shown(row, hall), custom_attrs={"data-seq": cast(Any, row)["seq"]})


def pending_row(draft: Any) -> rx.Component:
    """Show a message that is on its way, or why it did not get there.

    Args:
        draft: a var of ``Draft``.

    Returns:
        Its row.
    """
    answer: Any = ConversationState.answers[draft["id"]]
    return rx.el.li(
        rx.el.article(
            rx.el.p(draft["text"], class_name="body plain", dir="auto"),
            rx.cond(
                answer,
                rx.el.p(
                    rx.el.span(answer, role="alert"),
                    rx.el.button(t("Try again"), on_click=_again(draft), class_name="link"),
                    rx.el.button(t("Edit"), on_click=_take_back(draft), class_name="link"),
                    class_name="failed",
                ),
                rx.el.p(
                    rx.el.span(t("Sending…")),
                    rx.el.button(t("Try again"), on_click=_again(draft), class_name="link late"),
                    class_name="sending",
                ),
            ),
            class_name="message pending",
        ),
        key=draft["id"],
    )


def _shown(row: Any, hall: Any) -> tuple[rx.Component, ...]:
    begins_day = new_day(row["at"], row["gap"])
    follows = row["follows"] & ~begins_day
    return (
        rx.cond(
            begins_day,
            rx.el.div(rx.el.span(day(row["at"], language), title=full_date(row["at"], language)), class_name="day"),
        ),
        rx.el.article(
            rx.cond(follows, _moment(row), _sender(row)),
            rx.cond(row["gone"], rx.el.p(t("This message was deleted."), class_name="gone"), _body(row)),
            rx.cond((row["by"] == SessionState.user_id) & ~row["gone"], _actions(row, hall)),
            class_name=rx.cond(follows, "message follows", "message"),
        ),
    )


def _sender(row: Any) -> rx.Component:
    return rx.fragment(
        rx.el.span(row["name"][0].upper(), class_name="face", aria_hidden="true", custom_attrs={"data-hue": row["by"] % 8}),
        rx.el.header(
            rx.el.strong(rx.el.bdi(row["name"]), title="@" + row["user"]),
            rx.el.time(clock(row["at"], language), title=full_date(row["at"], language)),
        ),
    )


def _moment(row: Any) -> rx.Component:
    return rx.el.time(
        clock(row["at"], language),
        title=full_date(row["at"], language),
        class_name="aside",
    )


def _body(row: Any) -> rx.Component:
    return rx.html(row["html"], class_name="body")


def _actions(row: Any, hall: Any) -> rx.Component:
    return rx.el.div(
        rx.el.button(
            icon("trash"),
            on_click=ConversationState.delete(hall, row["seq"]),
            aria_label=t("Delete this message"),
            title=t("Delete this message"),
            class_name="icon",
        ),
        class_name="actions",
    )


def _again(draft: Any) -> Any:
    return ConversationState.send(draft["hall"], draft["id"], draft["text"], draft["user"])


def _take_back(draft: Any) -> rx.event.EventSpec:
    return call(
        f"const box = document.getElementById('composer'), draft = {draft!s};"
        "refs.write(box, [box.value, draft.text].filter(Boolean).join('\\n')); box.focus();"
        "refs.outbox.set(refs.outbox.value.filter((one) => one.id !== draft.id));"
    )
