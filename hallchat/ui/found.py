"""What a search found: each message with its hall and the words that were looked for, leading to its place."""

from typing import Any

import reflex as rx

from hallchat.ui.face import face, name_button
from hallchat.ui.links import link
from hallchat.ui.times import day, full_date
from hallchat.ui.words import language, t


def found_messages(found: Any, *, query: Any, unmet: Any) -> rx.Component:
    """Show what was found.

    Args:
        found: a var of a list of ``Found``.
        query: what was looked for, a var.
        unmet: filters that fit nothing, a var.

    Returns:
        The list, or what can be looked for.
    """
    return rx.cond(
        found,
        found_list(found),
        rx.cond(query, rx.el.p(_nothing(unmet), role="status", class_name="empty"), _how()),
    )


def found_list(found: Any) -> rx.Component:
    """List messages, each leading to its place.

    Args:
        found: a var of a list of ``Found``.

    Returns:
        The list.
    """
    return rx.el.ol(rx.foreach(found, _found), class_name="results")


def _nothing(unmet: Any) -> Any:
    unfit = t("{filters} fits no person, no hall of yours and no day.", filters=unmet)
    return rx.cond(unmet, unfit, t("Nothing was found in your halls."))


def _found(one: Any) -> rx.Component:
    return rx.el.li(
        face(one["by"], one["name"], one["user"]),
        rx.el.span(
            name_button(one["name"], one["user"]),
            rx.el.small(rx.el.bdi(one["hall"]), " · ", _moment(one["at"])),
            class_name="from",
        ),
        link(rx.foreach(one["pieces"], _piece), to=one["path"], dir="auto", class_name="excerpt"),
        class_name="result",
        key=one["id"].to_string(),
    )


def _moment(at: Any) -> rx.Component:
    return rx.el.time(day(at, language), title=full_date(at, language))


def _piece(piece: Any) -> rx.Component:
    return rx.cond(piece["marked"], rx.el.mark(piece["text"]), rx.el.span(piece["text"]))


def _how() -> rx.Component:
    ways = [
        (t("words"), t("all of them, in any order; accents make no difference")),
        (t('"these words"'), t("one after the other, exactly so")),
        (t("from:marina"), t("what somebody said; from:me for yourself")),
        (t("in:harbour"), t("what was said in a hall")),
        (t("after:2026-01-31"), t("what was said from that day on; before: for what was said earlier")),
    ]
    return rx.el.dl(*[part for way, what in ways for part in (rx.el.dt(rx.el.code(way)), rx.el.dd(what))], class_name="ways")
