"""Commands killed: at every call of the system that leaves a trace, before it or in its middle, and at moments of time.

A process that is killed loses nothing that it had handed to the system, so this shows what remains of commands that end
anywhere; a machine that loses its power may lose more, against which stand `synchronous=FULL` and the flushes before
every renaming.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from benchmarks.bad_days.striking import CHANGING, HALF, KILL, Call, Strike, hand
from benchmarks.bad_days.tally import Tally
from benchmarks.bad_days.trials import NAMES, ROWS, TRIALS, Bounds, Ground, bounds, broken

_BY_TIME = 5
"""One kill in so many is at a moment, all others at a call."""
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
            for strike in _strikes(random, share, known):
                ground.begin(trial)
                came = ground.types(trial.words, strike)
                wrong = list(broken(ground, trial, known, came))
                outcomes["killed" if came.code == -9 else f"exit {came.code}"] += 1
                failures += [f"{trial.name}, {_told(strike)} (seed {seed}): {what}" for what in wrong]
    return Tally("kills", sum(outcomes.values()), outcomes, failures)


def _strikes(random: Random, share: int, known: Bounds) -> list[Strike]:
    """Kills at different calls, before or in their middle, and some at any moment."""
    by_time = share // _BY_TIME
    drawn = [Strike(seconds=max(0.001, random.random() * known.seconds)) for _ in range(by_time)]
    places = [Strike(at, how, calls=_CALLS) for at in range(1, known.calls + 1) for how in (KILL, HALF)]
    drawn += random.sample(places, min(share - by_time, len(places)))
    return drawn + random.choices(places, k=share - len(drawn))


def _told(strike: Strike) -> str:
    if strike.seconds:
        return f"killed after {strike.seconds:.4f} s"
    return f"killed {'before' if strike.how == KILL else 'in the middle of'} call {strike.at}"
