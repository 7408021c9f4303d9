"""A night of the whole register with a day's new dossiers, and a counter at work beside it; kills at random points.

The budget is a time: fifteen seconds for 100,000 dossiers of which 200 are new, in proportion for more or fewer. The
night before it is made first, so that only the new events go out. While it runs, dossiers are received by whole
processes, as at a counter: what counts is the longest wait.
"""

import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.figures import Figure, Target, say
from benchmarks.processes import environment_for, onestop_command
from benchmarks.register import ACTOR, Register, clock, copied
from onestop_cli.core.dossier import Person
from onestop_cli.core.nights import business_day
from onestop_cli.usecases.counter import Receipt, receive

NEW = 200
NIGHT = "nightly"
WAIT = "receive beside a night, the longest"
CHECK = "check of nights"
KILLED = "killed night, run again"
NAMES = [NIGHT, WAIT, CHECK, KILLED]
KILLS = 100
_MS_A_DOSSIER = 0.15
"""15 s for 100,000."""
_LONGEST_WAIT = 500.0


def figures(found: Register, folder: Path, runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The figures wanted; a fifth of the runs, as each takes long."""
    if not any(map(wanted, NAMES)):
        return []
    runs = max(3, runs // 5)
    work = _Nights(found, folder)
    made: list[Figure] = []
    if wanted(NIGHT) or wanted(WAIT) or wanted(CHECK):
        say(f"{runs} nights of {found.dossiers:,} dossiers, {NEW} of them new, dossiers received beside them")
        nights, waits, alone, checks = work.nights(runs)
        made.append(Figure(NIGHT, nights, "", [], Target(0, _MS_A_DOSSIER * found.dossiers)))
        made.append(Figure(WAIT, waits, "receive alone", alone, Target(0, _LONGEST_WAIT)))
        made.append(Figure(CHECK, checks, "", []))
    if wanted(KILLED):
        say(f"{KILLS} nights killed at random points, each run again and checked")
        made.append(work.killed())
    return made


class _Nights:
    """A copy of the register whose nights are written by the command."""

    def __init__(self, found: Register, folder: Path) -> None:
        self.path = copied(found, folder / "nights.db")
        self.folder = folder / "nights"
        self.environment = environment_for(self.path)
        self.onestop = onestop_command()

    def _run(self, *words: str) -> float:
        """ms of a whole process that must not fail."""
        start = perf_counter()
        subprocess.run([*self.onestop, *words], env=self.environment, check=True, stdout=subprocess.DEVNULL)
        return (perf_counter() - start) * 1000

    def _night_before(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        before = business_day(clock()) - timedelta(days=1)
        self._run("nightly", str(self.folder), "--date", f"{before}", "--quiet")

    def nights(self, runs: int) -> tuple[list[float], list[float], list[float], list[float]]:
        """ms of each night, of the longest receipt beside it, of a receipt alone, and of the check of both nights."""
        nights, waits, alone, checks = list[float](), list[float](), list[float](), list[float]()
        for _ in range(runs):
            self._night_before()
            for _ in range(NEW):
                receive(self.path, clock, ACTOR, Receipt("khai-tu", Person("Người dân mẫu", "--again")))
            alone.append(self._receipt())
            start = perf_counter()
            night = subprocess.Popen([*self.onestop, "nightly", str(self.folder), "--quiet"], env=self.environment)
            beside = [self._receipt()]
            while night.poll() is None:
                beside.append(self._receipt())
            if night.returncode:
                raise SystemExit("the night failed")
            nights.append((perf_counter() - start) * 1000)
            waits.append(max(beside))
            checks.append(self._run("nightly", "--check", str(self.folder)))
        return nights, waits, alone, checks

    def _receipt(self) -> float:
        return self._run("receive", "khai-tu", "--applicant", "Người dân mẫu")

    def killed(self) -> Figure:
        """ms of a night that is run again after one was killed; nothing of it and no earlier night may be hurt."""
        self._night_before()
        whole = self._run("nightly", str(self.folder), "--quiet")
        moments = random.Random(10)
        again: list[float] = []
        halves = 0
        for _ in range(KILLS):
            shutil.rmtree(max(self.folder.glob("20*")))
            night = subprocess.Popen([*self.onestop, "nightly", str(self.folder), "--quiet"], env=self.environment)
            time.sleep(moments.random() * whole / 1000)
            night.send_signal(signal.SIGKILL)
            night.wait()
            halves += any(self.folder.glob(".onestop-new-*"))
            again.append(self._run("nightly", str(self.folder), "--quiet"))
            self._run("nightly", "--check", str(self.folder))
        note = (
            f"{KILLS} killed, {halves} with a half night left behind, all cleared away; every check without a finding"
        )
        return Figure(KILLED, again, "", [], note=note)
