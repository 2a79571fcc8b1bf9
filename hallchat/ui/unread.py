"""What is new in a hall since its reader left: the line above it, the ways to it, and letting it be unread again."""

from typing import Any

import reflex as rx

from hallchat.states.reading import ReadingState
from hallchat.ui.browser import does, effect, followed
from hallchat.ui.elements import Follower, away, later, server_button, trigger
from hallchat.ui.icons import icon
from hallchat.ui.window import first_new, head_seq, here, marked, unread
from hallchat.ui.words import t, tn

SCRIPT = """
(() => {
// Where the reader put the line themselves it stays unread, until they leave the hall or the page, or read it elsewhere.
const {later, looks} = hallchat, above = hallchat.live(0), by = (id) => document.getElementById(id);
let seen = 0, unread = 0, tell = () => {};
const drawLine = (first, marked, said) => {
  if (marked && later.get() !== first) hallchat.say(said);
  later.set(marked || later.get() === first ? first : 0);
  above.set(first && first !== seen && !by("new") ? first : 0);
};
const countUnread = (count) => { if (unread && !count) later.set(0); unread = count; };
const leaveLine = () => () => { later.set(0); above.set(0); seen = unread = 0; };
addEventListener("visibilitychange", () => document.hidden && later.set(0), true);
// The way up to the line stands there until the line was in sight once, or Escape goes to the end.
const watchLine = (first) => {
  const watch = new IntersectionObserver((all) => {
    const {isIntersecting, boundingClientRect: {top}} = all.at(-1);
    if (isIntersecting) seen = first;
    above.set(first !== seen && top < by("stream")?.getBoundingClientRect().top ? first : 0);
  }, {root: by("stream")});
  watch.observe(by("new")); return () => watch.disconnect();
};
const toLine = () => hallchat.goTo(above.get());
// Alt and a click on a message, or U where it has the focus: unread from there on. Shift and Escape: all is read.
const unreadFrom = ({target}, row = target.closest("#stream [data-seq]")) =>
  row && hallchat.line.get() !== "cut" && tell(+row.dataset.seq);
const unreadBy = (how) => { tell = how; };
addEventListener("click", (event) => event.altKey && !event.target.closest("a, button, textarea") && unreadFrom(event));
addEventListener("keydown", (event) => {
  const {key, target, shiftKey} = event;
  if (key === "u" && hallchat.plain(event) && target.matches(".message") && looks.get().keys !== "off") unreadFrom(event);
  if (key !== "Escape" || document.querySelector("dialog[open], [popover]:popover-open")) return;
  if (!shiftKey) { seen = above.get() || seen; above.set(0); }
  else if (by("all-read")) {
    event.stopImmediatePropagation(); event.preventDefault();
    by("all-read").click();
  }
}, true);
Object.assign(hallchat, {above, drawLine, countUnread, leaveLine, watchLine, toLine, unreadBy});
})();
"""

_above: Any = followed("above", "0", int)
"""The first new message while the line above it was not in sight yet and stands further up, else 0."""


class _NewFrom(Follower):
    """Follows where the line stands in the hall that is shown, and what is unread there."""

    hall: rx.Var[int]
    first: rx.Var[int]
    marked: rx.Var[bool]
    count: rx.Var[int]
    on_unread: rx.EventHandler[rx.event.passthrough_event_spec(int)]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the state; with the hall, all that is gone."""
        said = t("Unread from here on.")
        return [
            effect("leaveLine", lasts=True),
            effect("unreadBy", trigger(self, "on_unread"), after=(self.hall,)),
            effect("drawLine", self.first, self.marked, said, after=(self.first, self.marked)),
            effect("countUnread", self.count, after=(self.count,)),
        ]


@rx.memo
def new_from() -> rx.Component:
    """Follow what is new in the hall that is shown."""
    return _NewFrom.create(
        hall=here,
        first=first_new,
        marked=marked,
        count=unread[here.to_string()],
        on_unread=lambda seq: ReadingState.mark_unread(here, seq),
    )


class _Line(Follower):
    """Watches whether the line is in sight."""

    first: rx.Var[int]

    def add_hooks(self) -> list[str | rx.Var]:
        """Watch it as long as it stands."""
        return [effect("watchLine", self.first, after=(self.first,), lasts=True)]


@rx.memo
def new_line(seq: rx.Var[int]) -> rx.Component:
    """Draw the line above the first message that is new."""
    return rx.fragment(line_drawn(id="new"), _Line.create(first=seq))


def line_drawn(**props: Any) -> rx.Component:
    """Draw a line with what it means beside it.

    Args:
        props: attributes.

    Returns:
        The line.
    """
    words = t("New since you left")
    return rx.el.div(rx.el.span(words), role="separator", aria_label=words, class_name="new", **props)


@rx.memo
def new_above() -> rx.Component:
    """Lead up to what is new, while that was not in sight yet."""
    return rx.cond(_above, to_new(head_seq - _above + 1))


def to_new(count: Any) -> rx.Component:
    """Lead up to the first message that is new.

    Args:
        count: of what is new, a var.

    Returns:
        The button.
    """
    return rx.el.button(
        tn("{count} new message", "{count} new messages", count),
        icon("up"),
        custom_attrs=does("toLine"),
        class_name="floating to-new",
    )


@rx.memo
def all_read() -> rx.Component:
    """Let everything be read, where anything is not but what stands before the reader's eyes."""
    seen = unread[here.to_string()] & (away == 0) & (later == 0)
    return rx.cond(unread.length() > rx.cond(seen, 1, 0), all_read_button())


def all_read_button() -> rx.Component:
    """Let everything be read at once, in all halls."""
    return server_button(
        icon("all_read"), t("Mark all as read"), on_click=ReadingState.mark_all_read, id="all-read", class_name="all-read"
    )
