"""The arrows of the design point one way: read from the imports of each module, wherever in it they stand."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "hallchat"
PURE = "views events errors quotes text words emoji highlight markdown security i18n config models"
BELOW = "services demo transaction writer database migrations ratelimit sign_ins operations"
WEB = {"reflex", "starlette", "fastapi", "socketio", "engineio", "uvicorn", "granian", "httpx", "aiohttp"}
LISTED = {
    "models": "",
    "views": "",
    "errors": "",
    "events": "views",
    "quotes": "views",
    "text": "errors",
    "words": "text",
    "emoji": "i18n",
    "highlight": "",
    "markdown": "emoji highlight",
    "security": "errors config",
    "config": "",
    "i18n": "",
    "engine": "migrations",
    "transaction": "events",
    "writer": "errors events transaction",
    "database": "engine transaction writer",
    "services": "services models views events errors quotes text words emoji markdown security transaction",
    "migrations": "models migrations words",
    "demo": "demo services security transaction views",
    "ratelimit": "errors",
    "realtime": "realtime events views errors quotes",
}
NEVER = {
    "api": "models database writer pages ui states hallchat",
    "states": "models database writer pages api hallchat",
    "ui": "models database transaction services runtime operations api pages hallchat",
    "pages": "models database transaction services runtime operations api hallchat",
}


def modules() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name, without ``hallchat.``."""
    paths = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
        for path in PACKAGE.rglob("*.py")
    }
    return {name: ast.parse(path.read_text()) for name, path in paths.items()}


MODULES = modules()


def imported(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports; of ``from a import b`` both a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(module: str) -> str:
    """The part of the package that a module belongs to."""
    return module.split(".")[0]


def own(tree: ast.Module) -> set[str]:
    """The parts of HallChat that a module imports."""
    names = {name.split(".")[1] for name in imported(tree) if name.startswith("hallchat.")}
    return names & {layer(module) for module in MODULES}


def of(*layers: str) -> list[str]:
    return [module for module in MODULES if layer(module) in layers]


def test_there_is_something_to_look_at() -> None:
    assert {"models", "services.messages", "transaction", "operations"} <= MODULES.keys()
    assert own(MODULES["services.messages"]) >= {"models", "transaction", "errors"}


@pytest.mark.parametrize("module", of(*LISTED))
def test_the_inner_layers_import_only_what_is_further_in(module: str) -> None:
    assert own(MODULES[module]) <= set(LISTED[layer(module)].split())


@pytest.mark.parametrize("module", of(*NEVER))
def test_the_outer_layers_go_through_the_services(module: str) -> None:
    assert not own(MODULES[module]) & set(NEVER[layer(module)].split())


@pytest.mark.parametrize(
    "module",
    of(*BELOW.split(), *PURE.split()),
)
def test_nothing_below_the_edge_knows_the_web(module: str) -> None:
    assert not {name.split(".")[0] for name in imported(MODULES[module])} & WEB


@pytest.mark.parametrize("module", of("api", "states", "ui", "pages", "realtime", "edge"))
def test_sql_stays_below_the_edge(module: str) -> None:
    assert not {name.split(".")[0] for name in imported(MODULES[module])} & {"sqlalchemy", "sqlmodel", "sqlite3", "alembic"}


def statements(tree: ast.Module) -> set[str]:
    """Calls that write: SQLAlchemy's by name, and SQL in text."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("sqlalchemy", "sqlmodel"):
            found |= {alias.name for alias in node.names} & {"insert", "update", "delete"}
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            first = node.value.split()[:2]
            found |= {" ".join(first)} & {
                "INSERT INTO",
                "DELETE FROM",
                "UPDATE halls",
                "UPDATE users",
                "UPDATE messages",
                "UPDATE user_halls",
            }
    return found


def test_only_services_and_revisions_write() -> None:
    writing = {layer(module) for module, tree in MODULES.items() if statements(tree)}
    assert writing == {"services", "migrations"}


def test_only_the_writer_and_services_execute() -> None:
    executing = {
        layer(module)
        for module, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("execute", "exec_driver_sql", "executemany")
    }
    assert executing <= {"services", "migrations", "transaction", "engine"}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_module_says_what_it_is_for(module: str) -> None:
    assert ast.get_docstring(MODULES[module])
