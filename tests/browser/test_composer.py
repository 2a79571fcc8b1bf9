"""The box to write in: it grows with the text, leaves input methods their keys, and keeps whatever is put into it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.stream import at_end

_SIZES = """(box) => [box.clientHeight, box.scrollHeight, parseFloat(getComputedStyle(box).lineHeight), innerHeight,
  Math.round(box.closest(".composer").getBoundingClientRect().bottom), document.getElementById("stream").clientHeight]"""


@pytest.mark.parametrize("able", [True, False], ids=["by itself", "by the script"])
def test_the_box_grows_with_its_lines_up_to_a_bound_and_becomes_small_again(person: People, able: bool) -> None:
    ana = person("Ana")
    hall = ana.rest.make_hall("Growth")
    if not able:
        ana.page.add_init_script("CSS.supports = () => false")
    ana.go_to(hall)
    if not able:
        ana.page.add_style_tag(content="textarea { field-sizing: fixed !important }")
    for number in range(30):
        ana.rest.say(hall, f"{number}")
    expect(ana.message(30)).to_be_in_viewport()
    box = ana.page.locator("#composer")
    expect(box).to_have_attribute("enterkeyhint", "send")
    one_line = box.evaluate(_SIZES)
    for lines in range(2, 7):
        box.press("Shift+Enter")
        height, needed, line, *_ = box.evaluate(_SIZES)
        assert abs(height - one_line[0] - (lines - 1) * line) < lines and needed == height
    assert at_end(ana.page)
    expect(ana.message(30)).to_be_in_viewport()
    box.fill("line\n" * 100)
    ana.page.keyboard.insert_text("the last")
    height, needed, line, page, bottom, stream = box.evaluate(_SIZES)
    assert height <= 0.4 * page + 1 < needed and bottom <= page and stream > 3 * line
    hidden = box.evaluate("(box) => box.scrollHeight - box.scrollTop - box.clientHeight")
    assert hidden < line, "what is being written is in sight"
    box.press("Enter")
    expect(box).to_have_value("")
    assert box.evaluate(_SIZES) == one_line


def test_an_input_method_keeps_its_enter(person: People) -> None:
    ana = person("Ana")
    hall = ana.rest.make_hall("漢字")
    ana.go_to(hall)
    box, keys = ana.page.locator("#composer"), ana.context.new_cdp_session(ana.page)
    box.press_sequentially("ここは")
    keys.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    expect(box).to_have_value("ここはにほん")
    for code in (13, 229):  # browsers differ in what they say of a key that an input method took
        event = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": code}
        keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **event})
        keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
    expect(box).to_have_value("ここはにほん")
    expect(ana.pending()).to_have_count(0)
    keys.send("Input.insertText", {"text": "日本"})
    expect(box).to_have_value("ここは日本")
    box.press("Enter")
    expect(ana.message(1)).to_contain_text("ここは日本")
    assert ana.rest.contents(hall) == ["ここは日本"]


def test_a_long_text_that_is_pasted_is_kept_whole_and_not_sent_before_it_is_shorter(person: People) -> None:
    ana = person("Ana")
    hall = ana.rest.make_hall("Novel")
    ana.go_to(hall)
    text = "palabra 🙌\n" * 1000  # 10,000 characters, which are more in UTF-16
    box = ana.page.locator("#composer")
    box.fill(text)
    box.press("ControlOrMeta+A")
    box.press("ControlOrMeta+X")
    expect(box).to_have_value("")
    box.press("ControlOrMeta+V")
    expect(box).to_have_value(text)
    expect(ana.page.locator("#length")).to_have_text("2,000 characters too many: send it in parts.")
    box.press("Enter")
    ana.page.locator(".send").click()
    expect(ana.pending()).to_have_count(0)
    expect(box).to_have_value(text)
    ana.page.reload()
    expect(box).to_have_value(text)
    box.evaluate(
        "(box, from) => { box.focus(); box.setSelectionRange(from, box.value.length); }", len("palabra 🙌\n" * 800) + 800
    )
    box.press("Delete")
    expect(ana.page.locator("#length")).to_have_text("0 characters left")
    box.press("Enter")
    expect(ana.message(1)).to_be_visible()
    assert ana.rest.contents(hall) == [text[:8000].rstrip()]
