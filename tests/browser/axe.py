"""Looks at a page with axe-core, by the rules of WCAG 2.2 A and AA and by good practice."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},  # off by default, although of WCAG 2.2 AA
    "resultTypes": ["violations"],
}

Look = dict[str, Any]
PLAIN: Look = {"color_scheme": "light", "contrast": "no-preference", "reduced_motion": "reduce"}
"""Without transitions, during which colours are in between."""
LOOKS: dict[str, Look] = {
    "light": PLAIN,
    "dark": PLAIN | {"color_scheme": "dark"},
    "more contrast": PLAIN | {"contrast": "more"},
    "more contrast, dark": PLAIN | {"contrast": "more", "color_scheme": "dark"},
}
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose answer depends on the theme."""


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Return what is wrong with a page as it stands, a line for each place: rule, impact, selector, why.

    Args:
        page: to be looked at.
        rules: only these; all when left out.
    """
    options = _OPTIONS if rules is None else {"runOnly": {"type": "rule", "values": rules}, "resultTypes": ["violations"]}
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(options) => axe.run(document, options)", options)["violations"]
    return sorted(_line(rule, node) for rule in found for node in rule["nodes"])


def _line(rule: dict, node: dict) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    why = checks[0]["message"] if checks else rule["help"]
    return f"{rule['id']} ({rule['impact']}) at {' '.join(map(str, node['target']))}: {why}"
