"""What the browser notifies of while a page is open, of what in each hall, and when not."""

from datetime import UTC, datetime
from typing import TypedDict

import reflex as rx
from reflex_base.constants.state import FIELD_MARKER

from hallchat import quotes
from hallchat.errors import QuietInvalid, Refusal
from hallchat.realtime.wire import Delta
from hallchat.services import notifications
from hallchat.states.acting import acting
from hallchat.states.notices import noticed
from hallchat.views import QuietView, milliseconds

KEPT = 8  # alerts that the page is told of: two may come at once
SHOWN = 140  # characters of a message in a notification
_LAST = 2**42  # milliseconds since 1970: a hundred years and more


class Alert(TypedDict):
    """What a notification says, and the message that it leads to."""

    hall: int
    seq: int
    title: str
    body: str


class AlertsState(rx.State):
    """The last notifications of this tab, one for each hall, and when its user wants none."""

    alerts: list[Alert] = []
    until: int = 0  # in milliseconds since 1970; 0: no such moment
    hours: str = ""  # of every day, as 22:00-07:00

    @rx.event
    async def ask(self, hall_id: int, minute: int, mention: bool) -> None:
        """Tell what is new in a hall, perhaps mentioning its user, if they want to be told at this minute of their day."""
        try:
            app, actor = await acting(self)
            await app.live.settle(actor.user_id)
            news = await app.read(lambda tx: notifications.newest(tx, actor, hall_id=hall_id, minute=minute, mention=mention))
        except Refusal:
            return
        if news is not None:
            message, hall = news.message, news.hall
            body = quotes.words(message.html[: quotes.ENOUGH], most=SHOWN)
            alone = hall.kind == "direct" and hall.members == 2
            title = message.sender.display_name if alone else f"{message.sender.display_name} · {hall.name}"
            alert = Alert(hall=hall.id, seq=message.seq, title=title, body=body)
            self.alerts = [*[one for one in self.alerts if one["hall"] != hall.id][1 - KEPT :], alert]

    @rx.event
    async def choose(self, hall_id: int, level: str) -> None:
        """Choose of what in a hall one wants to be told."""
        async with noticed(self):
            app, actor = await acting(self)
            await app.change(actor, lambda tx: notifications.set_level(tx, actor, hall_id=hall_id, level=level))

    @rx.event
    async def look(self) -> None:
        """Show when one wants to be told of nothing."""
        async with noticed(self, unasked=True):
            app, actor = await acting(self)
            self._show(await app.read(lambda tx: notifications.quiet(tx, actor)))

    @rx.event
    async def keep_quiet(self, until: int) -> None:
        """Be told of nothing until a moment, in milliseconds since 1970; 0 to be told again. The hours stay."""
        async with noticed(self):
            app, actor = await acting(self)
            if not 0 <= until < _LAST:
                raise QuietInvalid
            moment = datetime.fromtimestamp(until / 1000, UTC) if until else None
            self._show(await app.change(actor, lambda tx: notifications.keep_quiet(tx, actor, until=moment)))

    @rx.event
    async def keep_hours(self, form: dict) -> None:
        """Be told of nothing at some hours of each day; without both of them, at none."""
        async with noticed(self):
            app, actor = await acting(self)
            start, end = str(form.get("start", "")), str(form.get("end", ""))
            hours = f"{start}-{end}" if start or end else ""
            self._show(await app.change(actor, lambda tx: notifications.keep_hours(tx, actor, hours=hours)))

    def _show(self, quiet: QuietView) -> None:
        self.until, self.hours = _of(quiet)


def quiet_delta(quiet: QuietView) -> Delta:
    """Name when a user wants to be told of nothing; see ``Wire.quiet``."""
    until, hours = _of(quiet)
    return {AlertsState.get_full_name(): {f"until{FIELD_MARKER}": until, f"hours{FIELD_MARKER}": hours}}


def _of(quiet: QuietView) -> tuple[int, str]:
    return milliseconds(quiet.until) if quiet.until else 0, quiet.hours
