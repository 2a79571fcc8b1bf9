"""The pure parts of the benchmark: percentiles, the table, and that its clients read what HallChat sends."""

import asyncio
import gzip
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from unittest.mock import Mock

import pytest

from hallchat.realtime.feed import SIZE
from hallchat.realtime.sockets import SocketManager
from hallchat.realtime.wire import Delta, merged, row
from hallchat.states.conversation import Answer, ConversationState
from hallchat.states.wire import StateWire
from hallchat.text import CLIENT_ID
from hallchat.text import message as normalised
from hallchat.views import MessageView, UserView
from tests.bench import __main__ as bench
from tests.bench import dialects, report
from tests.bench.figures import FIGURES, Figure, at_least_times, at_most, at_most_times, verdict
from tests.bench.frames import Seen, of_hallchat, of_peers, on_the_wire
from tests.bench.http import answer, request
from tests.bench.measures import browser
from tests.bench.percentiles import medians, percentile
from tests.bench.scale import FULL, QUICK
from tests.bench.stamps import LENGTH, stamped, stamps
from tests.browser import chromium


def message(seq: int, text: str = "hola") -> MessageView:
    sender, now = UserView(7, "marta07", 'Marta "slot_1" Solís'), datetime.now(UTC)
    return MessageView(seq, 3, seq, seq, sender, f"cid-{seq}", text, f"<p>{text}</p>", now, None, None)


def frame(delta: Delta) -> bytes:
    return str(SocketManager("/_event").packet(delta).data).encode()


def received(delta: Delta) -> bytes:
    """As the socket sends it: engine.io's type stands before the packet."""
    return b"4" + frame(delta)


def slots(*seqs: int, rev_from: int, text: str = "hola") -> Delta:
    changed = {seq % SIZE: row(message(seq, text), None) for seq in seqs}
    return StateWire.slots(cast(Any, changed), hall=3, head=max(seqs), rev_from=rev_from, rev_to=max(seqs))


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.001, 1)])
def test_a_percentile_is_the_value_that_so_many_do_not_exceed(share: float, value: int) -> None:
    assert percentile(list(range(100, 0, -1)), share) == value


def test_one_value_is_every_percentile() -> None:
    assert {percentile([4.0], share) for share in (0.01, 0.5, 0.99, 1.0)} == {4.0}


def test_a_median_is_taken_over_the_rounds_that_have_the_figure() -> None:
    assert medians([{"a": 1, "b": 9}, {"a": 5}, {"a": 2}]) == {"a": 2, "b": 9}


def test_a_gathered_update_counts_each_message() -> None:
    assert of_hallchat(received(slots(130, 131, 132, rev_from=129))) == Seen(3, 132, whole=False)


def test_a_whole_ring_is_told_from_a_change() -> None:
    whole = merged(slots(1, 2, rev_from=0), StateWire.crowd(4))
    assert of_hallchat(received(whole)) == Seen(2, 2, whole=True)
    assert of_hallchat(received(merged(slots(12, rev_from=10), StateWire.crowd(4)))) == Seen(1, 12, whole=False)


def test_what_is_no_ring_is_not_counted() -> None:
    assert of_hallchat(received(StateWire.crowd(4))) is None
    assert of_hallchat(received(StateWire.unread({"3": 1}, {}, {}))) is None
    assert of_hallchat(b"2") is None


def test_the_dialect_names_the_states_of_the_application() -> None:
    assert ConversationState.get_full_name() == dialects.CONVERSATION
    spoken = dialects.hallchat(3)
    for event in ("hydrate_and_load", "watch", "send"):
        assert event in spoken.hello + spoken.watch + spoken.send
    for why in ("", "refused"):
        answers = {"w": Answer(why="no", later=0, at=1, seq=0), "x": Answer(why=why, later=0, at=2, seq=0)}
        told = received({dialects.CONVERSATION: {"answers_rx_state_": answers}})
        assert (spoken.answer.replace("%CID%", "x").encode() in told) is (why == "")


def test_a_peers_message_and_its_history_are_read() -> None:
    posted = b'42["new_message",{"seq":131,"hall":1,"html":"<p>hola</p>","cid":"a"}]'
    assert of_peers(posted) == Seen(1, 131, whole=False)
    assert of_peers(b'42["history",{"messages":[{"seq":5}],"seq":6}]') == Seen(1, 6, whole=True)
    assert of_peers(b'42["sent",{"client_id":"a","seq":6}]') is None


def test_a_stamped_message_arrives_as_it_was_sent() -> None:
    first, second = stamped(), stamped()
    assert len(first) == LENGTH == len(normalised(first))
    update = received(merged(slots(4, rev_from=3, text=first), slots(5, rev_from=3, text=second)))
    found = stamps(update)
    assert found == sorted(found)
    assert [f"#{stamp}#" for stamp in found] == [re.findall(r"#\d+#", text)[0] for text in (first, second)]


@pytest.mark.parametrize(("payload", "whole"), [(0, 2), (125, 127), (126, 130), (65_535, 65_539), (65_536, 65_546)])
def test_the_size_of_a_frame_holds_its_header(payload: int, whole: int) -> None:
    assert on_the_wire(payload) == whole


def test_an_http_answer_is_complete_with_its_body() -> None:
    text = b'HTTP/1.1 201 Created\r\nContent-Length: 9\r\nx: y\r\n\r\n{"seq":1}'
    assert [answer(text[:end]) for end in (0, 10, len(text) - 1)] == [None, None, None]
    assert answer(text) == (201, b'{"seq":1}')


