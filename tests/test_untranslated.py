"""No word is on the screen that is not in the catalogues: what an element shows comes from ``t``, ``tn`` or the server."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

import hallchat

PACKAGE = Path(hallchat.__file__).parent
NAMES = {"HallChat"}
ELEMENT = re.compile(r"^rx\.el\.|^rx\.fragment$|\b(?!Var\b)[A-Z]\w+\.create$")
SEEN = {"alt", "aria_description", "aria_label", "aria_placeholder", "aria_roledescription", "label", "placeholder", "title"}
"""The attributes of an element that people read or hear."""


def sources() -> dict[str, ast.Module]:
    """What the interface is made of, by its path in the package."""
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text(encoding="utf-8"))
        for folder in ("ui", "pages")
        for path in sorted((PACKAGE / folder).glob("*.py"))
    }


def makers(trees: Iterable[ast.Module]) -> dict[str, int]:
    """Our own functions that make a component around what they are given, and after how many other arguments it comes."""
    functions = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    around = [one for one in functions if one.args.vararg and one.returns and ast.unparse(one.returns) == "rx.Component"]
    return {one.name: len(one.args.args) for one in around}


def untranslated(tree: ast.Module, ours: Mapping[str, int]) -> Iterator[str]:
    """Find words that are shown as they stand in the source."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            function = ast.unparse(call.func)
            if ELEMENT.search(function) or function in ours:
                yield from (words for child in call.args[ours.get(function, 0) :] for words in literals(child))
            yield from (words for each in call.keywords if each.arg in SEEN for words in literals(each.value))


def literals(shown: ast.AST) -> Iterator[str]:
    """The words in an expression that is shown, whichever way it is put together or chosen."""
    match shown:
        case ast.Constant(str() as words) if re.search(r"[^\W\d_]", words) and words not in NAMES:
            yield words
        case ast.BinOp() | ast.JoinedStr() | ast.IfExp() | ast.Starred() | ast.List() | ast.BoolOp():
            yield from (words for part in ast.iter_child_nodes(shown) for words in literals(part))
        case ast.Call(ast.Attribute(ast.Name("rx"), "cond" | "match"), [_, *choices]):
            said = (choice.elts[-1] if isinstance(choice, ast.Tuple) else choice for choice in choices)
            yield from (words for choice in said for words in literals(choice))
        case ast.Call(ast.Attribute(ast.Call() as inner, "to"), _):
            yield from literals(inner)
        case ast.Call(ast.Attribute(ast.Attribute(ast.Name("rx"), "Var"), "create"), [inner, *_]):
            yield from literals(inner)


def test_nothing_is_shown_that_is_not_translated() -> None:
    trees = sources()
    ours = makers(trees.values())
    assert {"link", "framed", "posted"} <= ours.keys()
    assert {path: found for path, tree in trees.items() if (found := list(untranslated(tree, ours)))} == {}


@pytest.mark.parametrize(
    "source",
    [
        "rx.el.p('Hello')",
        "rx.el.p(t('x'), 'Hello', class_name='x')",
        "rx.el.p(rx.cond(x == 'y', 'Hello', t('x')))",
        "rx.el.p(rx.match(x, ('y', t('x')), 'Hello'))",
        "rx.el.p('Hello ' + name)",
        "rx.el.p(name + rx.Var.create(' Hello').to(str))",
        "rx.el.p(f'Hello {name}')",
        "rx.el.p(*['Hello'])",
        "rx.fragment('Hello')",
        "link('Hello', to='/')",
        "posted('/auth/login', 'Hello')",
        "Sentinel.create('Hello')",
        "rx.el.input(placeholder='Hello')",
        "rx.el.button(icon('x'), aria_label='Hello')",
        "Composer.create(title=rx.cond(x, 'Hello', t('x')))",
    ],
)
def test_what_is_not_translated_is_found(source: str) -> None:
    assert [one.strip() for one in untranslated(ast.parse(source), {"link": 0, "posted": 1})] == ["Hello"]


@pytest.mark.parametrize(
    "source", ["rx.el.p(t('Hello'))", "rx.el.p('99+', icon('plus'))", "rx.el.p(row['name'], id='Hello')", "posted('/auth/login')"]
)
def test_what_is_translated_or_no_words_is_let_be(source: str) -> None:
    assert list(untranslated(ast.parse(source), {"link": 0, "posted": 1})) == []
