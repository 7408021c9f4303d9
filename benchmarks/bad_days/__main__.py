"""`python -m benchmarks.bad_days`: try what must not happen, print what came of it, exit 1 if a promise was broken."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.bad_days import damage, errors, kills, parsers, sequences, writers
from benchmarks.bad_days.tally import Tally

ROOMS: dict[str, tuple[Callable[[Path, int, int], Tally], int]] = {
    "kills": (kills.run, 900),
    "errors": (errors.run, 900),
    "damage": (damage.run, 5_000),
    "writers": (writers.run, 1_600),
    "parsers": (parsers.run, 100_000),
    "sequences": (sequences.run, 100_000),
}
"""Each trial with the number of its cases unless given."""


def main() -> int:
    """What was asked for is tried; returns the exit code."""
    asked = _asked()
    tallies: list[Tally] = []
    for name in asked.only or ROOMS:
        run, cases = ROOMS[name]
        with TemporaryDirectory(prefix="onestop-bad-days-", dir=asked.work) as folder:
            start = perf_counter()
            tally = run(Path(folder).resolve(), asked.cases or cases, asked.seed)
        print(_told(tally, perf_counter() - start), flush=True)
        tallies.append(tally)
    if asked.json:
        asked.json.write_text(
            json.dumps([t._asdict() for t in tallies], ensure_ascii=False, indent=1), encoding="utf-8"
        )
    return 1 if any(tally.failures for tally in tallies) else 0


def _told(tally: Tally, seconds: float) -> str:
    """A trial's outcomes, most frequent first, and every failure."""
    lines = [f"{tally.name}: {tally.cases:,} cases in {seconds:,.0f} s, {len(tally.failures)} failures"]
    lines += [f"  {count:>9,}  {name}" for name, count in tally.outcomes.most_common()]
    return "\n".join([*lines, *(f"  FAILED {failure}" for failure in tally.failures)])


def _asked() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.bad_days", description="Bad days on purpose.")
    parser.add_argument("--only", action="append", choices=ROOMS, metavar="NAME", help=f"one of: {', '.join(ROOMS)}")
    parser.add_argument("--cases", type=int, metavar="N", help="cases of each trial")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="the same seed, the same cases; 1 unless given"
    )
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="where the trials are made; a temporary folder")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the outcomes and failures")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
