"""How far everybody has read in the halls that they show, and where the line above what is new stands in each tab."""

from hallchat.realtime.feed import Feed
from hallchat.realtime.news import News
from hallchat.realtime.reads import ReadMarks
from hallchat.realtime.roster import Roster
from hallchat.realtime.tabs import Tab, Tabs
from hallchat.realtime.wire import Wire


class Reading:
    """What counts as read because somebody looks at it."""

    def __init__(self, roster: Roster, marks: ReadMarks, tabs: Tabs, news: News, wire: Wire) -> None:
        """Start with nobody reading.

        Args:
            roster: how far everybody has read.
            marks: what of that is not written yet.
            tabs: the open tabs.
            news: what goes to all tabs of whoever reads.
            wire: how changes are named.
        """
        self._roster, self._marks, self._tabs, self._news, self._wire = roster, marks, tabs, news, wire

    def watch(self, tab: Tab, feed: Feed | None, *, watching: bool) -> None:
        """Note whether somebody is looking at the end of the hall that a tab shows; then it is read.

        What came between the opening of the hall and the first word of its page that it is looked at is not new since one left.

        Args:
            tab: the tab.
            feed: the hall's; None where it shows none.
            watching: whether they do.
        """
        again, tab.watching = watching and tab.watching is False, watching
        if feed is not None:
            if again:
                self.say_new(tab, feed, anew=False)
            self.read(tab, feed)

    def read(self, tab: Tab, feed: Feed) -> None:
        """Count all of a hall as read where a tab that shows it is being watched."""
        if tab.watching and self._roster.read_mark(tab.user_id, feed.hall_id) < feed.head:
            self._roster.move_mark(tab.user_id, feed.hall_id, feed.head)
            self._marks.note(tab.user_id, feed.hall_id, feed.head)
            self._news.counts_changed(tab.user_id)

    def read_by_watchers(self, feed: Feed) -> None:
        """Count what was sent as read by those who were told of it and are looking."""
        for tab in self._tabs.among(feed.keeping_up):
            self.read(tab, feed)

    def say_new(self, tab: Tab, feed: Feed, *, anew: bool) -> None:
        """Say where what is new begins, before it counts as read.

        Args:
            tab: the tab.
            feed: the hall's.
            anew: whether the tab showed another hall before: then the line goes where nothing is new.
        """
        read = self._roster.read_mark(tab.user_id, feed.hall_id)
        first = read + 1 if read < feed.head else 0
        if anew or (first and first != tab.first):
            tab.first = first
            self._tabs.tell([tab], self._wire.new_from(feed.hall_id, first))

    def unread_from(self, hall_id: int, user_id: int, first: int) -> None:
        """Let a message and what follows be unread, also in the tabs that look at the end: until they say so once more."""
        self._marks.forget(user_id, hall_id)
        self._news.counts_changed(user_id)
        showing = self._tabs.at(user_id, hall_id)
        for tab in showing:
            tab.watching, tab.first = False, first
        self._tabs.tell(showing, self._wire.new_from(hall_id, first, kept=True))
