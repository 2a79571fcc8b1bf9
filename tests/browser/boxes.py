"""Notes where things stand on a page in every frame that it draws, as an eye would see them move."""

from collections.abc import Sequence

from playwright.sync_api import Page

STEADY = 1.0  # pixel
_WATCH = """
(places) => {
  const frames = window.__frames = [];
  const look = () => {
    const all = [...document.querySelectorAll(places)].map((one) => {
      const {x, y, width, height} = one.getBoundingClientRect();
      const name = (one.querySelector(".body") ?? one).textContent.replaceAll(/\\s/g, "");
      return {name, box: [x, y, width, height], pending: one.matches(".pending")};
    });
    frames.push(all);
    if (window.__frames === frames) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
"""
_TAKE = "() => new Promise((done) => requestAnimationFrame(() => { done(__frames); window.__frames = null; }))"


class Boxes:
    """The messages, days and headings of a stream in each frame since they are watched."""

    def __init__(self, page: Page) -> None:
        """Watch from the next frame on."""
        self._page = page
        page.evaluate(_WATCH, "#stream .message, #stream .day, #stream .beginning > *")

    def assert_steady(self, text: str) -> None:
        """Fail unless a message was there once in each frame since it came, pending first, and nothing moved after that."""
        name = "".join(text.split())
        frames = self._page.evaluate(_TAKE)
        since = next(at for at, frame in enumerate(frames) if any(one["name"] == name for one in frame))
        seen = [[one["pending"] for one in frame if one["name"] == name] for frame in frames[since:]]
        assert all(len(one) == 1 for one in seen), f"{name} is there {[len(one) for one in seen]} times"
        assert seen[0] == [True] and seen[-1] == [False], f"{name} was drawn pending, then sent: {seen}"
        first = _boxes(frames[since])
        for number, frame in enumerate(frames[since:]):
            moved = {key: (first.get(key), box) for key, box in _boxes(frame).items() if not _same(first.get(key), box)}
            assert not moved and len(frame) == len(first), f"frame {number} after {name} came: {moved or frame}"


def _boxes(frame: Sequence[dict]) -> dict[tuple[str, int], list[float]]:
    """Name the boxes; what has one name is counted."""
    named: dict[tuple[str, int], list[float]] = {}
    for one in frame:
        named[one["name"], sum(key[0] == one["name"] for key in named)] = one["box"]
    return named


def _same(one: list[float] | None, other: list[float]) -> bool:
    return one is not None and all(abs(a - b) <= STEADY for a, b in zip(one, other, strict=True))
