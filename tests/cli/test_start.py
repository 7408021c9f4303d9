"""Starting fast: what a command loads, counted in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import contextlib, io, json, sys
from onestop_cli.cli.app import main
sys.argv = ["onestop", *json.loads(sys.argv[1])]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
print(json.dumps(sorted(sys.modules)))
"""
HEAVY = (
    "pydantic",
    "sqlite_utils",
    "holidays",
    "icalendar",
    "babel",
    "typer.rich_utils",
    "dateutil",
    "csv",
    "platformdirs",
    "xlsxwriter",
    "duckdb",
    "adbc_driver_manager",
    "adbc_driver_sqlite",
)


def loaded(arguments: list[str], ward: Path) -> set[str]:
    """The modules in memory when a command has run."""
    environment = {**os.environ, "ONESTOP_DB": str(ward), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(arguments)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments",
    [
        ["receive", "ket-hon", "--applicant", "Nguyễn Văn A", "--json"],
        ["receive", "ket-hon", "--applicant", "Nguyễn Văn A"],
        ["show", "H26.15.30-230605-0001", "--json"],
        ["show", "H26.15.30-230605-0001"],
        ["due", "--json"],
        ["report", "--month", "6", "--year", "2023"],
    ],
    ids=" ".join,
)
def test_a_counter_command_loads_nothing_heavy(arguments: list[str], open_ward: Path) -> None:
    modules = loaded(arguments, open_ward)
    assert "onestop_cli.store.database" in modules
    assert not modules & {*HEAVY, "rich"}


def test_a_table_loads_rich_and_nothing_else_heavy(open_ward: Path) -> None:
    modules = loaded(["due"], open_ward)
    assert "rich" in modules
    assert not modules & set(HEAVY)


def test_a_command_loads_no_other_command(open_ward: Path) -> None:
    modules = loaded(["show", "H26.15.30-230605-0001"], open_ward)
    commands = {name for name in modules if name.startswith("onestop_cli.cli.")}
    everywhere = ("app", "typer_parts", "boundary", "interruption", "session", "options", "target")
    assert commands == {f"onestop_cli.cli.{name}" for name in (*everywhere, "dossiers")}
