"""Searching a register of people with names as common as in a ward: whole processes, beside `show` in turn.

The register is one of its own, as large as the other, in which people have numbers for names.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import repeat
from pathlib import Path

from benchmarks.figures import Figure, Target, interleaved, say
from benchmarks.processes import environment_for, onestop_command, run_of
from benchmarks.register import Register, register

COMMONEST = Target(1, 350)
OTHERS = Target(1, 150)
_SEARCHES = (
    ("nguyễn", "nguyễn", COMMONEST),
    ("nguyễn thị", "nguyễn thị", COMMONEST),
    ("nguyen van", "nguyen van", COMMONEST),
    ("n", "n", COMMONEST),
    ("full name", "{name}", OTHERS),
    ("rare syllable", "lò", OTHERS),
    ("syllables changed round", "lân văn lò", OTHERS),
    ("begun", "nguyễn văn qu", OTHERS),
    ("phone", "{phone}", OTHERS),
    ("last four digits", "{digits}", OTHERS),
    ("letter wrong", "phạn quỳn nhung", OTHERS),
    ("street", "trần hưng đạo", OTHERS),
    ("code", "{code}", OTHERS),
    ("nothing", "zzyzx", OTHERS),
)
NAMES = [f"search: {name}" for name, _, _ in _SEARCHES]


def figures(found: Register, folder: Path, runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The figures of the searches wanted, as people see them, each in turn with `show`."""
    chosen = [(f"search: {name}", text, target) for name, text, target in _SEARCHES if wanted(f"search: {name}")]
    if not chosen:
        return []
    of_people = register(folder, found.dossiers, is_of_people=True)
    with closing(sqlite3.connect(of_people.path)) as connection:
        middle = "FROM dossier JOIN personal ON personal.seq = personal_seq ORDER BY code LIMIT 1 OFFSET ?"
        code, name, phone = connection.execute(
            f"SELECT code, fields ->> '$.applicant', fields ->> '$.phone' {middle}", (found.dossiers // 2,)
        ).fetchone()
    somebody = {"code": code, "name": name, "phone": f"{phone[:4]} {phone[4:7]} {phone[7:]}", "digits": phone[-4:]}
    onestop, environment = onestop_command(), environment_for(of_people.path)
    works: list[Callable[[], None]] = []
    for _, text, _ in chosen:
        for words in (["show", code], ["list", "--search", text.format_map(somebody), "--limit", "50"]):
            works.append(run_of(repeat([*onestop, *words]), environment, folder, terminal=False))
    say(f"{len(chosen)} searches among {found.dossiers:,} dossiers, {runs} times each")
    times = interleaved(works, runs)
    return [
        Figure(name, times[2 * place + 1], "show", times[2 * place], target)
        for place, (name, _, target) in enumerate(chosen)
    ]
