"""Looks at the stream of messages after every change, as a reader's eye would, and remembers what was wrong."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Page

STEADY = 2  # pixels
MOST_ROWS = 640  # eight blocks of 64 and the ring

_WATCH = """
() => {
  const seen = new Set(), wrong = [];
  const watch = window.__stream = {seen, wrong, most: 0};
  const look = () => {
    const rows = [...document.querySelectorAll("#stream li[data-seq]")];
    const seqs = rows.map((row) => Number(row.dataset.seq));
    watch.most = Math.max(watch.most, seqs.length);
    seqs.forEach((seq) => seen.add(seq));
    const hole = document.getElementById("newer");
    const torn = seqs.findIndex((seq, at) => at && (hole ? seq <= seqs[at - 1] : seq !== seqs[at - 1] + 1));
    if (torn > 0) wrong.push(`${seqs[torn - 1]} then ${seqs[torn]}`);
    const hall = document.getElementById("composer")?.dataset.hall;
    for (const row of rows) {
      const tag = row.querySelector(".body")?.textContent.match(/^hall-(\\d+):/)?.[1];
      if (tag && hall && tag !== hall) wrong.push(`hall ${hall} shows ${row.textContent}`);
    }
  };
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
  look();
}
"""
_TOP = """
() => {
  const edge = document.getElementById("stream")?.getBoundingClientRect().top;
  const rows = [...document.querySelectorAll("#stream li[data-seq]")];
  const row = rows.find((one) => one.getBoundingClientRect().bottom > edge + 1);
  return row && [Number(row.dataset.seq), Math.round(row.getBoundingClientRect().top - edge)];
}
"""
_FOLLOW = f"""
() => {{
  const places = window.__places = [], top = {_TOP};
  const look = () => {{ places.push(top() ?? null); if (window.__places === places) requestAnimationFrame(look); }};
  look();
}}
"""
_STILL = f"""
() => new Promise((done) => {{
  let frames = 0, last = ""; const top = {_TOP};
  const look = () => {{
    const now = String(top()); frames = now === last ? frames + 1 : 0; last = now;
    if (frames < 20) requestAnimationFrame(look); else done();
  }};
  look();
}})
"""


class Stream:
    """What a page's stream showed since it is watched. A real navigation ends the watching."""

    def __init__(self, page: Page) -> None:
        """Watch from here on."""
        self._page = page
        page.evaluate(_WATCH)

    @property
    def seen(self) -> set[int]:
        """The places of all messages that were shown."""
        return set(self._page.evaluate("() => [...window.__stream.seen]"))

    @property
    def most(self) -> int:
        """How many messages stood there at once, at most."""
        return self._page.evaluate("() => window.__stream.most")

    def assert_in_order(self) -> None:
        """Fail when messages ever stood out of order, twice, with a gap, or in another hall than their own."""
        wrong: list[Any] = self._page.evaluate("() => window.__stream.wrong")
        assert not wrong, wrong[:5]
        assert self.most <= MOST_ROWS


class Place:
    """The first message in sight, in each frame since it is watched. A real navigation ends the watching."""

    def __init__(self, page: Page) -> None:
        """Watch from when it stands still: a turn of the wheel moves it for some frames."""
        self._page = page
        page.evaluate(_STILL)
        self.kept = top_row(page)
        page.evaluate(_FOLLOW)

    def assert_kept(self) -> None:
        """Fail when another message ever stood there, or none, or this one elsewhere."""
        left = [one for one in self._page.evaluate("() => window.__places") if not self._same(one)]
        assert not left, f"{left[:5]} in place of {self.kept}"
        assert self._same(top_row(self._page))

    def _same(self, place: Sequence[int] | None) -> bool:
        return place is not None and place[0] == self.kept[0] and abs(place[1] - self.kept[1]) <= STEADY


def top_row(page: Page) -> tuple[int, int]:
    """Return the first message in sight and how far below the stream's upper edge it begins, in pixels."""
    found = page.evaluate(_TOP)
    return found[0], found[1]


def at_end(page: Page) -> bool:
    """Tell whether the stream stands at its end."""
    return page.evaluate("() => Math.abs(document.getElementById('stream').scrollTop) < 4")


def normal_html(page: Page, html: str) -> str:
    """Return a piece of HTML as the browser writes it."""
    return page.evaluate("(html) => { const t = document.createElement('div'); t.innerHTML = html; return t.innerHTML; }", html)
