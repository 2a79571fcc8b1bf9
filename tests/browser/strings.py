"""Reads the words of the interface off a page."""

import re

from playwright.sync_api import Page

_STRINGS = """() => {
  const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      const said = "textarea, .body, .excerpt, .said-before, .said, #news, #picker button";
      const written = "script, style, time, bdi, kbd, .day";
      if (!node.parentElement.closest(`${said}, ${written}`)) found.add(node.textContent.trim());
    } else if (!node.matches("time, #picker button")) for (const name of ["aria-label", "title", "placeholder"])
      if (node.hasAttribute(name)) found.add(node.getAttribute(name).trim());
  }
  return [...found].filter((one) => /\\p{L}/u.test(one));
}"""


def strings(page: Page) -> set[str]:
    """Return them without digits, and without what people wrote."""
    return {re.sub(r"\d+", "", one) for one in page.evaluate(_STRINGS)}
