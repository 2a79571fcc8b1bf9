"""The gallery's messages in all their states, and the other parts of a conversation."""

from typing import Any

import reflex as rx

from hallchat import errors
from hallchat.pages.gallery import values
from hallchat.pages.gallery.samples import group, sample
from hallchat.pages.gallery.values import ANA, LONG, NOON, direct, hall, own, pending, quote, reactions, replies, row, typists
from hallchat.text import MAX_MESSAGE
from hallchat.ui.composer import archived_note, length_left, write_box
from hallchat.ui.conversation import waiting
from hallchat.ui.elements import length
from hallchat.ui.hall_head import hall_beginning, hall_head
from hallchat.ui.menu import menu_lines
from hallchat.ui.message import message_row, pending_drawn
from hallchat.ui.presence import typing_line
from hallchat.ui.reply import quote_link, replied, replying_to
from hallchat.ui.suggestions import option_list
from hallchat.ui.words import t

_NOW = rx.Var("Date.now()").to(int)
_QUOTE = {"seq": 1, "by": 2, "name": "Tomás", "text": "The soup is ready. There is enough for everybody, and for guests."}
_ARCHIVED = "with reactions, in an archived hall"
_ROWS = {
    "first": row("The soup is ready. There is **enough** for *everybody*, ~~but~~ and for guests: https://example.org/"),
    "follows": row("Bring spoons.", follows=True),
    "long": row(LONG, follows=True),
    "folded": row(LONG * 4, seq=2, follows=True, long=2),
    "folded on phones": row(LONG * 2, seq=3, follows=True, long=1),
    "word": row("Donaudampfschifffahrtsgesellschaft" * 6, follows=True),
    "code": row("Take `flour`, and:\n\n```\n" + "knead(dough, minutes=12); " * 8 + "\n```"),
    "code in colours": row(
        "```py\n@oven\nclass Bread(Dough):  # by hand\n    def bake(self) -> bool:\n        return self.at(220) or 'raw'\n```\n\n"
        "```diff\n-print('salt')\n+print('pepper')\n```"
    ),
    "list": row("- salt\n- pepper\n\n1. first\n2. second\n   - within"),
    "mentions": row("@tomas, and @hall: `@tomas` is text, and so is @nobody. See [#Kitchen](/h/1)."),
    "quote": row("> Who has the key?\n\nMarina has it."),
    "right to left": row("صباح الخير جميعًا، الحساء جاهز", name="رنا", user="r", by=4),
    "other scripts": row("今天的会议改到下午三点 🙌"),
    "edited": row("Bring two spoons.", follows=True, edited=NOON),
    "with reactions": row("Soup at eight?", reactions=reactions(3)),
    "with many reactions": row("Who is in?", reactions=reactions(20)),
    _ARCHIVED: row("Soup at nine?", reactions=reactions(3)),
    "a reply": row("I bring the bread.", quote=_QUOTE),
    "a reply to a deleted one": row("So do I.", quote={**_QUOTE, "text": ""}),
    "replied to": row("Who washes up?", replies=3),
    "deleted": row("", gone=True),
    "new": row("And bread!", follows=True),
    "the first of a day": row("Good morning!", gap=NOON),
    "the first of today": row("And again!", at=_NOW, gap=_NOW),
}


def groups() -> list[rx.Component]:
    """Show them."""
    return [_messages(), _under_way(), _conversation()]


def _messages() -> rx.Component:
    own_row = _row(own("I wash up."), "own")
    return group(
        "Messages",
        *[sample(f"message_row, {name}", _row(one, name), within=_within(name)) for name, one in _ROWS.items()],
        sample("message_row, own, pointed at", own_row, held=True),
        sample("menu_lines", _menu(menu_lines(own("I wash up.", reactions=reactions(3)), 0, led=False)), held=True),
        sample(
            "message_row, being edited",
            rx.el.ol(message_row(row=own("Me"), hall=0, archived=False, editing=True, new=False, key="edited")),
        ),
        kind="wide",
    )


def _row(one: Any, name: str) -> rx.Component:
    said = message_row(row=one, hall=0, archived=name == _ARCHIVED, editing=False, new=name == "new", key=name)
    return rx.el.ol(said)


def _within(name: str) -> str:
    return "conversation" if name == _ARCHIVED else ""


def _under_way() -> rx.Component:
    sending = rx.el.ol(pending_drawn(pending(), ANA, follows=False))
    return group(
        "Messages under way",
        sample("pending_drawn", sending),
        sample("pending_drawn, following", rx.el.ol(pending_drawn(pending(), ANA, follows=True))),
        sample("pending_drawn, a reply", rx.el.ol(pending_drawn(pending(reply=_QUOTE), ANA, follows=False))),
        sample("pending_drawn, late", sending, held=True),
        sample("pending_drawn, refused", rx.el.ol(pending_drawn(pending(failed=t(errors.Busy.text)), ANA, follows=False))),
        kind="wide",
    )


def _conversation() -> rx.Component:
    return group(
        "Conversation",
        sample("hall_head", hall_head(hall(), open=False), within="conversation"),
        sample("hall_head, panel open, no topic", hall_head(hall(topic="", members=1), open=True), within="conversation"),
        sample("hall_head, direct", hall_head(direct("Tomás", "Marina Ruiz"), open=False), within="conversation"),
        sample("hall_beginning, direct", hall_beginning(direct("Tomás"), empty=True, open=False)),
        sample("hall_beginning", hall_beginning(hall(), empty=False, open=False)),
        sample(
            "hall_beginning, of an empty private hall",
            hall_beginning(hall(kind="private", topic="", members=1), empty=True, open=False),
        ),
        sample("write_box", write_box(hall()["name"], focused=False), length_left(length), within="composer"),
        sample("typing_line, of one", typing_line(typists("Tomás"))),
        sample("typing_line, of two", typing_line(typists("Tomás", "رنا"))),
        sample("typing_line, of many", typing_line(typists("Tomás", "رنا", "", ""))),
        sample("option_list", option_list(values.options(), where="gallery", picked=1)),
        sample("replying_to", replying_to(quote()), within="composer"),
        sample("replying_to, a deleted message", replying_to(quote(text="")), within="composer"),
        sample("quote_link", quote_link(quote())),
        sample("replied", replied(replies())),
        sample("length_left, near the limit", length_left(rx.Var.create(MAX_MESSAGE - 7))),
        sample("length_left, over it", length_left(rx.Var.create(MAX_MESSAGE + 1))),
        sample("archived_note", archived_note()),
        sample("waiting", waiting(), within="conversation"),
        kind="wide",
    )


def _menu(lines: rx.Component) -> rx.Component:
    return rx.el.div(lines, role="menu", aria_label="Menu", class_name="menu")
