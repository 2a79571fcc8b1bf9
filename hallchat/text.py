"""What text may be: names, topics and messages, normalised the same way wherever they come in."""

import re
import unicodedata

from hallchat import errors

USERNAME = re.compile(r"[A-Za-z0-9._-]{3,32}")
CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAX_NAME = 80
MAX_TOPIC = 250
MAX_MESSAGE = 8_000
MAX_DRAFT = 32_000  # what does not fit into a message is not lost while it is made shorter

_DECOMPOSED = 4  # characters at most that one may be written as, with all its marks; to compose very many takes seconds
_BIDI_OVERRIDES = dict.fromkeys(range(0x202A, 0x202F))
_LEADING_BLANK_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")
# Drawn as nothing, though Unicode counts them among letters, marks and symbols (Default_Ignorable_Code_Point, and U+2800).
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]")
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSEEN = ("Zs", "Zl", "Zp", "Cf", "Cc")
_REFUSED_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def whole(value: str) -> bool:
    """Tell whether a text holds no lone surrogates, which JSON can carry and neither a websocket nor a database can."""
    return value.isascii() or not _SURROGATES.search(value)


def mended(value: str) -> str:
    """Put a question mark for each lone surrogate of a text; see ``whole``."""
    return value if whole(value) else _SURROGATES.sub("?", value)


def username(value: str) -> str:
    """Check a username.

    Args:
        value: what was typed; spaces around it are dropped.

    Returns:
        The username, in its own case.

    Raises:
        UsernameInvalid: unless it has 3–32 ASCII letters, digits, ``.``, ``_`` or ``-``.
    """
    value = value.strip()
    if not USERNAME.fullmatch(value):
        raise errors.UsernameInvalid
    return value


def display_name(value: str) -> str:
    """Check a display name of 1–80 code points; NFC.

    Raises:
        DisplayNameInvalid: when it is empty, too long, or not one line of text.
    """
    return _line(value, MAX_NAME, errors.DisplayNameInvalid)


def hall_name(value: str) -> str:
    """Check a hall's name of 1–80 code points; NFC.

    Raises:
        HallNameInvalid: when it is empty, too long, or not one line of text.
    """
    return _line(value, MAX_NAME, errors.HallNameInvalid)


def topic(value: str) -> str:
    """Check a topic of up to 250 code points; NFC; it may be empty.

    Raises:
        TopicInvalid: when it is too long or not one line of text.
    """
    return _line(value, MAX_TOPIC, errors.TopicInvalid) if value.strip() else ""


def client_id(value: str) -> str:
    """Check a client id of 1–64 letters, digits, ``-`` or ``_``; a UUID is one.

    Raises:
        ClientIdInvalid: when it is something else.
    """
    if not CLIENT_ID.fullmatch(value):
        raise errors.ClientIdInvalid
    return value


def message(value: str) -> str:
    """Normalise a message: line ends, blank lines before it, space after it, bidirectional overrides.

    Args:
        value: what was typed.

    Returns:
        1–8,000 code points; all else is kept exactly.

    Raises:
        MessageEmpty: when nothing can be seen in it.
        MessageTooLong: beyond 8,000 code points.
        ControlCharacters: when it holds any but line breaks and tabs.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n").translate(_BIDI_OVERRIDES)
    if _REFUSED.search(value):
        raise errors.ControlCharacters
    value = _LEADING_BLANK_LINES.sub("", value).rstrip()
    if not visible(value):
        raise errors.MessageEmpty
    if len(value) > MAX_MESSAGE:
        raise errors.MessageTooLong(most=MAX_MESSAGE, length=len(value))
    return value


def draft(value: str) -> str:
    """Check what somebody is still writing: it is kept as it is, but for what no database can keep.

    Raises:
        DraftTooLong: beyond 32,000 code points.
    """
    if len(value) > MAX_DRAFT:
        raise errors.DraftTooLong(most=MAX_DRAFT)
    return mended(value).replace("\0", "")


def fold(value: str) -> str:
    """Strip case and accents, for searching.

    Args:
        value: any text.

    Returns:
        The text as it is compared; it can always be encoded.
    """
    bare = _without_marks(value.casefold())  # to order very many marks, as the next step would, takes seconds
    return _without_marks(unicodedata.normalize("NFKD", bare).encode("utf-8", "ignore").decode())


def _without_marks(value: str) -> str:
    return value if value.isascii() else "".join(character for character in value if not unicodedata.combining(character))


def _line(value: str, most: int, refusal: type[errors.Refusal]) -> str:
    value = value.translate(_BIDI_OVERRIDES).strip()
    if len(value) > _DECOMPOSED * most:
        raise refusal
    value = unicodedata.normalize("NFC", value).strip()
    if not 1 <= len(value) <= most or _REFUSED_IN_A_LINE.search(value) or not visible(value):
        raise refusal
    return value


def visible(value: str) -> bool:
    """Tell whether anything of a text is seen."""
    return any(unicodedata.category(character) not in _UNSEEN for character in _BLANK.sub("", value))
