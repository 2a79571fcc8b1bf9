"""Which pages may use this server."""

import pytest

from hallchat import origins

LISTED = ("https://chat.example.org", "http://intranet:8080")


@pytest.mark.parametrize(("origin", "host"), [
    ("http://localhost:8000", "localhost:8000"), ("http://localhost", "localhost"), ("http://localhost", "localhost:80"),
    ("https://localhost", "localhost"), ("http://LOCALHOST:8000", "localhost:8000"), ("http://a.localhost:1", "a.localhost:1"),
    ("http://192.168.1.7:3000", "192.168.1.7:3000"), ("http://[::1]:3000", "[::1]:3000"), ("http://[fe80::1]", "[fe80::1]"),
    ("https://chat.example.org", "10.0.0.1:8000"), ("https://CHAT.example.org:443", ""), ("http://intranet:8080", "x"),
])  # fmt: skip
def test_ours(origin: str, host: str) -> None:
    assert origins.allowed(origin, host, LISTED)


@pytest.mark.parametrize(("origin", "host"), [
    ("null", "localhost:8000"), ("", "localhost:8000"), ("http://localhost:3000", "localhost:8000"),
    ("http://evil.example", "evil.example"), ("http://localhost.evil.example", "localhost.evil.example"),
    ("http://notlocalhost", "notlocalhost"), ("http://127.0.0.1", "localhost"), ("http://127.1", "127.1"),
    ("http://0x7f000001", "0x7f000001"), ("http://1.2.3.4.nip.io", "1.2.3.4.nip.io"), ("http://localhost", ""),
    ("http://chat.example.org", "x"), ("https://chat.example.org:8443", "x"), ("https://a.chat.example.org", "x"),
    ("https://chat.example.org.evil.example", "x"), ("https://chat.example.org@evil.example", "evil.example"),
    ("http://localhost:8000/", "localhost:8000"), ("http://localhost:8000/x", "localhost:8000"),
    ("file://localhost", "localhost"),
    ("http://localhost:x", "localhost:x"), ("http://localhost:99999", "localhost:99999"), ("http://[::1", "[::1"),
    ("http://localhost:8000 ", "localhost:8000"), ("http://local\thost", "localhost"), ("http://", ""),
    ("http://u@localhost", "u@localhost"), ("chrome-extension://abc", "abc"), ("http://localhost?x", "localhost"),
])  # fmt: skip
def test_not_ours(origin: str, host: str) -> None:
    assert not origins.allowed(origin, host, LISTED)


def test_in_development_the_pages_have_a_port_of_their_own() -> None:
    assert origins.allowed("http://localhost:3000", "localhost:8000", page_port=3000)
    assert origins.allowed("http://192.168.1.7:3000", "192.168.1.7:8000", page_port=3000)
    assert not origins.allowed("http://localhost:3001", "localhost:8000", page_port=3000)
    assert not origins.allowed("http://evil.example:3000", "evil.example:8000", page_port=3000)
