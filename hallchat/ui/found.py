"""What is searched for, which the address follows; and what was found, each message leading to its place."""

from typing import Any

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData

from hallchat.states.searching import SearchState
from hallchat.ui.browser import does, effect
from hallchat.ui.elements import Follower, trigger
from hallchat.ui.face import face, name_button
from hallchat.ui.links import link
from hallchat.ui.times import day, full_date
from hallchat.ui.window import line, list_changes
from hallchat.ui.words import language, t

LATE = 200  # milliseconds without a key, until what was typed is searched for
SCRIPT = """
(() => { let late;
// The address says what is searched for, so that a reload, the way back, a server that started anew and whoever is sent the link
// find the same. It follows as the search does, after a moment without a key: browsers let it change only so often.
const searched = (box = document.getElementById("searched")) => {
  if (!box || !/^\\/find\\/?$/.test(location.pathname)) return; // another page came meanwhile
  const to = "/find" + (box.value.trim() && `?${new URLSearchParams({q: box.value})}`);
  if (location.pathname + location.search !== to) history.replaceState(history.state, "", to);
};
const searching = () => { clearTimeout(late); late = setTimeout(searched, LATE); };
// What was found is asked for again when something of it changed: at once, or as soon as the server lets it.
const findAgain = (seconds, tell, timer = setTimeout(tell, 1000 * seconds)) => () => clearTimeout(timer);
Object.assign(hallchat, {searched, searching, findAgain});
})();
""".replace("LATE", str(LATE))

_AT = VarData(imports={"react-router": [ImportVar(tag="useLocation")]}, hooks={"const at_ = useLocation()": None})
_named: Any = rx.Var('(new URLSearchParams(at_.search).get("q") ?? "")', _var_type=str, _var_data=_AT).guess_type()
"""What the address asked for when one came to it."""
_came: Any = rx.Var("at_.key", _var_type=str, _var_data=_AT).guess_type()
"""Another value each time one comes to an address."""
_zone: Any = rx.Var("Intl.DateTimeFormat().resolvedOptions().timeZone", _var_type=str).guess_type()


class _Searched(Follower):
    """Lets the address say what the box begins with, where one comes back without that."""

    came: rx.Var[str]

    def add_hooks(self) -> list[str | rx.Var]:
        """Do it each time one comes."""
        return [effect("searched", after=(self.came,))]


@rx.memo
def search_box() -> rx.Component:
    """Ask what to search for. The box is the browser's own: no answer, and no server that starts anew, changes what is typed."""
    words = t("Search the messages of your halls")
    return rx.fragment(
        rx.el.input(
            id="searched",
            type="search",
            default_value=rx.cond(_named, _named, SearchState.query),
            key=_came,
            placeholder=words,
            aria_label=words,
            auto_focus=True,
            on_change=lambda typed: SearchState.search(typed, _zone).debounce(LATE),
            custom_attrs=does("searching", on="onInput"),
        ),
        _Searched.create(came=_came),
        stands(key=line),
    )


@rx.memo
def stands(rest: rx.RestProp) -> rx.Component:
    """Tell in which time zone the page stands whenever its key changes: after a reconnect the server may be another."""
    return rx.el.span(rest, on_mount=SearchState.stand(_zone), hidden=True)


class _Again(Follower):
    """Asks again for what was found."""

    changes: rx.Var[int]
    refused: rx.Var[int]
    later: rx.Var[int]
    on_again: rx.EventHandler[rx.event.no_args_event_spec]

    def add_hooks(self) -> list[str | rx.Var]:
        """Do it with each change, and after each refusal."""
        asked = (self.changes, self.refused, self.later)
        return [effect("findAgain", self.later, trigger(self, "on_again"), after=asked, lasts=True)]


@rx.memo
def found_again() -> rx.Component:
    """Find again what was found, as long as it stands there."""
    state: Any = SearchState
    return _Again.create(changes=list_changes, refused=state.refused, later=state.later, on_again=SearchState.again())


def found_messages(found: Any, *, query: Any, unmet: Any) -> rx.Component:
    """Show what was found.

    Args:
        found: a var of a list of ``Found``.
        query: what was looked for, a var.
        unmet: filters that fit nothing, a var.

    Returns:
        The list, or what can be looked for.
    """
    return rx.cond(
        found,
        found_list(found),
        rx.cond(query, rx.el.p(_nothing(unmet), role="status", class_name="empty"), _how()),
    )


def found_list(found: Any) -> rx.Component:
    """List messages, each leading to its place.

    Args:
        found: a var of a list of ``Found``.

    Returns:
        The list.
    """
    return rx.el.ol(rx.foreach(found, _found), class_name="results")


def _nothing(unmet: Any) -> Any:
    unfit = t("{filters} fits no person, no hall of yours and no day.", filters=unmet)
    return rx.cond(unmet, unfit, t("Nothing was found in your halls."))


def _found(one: Any) -> rx.Component:
    return rx.el.li(
        face(one["by"], one["name"], one["user"]),
        rx.el.span(
            name_button(one["name"], one["user"]),
            rx.el.small(rx.el.bdi(one["hall"]), " · ", _moment(one["at"])),
            class_name="from",
        ),
        link(rx.foreach(one["pieces"], _piece), to=one["path"], dir="auto", class_name="excerpt"),
        class_name="result",
        key=one["id"].to_string(),
    )


def _moment(at: Any) -> rx.Component:
    return rx.el.time(day(at, language), title=full_date(at, language))


def _piece(piece: Any) -> rx.Component:
    return rx.cond(piece["marked"], rx.el.mark(piece["text"]), rx.el.span(piece["text"]))


def _how() -> rx.Component:
    ways = [
        (t("words"), t("all of them, in any order; accents make no difference")),
        (t('"these words"'), t("one after the other, exactly so")),
        (t("from:marina"), t("what somebody said; from:me for yourself")),
        (t("in:harbour"), t("what was said in a hall")),
        (t("after:2026-01-31"), t("what was said from that day on; before: for what was said earlier")),
    ]
    return rx.el.dl(*[part for way, what in ways for part in (rx.el.dt(rx.el.code(way)), rx.el.dd(what))], class_name="ways")
