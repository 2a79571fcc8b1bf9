"""What people write arrives as they wrote it: text stays text, each script keeps its direction, nothing is lost."""

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.person import Person

HOSTILE = [
    "<script>window.__pwned = 1</script>",
    "<img src=x onerror='window.__pwned = 1'>",
    "<svg onload=window.__pwned=1>",
    "<svg><script>window.__pwned=1</script></svg>",
    "<iframe srcdoc='<script>parent.__pwned=1</script>'></iframe>",
    "<body onload=window.__pwned=1>",
    "<details open ontoggle=window.__pwned=1>",
    "<style>body { display: none }</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<form action=https://evil.example><button>sign in</button></form>",
    "<base href=https://evil.example>",
    "[press me](javascript:window.__pwned=1)",
    "[press me](data:text/html,<script>window.__pwned=1</script>)",
    '![x](x" onerror="window.__pwned=1)',
    "<a href='javascript:window.__pwned=1'>press me</a>",
    "**<b onmouseover=window.__pwned=1>bold**",
    "`</code><script>window.__pwned=1</script>`",
    "```html\n</code></pre><script>window.__pwned=1</script>\n```",
    "{{constructor.constructor('window.__pwned=1')()}} ${window.__pwned=1}",
]
FORBIDDEN = "script, iframe, style, form, meta, base, img, svg, object, embed, details, [onerror], [onload], [onmouseover]"
ESCAPE = '"><img src=x onerror=window.__pwned=1>'


def assert_unharmed(reader: Person) -> None:
    assert reader.page.evaluate("() => window.__pwned") is None
    assert reader.page.evaluate(
        f"() => document.querySelectorAll('.body').values().every((one) => !one.querySelector(`{FORBIDDEN}`))"
    )
    for link in reader.page.locator(".body a").all():
        assert (link.get_attribute("href") or "").startswith(("http://", "https://", "mailto:"))
        assert "noopener" in (link.get_attribute("rel") or "")


def test_markup_in_messages_stays_text(person: People) -> None:
    ana, bob = person("Ana"), person("Bob")
    hall = ana.make_hall("Workshop")
    bob.rest.join(hall)
    bob.go_to(hall)
    for text in HOSTILE:
        ana.rest.say(hall, text)
    for reader in (ana, bob):
        expect(reader.message(len(HOSTILE))).to_be_visible()
        expect(reader.message(1)).to_contain_text(HOSTILE[0])
        assert_unharmed(reader)
    bob.page.reload()
    expect(bob.message(len(HOSTILE))).to_be_visible()
    assert_unharmed(bob)


def test_markup_in_names_and_topics_stays_text(person: People) -> None:
    ana, bob = person(f"Ana {ESCAPE}"), person("Bob")
    name = f"<script>window.__pwned=1</script> {ESCAPE}"
    hall = ana.make_hall(name, f"topic {ESCAPE}")
    ana.say("hello")
    dialog = bob.open_directory()
    dialog.get_by_role("searchbox").fill("__pwned")
    expect(dialog).to_contain_text(f"topic {ESCAPE}")
    bob.page.keyboard.press("Escape")
    bob.rest.join(hall)
    bob.go_to(hall)
    expect(bob.page.locator(".conversation h1")).to_have_text(name)
    expect(bob.message(1)).to_contain_text(ana.name)
    bob.page.locator(".people").click()
    expect(bob.page.locator(".panel")).to_contain_text(ana.name)
    for reader in (ana, bob):
        assert reader.page.evaluate("() => window.__pwned") is None
        assert reader.page.locator("img").count() == 0


