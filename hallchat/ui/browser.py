"""What only the browser can do: the few lines of JavaScript of HallChat, each with why.

Reflex has no text area that knows about input methods, no IntersectionObserver, and nothing that
remembers what is being sent.
"""

from typing import Any, TypedDict, cast

import reflex as rx
from reflex.components.component import Component
from reflex.utils.imports import ImportVar
from reflex.vars import VarData
from reflex_components_core.el import Div, Textarea

_STATE = {"$/utils/state": [ImportVar(tag="refs"), ImportVar(tag="generateUUID")]}


class Draft(TypedDict):
    """A message that the server has not confirmed yet."""

    id: str
    hall: int
    text: str
    user: int


def _react(*names: str) -> VarData:
    return VarData(imports={"react": [ImportVar(tag=name) for name in names], **_STATE})


def _store(name: str, initial: str, type_: Any) -> Any:
    """Make a value that lives in the page, shared by all components: ``refs`` is one for all modules."""
    make = f"refs.{name} ??= {{value: {initial}, tell: new Set(), set(v) {{ this.value = v; this.tell.forEach((f) => f()); }}}}"
    subscribe = f"(f) => (refs.{name}.tell.add(f), () => refs.{name}.tell.delete(f))"
    use = f"const {name} = useSyncExternalStore({subscribe}, () => refs.{name}.value, () => refs.{name}.value)"
    data = VarData.merge(_react("useSyncExternalStore"), VarData(hooks={make: None, use: None}))
    return rx.Var(name, _var_type=type_, _var_data=data).guess_type()


outbox = _store("outbox", "[]", list[Draft])
"""What was sent from this tab and is not confirmed, oldest first."""

away = _store("away", "0", int)
"""0 at the end of the conversation; scrolled up, one more than the ``seq`` that was the newest then."""


def call(expression: str) -> rx.event.EventSpec:
    """Run a compiled expression when an event fires; nothing is sent as text to be evaluated."""
    return rx.call_function(rx.Var(f"() => {{ {expression} }}", _var_data=VarData(imports=_STATE)))


to_end = call("document.getElementById('stream')?.scrollTo({top: 0})")
send_now = call("refs.send(document.getElementById('composer'))")


class Composer(Textarea):
    """A text area that sends on Enter.

    Reflex's own ``enter_key_submit`` sends while an input method composes, and sends blank text.
    """

    on_send: rx.EventHandler[rx.event.passthrough_event_spec(int, str, str, int)]  # pyright: ignore[reportCallIssue]

    def add_hooks(self) -> list[str | rx.Var]:
        """Send what is written, and keep what is being written in the tab: it outlives leaving the hall, and a reload."""
        fire = rx.Var.create(self.event_triggers["on_send"])
        return [
            rx.Var(
                f"""
refs.fire = {fire!s};
refs.send = (box) => {{
  if (!box?.value.trim()) return;
  const {{hall, user}} = box.dataset;
  const draft = {{id: crypto.randomUUID?.() ?? generateUUID(), hall: +hall, text: box.value, user: +user}};
  refs.outbox.set([...refs.outbox.value, draft]);
  refs.write(box, "");
  box.focus();
  document.getElementById("stream")?.scrollTo({{top: 0}});
  refs.fire(draft.hall, draft.id, draft.text, draft.user);
}};
const place = (box) => `hallchat ${{box.dataset.user}} ${{box.dataset.hall}}`;
const keep = (box) => sessionStorage.setItem(place(box), box.value);
refs.write = (box, text) => {{ box.value = text; keep(box); }};
const composerInput = (e) => keep(e.target);
useEffect(() => {{
  const box = document.getElementById("composer");
  box.value = sessionStorage.getItem(place(box)) ?? "";
}}, []);
const composerKey = (e) => {{
  if (e.key !== "Enter" || e.shiftKey || e.nativeEvent.isComposing || e.keyCode === 229) return;
  e.preventDefault();
  refs.send(e.target);
}};""",
                _var_data=VarData.merge(fire._get_all_var_data(), _react("useEffect")),
            )
        ]

    @classmethod
    def create(cls, *children: Any, **props: Any) -> Textarea:
        """Create it with its handlers; ``data_hall`` is the hall to send to, ``data_user`` the one who writes."""
        attributes = {"onKeyDown": rx.Var("composerKey"), "onInput": rx.Var("composerInput")}
        attributes |= {"data-hall": props.pop("data_hall"), "data-user": props.pop("data_user")}
        return cast(Textarea, super().create(*children, custom_attrs=attributes, **props))

    def _exclude_props(self) -> list[str]:
        return [*super()._exclude_props(), "on_send"]


def confirm_outbox(window: Any, answers: Any, line: Any) -> Component:
    """Take out of the outbox what stands in the stream or was confirmed, before the browser paints.

    What was under way when the line broke is sent again on the next one: its client id makes that harmless.

    Args:
        window: the rows that are shown.
        answers: client id to an empty string for what was stored.
        line: another value after each reconnect.

    Returns:
        A component without anything to see.
    """
    return _Confirm.create(window=window, answers=answers, line=line)


