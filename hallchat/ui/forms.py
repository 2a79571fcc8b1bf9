"""The forms that are posted natively, so that no password ever enters a state."""

from typing import Any

import reflex as rx
from reflex.config import get_config
from reflex.utils.exec import is_prod_mode
from reflex.utils.imports import ImportVar
from reflex.vars import VarData
from reflex_components_core.el.elements.base import BaseHTML

from hallchat import errors
from hallchat.i18n import languages
from hallchat.states.notices import NoticeState
from hallchat.states.session import SessionState
from hallchat.ui.words import t

_QUERY = "const query_ = new URLSearchParams(useLocation().search)"
_follows = VarData(imports={"react-router": [ImportVar(tag="useLocation")]}, hooks={_QUERY: None})


class NativeForm(BaseHTML):
    """A form that the browser posts. Reflex's own always keeps the browser from it."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def posted(path: str, *content: rx.Component, **props: Any) -> rx.Component:
    """Make a form that is posted to the API: here, or in development at the back end's port.

    Args:
        path: the API's route.
        content: its inputs and buttons.
        props: further attributes.

    Returns:
        The form.
    """
    action = path if is_prod_mode() else f"{get_config().api_url}{path}"
    return NativeForm.create(*content, method="post", action=action, **props)


def query(name: str) -> rx.Var[str]:
    """Return a parameter of the page's address: the browser's, for the server hears of it later."""
    return rx.Var(f'(query_.get("{name}") ?? "")', _var_type=str, _var_data=_follows).guess_type()


def onward(path: str) -> rx.Var[str]:
    """Return the address of another form that leads on to where this one would."""
    return rx.Var.create(path + "?next=").to(str) + rx.Var("encodeURIComponent").to(rx.vars.FunctionVar).call(query("next")).to(
        str
    )


def refused(*refusals: type[errors.Refusal]) -> rx.Component:
    """Show the sentence of the refusal that the address names.

    Args:
        refusals: those that this form can meet; any other shows as an unexpected one.

    Returns:
        The sentence, or nothing where there was no refusal.
    """
    sentences = [(refusal.code, t(refusal.text, **_places(refusal))) for refusal in refusals]
    return rx.cond(query("error") != "", refusal(rx.match(query("error"), *sentences, t(errors.Unexpected.text))))


def refusal(sentence: Any) -> rx.Component:
    """Say why a form was refused."""
    return rx.el.p(sentence, role="alert", class_name="refused")


def done(sentence: Any) -> rx.Component:
    """Say that a form did what it is for."""
    return rx.el.p(sentence, role="status", class_name="done")


def field(label: str, name: str, *, type: Any = "text", complete: str, **props: Any) -> rx.Component:
    """Make a labelled input of a form.

    Args:
        label: its words, as given to ``t``.
        name: of the input.
        type: of the input.
        complete: what the browser may fill in.
        props: further attributes.

    Returns:
        The label with the input in it.
    """
    return rx.el.label(t(label), rx.el.input(name=name, type=type, auto_complete=complete, **props))


def language_choice() -> rx.Component:
    """Offer the languages, each by its own name."""
    return rx.el.select(
        *[rx.el.option(name, value=code) for code, name in languages().items()],
        value=SessionState.language,
        on_change=lambda code: [SessionState.choose_language(code), NoticeState.dismiss()],  # said in the language of before
        aria_label=t("Language"),
        class_name="language",
    )


def _places(refusal: type[errors.Refusal]) -> dict[str, rx.Var[str]]:
    return {name: query(name) for name in ("username", "seconds", "origin") if "{" + name + "}" in refusal.text}
