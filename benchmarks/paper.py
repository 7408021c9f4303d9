"""Paper: a slip as a whole process beside `show`, a stack of slips, the register as a book.

The budgets are times: a slip as PDF in 0.3 s, as HTML in 0.25 s, 500 slips in 10 s, 3,000 lines of the register in 4 s.
Each printing is recorded on a copy of the register, as at the counter.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import repeat
from pathlib import Path

from benchmarks.figures import Figure, Target, interleaved, say
from benchmarks.processes import environment_for, onestop_command, run_of
from benchmarks.register import Register, copied
from benchmarks.reports import peaks

STACK, LINES = 500, 3_000
ONE_PDF, ONE_HTML = "slip: one as PDF", "slip: one as HTML"
MANY, BOOK = f"slip: {STACK} as PDF", f"register: {LINES:,} lines as PDF"
NAMES = [ONE_PDF, ONE_HTML, MANY, BOOK]


def figures(found: Register, folder: Path, runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The figures wanted; the long ones take a fifth of the runs."""
    if not any(map(wanted, NAMES)):
        return []
    work = copied(found, folder / "paper.db")
    with closing(sqlite3.connect(work)) as connection:
        codes = [
            code for (code,) in connection.execute("SELECT code FROM dossier ORDER BY code DESC LIMIT ?", (STACK,))
        ]
        days = "SELECT substr(occurred_at, 1, 10) FROM event WHERE kind = 'receive' ORDER BY occurred_at DESC LIMIT ?"
        *_, (first,) = connection.execute(days, (LINES,))
        (n,) = connection.execute(
            "SELECT count(*) FROM event WHERE kind = 'receive' AND occurred_at >= ?", (first,)
        ).fetchone()
    environment, onestop = environment_for(work), onestop_command()

    def run(*words: str) -> Callable[[], None]:
        return run_of(repeat([*onestop, *words]), environment, folder, terminal=False)

    show = run("show", codes[0])
    one = {name: run("slip", codes[0], "-o", f"slip{end}") for name, end in ((ONE_PDF, ".pdf"), (ONE_HTML, ".html"))}
    limits = {ONE_PDF: Target(0, 300), ONE_HTML: Target(0, 250)}
    many = ("slip", *codes, "-o", str(folder / "stack.pdf"))
    book = ("register", "--from", first, "-o", str(folder / "book.pdf"), "--personal-data")
    made: list[Figure] = []
    for name in (ONE_PDF, ONE_HTML):
        if wanted(name):
            say(f"{name}, {runs} times, in turn with show")
            times, beside = interleaved([one[name], show], runs)
            size = (folder / f"slip{'.pdf' if name == ONE_PDF else '.html'}").stat().st_size
            made.append(Figure(name, times, "show", beside, limits[name], f"{size / 1000:.0f} KB"))
    for name, words, limit, what in (
        (MANY, many, Target(0, 10_000), f"{len(codes)} slips"),
        (BOOK, book, Target(0, 4_000), f"{n:,} lines"),
    ):
        if wanted(name):
            say(f"{name}, {max(3, runs // 5)} times")
            [times] = interleaved([run(*words)], max(3, runs // 5))
            note = f"{what}; peak memory {peaks(words, found._replace(path=work))}"
            made.append(Figure(name, times, "", [], limit, note))
    return made
