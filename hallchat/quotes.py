"""What a reply or a notification shows of a message: one line of its words, and none once that is deleted."""

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


def text(rendered: str) -> str:
    """Return what a message says without its formatting, line by line.

    Args:
        rendered: the HTML of a message, or its beginning.

    Returns:
        Its text.
    """
    return html.unescape(_TAG.sub("", rendered.replace("<br>", "\n"))).strip()


def words(rendered: str, *, most: int = MOST) -> str:
    """Return the beginning of a message as one line without formatting.

    Args:
        rendered: the HTML of a message, or its beginning; empty when it was deleted.
        most: code points of it.

    Returns:
        At most so many; empty for a deleted message only.
    """
    line = " ".join(text(rendered).split())
    if len(line) > most:
        return line[: most - 1].rstrip() + "…"
    return line or ("…" if rendered else "")
