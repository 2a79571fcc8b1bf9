"""The gallery shows every component. What a page is made of has its place there, or is listed here."""

import ast
from pathlib import Path

import hallchat

PACKAGE = Path(hallchat.__file__).parent
WITHIN = {
    *("bones", "choice", "delete_button", "edit_box", "edit_button", "edited_mark"),
    *("hall_entry", "hall_icon", "known_halls", "server_button"),
}
"""They are shown within others."""
PLACES = {
    *("conversation", "head", "stream", "rows", "older", "newer", "beginning", "new_messages"),
    *("composer", "pending_row", "unsent", "sought", "live_end"),
    *("versions", "versions_opened", "pages_ahead"),
    *("overlays", "document", "dialogs", "cut_line", "notice", "switcher", "answered", "directory", "shortcuts"),
    *("members_panel", "freshness", "not_shown", "let_in", "refused", "posted", "door", "script", "boundary", "broken"),
}
"""They only hand values to others, or stand around them."""


def components() -> set[str]:
    """The public functions of ``hallchat.ui`` that make a component."""
    found = [node for path in (PACKAGE / "ui").glob("*.py") for node in ast.parse(path.read_text()).body]
    made = [node for node in found if isinstance(node, ast.FunctionDef) and node.returns and not node.name.startswith("_")]
    return {one.name for one in made if ast.unparse(one.returns or one) == "rx.Component"}


def shown() -> set[str]:
    """What the gallery takes from ``hallchat.ui``."""
    nodes = [node for path in (PACKAGE / "pages" / "gallery").glob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    taken = [node for node in nodes if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hallchat.ui.")]
    return {alias.name for node in taken for alias in node.names}


def test_every_component_is_shown() -> None:
    assert {"message_row", "icon", "modal"} <= components() & shown()
    assert components() - shown() == WITHIN | PLACES
