"""Somebody at a browser: a context of their own, and what they do in it, by what stands on the page."""

import re
from collections.abc import Sequence
from contextlib import closing

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from hallchat.api.cookies import NAME
from tests.rest import PASSWORD, Rest

SIGN_IN = re.compile(r"/sign-in/?(\?.*)?$")
DONE = 20_000
"""Milliseconds until what waits to be undone is done for sure."""
BACK = 30_000
"""Milliseconds until a page whose line was cut is back for sure, on a slow machine too."""
LINE_CUT = r"WebSocket (connection to|is already in CLOSING)|Failed to load resource: net::|ERR_CONNECTION"
"""What a browser says by itself while the server is away."""


class Person:
    """Somebody at a browser, signed up and in the lobby unless told otherwise."""

    def __init__(self, context: BrowserContext, url: str, username: str, name: str) -> None:
        """Sit down at an empty page.

        Args:
            context: of their own.
            url: the server's.
            username: of their account.
            name: their display name.
        """
        self.context, self.url, self.username, self.name = context, url, username, name
        self.complaints: list[str] = []
        self._expected: list[str] = []
        self._rest: Rest | None = None
        context.on("page", self._listen)
        self.page = context.new_page()

    def expect_complaints(self, pattern: str) -> None:
        """Let the console say what matches a pattern; all other errors fail the test."""
        self._expected.append(pattern)

    def unexpected(self) -> Sequence[str]:
        """Return the errors of the console that nobody expected."""
        return [one for one in self.complaints if not any(re.search(pattern, one) for pattern in self._expected)]

    @property
    def rest(self) -> Rest:
        """The same account over REST, by a sign-in of its own."""
        self._rest = self._rest or Rest(self.url, self.username)
        return self._rest

    def leave(self) -> None:
        """Close everything."""
        if self._rest is not None:
            self._rest.close()
        self.context.close()

    def come(self) -> None:
        """Come to the lobby with an account that was made over REST; the form is for tests of it."""
        with closing(Rest(self.url, self.username, new=True, name=self.name)) as made:
            self.context.add_cookies([{"name": NAME, "value": made.token, "url": self.url}])
        self.page.goto(f"{self.url}/")
        expect(self.page.locator(".halls .hall").first).to_be_visible()

    def sign_up(self) -> None:
        """Make the account by the form, which leads to the lobby."""
        self.page.goto(f"{self.url}/sign-up")
        self.page.fill("input[name=username]", self.username)
        self.page.fill("input[name=display_name]", self.name)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("form button[type=submit]")
        self.page.wait_for_url(f"{self.url}/")
        expect(self.page.locator(".halls .hall").first).to_be_visible()

    def sign_in(self, page: Page | None = None, password: str = PASSWORD) -> None:
        """Sign in by the form."""
        page = page or self.page
        page.goto(f"{self.url}/sign-in")
        page.fill("input[name=username]", self.username)
        page.fill("input[name=password]", password)
        page.click("form button[type=submit]")

    def on_another_device(self) -> "Person":
        """Sign the same person in with a browser of its own, which is to ``leave`` in the end."""
        browser = self.context.browser
        assert browser is not None
        other = Person(browser.new_context(), self.url, self.username, self.name)
        other.sign_in()
        other.page.wait_for_url(f"{self.url}/")
        expect(other.page.locator(".halls .hall").first).to_be_visible()
        return other

    def sign_out(self) -> None:
        """Sign out in the settings."""
        self.page.locator(".halls a[href='/settings']").click()
        self.page.locator("form[action='/auth/logout'] button").click()
        self.page.wait_for_url(SIGN_IN)

    def make_hall(self, name: str, topic: str = "", *, private: bool = False) -> int:
        """Make a hall over REST, and go there; return its id. The form is for tests of it."""
        hall = self.rest.make_hall(name, "private" if private else "public", topic)
        self.choose(hall)
        return hall

    def make_hall_in_the_directory(self, name: str, topic: str = "", *, private: bool = False) -> int:
        """Make a hall in the directory, which leads there; return its id."""
        dialog = self.open_directory()
        dialog.locator("input[name=name]").fill(name)
        dialog.locator("input[name=topic]").fill(topic)
        if private:
            dialog.locator("input[name=private]").check()
        dialog.locator("form button[type=submit]").click()
        return self.arrived(name)

    def join_hall(self, name: str) -> int:
        """Find a public hall in the directory and join it; return its id."""
        dialog = self.open_directory()
        dialog.locator("input[type=search]").fill(name)
        dialog.locator("li").filter(has_text=name).get_by_role("button").click()
        return self.arrived(name)

    def open_directory(self) -> Locator:
        """Open the dialog to find and make halls."""
        self.page.locator(".halls header button").click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        return dialog

    def arrived(self, name: str) -> int:
        """Wait until a hall is shown; return its id."""
        expect(self.page.locator(".conversation h1")).to_have_text(name)
        expect(self.page.locator("#stream[aria-busy=false]")).to_be_visible()
        self.page.wait_for_url(re.compile(r"/h/\d+$"))
        return int(self.page.url.rsplit("/", 1)[1])

    def go_to(self, hall_id: int, page: Page | None = None) -> None:
        """Open a hall by its address; return when its messages stand there."""
        page = page or self.page
        page.goto(f"{self.url}/h/{hall_id}")
        self._shows(hall_id, page)

    def choose(self, hall_id: int) -> None:
        """Choose a hall in the list; return when its messages stand there, so that the server knows of it too."""
        self.page.locator(f".halls a[href='/h/{hall_id}']").click()
        self._shows(hall_id, self.page)

    def say(self, text: str) -> None:
        """Write a message and send it; return when it is on its way."""
        self.page.fill("#composer", text)
        self.page.press("#composer", "Enter")
        expect(self.page.locator("#composer")).to_have_value("")

    def messages(self, page: Page | None = None) -> Locator:
        """Return the stored messages on the page."""
        return (page or self.page).locator("#stream li[data-seq]")

    def message(self, seq: int, page: Page | None = None) -> Locator:
        """Return one stored message."""
        return (page or self.page).locator(f"#stream li[data-seq='{seq}']")

    def pending(self) -> Locator:
        """Return the messages on the page that the server has not confirmed."""
        return self.page.locator(".pending")

    def refused(self) -> Locator:
        """Return those that it refused, each with why."""
        return self.pending().filter(has=self.page.locator("[role=alert]"))

    def choose_for(self, seq: int, line: str, page: Page | None = None) -> None:
        """Choose a line in the menu of a message: ``copy``, ``copy-link``, ``reacted``, ``unread-from``, ``edit``, ``delete``."""
        page = page or self.page
        self.message(seq, page).hover()
        self.message(seq, page).locator(".more").click()
        page.locator(f"#menu .{line}").click()
        expect(page.locator("#menu")).to_be_hidden()

    def seqs(self, page: Page | None = None) -> list[int]:
        """Return the places of the messages on the page, from top to bottom."""
        return (page or self.page).evaluate(
            "() => [...document.querySelectorAll('#stream li[data-seq]')].map((row) => Number(row.dataset.seq))"
        )

    def copied(self, page: Page | None = None) -> str:
        """Return what was copied last: browsers write it by and by."""
        return (page or self.page).evaluate("() => navigator.clipboard.readText()")

    def _shows(self, hall_id: int, page: Page) -> None:
        expect(page.locator(f"#composer[data-hall='{hall_id}']")).to_be_visible()
        expect(page.locator("#stream[aria-busy=false]")).to_be_visible()

    def _listen(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")
