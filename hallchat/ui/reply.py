"""Replies: what one is being written to, what it quotes, and the list of those to a message."""

from typing import Any

import reflex as rx

from hallchat import quotes
from hallchat.realtime.wire import Quote
from hallchat.states.replies import RepliesState
from hallchat.ui.browser import does, effect, followed
from hallchat.ui.elements import Follower, Renewal, held, server_button
from hallchat.ui.face import face, name_button
from hallchat.ui.icons import icon
from hallchat.ui.modal import modal
from hallchat.ui.times import clock, day, full_date
from hallchat.ui.window import here, list_changes, shown_rows
from hallchat.ui.words import language, t, tn

REPLIES = "replies"
SCRIPT = """
(() => {
// What is being written replies to a message: kept beside its text in each hall, until it is sent or that is taken off.
const reply = hallchat.live(null), box = () => document.getElementById("composer");
const place = (hall = box()?.dataset.hall) => hallchat.keptAt(hall, "reply");
const replyIn = (hall) => JSON.parse(sessionStorage.getItem(place(hall)));
const restoreReply = (hall) => reply.set(replyIn(hall));
const putReply = (hall, to) => {
  if (to) sessionStorage.setItem(place(hall), JSON.stringify(to)); else sessionStorage.removeItem(place(hall));
  if (hall === box()?.dataset.hall) reply.set(to);
};
const keep = (to, hall = box()?.dataset.hall) => {
  putReply(hall, to); if (hall) hallchat.saveSoon(hall, hallchat.wordsIn(hall));
};
// One line of the words of a row, as the server makes it of a message.
const words = ({gone, html}) => {
  const all = [...hallchat.wordsOf(html ?? "")];
  return gone ? "" : all.length > MOST ? all.slice(0, MOST - 1).join("").trimEnd() + "…" : all.join("") || "…";
};
const replyTo = (to) => {
  if (!box()) return;
  keep({seq: to.seq, by: to.by, name: to.name, text: to.html === undefined ? to.text : words(to)}); box().focus();
};
const dropReply = () => { keep(null); box().focus(); };
const takeReply = (to = reply.get()) => { if (to) keep(null); return to && {reply: to}; };
// What it quotes says what the message says now, where that is loaded: it may be edited or deleted meanwhile.
const renewed = (to, rows, row = to && rows.find((one) => one.seq === to.seq)) =>
  row && words(row) !== to.text ? {...to, text: words(row)} : to;
const renew = (rows) => {
  const old = hallchat.outbox.get(), now = renewed(reply.get(), rows);
  if (now !== reply.get()) keep(now);
  const all = old.map((one, at, _, to = renewed(one.reply, rows)) => to === one.reply ? one : {...one, reply: to});
  if (all.some((one, at) => one !== old[at])) hallchat.outbox.set(all);
};
// Escape takes it off where nothing is written: before it leads anywhere else.
addEventListener("keydown", (event) => {
  const {key, target} = event;
  if (key === "Escape" && target.id === "composer" && !target.value && reply.get() && !hallchat.composing(event)) {
    event.preventDefault(); event.stopPropagation(); dropReply();
  }
}, true);
// The list opens when the server has read it.
const showReplies = (seq) => { if (seq) hallchat.show("replies"); };
Object.assign(hallchat, {reply, replyIn, putReply, restoreReply, replyTo, dropReply, takeReply, renew, showReplies});
})();
""".replace("MOST", str(quotes.MOST))

_reply: Any = followed("reply", "null", Quote | None)
"""What the message that is being written replies to, if anything."""


def quote_link(quote: Any) -> rx.Component:
    """Show what a message replies to, and lead there.

    Args:
        quote: a var of ``Quote``.

    Returns:
        The link, one line high.
    """
    return rx.el.a(
        icon("reply"),
        rx.el.span(t("In reply to"), class_name="unseen"),
        *_quoted(quote),
        href=rx.Var.create("#") + quote["seq"].to_string(),
        custom_attrs=does("jump", rx.Var("event"), quote["seq"]),
        class_name="quote",
    )


def reply_button(row: Any) -> rx.Component:
    """Reply to a message.

    Args:
        row: a var of ``Row``.

    Returns:
        The button.
    """
    return rx.el.button(
        icon("reply"), aria_label=t("Reply"), title=t("Reply"), custom_attrs=does("replyTo", row), class_name="icon reply"
    )


