"""Made-up halls, people and messages, in the shape that the live end gives them."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import reflex as rx

from hallchat.emoji import table
from hallchat.markdown import named, render
from hallchat.realtime.wire import Face, HallRow, Quote, Row, Typist
from hallchat.states.card import Shared
from hallchat.states.editing import Version
from hallchat.states.reactors import Reacted
from hallchat.states.replies import Reply
from hallchat.states.searching import Found, Piece
from hallchat.states.session import SessionState
from hallchat.states.switcher import Choice
from hallchat.ui.browser import Pending
from hallchat.ui.suggestions import Option
from hallchat.views import MemberView

NOON = 1_789_992_000_000  # milliseconds since 1970; midday by UTC, so that no zone has midnight near it
LONG = "Whoever comes last turns off the lights, closes the windows, and leaves a word here about what ran out. " * 6
ANA = SimpleNamespace(user_id=rx.Var.create(1), display_name=rx.Var.create("Ana Núñez"), username=rx.Var.create("ana"))


def hall(**changes: Any) -> Any:
    """Make a hall up."""
    usual = HallRow(
        id=0, name="Kitchen", topic="What is cooked, and who washes up", kind="public", archived=False, role="", members=12
    )
    return rx.Var.create({**usual, **changes}).to(HallRow)


def halls(*names: str) -> Any:
    """Make up halls that were found."""
    return rx.Var.create([hall(id=-number, name=name) for number, name in enumerate(names)]).to(list[HallRow])


def options() -> Any:
    """Make up what a word may become: people, everybody, a hall, and what cannot be chosen."""
    made = [
        Option(kind="@", text="@ana ", label="Ana Núñez", hint="@ana", by=1, box=""),
        Option(kind="@", text="@r ", label="رنا", hint="@r", by=4, box=""),
        Option(kind="@", text="@hall ", label="Everybody in this hall", hint="@hall", by=0, box=""),
        Option(kind="#", text="[#Kitchen](/h/1) ", label="Kitchen", hint="#Kitchen", by=0, box=""),
        Option(kind=":", text="🎉 ", label="party popper", hint="🎉", by=0, box=""),
        Option(kind="@", text="", label="In a hall of this size it stays text.", hint="@hall", by=0, box=""),
    ]
    return rx.Var.create(made).to(list[Option])


def direct(*names: str, **changes: Any) -> Any:
    """Make up a direct hall with others."""
    people = [Face(id=number, user=name.casefold(), name=name) for number, name in enumerate(names, 2)]
    return hall(name=", ".join(names), topic="", kind="direct", members=len(names) + 1, people=people, **changes)


def faces(*names: str) -> Any:
    """Make people up."""
    return rx.Var.create([Face(id=number, user=name.casefold(), name=name) for number, name in enumerate(names)]).to(list[Face])


def card(**changes: Any) -> Any:
    """Make up who somebody is."""
    shared = [Shared(id=0, name="Kitchen", kind="public"), Shared(id=-1, name="Board", kind="private")]
    usual = {"person": 3, "user": "tomas", "name": "Tomás", "role": "owner", "since": NOON, "shared": shared}
    made = {name: rx.Var.create(value) for name, value in {**usual, **changes}.items()}
    return SimpleNamespace(**made | {"shared": made["shared"].to(list[Shared])})


def row(text: str, **changes: Any) -> Any:
    """Make a message up: the first of its sender, a minute after another's, unless told otherwise."""
    html = named(render(text), {"hall": 0, "tomas": 2}.get, {"puerto": 1}.get)
    usual = Row(seq=1, by=2, user="tomas", name="Tomás", html=html, at=NOON, gap=60_000, follows=False, cid="", gone=False)
    return rx.Var.create({**usual, **changes}).to(Row)


def own(text: str, **changes: Any) -> Any:
    """Make up a message of whoever looks at the page."""
    return row(text, by=SessionState.user_id, user="ana", name="Ana Núñez", **changes)


