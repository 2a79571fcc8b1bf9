"""What is written in Markdown becomes HTML: emphasis, lists and code, links, and what may be a name."""

from html import escape

import pytest

from hallchat import markdown
from hallchat.text import MAX_NAME
from tests.audit import audited


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


def test_the_name_of_a_file_is_no_link() -> None:
    assert audited("see README.md and main.py, or ftp.example.org").links == []


def test_a_bare_address_is_a_link() -> None:
    assert audited("see https://example.org/a?b=c.").links == ["https://example.org/a?b=c"]


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
        "¿**#puerto**, #Café. #東京、#no `#puerto` [#puerto](/h/9) \\#puerto a#puerto /#puerto ##puerto #puerto/x # x"
    )
    assert markdown.names(html) == ["#puerto", "#Café.", "#東京", "#no", "#puerto/x"]
    linked = lambda hall, name: f'<a href="/h/{hall}" data-hall="{hall}" rel="nofollow noopener noreferrer ugc">#{name}</a>'  # noqa: E731
    assert markdown.named(html, lambda name: 3, {"puerto": 1, "Café": 2, "東京": 4}.get) == (
        f"<p>¿<strong>{linked(1, 'puerto')}</strong>, {linked(2, 'Café')}. {linked(4, '東京')}、#no <code>#puerto</code> "
        f"{linked(9, 'puerto')} #puerto a#puerto /#puerto ##puerto #puerto/x # x</p>"
    )


HALLS = {"c": 1, "c++": 2, "R": 3, "R&D": 4, "گفت": 5, "گفت\u200cوگو": 6, "Yahoo": 7, "Yahoo!": 8, "a" * MAX_NAME: 9, 'O"': 10}


@pytest.mark.parametrize(
    ("typed", "linked", "rest"),
    [
        ("#c++", "c++", ""),
        ("(#c++),", "c++", "),"),
        ("#c#", None, ""),
        ("#c+", None, ""),
        ("#c's", None, ""),
        ("#c\\+\\+", None, ""),
        ("#R&D.", "R&D", "."),
        ("#R\\&D", None, ""),
        ("#R`&D`", None, ""),
        ("#R\\.", "R", "."),
        ("#R&amp;D", None, ""),
        ("#R<b>", None, ""),
        ('#O"', 'O"', ""),
        ("#گفت\u200cوگو", "گفت\u200cوگو", ""),
        ("#گفت،", "گفت", "،"),
        ("#گفت\u200f", "گفت", "\u200f"),
        ("#Yahoo!..", "Yahoo!", ".."),
        ("#Yahoo!!!!!!", "Yahoo!", "!!!!!"),
        ("#c......", "c", "......"),
        (f"#{'a' * MAX_NAME}!!", "a" * MAX_NAME, "!!"),
        (f"#{'a' * (MAX_NAME + 1)}", None, ""),
        (f"#{'a' * 8_000}", None, ""),
        ("#...", None, ""),
    ],
)
def test_a_name_of_a_hall_is_never_the_beginning_of_a_longer_word(typed: str, linked: str | None, rest: str) -> None:
    stored = markdown.named(markdown.render(typed), lambda name: None, {**HALLS, "": 11}.get)
    if linked is None:
        assert "<a " not in stored
        assert "<bdi" not in stored
    else:
        assert f'<a href="/h/{HALLS[linked]}"' in stored
        assert stored.endswith(f">#{escape(linked, quote=False)}</a>{rest}</p>")


@pytest.mark.parametrize("typed", ["@ana\\_b", "@ana`b`"])
def test_a_mention_is_never_the_beginning_of_a_longer_word(typed: str) -> None:
    assert markdown.names(markdown.render(typed)) == []


def test_what_ends_a_sentence_ends_a_mention_however_it_is_written() -> None:
    assert markdown.names(markdown.render("@ana\\. @bob\\!")) == ["@ana", "@bob"]


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_code_that_may_be_coloured_is_heavy(fence: str) -> None:
    assert markdown.heavy(f"> {fence}py\n> 1\n> {fence}")
    assert not markdown.heavy("`code` and ~~nothing~~")
