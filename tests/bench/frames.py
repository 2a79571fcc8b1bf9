"""What a received frame means, read with as little work as possible: rows, the last place, a whole hall or a change."""

from typing import NamedTuple

RING = b'42/_event,["event",{"delta":{"reflex___state____state.ring_state":{'
_END = b'"end_rx_state_":['  # hall, head, rev_from, rev
_ROW = b'":{"seq":'  # in what people write, the quotes are escaped
_POSTED, _HISTORY, _SEQ = b'42["new_message",', b'42["history",', b'"seq":'


class Seen(NamedTuple):
    """What a frame shows of the hall."""

    rows: int  # messages in it; of a whole hall, all that it has
    head: int  # the last place in it
    whole: bool  # the hall as it is, not what is new


def of_hallchat(payload: bytes) -> Seen | None:
    """Read a frame of HallChat's: changed slots of the ring, gathered or alone, or the whole ring.

    Args:
        payload: as received.

    Returns:
        What it shows; None for anything else, such as snapshots of the state and badges.
    """
    if not payload.startswith(RING):
        return None
    at = payload.rfind(_END)
    if at < 0:
        return None
    start = at + len(_END)
    _hall, head, rev_from, _rev = payload[start : payload.index(b"]", start)].split(b",")
    return Seen(payload.count(_ROW), int(head), rev_from == b"0")


def of_peers(payload: bytes) -> Seen | None:
    """Read a frame of a peer's: one message, or the newest messages on joining."""
    whole = payload.startswith(_HISTORY)
    if not whole and not payload.startswith(_POSTED):
        return None
    at = payload.rfind(_SEQ)
    return Seen(1, _number(payload, at + len(_SEQ)) if at >= 0 else 0, whole)


def on_the_wire(payload_size: int) -> int:
    """Return the size of an unmasked websocket frame (RFC 6455, 5.2).

    Args:
        payload_size: bytes in it.

    Returns:
        Bytes, header included.
    """
    return payload_size + (2 if payload_size < 126 else 4 if payload_size < 65_536 else 10)


READERS = {"hallchat": of_hallchat, "peers": of_peers}


def _number(payload: bytes, start: int) -> int:
    end = start
    while payload[end : end + 1].isdigit():
        end += 1
    return int(payload[start:end] or 0)
