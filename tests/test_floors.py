"""The house is the one drawn in `docs/developing.md`: its floors, and exactly its arrows. Only cli has a clock.

A floor may use the floors drawn below it, itself, and the package's own version; nothing else of ours. What it is
handed by a floor above it may name in its types: that is imported for the type checker alone, and drawn apart.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import onestop_cli

ROOT = Path(onestop_cli.__file__).parent
PAGE = Path(__file__).parent.parent / "docs" / "developing.md"
USES, NAMES = "├─▶", "└┄▷"
"""The two kinds of arrow: imports, and names within `if TYPE_CHECKING:` only."""
Arrow = tuple[str, str, str]
"""From which floor, of which kind, to which floor."""


def drawing(page: str) -> tuple[list[str], set[Arrow]]:
    """The floors, from above, and the arrows drawn in a page."""
    floors: list[str] = []
    arrows: set[Arrow] = set()
    (house,) = re.findall(r"^## The house$.*?^```text\n(.*?)^```$", page, re.M | re.S)
    for line in filter(str.strip, house.splitlines()):
        first, *others = line.split()
        if first in (USES, NAMES):
            arrows |= {(floors[-1], first, floor) for floor in others}
        elif not line.startswith(" "):
            floors.append(first)
    return floors, arrows


FLOORS, ARROWS = drawing(PAGE.read_text(encoding="utf-8"))
DOORS = {"__main__": "cli"}
"""What stands outside the floors, with the floor it opens."""
NOT_IN = {
    "typer": set(FLOORS) - {"cli"},
    "click": set(FLOORS),
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
IDS = [str(module.relative_to(ROOT)) for module in MODULES]
NO_ROOMS = frozenset(
    ("asking", "auditing", "keeping", "standing", "tallying", "finding", "acting", "moving", "comparing", "behind",
     "heads")
)  # fmt: skip
"""Names that say what is done in a room, or where it lies, and not what is in it."""


def _floor(module: Path) -> str:
    first = module.relative_to(ROOT).parts[0].removesuffix(".py")
    return DOORS.get(first, first)


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
    return ours & set(FLOORS)


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
        first, dot, rest = _dotted(node).partition(".")
        found.add(bound.get(first, "") + dot + rest)
    return found & CLOCKS


def _dotted(node: ast.AST) -> str:
    """A name, or names with dots between; nothing of what is no such."""
    if isinstance(node, ast.Name):
        return node.id
    of = _dotted(node.value) if isinstance(node, ast.Attribute) else ""
    return f"{of}.{node.attr}" if of and isinstance(node, ast.Attribute) else ""


def _tree(module: Path) -> ast.AST:
    return ast.parse(module.read_text(encoding="utf-8"))


def _package(module: Path) -> str:
    return ".".join(("onestop_cli", *module.relative_to(ROOT).parent.parts))


def _arrows() -> dict[Arrow, list[str]]:
    """Every arrow that is used, with the modules that use it; what a floor imports it may name as well."""
    arrows: dict[Arrow, list[str]] = defaultdict(list)
    for kind, tree_of in ((USES, lambda m: _AtRunTime().visit(_tree(m))), (NAMES, _tree)):
        for module, name in zip(MODULES, IDS, strict=True):
            floor = _floor(module)
            for other in _floors_used(tree_of(module), _package(module)) - {floor}:
                if kind == USES or (floor, USES, other) not in arrows:
                    arrows[floor, kind, other].append(name)
    return arrows


def test_the_floors_are_those_drawn() -> None:
    there = {_floor(module) for module in MODULES} - {"__init__"}
    assert there == set(FLOORS)


def test_no_module_imports_what_is_not_drawn() -> None:
    assert {arrow: modules for arrow, modules in _arrows().items() if arrow not in ARROWS} == {}


def test_every_arrow_drawn_is_used() -> None:
    assert ARROWS - set(_arrows()) == set()


def test_arrows_that_import_point_down() -> None:
    assert [arrow for arrow in ARROWS if arrow[1] == USES and FLOORS.index(arrow[0]) >= FLOORS.index(arrow[2])] == []


def test_cli_takes_nothing_from_the_store() -> None:
    assert {kind for floor, kind, other in _arrows() if (floor, other) == ("cli", "store")} == set()


def test_the_package_itself_imports_nothing_of_ours() -> None:
    assert _floors_used(_tree(ROOT / "__init__.py"), "onestop_cli") == set()


def test_a_drawing_is_read() -> None:
    house = "a    words, b c\n ├─▶ b c\n └┄▷ d\nb    words\n     more\n"
    page = f"# P\n\n```text\nno house\n```\n\n## The house\n\nWords.\n\n```text\n{house}```\n\n## Next\n"
    assert drawing(page) == (["a", "b"], {("a", USES, "b"), ("a", USES, "c"), ("a", NAMES, "d")})


def _circle(imports: Mapping[str, set[str]]) -> list[str]:
    """Modules each of which imports the one before it, the last as the first; none where there is no circle."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as circle:
        return circle.args[1]
    return []


def test_no_module_comes_back_to_itself() -> None:
    """Neither when it is imported, nor later within a function, nor for the type checker."""
    modules = {".".join((_package(m), m.stem)).removesuffix(".__init__"): m for m in MODULES}
    imports = {
        name: {
            part for _, brought in _imported(_tree(m), _package(m)) for part in (brought, brought.rpartition(".")[0])
        }
        & modules.keys() - {name, "onestop_cli"}
        for name, m in modules.items()
    }
    assert sum(map(len, imports.values())) > 500
    assert _circle(imports) == []


def test_a_circle_is_seen() -> None:
    assert _circle({"a": {"b", "c"}, "b": {"c"}, "c": {"d"}, "d": {"b"}}) != []


def test_rooms_are_named_by_what_is_in_them() -> None:
    assert NO_ROOMS & {part for name in IDS for part in Path(name).with_suffix("").parts} == set()


@pytest.mark.parametrize("module", MODULES, ids=IDS)
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
