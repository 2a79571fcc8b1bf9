"""What proxies are believed."""

import pytest
from starlette.requests import HTTPConnection

from hallchat.api import proxies


def _from(peer: str | None, *forwarded: str) -> HTTPConnection:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return HTTPConnection({"type": "http", "headers": headers, "client": (peer, 1) if peer else None})


@pytest.mark.parametrize(("peer", "forwarded", "hops", "expected"), [
    ("192.0.2.1", [], 0, "192.0.2.1"), ("192.0.2.1", ["198.51.100.1"], 0, "192.0.2.1"), ("192.0.2.1", [], 1, "192.0.2.1"),
    ("10.0.0.1", ["198.51.100.1"], 1, "198.51.100.1"), ("10.0.0.1", ["6.6.6.6, 198.51.100.1"], 1, "198.51.100.1"),
    ("10.0.0.1", ["6.6.6.6, 198.51.100.1", "10.0.0.2"], 2, "198.51.100.1"), ("10.0.0.1", ["198.51.100.1"], 2, "198.51.100.1"),
    ("10.0.0.1", ["198.51.100.1:4711"], 1, "198.51.100.1"), ("10.0.0.1", ["unknown"], 1, "10.0.0.1"),
    ("10.0.0.1", [" , "], 1, "10.0.0.1"), ("::ffff:192.0.2.1", [], 0, "192.0.2.1"), (None, [], 0, ""),
    ("2001:db8:1:2:3:4:5:6", [], 0, "2001:db8:1:2::/64"), ("10.0.0.1", ["[2001:db8:1:2::9]:443"], 1, "2001:db8:1:2::/64"),
    ("testclient", [], 0, "testclient"),
])  # fmt: skip
def test_the_address_that_is_counted(peer: str | None, forwarded: list[str], hops: int, expected: str) -> None:
    assert proxies.address(_from(peer, *forwarded), hops) == expected


@pytest.mark.parametrize(("peer", "expected"), [
    ("127.0.0.1", True), ("127.3.2.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("192.0.2.1", False),
    ("localhost", False), (None, False),
])  # fmt: skip
def test_only_this_machine_is_local(peer: str | None, expected: bool) -> None:
    assert proxies.local(_from(peer)) is expected
    assert not proxies.local(_from(peer, "127.0.0.1"))
