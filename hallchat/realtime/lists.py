"""What tabs list outside of a conversation, as what was found: they hear when a message of it changes, and ask again."""

from collections.abc import Collection, Container, Iterator

from hallchat.events import Event, MessageDeleted, MessageEdited, MessageRestored
from hallchat.realtime.roster import Roster
from hallchat.realtime.tabs import Tab, Tabs
from hallchat.realtime.wire import Wire
from hallchat.views import MessageView

EVERY = range(2**63)
"""While a list is read: what changes meanwhile may be in it."""


class Lists:
    """Which messages each tab lists."""

    def __init__(self, roster: Roster, tabs: Tabs, wire: Wire) -> None:
        """Start with none.

        Args:
            roster: who is in which hall.
            tabs: the open tabs.
            wire: how changes are named.
        """
        self._roster, self._tabs, self._wire = roster, tabs, wire
        self._changes = 0

    def note(self, tab: Tab, message_ids: Container[int] | None) -> None:
        """Note which messages a tab lists now.

        Args:
            tab: the tab.
            message_ids: of the messages; None when it shows no list any more.
        """
        tab.listed = message_ids

    def apply(self, event: Event) -> None:
        """Tell the tabs in whose lists a message stands that changed, or may stand now."""
        match event:
            case MessageEdited(message, mentioned):
                self._changed(message, mentioned)
            case MessageDeleted(message):
                self._changed(message, ())
            case MessageRestored(message):
                self._tell([tab for tab, _ in self._listing(message.hall_id)])

    def _changed(self, message: MessageView, mentioned: Collection[int]) -> None:
        listing = self._listing(message.hall_id)
        self._tell([tab for tab, listed in listing if message.id in listed or tab.user_id in mentioned])

    def _listing(self, hall_id: int) -> Iterator[tuple[Tab, Container[int]]]:
        for user_id in self._roster.guests_in(hall_id):
            for tab in self._tabs.of(user_id):
                if tab.listed is not None:
                    yield tab, tab.listed

    def _tell(self, tabs: list[Tab]) -> None:
        self._changes += 1
        self._tabs.tell(tabs, self._wire.listed(self._changes))
