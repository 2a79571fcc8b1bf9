"""Which pages may use this server: pure, for the API and for what stands before the websocket."""

import ipaddress
from typing import NamedTuple
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}


class Origin(NamedTuple):
    """An origin, taken apart (RFC 6454)."""

    scheme: str
    host: str
    port: int


def allowed(origin: str, host: str, listed: tuple[str, ...] = (), page_port: int | None = None) -> bool:
    """Tell whether a request's ``Origin`` is a page of ours.

    It is when the operator listed it, or when it is where the request itself went. The latter counts only for
    ``localhost`` and addresses: behind any other name a stranger's DNS may point here (DNS rebinding).

    Args:
        origin: the ``Origin`` header.
        host: the ``Host`` header.
        listed: further origins, from the settings.
        page_port: where the pages are served when that is another port, in development.

    Returns:
        Whether to go on; never for ``null``.
    """
    page = parse(origin)
    if page is None:
        return False
    if page in map(parse, listed):
        return True
    server = parse(f"{page.scheme}://{host}")
    if server is None or server.host != page.host or not _cannot_be_rebound(page.host):
        return False
    return page.port in (server.port, page_port)


def parse(origin: str) -> Origin | None:
    """Take an origin apart.

    Args:
        origin: a scheme, a host and maybe a port; any text that a stranger may send.

    Returns:
        Its parts, or None when it is no origin of a web page.
    """
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname or origin.lower() != f"{parts.scheme}://{parts.netloc}".lower():
        return None
    if "@" in parts.netloc or not origin.isprintable() or " " in origin:
        return None
    return Origin(parts.scheme, parts.hostname, PORTS[parts.scheme] if port is None else port)


def _cannot_be_rebound(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