def test_a_request_says_how_long_it_is() -> None:
    written = request("POST", "127.0.0.1:80", "/halls/1/messages", "token", {"content": "ñ"})
    head, body = written.split(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert b"Authorization: Bearer token" in head
    assert b"Content-Type" not in request("GET", "127.0.0.1:80", "/ping")


def test_client_ids_of_the_dialects_fit() -> None:
    assert CLIENT_ID.fullmatch("0f6c7c1e-3f0a-4f57-9d0c-6f3b2a1c5d7e")
    assert "%CID%" in dialects.hallchat(1).send
    assert "%CID%" in dialects.peer(1).send


@pytest.mark.parametrize(
    ("bar", "value", "peer", "met"),
    [
        (at_most(10), 10, None, True),
        (at_most(10), 10.1, None, False),
        (at_most_times(0.8), 8, 10, True),
        (at_most_times(0.8), 9, 10, False),
        (at_least_times(1.5, 700), 750, 400, True),
        (at_least_times(1.5, 700), 690, 400, False),
        (at_least_times(3), 2, 1, False),
        (at_least_times(3), 3, None, False),
    ],
)
def test_a_bar_is_met_or_missed(bar: Any, value: float, peer: float | None, met: bool) -> None:
    figure, other = Figure("a", "A", bar="so much", met=bar), {} if peer is None else {"a": peer}
    assert verdict(figure, {"a": value}, other) == ("met" if met else "**missed**")


def test_the_table_shows_values_ratio_and_verdict() -> None:
    figures = (
        Figure("a", "A of {crowd:,}", 1, "≤ 2", at_most(2)),
        Figure("b", "B"),
        Figure("c", "never measured"),
    )
    sides = {"HallChat": {"a": 3.0, "b": 12_345.0}, "Flask stack": {"a": 2.0}, "raw python-socketio": {"b": 1.0}}
    assert report.table(sides, FULL, figures).splitlines() == [
        "| figure | HallChat | Flask stack | raw python-socketio | HallChat by modify_state | ratio | bar |  |",
        "|---|--:|--:|--:|--:|--:|---|---|",
        "| A of 1,000 | 3.0 | 2.0 | – | – | 1.50 × | ≤ 2 | **missed** |",
        "| B | 12,345 | – | 1 | – | – |  |  |",
    ]


def test_the_results_are_written_with_what_failed(tmp_path: Any) -> None:
    rounds = {"HallChat": [{"deliveries": 3.0}, {"deliveries": 5.0}, {"deliveries": 4.0}], "Flask stack": [{"deliveries": 1.0}]}
    report.write(tmp_path, rounds, replace(QUICK, rounds=3), {"Python": "3.11"}, ["HallChat, crowd: no"])
    written = (tmp_path / "RESULTS.md").read_text()
    assert "| 4 | 1 | – | – | 4.00 × | ≥ 3 × Flask | met |" in written
    assert "- HallChat, crowd: no" in written
    assert "{" not in written
    assert '"deliveries": 4.0' in (tmp_path / "RESULTS.json").read_text()


def fetched(url: str, body: bytes, *, ok: bool = True, kind: str = "text/html; charset=utf-8") -> Any:
    return Mock(url=url, ok=ok, body=Mock(return_value=body), headers={"content-type": kind})


def test_a_page_weighs_what_its_scripts_and_stylesheets_are_in_the_document_too_compressed_each_once() -> None:
    script, style = b"const answer = 42;" * 1000, b".message { color: red }" * 1000
    first, second, look = b"\nlet first = 1;\n" * 100, b"let second = 2;" * 100, b"body { margin: 0 }" * 100
    inline = b'<script>%b</script><script nonce="a">%b</script><style>%b</style>' % (first, second, look)
    page = [
        fetched("http://here/h/1", b'<html>%b<script async="" src="/assets/a.js"></script>%b' % (inline, b"<p>" * 1000)),
        fetched("http://here/data", inline, kind="application/json"),
        fetched("http://here/assets/a.js", script),
        fetched("http://here/assets/a.js?again", script),
        fetched("http://here/assets/b.css", style),
        fetched("http://here/missing.js", script, ok=False),
    ]
    js, css = (sum(len(gzip.compress(body, 6)) / 1000 for body in bodies) for bodies in ((first, second, script), (look, style)))
    assert browser.weights(page) == pytest.approx({"page_js_kb": js, "page_css_kb": css, "page_kb": js + css})


def test_the_first_message_is_compared_with_the_next() -> None:
    sent = [{"pending": 9.0, "stored": 60.0}, *({"pending": 2.0, "stored": stored} for stored in (20.0, 30.0, 90.0))]
    assert browser.waits(sent) == {"pending_ms": 2.0, "stored_ms": 30.0, "first_stored_ms": 60.0, "first_to_next": 2.0}


def test_without_a_browser_the_rest_is_still_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chromium, "find", lambda: None)
    scale = replace(QUICK, history=200, pages=1, halls=4, searches=1)
    rounds, failed = asyncio.run(bench.run(("browser", "pages", "search"), scale, 1, tmp_path))
    pages, searches = rounds["HallChat"]
    assert pages["page_p99_ms"] > 0
    assert {figure.key for figure in FIGURES if figure.key.startswith("search_")} <= searches.keys()
    assert len(failed) == 1
    assert "No Chromium" in failed[0]


def test_every_figure_is_named_once() -> None:
    assert len({figure.key for figure in FIGURES}) == len(FIGURES)


def test_what_the_benchmark_needs_is_pinned_and_says_what_it_is_for() -> None:
    lines = (Path(__file__).parent / "bench" / "requirements.txt").read_text().splitlines()
    assert len(lines) > 3
    assert [one for one in lines if not re.fullmatch(r"#.*|[\w-]+==[\w.]+ +# \S.*", one)] == []
