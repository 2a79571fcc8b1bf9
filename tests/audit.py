"""What the HTML of a message may contain, and a reader that fails at anything else."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

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


class Audit(HTMLParser):
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


def audited(content: str) -> Audit:
    """Render a message and check all of it against the allow-list."""
    audit = Audit()
    audit.feed(markdown.render(content))
    audit.close()
    return audit
