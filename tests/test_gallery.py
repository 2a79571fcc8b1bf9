"""The gallery shows every component. What a page is made of has its place there, or is listed here."""

import ast
from pathlib import Path

import hallchat

PACKAGE = Path(hallchat.__file__).parent
WITHIN = {
    "bones",
    "choice",
    "completions",
    "drawn_body",
    "edit_box",
    "edit_lost",
    "edit_button",
    "edited_mark",
    "faces",
    "fold_button",
    "fold_place",
    "found_list",
    "hall_entry",
    "hall_icon",
    "known_halls",
    "line_drawn",
    "more_button",
    "name_button",
    "new_line",
    "react_button",
    "reactions",
    "quiet_hours",
    "said",
    "replies_button",
    "reply_button",
    "segments",
    "server_button",
    "versions_button",
}
"""They are shown within others."""
PLACES = {
    "all_read",
    "alerts",
    "answered",
    "ask_who",
    "at_page",
    "beginning",
    "boundary",
    "broken",
    "card",
    "came_from",
    "composer",
    "conversation",
    "cut_line",
    "date_found",
    "dates",
    "dialogs",
    "directory",
    "document",
    "door",
    "drafts",
    "everybody_here",
    "freshness",
    "head",
    "how_many",
    "let_in",
    "let_in_again",
    "shown_card",
    "last_said",
    "levels",
    "live_end",
    "members_panel",
    "message_menu",
    "new_above",
    "new_from",
    "new_messages",
    "newer",
    "not_shown",
    "notice",
    "offered",
    "older",
    "overlays",
    "own_style",
    "page_aside",
    "pages_ahead",
    "pending_row",
    "people_chooser",
    "people_met",
    "posted",
    "refused",
    "renewed_quotes",
    "quiet_kept",
    "reactors_dialog",
    "reactors_opened",
    "replies_dialog",
    "fresh_replies",
    "found_again",
    "replies_opened",
    "replying",
    "rows",
    "script",
    "search_box",
    "shortcuts",
    "sought",
    "stands",
    "stream",
    "switcher",
    "typists",
    "unsent",
    "versions",
    "versions_opened",
    "where_to_write",
    "picker",
    "picking",
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
