"""Eight clerks at once, each command a process of its own, beside readers, an import, backups and checkpoints.

What was acknowledged is recorded, numbers have no gaps, nobody is locked out.
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random

from benchmarks.bad_days.tally import Tally
from benchmarks.bad_days.trials import register, unsound
from onestop_cli.sources.package_data import ward_procedures
from onestop_cli.store import register as dossiers
from onestop_cli.store.database import reading
from onestop_cli.usecases import office
from tests.core.written import at
from tests.office import ACTOR, AGENCY, NAME

WRITERS = 8
_ROWS = 500
_BESIDE = (
    ("list", "--json"), ("due", "--json"), ("report", "--json"), ("export", "dossiers", "-f", "csv"),
    ("db", "status"), ("audit", "verify", "--chain"),
)  # fmt: skip


def run(folder: Path, cases: int, seed: int) -> Tally:
    """So many commands of eight clerks, half of them receipts and half results, with all the rest beside them."""
    path = folder / "ward.db"
    office.init(path, lambda: at("2/7/2025 08:00"), ACTOR, AGENCY, NAME, procedures=[*ward_procedures()])
    (folder / "so.csv").write_text(register(_ROWS), encoding="utf-8")
    work = _Counter(folder, path)
    with ThreadPoolExecutor(WRITERS + 2) as pool:
        clerks = [pool.submit(work.clerk, -(-cases // (2 * WRITERS))) for _ in range(WRITERS)]
        beside = [pool.submit(work.beside, Random(f"readers {seed}"), clerks), pool.submit(work.keeper, clerks)]
        received = [code for clerk in clerks for code in clerk.result()]
        for other in beside:
            other.result()
    with reading(path) as connection:
        found = {entry.dossier.code: entry.dossier.status for entry in dossiers.in_code_order(connection)}
    failures = work.failures
    failures += [f"acknowledged and not resolved: {code}" for code in received if found.get(code) != "resolved"]
    numbers = sorted(int(code.rpartition("-")[2]) for code in found if not code.startswith("X-"))
    if numbers != list(range(1, len(received) + 1)):
        failures.append(f"numbers with gaps: {len(received)} received, {numbers[-1] if numbers else 0} the last")
    if sum(code.startswith("X-") for code in found) != _ROWS:
        failures.append("the import is not whole")
    if wrong := unsound(path):
        failures.append(wrong)
    return Tally("writers", sum(work.outcomes.values()), work.outcomes, failures)


class _Counter:
    """A counter where many work on one file."""

    def __init__(self, folder: Path, path: Path) -> None:
        self.folder, self.path = folder, path
        self.outcomes: Counter[str] = Counter()
        self.failures: list[str] = []
        self.environment = {**os.environ, "ONESTOP_DB": f"{path}", "ONESTOP_LANG": "en", "ONESTOP_ACTOR": "lan"}

    def types(self, *words: str) -> str:
        """A command in a process of its own that must do what it is asked; what it answers."""
        command = [sys.executable, "-m", "onestop_cli", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, encoding="utf-8")
        self.outcomes[f"{words[0]} exit {done.returncode}"] += 1
        if done.returncode:
            self.failures.append(f"{' '.join(words)}: exit {done.returncode}: {done.stderr[-400:]}")
            return "{}"
        return done.stdout

    def clerk(self, dossiers: int) -> list[str]:
        """The codes of so many dossiers, received and resolved one after another."""
        codes: list[str] = []
        for _ in range(dossiers):
            answer = json.loads(self.types("receive", "khai-tu", "--applicant", "Nguyễn Văn A", "--again", "--json"))
            if "code" in answer:
                codes.append(answer["code"])
                self.types("resolve", codes[-1], "--json")
        return codes

    def beside(self, random: Random, clerks: "list[Future[list[str]]]") -> None:
        """Readers, as long as clerks are at work."""
        while not all(clerk.done() for clerk in clerks):
            self.types(*random.choice(_BESIDE))

    def keeper(self, clerks: "list[Future[list[str]]]") -> None:
        """An import, then backups and checkpoints, as long as clerks are at work."""
        self.types("import", f"{self.folder / 'so.csv'}")
        number = 0
        while not all(clerk.done() for clerk in clerks):
            number += 1
            self.types("backup", f"{self.folder / f'copy-{number}.db'}")
            with closing(sqlite3.connect(self.path, timeout=10)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.outcomes["checkpoint"] += 1
