"""Commands killed: at every call of the system that leaves a trace, before it or in its middle, and at moments of time.

A process that is killed loses nothing that it had handed to the system, so this shows what remains of commands that end
anywhere; a machine that loses its power may lose more, against which stand `synchronous=FULL` and the flushes before
every renaming.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from benchmarks.bad_days.striking import CHANGING, COUNT, HALF, KILL, Call, Strike, hand
from benchmarks.bad_days.tally import Tally
from benchmarks.bad_days.trials import NAMES, ROWS, TRIALS, Ground, bounds, broken

_CALLS = CHANGING | Call.OUT | Call.TALK


def run(folder: Path, cases: int, seed: int, names: Sequence[str] = NAMES, rows: int = ROWS) -> Tally:
    """So many kills, spread over the commands; each at another call as far as there are enough."""
    random = Random(f"kills {seed}")
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    trials = [trial for trial in TRIALS if trial.name in names]
    with hand(folder) as typing:
        ground = Ground(folder, typing, rows)
        for number, trial in enumerate(trials):
            known = bounds(ground, trial, Strike(calls=_CALLS))
            share = cases // len(trials) + (number < cases % len(trials))
            for strike in _strikes(random, share, known.calls):
                ground.begin(trial)
                came = ground.types(trial.words, strike)
                wrong = list(broken(ground, trial, known, came))
                outcomes["killed" if came.code == -9 else f"exit {came.code}"] += 1
                failures += [f"{trial.name}, {_told(strike)} (seed {seed}): {what}" for what in wrong]
    return Tally("kills", sum(outcomes.values()), outcomes, failures)


def _strikes(random: Random, share: int, calls: int) -> list[Strike]:
    """Kills at different calls, before or in their middle."""
    places = [(at, how) for at in range(1, calls + 1) for how in (KILL, HALF)]
    drawn = random.sample(places, min(share, len(places))) + random.choices(places, k=max(0, share - len(places)))
    return [Strike(at, how, calls=_CALLS) for at, how in drawn]


def _told(strike: Strike) -> str:
    how = {COUNT: "not at all", KILL: "before", HALF: "in the middle of"}[strike.how]
    return f"killed {how} call {strike.at}"
