"""Whole processes, from the shell's view: onestop beside an empty program of the same framework.

The empty program is Typer's own first example with two commands. Both are small scripts that import a
compiled module, as pip installs them, and are started in turn by the same Python. Acts that change a dossier's
state get one of its own for every run.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from benchmarks import lives
from benchmarks.figures import Figure, Target, interleaved, say
from benchmarks.register import Register, clock, copied
from onestop_cli.store.database import reading

EMPTY_PROGRAM = '''"""An empty program with two commands."""

import typer

app = typer.Typer()


@app.command()
def first() -> None:
    """Say one thing."""
    print("first")


@app.command()
def second() -> None:
    """Say another."""
    print("second")


def main() -> None:
    app()
'''
EMPTY_SCRIPT = """import sys
from empty_program import main
if __name__ == '__main__':
    sys.exit(main())
"""
MACHINE = Target(1.2)
PEOPLE = Target(1.35)
MONTH = Target(1.35, 100)
NOT_COUNTED = 2
"""Runs of each command line before those that are measured: one to see that it answers, one to warm up."""

Codes = Callable[[Path, int], Iterator[str]]
"""Makes dossiers on a copy of the register, for so many runs: the code of each run's own."""


class Case(NamedTuple):
    """A command line to measure.

    `on_copy` runs it on a copy of the register, which it may write to; with `codes` each run names a dossier made
    for it there. `terminal` runs it under a pseudo-terminal.
    """

    name: str
    words: tuple[str, ...]
    target: Target
    on_copy: bool = False
    codes: Codes | None = None
    terminal: bool = False


def cases(code: str, last_month: date) -> list[Case]:
    """What the counter does all day, for machines, for people, and as people see it."""
    receive = ("receive", "khai-tu", "--applicant", "Người dân mẫu", "--again")
    month = ("report", "--month", str(last_month.month), "--year", str(last_month.year))
    suspend = ("suspend", "--reason", "supplement")
    commands = (
        ("receive", receive, MACHINE, PEOPLE, True, None),
        ("show", ("show", code), MACHINE, PEOPLE, False, None),
        ("due", ("due",), MACHINE, PEOPLE, False, None),
        ("today", ("today",), MONTH, MONTH, False, None),
        ("report --month", month, MONTH, MONTH, False, None),
        ("suspend", suspend, MACHINE, PEOPLE, True, lives.received),
        ("resume", ("resume",), MACHINE, PEOPLE, True, lives.suspended),
        ("explain", ("explain",), MACHINE, PEOPLE, True, lives.lived),
    )
    found: list[Case] = []
    for name, words, for_machines, for_people, on_copy, codes in commands:
        found.append(Case(f"{name} --json", (*words, "--json"), for_machines, on_copy, codes))
        found.append(Case(name, words, for_people, on_copy, codes))
        if sys.platform != "win32":
            found.append(Case(f"{name}, terminal", words, for_people, on_copy, codes, True))
    return found


NAMES = [case.name for case in cases("", date.min)]


def figures(found: Register, folder: Path, runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The figures of the command lines wanted, each run in turn with the empty program."""
    if not any(map(wanted, NAMES)):
        return []
    empty = _empty_program(folder)
    onestop = onestop_command()
    code = _middle_code(found)
    last_month = clock().date().replace(day=1) - timedelta(days=1)
    chosen = [case for case in cases(code, last_month) if wanted(case.name)]
    copy = copied(found, folder / "written.db") if any(case.on_copy for case in chosen) else found.path
    works: list[Callable[[], None]] = []
    for case in chosen:
        commands = _commands(onestop, case, copy, runs + NOT_COUNTED)
        environment = environment_for(copy if case.on_copy else found.path)
        _must_work(case, next(commands), environment)
        for each in (repeat([*empty, "first"]), commands):
            works.append(run_of(each, environment, folder, terminal=case.terminal))
    say(f"{len(chosen)} command lines, {runs} times each")
    times = interleaved(works, runs)
    return [
        Figure(case.name, times[2 * place + 1], "empty program", times[2 * place], case.target)
        for place, case in enumerate(chosen)
    ]


def _commands(onestop: list[str], case: Case, copy: Path, runs: int) -> Iterator[list[str]]:
    """The command line of each run, with the code of its own dossier where it needs one."""
    if case.codes is None:
        return repeat([*onestop, *case.words])
    command, *options = case.words
    return ([*onestop, command, code, *options] for code in case.codes(copy, runs))


def _empty_program(folder: Path) -> list[str]:
    (folder / "empty_program.py").write_text(EMPTY_PROGRAM, encoding="utf-8")
    script = folder / "empty"
    script.write_text(EMPTY_SCRIPT, encoding="utf-8")
    return [sys.executable, str(script)]


def onestop_command() -> list[str]:
    """The command as pip installed it beside this Python."""
    script = shutil.which("onestop", path=str(Path(sys.executable).parent))
    if script is None:
        raise SystemExit('onestop is not installed beside this Python: pip install -e ".[benchmark]"')
    return [script] if script.lower().endswith(".exe") else [sys.executable, script]


def environment_for(path: Path) -> dict[str, str]:
    """The caller's environment (its ONESTOP_LANG too), with this dossier file and compiled modules allowed."""
    dropped = {"ONESTOP_ACTOR", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "COLUMNS", "LINES", "NO_COLOR"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"ONESTOP_DB": str(path), "TERM": "xterm-256color"}


def _middle_code(found: Register) -> str:
    """A dossier from the middle of the register."""
    with reading(found.path) as connection:
        offset = (found.dossiers - 1) // 2
        (code,) = connection.execute("SELECT code FROM dossier ORDER BY code LIMIT 1 OFFSET ?", (offset,)).fetchone()
    return code


def _must_work(case: Case, command: list[str], environment: dict[str, str]) -> None:
    """Run once to see that it answers; a figure of a command that fails would mean nothing."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode or not done.stdout:
        raise SystemExit(f"{case.name} failed:\n{done.stderr}")
    if "--json" in case.words:
        json.loads(done.stdout)


def run_of(
    commands: Iterator[list[str]], environment: dict[str, str], folder: Path, *, terminal: bool
) -> Callable[[], None]:
    """A run of the next command line in the work folder, its output thrown away or read by a pseudo-terminal."""

    def piped() -> None:
        subprocess.run(
            next(commands),
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )

    def on_terminal() -> None:
        from benchmarks.terminal import run_on_terminal

        run_on_terminal(next(commands), environment, folder)

    return on_terminal if terminal else piped
