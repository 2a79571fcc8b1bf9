"""The quick switcher: halls, people, halls to join and commands in one list, by part of a name."""

import re
from collections.abc import Mapping, Sequence
from typing import TypedDict
from urllib.parse import quote

import reflex as rx

from hallchat.i18n import translate
from hallchat.services import halls, people
from hallchat.states.acting import acting, sid_of
from hallchat.states.notices import noticed
from hallchat.states.session import SessionState
from hallchat.text import MAX_NAME, fold, mended
from hallchat.transaction import Transaction
from hallchat.views import AcquaintanceView, Actor, HallView

MOST = 30
SHARES = {"hall": 14, "person": 6, "join": 4, "command": 6}
"""The kinds in their order, and how many of each are offered before anything is typed."""


class Choice(TypedDict):
    """One line of the switcher. Choosing a person leads to the conversation with them; a command's key says what it does."""

    kind: str  # hall, person, join, command, search
    key: str
    label: str
    hint: str
    path: str  # where choosing leads; empty for a person and for a command without a page
    hall_id: int  # 0 for a person and for a command
    icon: str
    user: str  # a person's username


class SwitcherState(rx.State):
    """What can be switched to, for what was typed last."""

    query: str = ""  # what the choices answer
    choices: list[Choice] = []

    @rx.event
    async def search(self, query: str) -> None:
        """Find halls, people and commands by part of a name; with nothing typed, offer the likeliest."""
        async with noticed(self):
            app, actor = await acting(self)
            asked = mended(str(query)[:MAX_NAME])
            language = (await self.get_state(SessionState)).language
            unread = app.live.listing(actor.user_id).unread
            commands = _commands(language, in_hall=app.live.shown(sid_of(self)) is not None, unread=bool(unread))
            found = await app.read(lambda tx: choices(tx, actor, query=asked, unread=unread, commands=commands))
            self.choices = [*found, *_search(asked.strip(), language)]
            self.query = asked


def choices(tx: Transaction, actor: Actor, *, query: str, unread: Mapping[str, int], commands: Sequence[Choice]) -> list[Choice]:
    """Choose what to offer.

    Args:
        tx: the transaction.
        actor: who looks.
        query: part of a name; empty for the likeliest of each kind.
        unread: how many messages they have not read, by hall id.
        commands: all that there are.

    Returns:
        Up to ``MOST``: first what begins with it, then what has a word that does, then what holds it anywhere.
    """
    asked = fold(query.strip())
    mine = [hall for hall in halls.lately(tx, actor.user_id) if asked or hall.drafted_at or not hall.hidden]
    own = sorted(mine, key=lambda hall: str(hall.id) not in unread)
    talks = {one.id for hall in own if hall.members == 2 for one in hall.people}  # their conversation is in the list already
    offered = [
        *(_to_hall("hall", hall, actor.user_id) for hall in own),
        *(_to_person(person) for person in people.known(tx, actor, query=query) if person.id not in talks),
        *(_to_hall("join", hall, actor.user_id) for hall in halls.joinable(tx, actor, query=query)),
        *commands,
    ]
    if not asked:
        return [one for kind, share in SHARES.items() for one in [each for each in offered if each["kind"] == kind][:share]]
    found = [(closeness, one) for one in offered if (closeness := _closeness(asked, one)) is not None]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])][:MOST]


def _closeness(asked: str, one: Choice) -> int | None:
    name, more = fold(one["label"]), fold(one["hint"])
    if name.startswith(asked) or more.startswith(f"@{asked}"):
        return 0
    if re.search(rf"\b{re.escape(asked)}", name):
        return 1
    return 2 if asked in name or asked in more else None


def _to_hall(kind: str, hall: HallView, reader: int) -> Choice:
    others = [f"@{one.username}" for one in hall.people if one.id != reader]
    icon = {"private": "lock", "direct": "people" if len(others) > 1 else "person"}.get(
        hall.kind, "hash" if hall.member else "plus"
    )
    hint = " ".join(others) or hall.topic
    return _choice(kind, f"{kind}:{hall.id}", hall.name, icon, hint=hint, path=f"/h/{hall.id}", hall_id=hall.id)


def _to_person(person: AcquaintanceView) -> Choice:
    hint = " · ".join(filter(None, (f"@{person.username}", person.hall)))
    return _choice("person", f"person:{person.id}", person.display_name, "person", hint=hint, user=person.username)


def _commands(language: str, *, in_hall: bool, unread: bool) -> list[Choice]:
    commands = [
        _choice("command", "directory", translate("Find or make a hall", language), "plus"),
        _choice("command", "members", translate("Members of this hall", language), "people"),
        _choice("command", "dates", translate("Jump to a date", language), "calendar"),
        _choice("command", "read_all", translate("Mark all as read", language), "all_read"),
        _choice("command", "settings", translate("Settings", language), "sliders", path="/settings"),
        _choice("command", "shortcuts", translate("Keyboard shortcuts", language), "keyboard"),
    ]
    idle = {name for name, useful in (("members", in_hall), ("dates", in_hall), ("read_all", unread)) if not useful}
    return [command for command in commands if command["key"] not in idle]


def _search(asked: str, language: str) -> list[Choice]:
    label = translate("Search messages for “{query}”", language, query=asked)
    return [_choice("search", "search", label, "search", path=f"/find?q={quote(asked)}")] if asked else []


def _choice(
    kind: str, key: str, label: str, icon: str, *, hint: str = "", path: str = "", hall_id: int = 0, user: str = ""
) -> Choice:
    return Choice(kind=kind, key=key, label=label, hint=hint, path=path, hall_id=hall_id, icon=icon, user=user)
