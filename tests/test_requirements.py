"""What is pinned is what is used: HallChat imports nothing that only its tests bring."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
FILES = ["requirements.txt", "tests/requirements.txt"]
LINE = re.compile(r"([\w.\[\]-]+==[\w.]+) +# \S.*")


def pinned(file: str) -> list[Requirement]:
    """The requirements that a file names itself."""
    lines = (ROOT / file).read_text().splitlines()
    return [Requirement(line.split("#")[0]) for line in lines if line and not line.startswith(("#", "-r"))]


def brought(wanted: list[Requirement]) -> set[str]:
    """The distributions that requirements bring with them, by their normal names."""
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(wanted)
    while waiting:
        one = waiting.pop()
        key = (canonicalize_name(one.name), frozenset(one.extras))
        if key not in seen:
            seen.add(key)
            waiting += needed(one)
    return {name for name, _ in seen}


def needed(one: Requirement) -> Iterator[Requirement]:
    try:
        lines = requires(one.name) or []
    except PackageNotFoundError:  # an optional part for another system
        return
    for requirement in map(Requirement, lines):
        extras = one.extras or {""}
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in extras | {""}):
            yield requirement


def imported() -> set[str]:
    """The top-level modules that HallChat imports, apart from Python's and its own."""
    found: set[str] = set()
    for path in [ROOT / "rxconfig.py", *(ROOT / "hallchat").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").split(".")[0])
    return found - sys.stdlib_module_names - {"hallchat"}


@pytest.mark.parametrize("file", FILES)
def test_every_line_is_pinned_and_says_what_it_is_for(file: str) -> None:
    lines = [line for line in (ROOT / file).read_text().splitlines() if line and not line.startswith(("#", "-r"))]
    assert [line for line in lines if not LINE.fullmatch(line)] == []


@pytest.mark.parametrize("file", FILES)
def test_what_is_installed_is_what_is_pinned(file: str) -> None:
    assert [str(one) for one in pinned(file) if not one.specifier.contains(version(one.name), prereleases=True)] == []


def test_hallchat_imports_only_what_its_own_requirements_bring() -> None:
    ours, providers = brought(pinned("requirements.txt")), packages_distributions()
    assert "starlette" in ours
    assert "pytest" not in ours
    missing = {name for name in imported() if not {canonicalize_name(one) for one in providers.get(name, ())} & ours}
    assert missing == set()
