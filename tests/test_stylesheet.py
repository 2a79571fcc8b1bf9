"""The stylesheet: its tokens stand at the top and nowhere else, and it knows the same classes as the components."""

import ast
import re
from collections.abc import Iterator
from itertools import dropwhile
from pathlib import Path

import pytest

from hallchat.highlight import KINDS
from tests.test_untranslated import literals, sources

ROOT = Path(__file__).parent.parent
BROWSER = ROOT / "hallchat" / "ui" / "browser.py"
STYLESHEET = (ROOT / "assets" / "hallchat.css").read_text(encoding="utf-8")
Rule = tuple[str, list[tuple[str, str]]]
"""A selector, and its properties with their values."""
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(rgb|hsl|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)a?\([^)]*[\d#]"
    r"|\b(black|white|gray|grey|red|green|blue|yellow|orange|purple)\b",
    re.IGNORECASE,
)
DURATION = re.compile(r"(?<![\w.-])(?!0m?s)[\d.]+m?s\b")
SIZE = re.compile(r"(?<![\w.-])[\d.]+(rem|em|px|pt|%|ch|d?v[hw])")
SPACED = re.compile(r"(scroll-)?(margin|padding)(-|$)|((row|column)-)?gap$")
SPACE = re.compile(r"(?<![\w.])-?\d[\d.]*(rem|em|px|pt|%|ch|d?v[hw])")
FAMILY = re.compile(r'"|\b(serif|sans-serif|monospace|system-ui)\b')


def rules(css: str) -> list[Rule]:
    """The innermost rules of a stylesheet, in order."""
    blocks = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    return [(selector.strip(), re.findall(r"([\w-]+)\s*:\s*([^;]+)", block)) for selector, block in blocks]


def is_token_block(rule: Rule) -> bool:
    selector, declared = rule
    own = all(name.startswith("--") or name == "color-scheme" for name, _ in declared)
    return own and selector.startswith((":root", "[data-"))


def is_literal(name: str, value: str) -> bool:
    """Tell whether a value holds what belongs into a token: what is worked out from tokens does not."""
    left = re.sub(r"calc\([^()]*\)", "", re.sub(r"var\([^()]*\)", "", value))
    if name in ("font", "font-family") and FAMILY.search(left):
        return True
    sized = name in ("font", "font-size") or name.endswith("radius")
    spaced = SPACED.match(name) and SPACE.search(left)
    return bool(spaced or COLOUR.search(left) or DURATION.search(left) or (sized and SIZE.search(left)))


def literal_values(css: str) -> list[str]:
    return [
        f"{selector} {{ {name}: {value} }}"
        for selector, declared in dropwhile(is_token_block, rules(css))
        for name, value in declared
        if is_literal(name, value)
    ]


def test_colours_spaces_sizes_of_type_radii_durations_and_families_are_tokens() -> None:
    assert len(list(dropwhile(is_token_block, rules(STYLESHEET)))) > 200
    assert literal_values(STYLESHEET) == []


@pytest.mark.parametrize(
    "declared",
    [
        "color: #fff",
        "color: white",
        "background: hsl(var(--hue) 38% 36%)",
        "background: color-mix(in srgb, var(--paper) 14%, transparent)",
        "border: 1px solid #0003",
        "font-size: 1rem",
        "font-size: max(1rem, var(--text))",
        "font: 0.9em/1.5 var(--mono)",
        "font-family: Arial, sans-serif",
        'font: var(--text) "Arial"',
        "border-radius: 30%",
        "border-end-end-radius: 4px",
        "padding: var(--s1) 0.3rem",
        "margin-inline-start: -1rem",
        "scroll-margin-top: 8px",
        "row-gap: 1em",
        "transition: color 0.2s",
        "animation: turn var(--turning), rise 180ms",
    ],
)
def test_what_is_no_token_is_found(declared: str) -> None:
    assert len(literal_values(f":root {{ --ink: #000; }} @media print {{ p {{ {declared}; }} }}")) == 1


@pytest.mark.parametrize(
    "declared",
    [
        "color: var(--ink)",
        "background: hsl(var(--hue) var(--face-sat) var(--face-light))",
        "border: 1px solid transparent",
        "font: 600 var(--tiny)/1.4 var(--sans)",
        "font-size: calc(var(--face) * 0.44)",
        "border-radius: calc(var(--radius) - 1px) 0",
        "animation: appear 0s var(--waiting) forwards",
        "margin: 0 auto calc(-1 * var(--s2))",
        "padding-block-end: env(safe-area-inset-bottom)",
        'content: ""',
        "white-space: nowrap",
        "width: 2rem",
    ],
)
def test_what_comes_of_tokens_is_let_be(declared: str) -> None:
    assert literal_values(f"p {{ {declared} }}") == []


def styled() -> set[str]:
    """The classes that the stylesheet has rules for."""
    return {name for selector, _ in rules(STYLESHEET) for name in re.findall(r"\.([a-z][\w-]*)", selector)}


def test_every_class_is_in_the_stylesheet_and_in_a_component() -> None:
    """A class that only tests or the browser's own code look for needs no rule."""
    given = {name for tree in sources().values() for each in class_names(tree) for name in each.split()} | {*KINDS.values()}
    sought = "".join(path.read_text(encoding="utf-8") for path in [*(ROOT / "tests" / "browser").glob("*.py"), BROWSER])
    assert len(given) > 50
    assert styled() - given == set(), "no component has these"
    assert {name for name in given - styled() if f".{name}" not in sought} == set(), "nobody knows these"


def class_names(tree: ast.Module) -> Iterator[str]:
    """What a module gives as ``class_name``, whichever way it is chosen."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword("class_name", value):
                yield from literals(value)
            case ast.Dict(keys, values):
                given = [value for key, value in zip(keys, values, strict=True) if getattr(key, "value", None) == "class_name"]
                yield from (words for value in given for words in literals(value))
