"""Markdown to safe HTML, once for each message: rendered without raw HTML, then cleaned.

What may be a name, of somebody or of a hall, is marked on the way. Whose it is, is known only to who stores the message: see
``named``.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape
from itertools import count, pairwise
from typing import cast

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from hallchat import emoji
from hallchat.highlight import KINDS, Allowance, coloured

COPY = "copy-code"
"""The id of what names the button at a block of code: once in a page, in its reader's language."""

_TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "bdi", "div", "span", "button"}
_ATTRIBUTES = {"*": set[str](), "a": {"href", "target", "data-hall"}, "ol": {"start"}, "code": {"class"}, "bdi": {"data-name"}}
_CLASSES = {"span": set(KINDS.values())}
_GIVEN = {
    "pre": {"tabindex": "0"},  # long lines of code are scrolled by keyboard too, in Safari only with this
    "button": {"aria-labelledby": COPY},
}
_SCHEMES = {"http", "https", "mailto"}
_REL = "nofollow noopener noreferrer ugc"
# What stands between words: white space, and what is written without any, dashes, quotes and the marks of Chinese and Japanese.
# The joiners within words of Persian or Hindi are none of it, nor is an apostrophe.
_BETWEEN = (
    r"\s\u00a1\u00ab\u00bb\u00bf\u2000-\u200b\u200e\u200f\u2014-\u2018\u201a-\u206f"
    r"\u3000-\u3003\u3008-\u301f\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f"
)
_ENDING = ".,:;!?'\u2019\")]}>*_~`|\u060c\u061b\u061f\u0964-"  # may stand behind a name, or be the end of a hall's
# As a username is, or a word that may be a hall's name, with what stands behind it; not in an e-mail address, a path or a
# package's name, and whole: never the beginning of a longer word.
_NAME = re.compile(
    r"(?<![\w@./#&=?-])(@[A-Za-z0-9._-]{3,32}+(?![\w@]|/\w)"
    rf"|#(?!#)[^{_BETWEEN}]{{1,80}}+[{re.escape(_ENDING)}]*+(?![^{_BETWEEN}]))"
)
_MOST_ENDING = 3  # "Wait..."
_GOES_ON = re.compile(rf"[_-]|[^{_BETWEEN}{re.escape(_ENDING)}]")
_HALL = re.compile(r"/h/([1-9][0-9]{0,17})(?:#[1-9][0-9]{0,15})?")
_MARKED = re.compile(r'<bdi data-name="([^"]+)">[^<]+</bdi>')
# An emoji by its code, where a page would put it in too; and whatever may be one, wherever it stands.
_CODE_OF_EMOJI = re.compile(r"(?<![^\s(\[{\"'¡¿*_~-]):([\w+-]{2,50}):(?!//)")
_MAY_SPELL = re.compile(r":(?=([\w+-]{2,50}):)")

MAX_BARE_LINKS = 100  # looking for them takes quadratic time in "://"; with more of these, none is looked for
MAX_HALL_LINKS = 100
"""How often the name of a hall becomes a link in a message: the HTML of one is thirty times as long."""
MENTION = '<bdi data-user="'
"""How a mention begins in a stored message. No text can say that: in texts ``<`` is written otherwise."""


def _make(*, bare_links: bool) -> MarkdownIt:
    renderer = MarkdownIt("zero", {"html": False, "linkify": bare_links, "breaks": True, "maxNesting": 20})
    renderer.enable(["backticks", "emphasis", "strikethrough", "escape", "newline", "link", "autolink"])
    renderer.enable(["code", "fence", "blockquote", "list", "linkify"])
    renderer.core.ruler.before("text_join", "names", _mark_names)  # before: what is escaped stands apart until then
    renderer.add_render_rule("name", lambda self, tokens, index, options, env: _marked(tokens[index].content))
    renderer.add_render_rule("link_open", _link)
    renderer.add_render_rule("fence", _block)
    renderer.add_render_rule("code_block", _block)
    if renderer.linkify is not None:
        renderer.linkify.set({"fuzzy_link": False})  # "README.md" is a file, not a page in Moldova
    return renderer


