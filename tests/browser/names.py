"""What controls are called, as a screen reader lists them."""

from playwright.sync_api import Page

_CALLED = """() => {
  const drawn = (one) => one.querySelector("[aria-label]")?.ariaLabel;
  const labelled = (one) => document.getElementById(one.getAttribute("aria-labelledby"))?.textContent;
  const names = (one) => [one.ariaLabel, labelled(one), one.labels?.[0]?.innerText, one.innerText, one.title, drawn(one)];
  const inside = document.querySelector("dialog:modal") ?? document, areas = [];
  const within = (one) => { areas.includes(one) || areas.push(one); return areas.indexOf(one); };
  const controls = [...inside.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")];
  return controls.filter((one) => one.checkVisibility({visibilityProperty: true})).map((one) => ({
    name: names(one).find((name) => name?.trim())?.trim() ?? "", what: one.outerHTML.slice(0, 120),
    area: within(one.closest("dialog, nav, main, aside, form, fieldset, .notice")),
    does: one.getAttribute("href") ?? "", listed: Boolean(one.closest("li")),
  }));
}"""


def misnamed(page: Page) -> list[str]:
    """Return the controls in sight without a name, and those beside each other that have one name and do different things.

    The rows of a list may each have the same ones.
    """
    called = page.evaluate(_CALLED)
    wrong, known = [one["what"] for one in called if not one["name"]], {}
    for one in called:
        if not one["listed"]:
            first = known.setdefault((one["area"], one["name"]), one)
            if first is not one and not (one["does"] and one["does"] == first["does"]):
                wrong.append(f"{one['name']!r} twice: {first['what']} and {one['what']}")
    return wrong
