"""How a conversation flows in a real browser, by the page's own clock: while many speak, while one types, while one reads back.

Like ``browser`` it takes Chromium and ``tests/requirements.txt``, and has no peers.
"""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from playwright.sync_api import Page

from tests.bench.measures.browser import seated, visit
from tests.bench.percentiles import percentile
from tests.bench.scale import Scale
from tests.bench.seed import Seed, plant
from tests.browser import chromium
from tests.server import Server

FLOOD, SECONDS, SPEAKERS = 200, 2.0, 4  # messages, in how long, by how many at once
LETTERS = 60
_WATCH = """
(() => {
  const frame = () => new Promise(requestAnimationFrame), stream = () => document.getElementById("stream");
  const rows = () => [...stream().querySelectorAll("[data-seq]")];
  const oldest = () => Math.min(...rows().map((row) => +row.dataset.seq));
  window.flow = {frames: [], letters: [], most: 0, going: false};
  flow.watch = async () => {
    flow.going = true;
    for (let last = await frame(), now; flow.going; last = now) {
      now = await frame(); flow.frames.push(now - last); flow.most = Math.max(flow.most, rows().length);
    }
  };
  flow.type = () => document.getElementById("composer").addEventListener("keydown", ({timeStamp}) => requestAnimationFrame(() => {
    const {port1, port2} = new MessageChannel();
    port2.onmessage = () => flow.letters.push(performance.now() - timeStamp);
    port1.postMessage(null);
  }));
  // Goes near the oldest row that is there, and tells how far the row under the eye moves while older ones are loaded.
  flow.back = async () => {
    const before = oldest(), edge = rows().find((row) => +row.dataset.seq === before);
    stream().scrollBy(0, edge.getBoundingClientRect().top - stream().getBoundingClientRect().top - 300);
    await frame();
    const box = stream().getBoundingClientRect(), middle = box.top + box.height / 2;
    const row = rows().find((one) => one.getBoundingClientRect().bottom > middle), place = row.getBoundingClientRect().top;
    let moved = 0;
    for (let after = 0; after < 20; after += oldest() < before) {
      await frame();
      moved = Math.max(moved, Math.abs(row.getBoundingClientRect().top - place)); flow.most = Math.max(flow.most, rows().length);
    }
    return moved;
  };
})();
"""


def measure(folder: Path, scale: Scale) -> dict[str, float]:
    """Start a server, and sit down in a hall with a long past.

    Args:
        folder: for its data; not made yet.
        scale: how long the hall is, and how many pages are read back.

    Returns:
        The figures.

    Raises:
        RuntimeError: where there is no browser.
    """
    path = chromium.find()
    if path is None:
        raise RuntimeError(chromium.HOW)
    folder.mkdir()
    server = Server(folder)
    seed = plant(server.data, people=2, rooms=1, past=scale.past)
    server.start()
    try:
        with chromium.launched(path) as browser, seated(browser, server, seed, _WATCH) as context:
            page = context.new_page()
            visit(page, f"{server.url}/h/{seed.hall_ids[0]}", scale.past)
            return _flood(page, server, seed, scale) | _typing(page, server) | _back(page, scale)
    finally:
        server.stop()


def _flood(page: Page, server: Server, seed: Seed, scale: Scale) -> dict[str, float]:
    """Let others speak all at once while one looks."""
    page.evaluate("() => void flow.watch()")
    with ThreadPoolExecutor(SPEAKERS) as speakers:
        sent = [speakers.submit(_speak, server.url, seed) for _ in range(SPEAKERS)]
        page.locator(f"[data-seq='{scale.past + FLOOD}']").wait_for(timeout=30_000)
    frames = page.evaluate("() => { flow.going = false; return flow.frames; }")
    return {
        "flood_frame_p95_ms": percentile(frames, 0.95),
        "flood_frame_max_ms": max(frames),
        "flood_s": max(one.result() for one in sent),
    }


def _speak(url: str, seed: Seed) -> float:
    """Post one speaker's share at an even pace and return the seconds that it took."""
    began, apart = time.monotonic(), SECONDS * SPEAKERS / FLOOD
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {seed.tokens[1]}"}) as http:
        for number in range(FLOOD // SPEAKERS):
            time.sleep(max(0.0, began + number * apart - time.monotonic()))
            said = {"content": "Sube la marea, y con ella las voces de todos.", "client_id": str(uuid.uuid4())}
            http.post(f"/halls/{seed.hall_ids[0]}/messages", json=said).raise_for_status()
    return time.monotonic() - began


def _typing(page: Page, server: Server) -> dict[str, float]:
    """Type while the server stands still."""
    page.evaluate("() => flow.type()")
    page.focus("#composer")
    with server.frozen():
        page.keyboard.type("e" * LETTERS, delay=20)
        chromium.eventually(page, lambda: page.evaluate("() => flow.letters.length") == LETTERS, "all letters are painted")
    letters = page.evaluate("() => flow.letters")
    page.fill("#composer", "")
    return {"typed_p95_ms": percentile(letters, 0.95)}


def _back(page: Page, scale: Scale) -> dict[str, float]:
    """Read back a page at a time."""
    moved = [page.evaluate("() => flow.back()") for _ in range(scale.reads)]
    return {"moved_px": max(moved), "rows_most": page.evaluate("() => flow.most")}
