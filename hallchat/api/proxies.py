"""What proxies say about a request, believed as far as the operator told us to (``HALLCHAT_TRUSTED_PROXIES``)."""

import ipaddress
from collections.abc import Sequence

from starlette.requests import HTTPConnection

_TRACES = ("x-forwarded-for", "forwarded", "x-real-ip")


def told(headers: Sequence[str], hops: int) -> str | None:
    """Read a header that each proxy on the way may add to.

    Args:
        headers: its values.
        hops: how many proxies are ours; entries before theirs may be anybody's invention.

    Returns:
        The entry that the outermost of our proxies wrote, or None.
    """
    entries = [entry.strip() for header in headers for entry in header.split(",") if entry.strip()]
    return entries[-min(hops, len(entries))] if hops and entries else None


def address(request: HTTPConnection, hops: int) -> str:
    """Return where a request comes from, as it is counted by.

    Args:
        request: the request.
        hops: how many proxies are ours.

    Returns:
        An IPv4 address; of an IPv6 address its /64, since a single line has all of that; empty when unknown.
    """
    peer = request.client.host if request.client else ""
    return _counted(told(request.headers.getlist("x-forwarded-for"), hops) or peer) or _counted(peer) or peer


def local(request: HTTPConnection) -> bool:
    """Tell whether a request comes from this very machine, through no proxy."""
    if any(name in request.headers for name in _TRACES):
        return False
    found = _ip(request.client.host if request.client else "")
    return found is not None and found.is_loopback


def _counted(text: str) -> str | None:
    found = _ip(text)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(found), 64), strict=False))
    return str(found) if found else None


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found