def _link(self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """Draw where a link begins: to another site in a tab of its own, to a hall of ours in this page."""
    hall = _HALL.fullmatch(str(tokens[index].attrGet("href")))
    tokens[index].attrSet(*(("data-hall", hall[1]) if hall else ("target", "_blank")))
    return cast(RendererHTML, self).renderToken(tokens, index, options, env)


def _block(self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """Render a block of code, with a button to copy it that every page names for itself."""
    code, language = tokens[index].content, next(iter(tokens[index].info.split()), "")
    named = f' class="language-{escape(language)}"' if language else ""
    shown = coloured(code, language, env.setdefault("allowance", Allowance()))
    return f"<div><pre><code{named}>{shown}</code></pre><button></button></div>\n"


def _mark_names(state: StateCore) -> None:
    for block in state.tokens:
        if block.children and may_name(block.content):
            block.children = list(_with_names(block.children))


def _with_names(tokens: Sequence[Token]) -> Iterator[Token]:
    links = 0
    for token, after in pairwise([*tokens, Token("", "", 0)]):
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not links and may_name(token.content):
            for number, part in enumerate(_parts(token.content, after.content)):
                yield Token("name" if number % 2 else "text", "", 0, content=part, level=token.level)
        else:
            yield token


def _parts(content: str, after: str) -> list[str]:
    """Split a text at what may be names, which are every other part; what comes after it may go on with its last word."""
    parts = _NAME.split(content)
    goes_on = not parts[-1] and _GOES_ON.match(after)
    return [*parts[:-3], "".join(parts[-3:])] if goes_on else parts


def _marked(name: str) -> str:
    return f'<bdi data-name="{escape(name)}">{escape(name)}</bdi>'


def _note_emoji(state: StateInline, silent: bool) -> bool:
    """Note an emoji's code that is about to become text, by which colon of its block it begins at; not within an address."""
    found = None if silent else _CODE_OF_EMOJI.match(state.src, state.pos)
    one = emoji.called(found[1]) if found else None
    if one and "//" not in state.src[: state.pos + 1].rsplit(None, 1)[-1]:
        state.env["emoji"].append((state.src.count(":", 0, state.pos), one))
    return False


def _make_speller(*, bare_links: bool) -> MarkdownIt:
    speller = _make(bare_links=bare_links)
    speller.inline.ruler.push("emoji", _note_emoji)  # last: what is code or a link was taken by then
    return speller


# By whether bare links are looked for: a link may hold a backtick, so that it decides where code begins.
_renderers = {bare_links: _make(bare_links=bare_links) for bare_links in (False, True)}
_spellers = {bare_links: _make_speller(bare_links=bare_links) for bare_links in (False, True)}


def _may_link(content: str) -> bool:
    return ("//" in content or "@" in content) and content.count("://") <= MAX_BARE_LINKS


def _may_spell(content: str) -> bool:
    return any(map(emoji.called, _MAY_SPELL.findall(content)))


def may_name(content: str) -> bool:
    """Tell whether a text may hold a name of somebody or of a hall."""
    return "@" in content or "#" in content


def heavy(content: str) -> bool:
    """Tell whether a message may hold code to be coloured, or emoji by their codes: work for a thread however short it is."""
    return "```" in content or "~~~" in content or _may_spell(content)


def spelled(content: str) -> str:
    """Put the emoji in that a message names in full, as ``:tada:``, outside of code and addresses; the rest stays.

    It is done to what is stored, and not only to what is drawn: so it is the same whether a page put the emoji in while it was
    typed or a script sent the code, and a search, a quote, a notification and the box to edit in have the emoji too.

    Args:
        content: its text, as ``text.message`` returns it.

    Returns:
        The text, never longer.
    """
    if not _may_spell(content):
        return content
    speller, blocks, lines = _spellers[_may_link(content)], list[Token](), content.split("\n")
    speller.block.parse(content, speller, {}, blocks)
    for block in blocks:
        if block.type == "inline" and block.map:
            noted = list[tuple[int, str]]()
            speller.inline.parse(block.content, speller, {"emoji": noted}, [])
            first, end = block.map
            lines[first:end] = _with_emoji("\n".join(lines[first:end]), noted).split("\n")
    return "\n".join(lines)


def _with_emoji(typed: str, noted: Sequence[tuple[int, str]]) -> str:
    """Put emoji in at the colons where they were noted: a block has all of its colons, but not the marks before its lines."""
    parts = typed.split(":")
    for at, one in reversed(noted):
        parts[at : at + 3] = [parts[at] + one + parts[at + 2]]
    return ":".join(parts)


def render(content: str) -> str:
    """Render a message.

    Args:
        content: its text, as ``text.message`` returns it. About 1 ms for a screenful: not for the event loop.

    Returns:
        HTML made of paragraphs, emphasis, code, quotes, lists and links only; everything else is text in it. What may be a
        name is marked, for ``named``.
    """
    html = _renderers[_may_link(content)].render(content).strip().replace("<br>\n", "<br>")  # spaces are shown as they are typed
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        set_tag_attribute_values=_GIVEN,
        url_schemes=_SCHEMES,
        link_rel=_REL,
    )


def names(html: str) -> list[str]:
    """Return what may be a name in what ``render`` made, in order, with its sign; see ``readings``."""
    return [unescape(name) for name in _MARKED.findall(html)]


def readings(name: str) -> list[str]:
    """Return the names that somebody may mean, the longest first: a sentence may end after them, or they end as sentences do."""
    end = len(name.rstrip(_ENDING))
    return [name[:at] for at in range(min(len(name), end + _MOST_ENDING), max(end, 1) - 1, -1)]


def named(html: str, who: Callable[[str], int | None], where: Callable[[str], int | None]) -> str:
    """Put mentions and links for the names in what ``render`` made; the same for every reader.

    Args:
        html: from ``render``.
        who: returns the user of a name, 0 for everybody, None for nobody: that stays text.
        where: returns the hall of a name, None for none; beyond ``MAX_HALL_LINKS``, names stay text.

    Returns:
        The HTML as it is stored.
    """
    linked = count()

    def among_few(name: str) -> int | None:
        hall = where(name)
        return None if hall is None or next(linked) >= MAX_HALL_LINKS else hall

    return _MARKED.sub(lambda found: _mention(unescape(found[1]), who if found[1][0] == "@" else among_few), html)


def _mention(name: str, whose: Callable[[str], int | None]) -> str:
    for called in readings(name[1:]):
        if (one := whose(called)) is not None:
            return _named(name[0], called, one) + escape(name[1 + len(called) :], quote=False)
    return escape(name, quote=False)


def _named(sign: str, called: str, one: int) -> str:
    shown = sign + escape(called, quote=False)
    if sign == "@":
        return f'{MENTION}{one}">{shown}</bdi>'
    return f'<a href="/h/{one}" data-hall="{one}" rel="{_REL}">{shown}</a>'
