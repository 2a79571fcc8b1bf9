"""HallChat in a real browser, by the page's own clock: what a page weighs, and how long one waits for it, a message, a hall.

It takes Chromium and ``tests/requirements.txt``; the peers have no pages to compare with.
"""

import gzip
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, Response

from hallchat.api.cookies import NAME
from tests.bench.percentiles import percentile
from tests.bench.scale import Scale
from tests.bench.seed import Seed, plant
from tests.browser import chromium
from tests.server import Server

SENT = 6  # messages in a page: the first is compared with the others
LEVEL = 6  # of gzip, as most servers compress
_KINDS = {b"script": "js", b"style": "css"}
_INLINE = re.compile(rb"<(script|style)\b(?![^>]*\ssrc=)[^>]*>(.*?)</\1>", re.DOTALL)
"""What stands in a document itself: its element's name, and what is in it."""
_WATCH = """
(() => {
  const shown = (place) => {
    const box = document.querySelector(place)?.getBoundingClientRect();
    return Boolean(box?.height) && box.top < innerHeight && box.bottom > 0;
  };
  const note = (name, from) => { window.took[name] ??= performance.now() - from; };
  const painted = (name, from, places) => requestAnimationFrame(() => {
    if (!places.every(shown)) return painted(name, from, places);
    const {port1, port2} = new MessageChannel();
    port2.onmessage = () => note(name, from);
    port1.postMessage(null);
  });
  const once = (type, act) => addEventListener(type, (event) => act(event.timeStamp), {capture: true, once: true});
  window.took = {};
  window.loads = (places) => painted("loaded", 0, places);
  window.click = (places) => { took = {}; once("click", (from) => painted("switched", from, places)); };
  window.send = (stored) => { took = {}; once("keydown", (from) => {
    const watch = new MutationObserver(() => {
      if (document.querySelector(".pending")) note("pending", from);
      else if (document.querySelector(stored)) { note("stored", from); watch.disconnect(); }
    });
    watch.observe(document.body, {childList: true, subtree: true});
  }); };
})();
"""
"""Notes milliseconds from a navigation, a click or a key to what is in the document, or to the frame that shows it."""


def measure(folder: Path, scale: Scale) -> list[dict[str, float]]:
    """Start a server anew for each round, and come to it with an empty cache.

    Args:
        folder: for its data; not made yet.
        scale: how many rounds, and how long the halls are.

    Returns:
        The figures of each round.

    Raises:
        RuntimeError: where there is no browser.
    """
    path = chromium.find()
    if path is None:
        raise RuntimeError(chromium.HOW)
    folder.mkdir()
    server = Server(folder)
    seed = plant(server.data, people=2, rooms=2, past=scale.past)
    with chromium.launched(path) as browser:
        return [_round(browser, server, seed, scale, scale.past + number * 2 * SENT) for number in range(scale.visits)]


def _round(browser: Browser, server: Server, seed: Seed, scale: Scale, last: int) -> dict[str, float]:
    """Take one round, in a hall whose last message is at ``last`` and another that nobody writes to."""
    server.start()
    hall, other = seed.hall_ids
    url = f"{server.url}/h/{hall}"
    try:
        with seated(browser, server, seed) as context:
            page, fetched = context.new_page(), list[Response]()
            page.on("response", lambda response: fetched.append(response))  # noqa: PLW0108 (Playwright takes no built-in)
            figures = {"visit_s": visit(page, url, last)} | weights(fetched)
            figures |= waits(_talk(page, last))
            again = context.new_page()
            figures["visit_again_s"] = visit(again, url, last + SENT)
            again.close()  # it hides the first one, and what is hidden is not painted
            figures |= _later(browser, server, seed, url, last + SENT, figures["first_stored_ms"])
            ways = [(other, scale.past), (hall, last + 2 * SENT)]
            turns = [_switch(page, *ways[turn % 2]) for turn in range(scale.switches)]
    finally:
        server.stop()
    return figures | {"switch_p50_ms": percentile(turns, 0.5), "switch_p95_ms": percentile(turns, 0.95)}


