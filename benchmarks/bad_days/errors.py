"""Commands that the system refuses something: room, a file more, memory, a sound disk, a medium to write on.

The k-th call of a kind fails with an error of the system, once or from then on, in SQLite and in our own code alike.
What the command then says must be so: a clear sentence, its exit code, and what was acknowledged in the file.
"""

import errno
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from benchmarks.bad_days.striking import FAIL, ONCE, REFUSALS, Strike, hand
from benchmarks.bad_days.tally import Tally
from benchmarks.bad_days.trials import NAMES, ROWS, TRIALS, Bounds, Ground, bounds, broken


def run(folder: Path, cases: int, seed: int, names: Sequence[str] = NAMES, rows: int = ROWS) -> Tally:
    """So many refusals, spread over the commands and the errors."""
    random = Random(f"errors {seed}")
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    trials = [trial for trial in TRIALS if trial.name in names]
    errors = list(REFUSALS)
    known: dict[tuple[str, int], Bounds] = {}
    with hand(folder) as typing:
        ground = Ground(folder, typing, rows)
        for number in range(cases):
            trial, error = trials[number % len(trials)], errors[number // len(trials) % len(errors)]
            if (trial.name, error) not in known:
                known[trial.name, error] = bounds(ground, trial, Strike(calls=REFUSALS[error]))
            limits = known[trial.name, error]
            stays = error not in ONCE and random.random() < 0.5
            strike = Strike(random.randint(1, max(1, limits.calls)), FAIL, error, stays, REFUSALS[error])
            ground.begin(trial)
            came = ground.types(trial.words, strike)
            wrong = list(broken(ground, trial, limits, came, is_stuck=stays and error == errno.EROFS))
            outcomes[f"{errno.errorcode[error]} exit {came.code}"] += 1
            how = "from" if stays else "at"
            place = f"{trial.name}, {errno.errorcode[error]} {how} call {strike.at} of its kinds (seed {seed})"
            failures += [f"{place}: {what}" for what in wrong]
    return Tally("errors", cases, outcomes, failures)