def reactions(many: int) -> list[dict[str, Any]]:
    """Make up reactions: one of the reader among others, one of many people, one of somebody else, and more of these."""
    reader, names = SessionState.user_id, ["Tomás", "A person with a name that does not fit into one line", "رنا"]
    made = [{"emoji": one.emoji, "by": [2], "names": names[:1]} for one in table("en")[:many]]
    mine = {"emoji": "👍", "by": [2, reader, 3], "names": [names[0], "Ana", names[1]]}
    return [mine, {"emoji": "🎉", "by": [*range(2, 42)], "names": names * 4}, *made[2:]]


def quote(**changes: Any) -> Any:
    """Make up what a reply shows of its message."""
    usual = Quote(seq=1, by=2, name="Tomás", text="The soup is ready. There is enough for everybody.")
    return rx.Var.create({**usual, **changes}).to(Quote)


def replies() -> Any:
    """Make up the replies to a message."""
    made = [
        Reply(id=2, seq=2, by=1, user="ana", name="Ana Núñez", at=NOON, text="I bring the bread."),
        Reply(id=3, seq=3, by=4, user="rana", name="رنا", at=NOON, text=LONG),
    ]
    return rx.Var.create(made).to(list[Reply])


def pending(**changes: Any) -> Any:
    """Make up a message that is on its way."""
    usual = Pending(id="0", hall=0, user=1, text="I bring the bread.", at=NOON, failed="")
    return rx.Var.create({**usual, **changes}).to(Pending)


def members() -> Any:
    """Make the members of a hall up."""
    names = {"ana": "Ana Núñez", "tomas": "Tomás", "long": "A person with a name that does not fit into one line", "r": "رنا"}
    joined = datetime(2026, 9, 1, tzinfo=UTC)
    made = [
        MemberView(number, username, name, "owner" if number == 1 else "member", joined)
        for number, (username, name) in enumerate(names.items(), 1)
    ]
    return rx.Var.create(made).to(list[MemberView])


def typists(*names: str) -> Any:
    """Make up who is typing."""
    return rx.Var.create([Typist(id=-number, name=name) for number, name in enumerate(names, 1)]).to(list[Typist])


def versions() -> Any:
    """Make up what a message said."""
    made = [Version(content="Bring spoons.", at=NOON), Version(content="Bring **two** spoons.", at=NOON + 90_000)]
    return rx.Var.create(made).to(list[Version])


def reacted() -> Any:
    """Make up who reacted to a message."""
    names = ("Tomás", "A person with a name that does not fit into one line", "رنا")
    people = [Face(id=number, user=name.casefold(), name=name) for number, name in enumerate(names, 2)]
    made = [Reacted(emoji="🎉", count=len(people), by=people), Reacted(emoji="👍", count=1, by=people[:1])]
    return rx.Var.create(made).to(list[Reacted])


def found() -> Any:
    """Make up what a search found."""
    pieces = [Piece(text="Bring two ", marked=False), Piece(text="spoons", marked=True), Piece(text=", and bread.", marked=False)]
    one = Found(id=1, by=2, user="tomas", name="Tomás", hall_id=1, hall="Kitchen", path="/gallery", at=NOON, pieces=pieces)
    return rx.Var.create([one]).to(list[Found])


def choices(most: int) -> Any:
    """Make up what can be switched to, of each kind."""
    made = [
        _choice("hall", "Kitchen", "What is cooked, and who washes up", "hash"),
        _choice("hall", "Board", "", "lock"),
        _choice("person", "Tomás", "@tomas · Kitchen", "person"),
        _choice("join", "Garden", "Tides & keys", "plus"),
        _choice("command", "Settings", "", "sliders"),
        _choice("command", "Keyboard shortcuts", "", "keyboard"),
    ]
    return rx.Var.create(made[:most]).to(list[Choice])


def _choice(kind: str, label: str, hint: str, icon: str) -> Choice:
    return Choice(kind=kind, key=label, label=label, hint=hint, path="/gallery", hall_id=0, icon=icon, user="")
