"""Who gets in, and as whom: rows 1, 6 and 7 of what a chat must withstand, at the running server."""

from uuid import uuid4

import aiohttp
import jwt

from tests.rest import Rest
from tests.server import Server
from tests.sockets.raw_tab import opened


async def handshake(url: str, headers: dict[str, str], query: str = "token=abc&EIO=4&transport=websocket") -> int:
    """Knock at the websocket; return the HTTP status."""
    async with aiohttp.ClientSession() as session:
        try:
            socket = await session.ws_connect(f"{url}/_event/?{query}", headers=headers)
        except aiohttp.WSServerHandshakeError as refused:
            return refused.status
        await socket.close()
        return 101


async def test_only_pages_of_this_server_may_open_the_websocket(server: Server) -> None:
    port = server.port
    assert await handshake(server.url, {"Origin": server.url}) == 101
    strangers = (
        "https://evil.example",
        "null",
        f"http://evil.example:{port}",
        f"http://localhost:{port + 1}",
        "http://localhost",
    )
    for origin in strangers:
        assert await handshake(server.url, {"Origin": origin}) == 403, origin
    assert await handshake(server.url, {}) == 403
    rebound = {"Origin": f"http://rebound.example:{port}", "Host": f"rebound.example:{port}"}
    assert await handshake(server.url, rebound) == 403
    for query in ("EIO=4&transport=websocket", "token=&EIO=4&transport=websocket", "token=a/b&EIO=4&transport=websocket"):
        assert await handshake(server.url, {"Origin": server.url}, query) == 403, query


async def test_there_is_no_way_around_the_websocket(server: Server) -> None:
    async with aiohttp.ClientSession() as session:
        answer = await session.get(f"{server.url}/_event/?token=abc&EIO=4&transport=polling", headers={"Origin": server.url})
        assert answer.status == 404


async def test_a_known_client_token_opens_nothing_to_another_sign_in(server: Server, ana: Rest, eve: Rest, diary: int) -> None:
    token = str(uuid4())
    async with opened(server.url, f"/h/{diary}", cookie=ana.token, token=token) as own:
        assert own.vars["SessionState.username"] == ana.username
        assert "secret: " in own.stream
        for cookie, name in ((None, ""), (eve.token, eve.username)):
            async with opened(server.url, f"/h/{diary}", cookie=cookie, token=token) as other:
                await other.settled()
                assert other.vars["SessionState.username"] == name
                ana.say(diary, "secret: one more")
                await other.settled()
                for private in ("secret", "Diary", "Núñez", ana.username):
                    assert private not in other.stream
            await own.until(lambda: "one more" in own.stream)
            own.received.clear()


async def test_the_page_is_never_told_the_cookie_or_the_session(server: Server, ana: Rest) -> None:
    session_id = jwt.decode(ana.token, options={"verify_signature": False})["sid"]
    async with opened(server.url, cookie=ana.token) as tab:
        assert tab.vars["SessionState.username"] == ana.username
        for secret in (session_id, ana.token, "hallchat-session", "hallchat="):
            assert secret not in tab.stream


def forged(token: str) -> dict[str, str]:
    claims = jwt.decode(token, options={"verify_signature": False})
    head, body, signature = token.split(".")
    return {
        "unsigned": jwt.encode(claims, None, algorithm="none"),
        "signed by somebody": jwt.encode(claims, "k" * 32, algorithm="HS256"),
        "cut": f"{head}.{body}.{signature[:-2]}",
        "no token at all": "hallchat",
        "only the session": claims["sid"],
    }


async def test_a_forged_cookie_makes_a_visitor(server: Server, ana: Rest, diary: int) -> None:
    for what, token in forged(ana.token).items():
        async with opened(server.url, f"/h/{diary}", cookie=token) as tab:
            await tab.settled()
            assert not tab.vars["SessionState.username"], what
            assert "secret" not in tab.stream, what
