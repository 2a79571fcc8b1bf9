"""What a reply shows of the message that it replies to: one line of its words, and none once that is deleted."""

import html
import re

from hallchat.views import MessageView, QuoteView

MOST = 100
"""Code points of a quote, at most."""
ENOUGH = 2_000
"""Characters of a message's HTML that its quote is made of, at most: what is read of a page of replies stays small."""

_TAG = re.compile(r"<[^>]*>?")


def of(message: MessageView) -> QuoteView:
    """Quote a message as it is now."""
    return QuoteView(message.sender.id, message.sender.display_name, words(message.html[:ENOUGH]))


def words(rendered: str) -> str:
    """Return the beginning of a message as one line without formatting.

    Args:
        rendered: the HTML of a message, or its beginning; empty when it was deleted.

    Returns:
        At most ``MOST`` code points; empty for a deleted message only.
    """
    line = " ".join(html.unescape(_TAG.sub("", rendered.replace("<br>", " "))).split())
    if len(line) > MOST:
        return line[: MOST - 1].rstrip() + "…"
    return line or ("…" if rendered else "")
