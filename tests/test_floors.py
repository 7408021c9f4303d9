"""Imports point down only (architecture): core < sources = store < usecases < output < cli, and only cli has a clock.

A floor may use the floors listed for it, itself, and the package's own version; nothing else of ours. What it is
handed by a floor above it may name in its types: that is imported for the type checker alone.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import onestop_cli

ROOT = Path(onestop_cli.__file__).parent
MAY_USE = {
    "errors": set[str](),
    "core": {"errors"},
    "sources": {"errors", "core"},
    "store": {"errors", "core"},
    "usecases": {"errors", "core", "sources", "store"},
    "output": {"errors", "core"},
    "cli": {"errors", "core", "sources", "store", "usecases", "output"},
    "__main__": {"cli"},
    "__init__": set[str](),
}
MAY_NAME = {"output": {"usecases"}}
"""Whose values a floor may name within `if TYPE_CHECKING:`."""
NOT_IN = {
    "typer": {"errors", "core", "sources", "store", "usecases", "output"},
    "click": set(MAY_USE),
    "rich": {"errors", "core", "sources", "store", "usecases"},
    "sqlite3": {"errors", "core", "sources", "output"},
    "sqlite_utils": {"errors", "core", "sources", "output"},
    "holidays": {"errors", "core", "store", "usecases", "output", "cli"},
}
CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.strftime",
    "time.ctime",
}
MODULES = sorted(ROOT.rglob("*.py"))
NAMES = [str(module.relative_to(ROOT)) for module in MODULES]


def _floor(module: Path) -> str:
    first = module.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def _imported(tree: ast.AST, package: str = "") -> Iterator[tuple[str, str]]:
    """Every import anywhere in a module: the name it binds, and the full name of what it brings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name, alias.name
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: 1 - node.level or None] if node.level else []
            origin = ".".join([*parents, *([node.module] if node.module else [])])
            for alias in node.names:
                yield alias.asname or alias.name, f"{origin}.{alias.name}"


def _floors_used(tree: ast.AST, package: str = "") -> set[str]:
    """The floors of ours a module imports from."""
    parts = [name.split(".") for _, name in _imported(tree, package)]
    ours = {p[1] for p in parts if p[0] == "onestop_cli" and len(p) > 1}
    return {name for name in ours if name in MAY_USE}


class _AtRunTime(ast.NodeTransformer):
    """Leaves out what only the type checker reads."""

    def visit_If(self, node: ast.If) -> ast.AST:
        return ast.Pass() if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)


def _packages_used(tree: ast.AST) -> set[str]:
    return {name.partition(".")[0] for _, name in _imported(tree)}


def _clocks_read(tree: ast.AST) -> set[str]:
    """Every clock a module names, under whatever alias it imported it."""
    bound = dict(_imported(tree))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            first, dot, rest = ast.unparse(node).partition(".")
            found.add(bound.get(first, "") + dot + rest)
    return found & CLOCKS


def _tree(module: Path) -> ast.AST:
    return ast.parse(module.read_text(encoding="utf-8"))


def _package(module: Path) -> str:
    return ".".join(("onestop_cli", *module.relative_to(ROOT).parent.parts))


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_every_module_stands_on_a_known_floor(module: Path) -> None:
    assert _floor(module) in MAY_USE


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_imports_point_down(module: Path) -> None:
    floor = _floor(module)
    assert _floors_used(_tree(module), _package(module)) <= MAY_USE[floor] | MAY_NAME.get(floor, set()) | {floor}
    assert _floors_used(_AtRunTime().visit(_tree(module)), _package(module)) <= MAY_USE[floor] | {floor}


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_a_floor_leaves_the_packages_of_others_alone(module: Path) -> None:
    assert {p for p in _packages_used(_tree(module)) if _floor(module) in NOT_IN.get(p, ())} == set()


@pytest.mark.parametrize("module", [m for m in MODULES if _floor(m) != "cli"], ids=lambda m: str(m.relative_to(ROOT)))
def test_only_cli_reads_the_clock(module: Path) -> None:
    assert _clocks_read(_tree(module)) == set()


@pytest.mark.parametrize(
    ("source", "floors"),
    [
        ("import onestop_cli.store.ledger", {"store"}),
        ("import onestop_cli.store.ledger as book", {"store"}),
        ("from onestop_cli.store import ledger", {"store"}),
        ("from onestop_cli import output, __version__", {"output"}),
        ("def f():\n    from onestop_cli.cli.app import main", {"cli"}),
        ("if TYPE_CHECKING:\n    from onestop_cli.usecases import counter", {"usecases"}),
        ("from ..output import tables", {"output"}),
        ("from . import limits", {"core"}),
    ],
)
def test_an_import_is_seen_however_it_is_written(source: str, floors: set[str]) -> None:
    assert _floors_used(ast.parse(source), "onestop_cli.core") == floors


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "from datetime import datetime as dt\nclock = dt.now",
        "import datetime\ndatetime.datetime.now(tz)",
        "import datetime as d\nd.date.today()",
        "from datetime import date\ndate.today()",
        "import time\ntime.time()",
        "from time import time\ntime()",
        "from time import time as clock\nclock()",
        "def f():\n    import time\n    return time.time_ns()",
    ],
)
def test_a_clock_is_seen_however_it_is_read(source: str) -> None:
    assert _clocks_read(ast.parse(source)) != set()


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.monotonic()",
        "from datetime import time\ntime(9, 15)",
        "from datetime import datetime\ndatetime.fromisoformat(text)",
        "now()",
        "receipt.now",
    ],
)
def test_what_is_no_clock_is_left_alone(source: str) -> None:
    assert _clocks_read(ast.parse(source)) == set()
