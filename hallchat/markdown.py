"""Markdown to safe HTML, once for each message: rendered without raw HTML, then cleaned."""

import nh3
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
_ATTRIBUTES = {"*": set[str](), "a": {"href", "target"}, "ol": {"start"}, "code": {"class"}}
_GIVEN = {"pre": {"tabindex": "0"}}  # long lines of code are scrolled by keyboard too, in Safari only with this
_SCHEMES = {"http", "https", "mailto"}
_REL = "nofollow noopener noreferrer ugc"

MAX_BARE_LINKS = 100  # looking for them takes quadratic time in "://"; with more of these, none is looked for


def _make(*, bare_links: bool) -> MarkdownIt:
    renderer = MarkdownIt("zero", {"html": False, "linkify": bare_links, "breaks": True, "maxNesting": 20})
    renderer.enable(["backticks", "emphasis", "strikethrough", "escape", "newline", "link", "autolink"])
    renderer.enable(["code", "fence", "blockquote", "list", "linkify"])
    renderer.add_render_rule(
        "link_open",
        lambda self, tokens, index, options, env: (
            tokens[index].attrSet("target", "_blank") or self.renderToken(tokens, index, options, env)
        ),
    )
    if renderer.linkify is not None:
        renderer.linkify.set({"fuzzy_link": False})  # "README.md" is a file, not a page in Moldova
    return renderer


_renderer, _without_bare_links = _make(bare_links=True), _make(bare_links=False)


def render(content: str) -> str:
    """Render a message.

    Args:
        content: its text, as ``text.message`` returns it. About 1 ms for a screenful: not for the event loop.

    Returns:
        HTML made of paragraphs, emphasis, code, quotes, lists and links only; everything else is text in it.
    """
    maybe_links = ("//" in content or "@" in content) and content.count("://") <= MAX_BARE_LINKS
    renderer = _renderer if maybe_links else _without_bare_links
    html = renderer.render(content).strip().replace("<br>\n", "<br>")  # spaces are shown as they are typed
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, set_tag_attribute_values=_GIVEN, url_schemes=_SCHEMES, link_rel=_REL
    )