@rx.memo
def replies_button(hall: rx.Var[int], seq: rx.Var[int], count: rx.Var[int]) -> rx.Component:
    """Say how many replies a message has, and list them."""
    return server_button(
        Renewal.create(dialog=REPLIES, seq=seq, after=count, on_change=RepliesState.again()),
        icon("reply"),
        tn("{count} reply", "{count} replies", count),
        on_click=RepliesState.show(hall, seq),
        aria_haspopup="dialog",
        class_name="link replies",
    )


class _Kept(Follower):
    """Takes up what was being replied to in a hall."""

    hall: rx.Var[int]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the hall, before a key can send what stands in its box."""
        return [effect("restoreReply", self.hall, after=(self.hall,), before_paint=True)]


@rx.memo
def replying() -> rx.Component:
    """Show above the box what the message that is being written replies to."""
    return rx.fragment(_Kept.create(hall=here), rx.cond(_reply, replying_to(_reply)))


def replying_to(quote: Any) -> rx.Component:
    """Show what is replied to, with a way to take that off.

    Args:
        quote: a var of ``Quote``.

    Returns:
        The line above the box.
    """
    return rx.el.div(
        icon("reply"),
        rx.el.p(rx.el.span(t("Replying to")), *_quoted(quote)),
        rx.el.button(
            icon("close"),
            aria_label=t("Cancel reply"),
            title=t("Cancel reply"),
            custom_attrs=does("dropReply"),
            class_name="icon",
        ),
        class_name="replying",
    )


class _Renewed(Follower):
    """Lets what is being replied to say what its message says now."""

    rows: rx.Var[list]

    def add_hooks(self) -> list[str | rx.Var]:
        """Look whenever rows changed."""
        once, rows = held("renewing", self.rows)
        return [
            once,
            effect("renew", rows, after=(rows,)),
        ]


@rx.memo
def renewed_quotes() -> rx.Component:
    """Keep what is being replied to true."""
    return _Renewed.create(rows=shown_rows)


class _Opened(Follower):
    """Opens the dialog when there are replies to list."""

    seq: rx.Var[int]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the state."""
        return [effect("showReplies", self.seq, after=(self.seq,))]


@rx.memo
def replies_opened() -> rx.Component:
    """Open the dialog of replies when they are there."""
    return _Opened.create(seq=RepliesState.seq)


@rx.memo
def fresh_replies(rest: rx.RestProp) -> rx.Component:
    """List them again whenever its key changes: with each change of what is listed."""
    return rx.el.span(rest, on_mount=RepliesState.again, hidden=True)


def replies_dialog() -> rx.Component:
    """Make the dialog that lists the replies to a message."""
    more = rx.cond(RepliesState.more, server_button(t("Show more"), on_click=RepliesState.onwards))
    listed = replied(RepliesState.replies)
    fresh = rx.cond((RepliesState.seq > 0) & (list_changes > RepliesState.known), fresh_replies(key=list_changes.to_string()))
    about = {"data_of": RepliesState.seq, "on_close": RepliesState.hide}
    return rx.fragment(replies_opened(), fresh, modal(listed, more, id=REPLIES, title=t("Replies"), **about))


def replied(replies: Any) -> rx.Component:
    """List replies, each leading to its place.

    Args:
        replies: a var of ``Reply``s.

    Returns:
        The list.
    """
    return rx.el.ol(rx.foreach(replies, _reply_line), class_name="replied")


def _reply_line(one: Any) -> rx.Component:
    at = one["at"]
    when = rx.el.time(day(at, language), ", ", clock(at, language), title=full_date(at, language))
    return rx.el.li(
        face(one["by"], one["name"], one["user"]),
        rx.el.span(name_button(one["name"], one["user"]), when, class_name="from"),
        rx.el.a(
            one["text"],
            dir="auto",
            href=rx.Var.create("#") + one["seq"].to_string(),
            custom_attrs=does("jump", rx.Var("event"), one["seq"]),
            class_name="said",
        ),
        class_name="result",
        key=one["seq"].to_string(),
    )


def _quoted(quote: Any) -> tuple[rx.Component, rx.Component]:
    text = rx.cond(quote["text"], quote["text"], t("This message was deleted."))
    return rx.el.strong(rx.el.bdi(quote["name"])), rx.el.span(text, dir="auto", class_name="said")
