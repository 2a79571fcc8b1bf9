"""What tells whether a page is accessible finds what is wrong."""

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import violations
from tests.browser.names import misnamed

BROKEN = {
    "button-name": "<button><svg width=30 height=30></svg></button>",
    "label": "<input>",
    "target-size": "<button style='width: 12px; height: 12px' aria-label=a></button>" * 2,
    "color-contrast": "<p style='color: #aaa; background: #fff'>faint</p>",
    "region": "</main><p>beside</p>",
}


@pytest.mark.parametrize("rule", BROKEN)
def test_what_is_wrong_is_found(browser: Browser, rule: str) -> None:
    page = browser.new_page()
    page.set_content(f"<html lang=en><title>Broken</title><main><h1>Broken</h1>{BROKEN[rule]}</main></html>")
    found = violations(page)
    assert [line.split()[0] for line in found] == [rule] * len(found) != []
    page.close()


ALIKE = {
    "<button>Open</button><button> Open </button>": 1,
    "<a href=/a>Open</a><a href=/b aria-label=Open></a>": 1,
    "<a href=/a>Open</a><a href=/a>Open</a>": 0,
    "<ul><li><button>Open</button><li><button>Open</button></ul>": 0,
    "<button>Open</button><aside><button>Open</button></aside><button style='visibility: hidden'>Open</button>": 0,
    "<label>Open <input></label><button title=Open></button>": 1,
    "<button></button>": 1,
}


def test_controls_that_are_called_the_same_are_found(browser: Browser) -> None:
    page = browser.new_page()
    for content, wrong in ALIKE.items():
        page.set_content(content)
        assert len(misnamed(page)) == wrong, content
    page.close()
