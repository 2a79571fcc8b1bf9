"""Markdown to safe HTML, once for each message: rendered without raw HTML, then cleaned."""

import nh3
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
_ATTRIBUTES = {"*": set[str](), "a": {"href", "target"}, "ol": {"start"}, "code": {"class"}}
_SCHEMES = {"http", "https", "mailto"}
_REL = "nofollow noopener noreferrer ugc"

_renderer = MarkdownIt("zero", {"html": False, "linkify": True, "breaks": True, "maxNesting": 20})
_renderer.enable(["backticks", "emphasis", "strikethrough", "escape", "newline", "link", "autolink", "linkify"])
_renderer.enable(["code", "fence", "blockquote", "list"])
_renderer.add_render_rule(
    "link_open",
    lambda self, tokens, index, options, env: (
        tokens[index].attrSet("target", "_blank") or self.renderToken(tokens, index, options, env)
    ),
)


def render(content: str) -> str:
    """Render a message.

    Args:
        content: its text, as ``text.message`` returns it. About 1 ms for a screenful: not for the event loop.

    Returns:
        HTML made of paragraphs, emphasis, code, quotes, lists and links only; everything else is text in it.
    """
    html = _renderer.render(content).strip()
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=_REL)