class _Confirm(rx.Fragment):
    window: rx.Var[list]
    answers: rx.Var[dict]
    line: rx.Var[str]

    def add_hooks(self) -> list[str | rx.Var]:
        return [
            rx.Var(
                f"""
useLayoutEffect(() => {{
  if (!refs.outbox?.value.length) return;
  const answers = {self.answers!s}, stored = new Set({self.window!s}.map((row) => row.cid));
  const left = refs.outbox.value.filter((draft) => !stored.has(draft.id) && answers[draft.id] !== "");
  if (left.length < refs.outbox.value.length) refs.outbox.set(left);
}});
useEffect(() => {{
  const answers = {self.answers!s};
  refs.outbox?.value.filter((one) => !(one.id in answers)).forEach((one) => refs.fire?.(one.hall, one.id, one.text, one.user));
}}, [{self.line!s}]);""",
                _var_data=VarData.merge(
                    self.window._get_all_var_data(),
                    self.answers._get_all_var_data(),
                    self.line._get_all_var_data(),
                    _react("useEffect", "useLayoutEffect"),
                ),
            )
        ]

    def _exclude_props(self) -> list[str]:
        return ["window", "answers", "line"]


class Sentinel(Div):
    """Fires when it scrolls into sight, once each time it is mounted."""

    on_visible: rx.EventHandler[rx.event.no_args_event_spec]

    def add_hooks(self) -> list[str | rx.Var]:
        """Watch the element by its id."""
        fire = rx.Var.create(self.event_triggers["on_visible"])
        return [
            rx.Var(
                f"""
useEffect(() => {{
  const watch = new IntersectionObserver((seen) => {{
    if (seen.some((one) => one.isIntersecting)) {{ watch.disconnect(); ({fire!s})(); }}
  }}, {{rootMargin: "600px"}});
  watch.observe(document.getElementById({rx.Var.create(self.id)!s}));
  return () => watch.disconnect();
}}, []);""",
                _var_data=VarData.merge(fire._get_all_var_data(), _react("useEffect")),
            )
        ]

    def _exclude_props(self) -> list[str]:
        return [*super()._exclude_props(), "on_visible"]


class End(Div):
    """The end of the conversation: tells whether somebody is looking at it."""

    on_watch: rx.EventHandler[rx.event.passthrough_event_spec(bool)]
    head: rx.Var[int]
    line: rx.Var[str]  # another one after a reconnect: the server must be told again

    def add_hooks(self) -> list[str | rx.Var]:
        """Watch the element and the page's visibility; remember where the conversation was when it was left."""
        fire = rx.Var.create(self.event_triggers["on_watch"])
        return [
            rx.Var(
                f"""
refs.head = {self.head!s};
useEffect(() => {{
  let inSight = false, told = null;
  const tell = () => {{
    refs.away?.set(inSight ? 0 : refs.away.value || refs.head + 1);
    const watching = inSight && document.visibilityState === "visible";
    if (watching !== told) ({fire!s})(told = watching);
  }};
  const watch = new IntersectionObserver((seen) => {{ inSight = seen.at(-1).isIntersecting; tell(); }}, {{rootMargin: "80px"}});
  watch.observe(document.getElementById({rx.Var.create(self.id)!s}));
  document.addEventListener("visibilitychange", tell);
  return () => {{ watch.disconnect(); document.removeEventListener("visibilitychange", tell); }};
}}, [{self.line!s}]);""",
                _var_data=VarData.merge(
                    fire._get_all_var_data(),
                    self.head._get_all_var_data(),
                    self.line._get_all_var_data(),
                    _react("useEffect"),
                ),
            )
        ]

    def _exclude_props(self) -> list[str]:
        return [*super()._exclude_props(), "on_watch", "head", "line"]


class Page(rx.Fragment):
    """What belongs to the document itself: its title, its language, and whose it is."""

    title: rx.Var[str]
    language: rx.Var[str]
    ready: rx.Var[bool]
    user: rx.Var[int]
    signed_out: rx.Var[bool]

    def add_hooks(self) -> list[str | rx.Var]:
        """Set title and language; when the sign-in ended or is another's now, a real navigation empties the memory."""
        return [
            rx.Var(
                f"""
useEffect(() => {{ document.title = {self.title!s}; }}, [{self.title!s}]);
useEffect(() => {{ document.documentElement.lang = {self.language!s} || "en"; }}, [{self.language!s}]);
useEffect(() => {{
  if ({self.signed_out!s}) window.location.replace("/sign-in?next=" + encodeURIComponent(window.location.pathname));
}}, [{self.signed_out!s}]);
useEffect(() => {{
  if (!{self.ready!s} || {self.signed_out!s}) return;
  const kept = Object.keys(sessionStorage).filter((key) => key.startsWith("hallchat "));
  kept.filter((key) => key.split(" ")[1] !== String({self.user!s})).forEach((key) => sessionStorage.removeItem(key));
  if (refs.user && refs.user !== {self.user!s}) window.location.reload();
  refs.user = {self.user!s};
}}, [{self.ready!s}, {self.user!s}, {self.signed_out!s}]);""",
                _var_data=VarData.merge(
                    self.title._get_all_var_data(),
                    self.language._get_all_var_data(),
                    self.ready._get_all_var_data(),
                    self.user._get_all_var_data(),
                    self.signed_out._get_all_var_data(),
                    _react("useEffect"),
                ),
            )
        ]

    def _exclude_props(self) -> list[str]:
        return ["title", "language", "ready", "user", "signed_out"]
