"""Messages of 120 characters that carry when they were sent, by a clock that all processes of a machine share."""

import re
import time

LENGTH = 120
_STAMP = re.compile(rb"#(\d{6,})#")
_WORDS = (
    "El faro se ve desde el puerto cuando no hay niebla; avisa antes de salir y lleva la llave del cobertizo, que falta pintar. "
)


def stamped() -> str:
    """Return a message that says when it was made, in nanoseconds."""
    return f"#{time.monotonic_ns()}# {_WORDS}"[:LENGTH].rstrip(" ").ljust(LENGTH, ".")


def stamps(payload: bytes) -> list[int]:
    """Return the stamps of all messages in a frame, in nanoseconds."""
    return [int(found) for found in _STAMP.findall(payload)]
