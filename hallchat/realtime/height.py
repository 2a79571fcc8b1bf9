"""How tall a message stands in the stream: a long one is folded from the start, so nothing moves once it is there.

The page tells it likewise of what it is sending: see ``ui/pending.py``.
"""

from math import ceil

MOST = 20
"""Lines that are shown whole; the stylesheet folds to ``12lh``."""
WIDE, NARROW = 90, 42
"""About how many characters a line has where the stream is as wide as it gets, and on a phone."""
FENCES = ("```", "~~~")


def folds(content: str) -> int:
    """Tell where a message is folded.

    Args:
        content: as it was typed.

    Returns:
        0 nowhere, 1 in a narrow column, 2 everywhere.
    """
    if content.count("\n") + len(content) / NARROW < MOST:  # nearly all
        return 0
    return (_lines(content, NARROW) > MOST) + (_lines(content, WIDE) > MOST)


def _lines(content: str, width: int) -> int:
    """Count the lines as they are shown: those of code are not broken, and between paragraphs there is no whole line."""
    lines, in_code = 0, False
    for line in content.split("\n"):
        if line.lstrip().startswith(FENCES):
            in_code = not in_code
        else:
            lines += 1 if in_code else ceil(len(line) / width)
    return lines
