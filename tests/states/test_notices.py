"""What does not work is said once, in the tab's language, until something works or it is closed."""

import pytest

from hallchat.states.conversation import ConversationState
from hallchat.states.notices import NoticeState, reported, unexpected
from hallchat.views import Actor
from tests.states.conftest import Server


@pytest.mark.parametrize(("language", "sentence"), [("en", "There is no such message"), ("es", "mensaje")])
async def test_a_refusal_is_said_in_the_language_of_the_tab_and_goes_with_what_works(
    server: Server, ana: Actor, language: str, sentence: str
) -> None:
    tab = await server.open(ana, await server.hall(ana, last=1), language=language)
    await tab.send(ConversationState, "delete", seq=99)
    await tab.send(ConversationState, "watch", watching=True)  # the page does so by itself: nobody has read it yet
    assert sentence in tab.notice
    await tab.send(ConversationState, "react", seq=1, emoji="👍", wanted=True)
    assert tab.notice == ""


async def test_a_notice_can_be_closed(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, await server.hall(ana))
    await tab.send(ConversationState, "delete", seq=99)
    await tab.send(NoticeState, "dismiss")
    assert tab.notice == ""


async def test_what_breaks_is_logged_and_said_without_a_word_of_what_it_was(
    server: Server, ana: Actor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tab = await server.open(ana, await server.hall(ana, last=1))
    monkeypatch.setattr(server.app, "change", lambda *_: 1 / 0)
    await tab.send(ConversationState, "delete", seq=1)
    assert "wrong on our side" in tab.notice
    assert "zero" not in tab.notice
    assert "ZeroDivisionError" in caplog.text


async def test_what_breaks_outside_of_a_handler_is_said_too(server: Server, ana: Actor) -> None:
    tab = await server.open(ana)
    assert unexpected(ValueError("made up")) is not None
    await tab.send(NoticeState, "fail")
    assert "wrong on our side" in tab.notice


def test_what_a_page_reports_is_one_short_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    reported(ValueError("line one\nline two " + "x" * 10_000))
    (record,) = caplog.records
    assert "\n" not in record.getMessage()
    assert len(record.getMessage()) < 400
