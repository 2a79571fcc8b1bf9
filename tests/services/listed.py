"""The services by name, from their own source: which there are, which of them write, and which are used as writes."""

import ast
import inspect
import pkgutil
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import TextClause, UpdateBase, delete, insert, update

from hallchat import services

Service = Callable[..., Any]
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")
PACKAGE = Path(services.__file__).parent.parent


@cache
def all_services() -> dict[str, Service]:
    """Every public function that works in a transaction, as ``memberships.join``."""
    found: dict[str, Service] = {}
    for module in _modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and next(iter(inspect.signature(function).parameters), None) == "tx":
                found[f"{module.__name__.rpartition('.')[2]}.{name}"] = function
    return found


@cache
def writing_services() -> frozenset[str]:
    """Those that change something: by a statement of their own, an event, or another function that does."""
    return frozenset(name for name, service in all_services().items() if _writes(service, set()))


@cache
def used_as_writes() -> frozenset[str]:
    """Those that HallChat gives to ``Runtime.change`` or to the writer, by name."""
    calls = (
        node
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("change", "write")
    )
    named = {ast.unparse(node) for call in calls for node in ast.walk(call) if isinstance(node, ast.Attribute)}
    return frozenset(named & all_services().keys())


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(services.__path__):
        yield import_module(f"{services.__name__}.{found.name}")


def _writes(function: Service, seen: set[Service]) -> bool:
    seen.add(function)
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    if any(isinstance(node, ast.Attribute) and node.attr == "happened" for node in ast.walk(tree)):
        return True
    return any(_is_writing(named, seen) for named in _named(tree, inspect.unwrap(function).__globals__))


def _named(tree: ast.AST, known: dict[str, Any]) -> Iterator[Any]:
    """What a function's source names: globals, and what it takes from modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield known.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = known.get(node.value.id)
            yield getattr(module, node.attr, None) if isinstance(module, ModuleType) else None
        elif isinstance(node, ast.Constant):
            yield node.value


def _is_writing(named: Any, seen: set[Service]) -> bool:
    if named in (insert, update, delete) if callable(named) else isinstance(named, UpdateBase):
        return True
    if isinstance(named, str | TextClause):
        return str(named).lstrip().startswith(WRITING)
    ours = inspect.isfunction(named) and named.__module__.startswith(f"{services.__name__}.")
    return ours and named not in seen and _writes(named, seen)
