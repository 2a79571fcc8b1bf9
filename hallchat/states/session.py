"""Who the tab belongs to, and in which language it speaks."""

import reflex as rx
from reflex_base.constants.state import FIELD_MARKER

from hallchat.i18n import SOURCE, direction, languages, negotiate
from hallchat.realtime.wire import Delta
from hallchat.services.sessions import SignIn


class SessionState(rx.State):
    """The signed-in user, as far as the page may know."""

    ready: bool = False  # the first snapshot is here; unlike is_hydrated it stays true while navigating
    user_id: int = 0
    username: str = ""
    display_name: str = ""
    role: str = ""
    signed_out: bool = False
    signup_open: bool = True
    asked: str = SOURCE  # what the browser asks for
    chosen: str = rx.Cookie("", name="hallchat_language", max_age=31_536_000, same_site="lax")

    @rx.var
    def language(self) -> str:
        """The language of the page: by choice, else by browser."""
        return self.chosen if self.chosen in languages() else self.asked

    @rx.var
    def direction(self) -> str:
        """Which way the page is written: ``ltr`` or ``rtl``."""
        return direction(self.language)

    @rx.event
    def choose_language(self, code: str) -> None:
        """Speak another language from here on."""
        if isinstance(code, str) and code in languages():
            self.chosen = code

    def begin(self, sign_in: SignIn | None, *, signup_open: bool) -> None:
        """Fill in who this is, before the first snapshot.

        Args:
            sign_in: None for a visitor.
            signup_open: whether the page may offer to make an account.
        """
        self.asked = negotiate(self.router.headers.accept_language)
        self.ready, self.signed_out, self.signup_open = True, False, signup_open
        account = sign_in.account if sign_in else None
        self.user_id = account.id if account else 0
        self.username = account.username if account else ""
        self.display_name = account.display_name if account else ""
        self.role = account.role if account else ""


def signed_out_delta() -> Delta:
    """Name the end of a sign-in; see ``Wire.signed_out``."""
    values = {"signed_out": True, "user_id": 0, "username": "", "display_name": "", "role": ""}
    return {SessionState.get_full_name(): {f"{name}{FIELD_MARKER}": value for name, value in values.items()}}