def _later(browser: Browser, server: Server, seed: Seed, url: str, last: int, first_ms: float) -> dict[str, float]:
    """Talk in a page that is as new as the first one was, by then of a server that is not."""
    with seated(browser, server, seed) as context:
        page = context.new_page()
        visit(page, url, last)
        later = waits(_talk(page, last))
    return {"later_first_to_next": later["first_to_next"], "first_to_later_first": first_ms / later["first_stored_ms"]}


@contextmanager
def seated(browser: Browser, server: Server, seed: Seed, script: str = "") -> Iterator[BrowserContext]:
    """Seat somebody who is signed in, with an empty cache, as long as the block lasts.

    Args:
        browser: where.
        server: what they will look at.
        seed: who they are.
        script: runs in each page before its own.
    """
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": NAME, "value": seed.tokens[0], "url": server.url}])
    context.add_init_script(_WATCH + script)
    yield context
    context.close()


def visit(page: Page, url: str, last: int) -> float:
    """Go to a hall for the first time in a page.

    Args:
        page: of somebody who is ``seated``.
        url: the hall's.
        last: the place of its newest message.

    Returns:
        The seconds from the navigation until that stands there, and where to write the next.
    """
    page.add_init_script(f"loads(['#composer:enabled', '[data-seq=\"{last}\"]'])")
    page.goto(url)
    return _took(page, "loaded")["loaded"] / 1000


def _talk(page: Page, last: int) -> list[dict[str, float]]:
    return [_send(page, last + 1 + turn) for turn in range(SENT)]


def _send(page: Page, seq: int) -> dict[str, float]:
    """Write a message and return the milliseconds until its row stands there, pending and stored."""
    page.fill("#composer", "A message as people write them, with a **word** that matters.")
    page.evaluate("(stored) => send(stored)", f"[data-seq='{seq}']")
    page.press("#composer", "Enter")
    return _took(page, "stored")


def _switch(page: Page, hall_id: int, last: int) -> float:
    """Choose a hall and return the milliseconds until its newest message is painted."""
    page.evaluate("(places) => click(places)", [f"#composer[data-hall='{hall_id}']", f"[data-seq='{last}']"])
    page.click(f".halls a[href='/h/{hall_id}']")
    return _took(page, "switched")["switched"]


def _took(page: Page, what: str) -> dict[str, float]:
    """Wait until something was noted, and return all that was."""
    chromium.eventually(page, lambda: page.evaluate("(what) => what in took", what), f"{what} at {page.url}", 30.0)
    return page.evaluate("() => took")


def weights(fetched: Sequence[Response]) -> dict[str, float]:
    """Return what scripts and stylesheets weigh, those in the document too, each compressed by itself, in kB."""
    sizes = dict.fromkeys(_KINDS.values(), 0.0)
    for url, response in {response.url.partition("?")[0]: response for response in fetched if response.ok}.items():
        for kind, body in _parts(url, response):
            sizes[kind] += weight(body)
    return {**{f"page_{kind}_kb": size for kind, size in sizes.items()}, "page_kb": sum(sizes.values())}


def _parts(url: str, response: Response) -> Iterator[tuple[str, bytes]]:
    """Yield a script or a stylesheet, or those that stand in a document, each with its kind."""
    kind = url.rpartition(".")[2]
    if kind in _KINDS.values():
        yield kind, response.body()
    elif response.headers.get("content-type", "").startswith("text/html"):
        for name, body in _INLINE.findall(response.body()):
            yield _KINDS[name], body


def weight(body: bytes) -> float:
    """Return how many kB a body is, compressed."""
    return len(gzip.compress(body, LEVEL)) / 1000


def waits(sent: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return how long messages took, the first one after a start beside those that follow."""
    first, following = sent[0]["stored"], median(one["stored"] for one in sent[1:])
    return {
        "pending_ms": median(one["pending"] for one in sent),
        "stored_ms": following,
        "first_stored_ms": first,
        "first_to_next": first / following,
    }
