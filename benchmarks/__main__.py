"""`python -m benchmarks`: measure, print a table, never fail for being slow."""

import os
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import (
    backups,
    checks,
    due_dates,
    exports,
    nights,
    paper,
    processes,
    replay,
    reports,
    searches,
    throughput,
    verify,
)
from benchmarks.figures import Figure, machine, table, write_json
from benchmarks.register import register

ROOMS = (processes, searches, reports, throughput, replay, verify, checks, exports, backups, nights, paper)
"""What is measured on the register."""
NAMES = [name for room in (*ROOMS, due_dates) for name in room.NAMES]


def main() -> None:
    """Measure what is asked for."""
    asked = _asked()
    with ExitStack() as stack:
        if asked.work:
            folder = asked.work
            folder.mkdir(parents=True, exist_ok=True)
        else:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="onestop-benchmark-")))
        found = _measured(folder.resolve(), asked)
    setting = machine() | {"dossiers": asked.dossiers, "runs": asked.runs}
    setting["language"] = os.environ.get("ONESTOP_LANG", "vi")
    print(", ".join(f"{name} {value}" for name, value in setting.items()) + "\n")
    print(table(found), end="")
    if asked.json:
        write_json(asked.json, found, setting)


def _measured(folder: Path, asked: Namespace) -> list[Figure]:
    def wanted(name: str) -> bool:
        return not asked.only or any(name.startswith(only) for only in asked.only)

    found: list[Figure] = []
    if any(wanted(name) for room in ROOMS for name in room.NAMES):
        measured = register(folder, asked.dossiers)
        for room in ROOMS:
            found += room.figures(measured, folder, asked.runs, wanted)
    return found + due_dates.figures(asked.runs, wanted)


def _asked() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks", description="How fast onestop is.")
    parser.add_argument("--dossiers", type=int, default=100_000, metavar="N", help="size of the register")
    parser.add_argument("--runs", type=int, default=15, metavar="N", help="runs of each figure")
    parser.add_argument(
        "--only", action="append", metavar="NAME", help=f"figures whose name begins so; repeat: {'; '.join(NAMES)}"
    )
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="where the register is kept for the next time")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single time")
    asked = parser.parse_args()
    if asked.dossiers < 1 or asked.runs < 1:
        parser.error("--dossiers and --runs are at least 1")
    for only in asked.only or ():
        if not any(name.startswith(only) for name in NAMES):
            parser.error(f"no figure begins with {only!r}: {'; '.join(NAMES)}")
    return asked


if __name__ == "__main__":
    main()