def test_each_paragraph_and_each_name_runs_in_its_own_direction(person: People) -> None:
    ana = person("Ana שרה")
    ana.make_hall("Levante")
    for text in ("مرحبا بالجميع, see you at 9:00", "שלום לכולם", "Hello שלום", "¡Hola!"):
        ana.say(text)
    expect(ana.message(4)).to_be_visible()
    starts = ana.page.locator("#stream .body p").evaluate_all("""(all) => all.map((one) => {
      const range = document.createRange();
      range.setStart(one.firstChild, 0); range.setEnd(one.firstChild, 1);
      const letter = range.getBoundingClientRect(), line = one.getBoundingClientRect();
      return letter.left - line.left < line.right - letter.right ? "left" : "right";
    })""")
    assert starts == ["right", "right", "left", "left"]
    ana.say("- אחת\n- שתיים")
    expect(ana.message(5).locator("ul")).to_have_css("direction", "rtl")  # where the points stand
    expect(ana.message(4).locator(".body")).to_have_css("direction", "ltr")
    ana.page.locator(".people").click()
    for place in (".message header", ".panel li", ".halls footer"):
        expect(ana.page.locator(f"{place} strong bdi").first).to_have_text("Ana שרה")
    box = ana.page.locator("#composer")
    for way, code in (("rtl", "ar"), ("ltr", "en")):
        ana.page.evaluate("([code, way]) => hallchat.speak(code, way)", [code, way])
        expect(box).to_have_css("direction", way)
        box.fill("שלום")
        expect(box).to_have_css("direction", "rtl")
        box.fill("hello")
        expect(box).to_have_css("direction", "ltr")
        box.fill("")


def test_enter_sends_and_shift_enter_breaks_the_line(person: People) -> None:
    ana = person("Ana")
    hall = ana.make_hall("Typing")
    box = ana.page.locator("#composer")
    box.press_sequentially("first line")
    box.press("Shift+Enter")
    box.press_sequentially("second line")
    expect(box).to_have_value("first line\nsecond line")
    box.press("Enter")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    expect(ana.message(1)).to_contain_text("second line")
    box.fill("by the button")
    ana.page.locator(".send").click()
    expect(ana.message(2)).to_contain_text("by the button")
    assert ana.rest.contents(hall) == ["first line\nsecond line", "by the button"]


def test_an_unfinished_composition_and_blank_text_are_not_sent(person: People) -> None:
    ana = person("Ana")
    hall = ana.make_hall("漢字")
    box = ana.page.locator("#composer")
    box.fill("にほん")
    for key in ("{isComposing: true, keyCode: 13}", "{isComposing: true, keyCode: 229}", "{keyCode: 229}"):
        box.evaluate(f"(box) => box.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Enter', bubbles: true, ...{key}}}))")
    expect(box).to_have_value("にほん")
    expect(ana.pending()).to_have_count(0)
    for blank in ("", "   ", "\n \t\n"):
        box.fill(blank)
        box.press("Enter")
        ana.page.locator(".send").click()
        expect(ana.pending()).to_have_count(0)
    ana.say("日本語")
    expect(ana.message(1)).to_contain_text("日本語")
    assert ana.rest.contents(hall) == ["日本語"]


def test_a_text_that_is_too_long_stays_in_the_box_and_is_counted(person: People) -> None:
    ana = person("Ana", language="es-ES")
    ana.make_hall("Novela")
    text = "palabra " * 1000 + "x"
    ana.page.fill("#composer", text)
    expect(ana.page.locator("#length")).to_have_text("Sobra 1 carácter: envíalo por partes.")
    ana.page.press("#composer", "Enter")
    ana.page.locator(".send").click()
    expect(ana.page.locator("#composer")).to_have_value(text)
    expect(ana.pending()).to_have_count(0)
    ana.page.fill("#composer", text[:7998])
    expect(ana.page.locator("#length")).to_have_text("Quedan 2 caracteres")
    ana.page.press("#composer", "Enter")
    expect(ana.message(1)).to_be_visible()
    expect(ana.page.locator("#length")).to_have_text("")


def test_a_refused_message_keeps_its_text_says_why_and_holds_no_other_up(person: People) -> None:
    ana = person("Ana", language="es-ES")
    hall = ana.make_hall("Braille")
    refused = ana.refused()
    ana.say("\u2800")  # drawn as nothing, which only the server knows
    expect(refused).to_contain_text("al menos un")
    ana.say("algo más")
    expect(ana.message(1)).to_contain_text("algo más")
    ana.page.get_by_role("button", name="Reintentar").click()
    expect(refused).to_contain_text("al menos un")
    ana.page.reload()
    expect(refused).to_contain_text("al menos un")
    ana.page.get_by_role("button", name="Editar").click()
    expect(ana.page.locator("#composer")).to_have_value("\u2800")
    expect(ana.pending()).to_have_count(0)
    ana.say("\u2800.")
    expect(ana.message(2)).to_be_visible()
    assert ana.rest.contents(hall) == ["algo más", "\u2800."]
