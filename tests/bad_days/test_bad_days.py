"""What must not happen on a bad day, tried with few cases; `python -m benchmarks.bad_days` tries many (its README).

Every failure names the seed and the step, so that it can be seen again.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.bad_days import errors, kills, parsers, sequences, writers
from benchmarks.bad_days.striking import REFUSALS
from benchmarks.bad_days.tally import Tally
from benchmarks.bad_days.trials import NAMES

TRIALS: dict[str, tuple[Callable[[Path, int, int], Tally], int]] = {
    "commands killed": (kills.run, len(NAMES)),
    "commands refused": (errors.run, len(NAMES)),
    "many at once": (writers.run, 24),
    "strange texts": (parsers.run, 2_000),
    "commands at random": (sequences.run, 200),
}


@pytest.fixture
def compiler() -> None:
    """A C compiler is there, which makes what stands in our way."""
    if shutil.which("cc") is None:
        pytest.skip("cc is not installed")


@pytest.mark.usefixtures("compiler")
@pytest.mark.parametrize("name", TRIALS)
def test_nothing_is_lost_and_nothing_half_done(name: str, tmp_path: Path) -> None:
    run, cases = TRIALS[name]
    tally = run(tmp_path, cases, 13)
    assert tally.failures == []
    assert tally.cases >= cases


@pytest.mark.usefixtures("compiler")
def test_every_kill_falls_on_a_call_of_the_command(tmp_path: Path) -> None:
    assert kills.run(tmp_path, 8, 1, names=["receive", "config set"]).outcomes == {"killed": 8}


@pytest.mark.usefixtures("compiler")
def test_every_error_of_the_system_is_met(tmp_path: Path) -> None:
    tally = errors.run(tmp_path, 2 * len(REFUSALS), 2, names=["receive"])
    met = {name.partition(" ")[0] for name in tally.outcomes}
    assert (len(met), tally.failures) == (len(REFUSALS), [])
    assert any(name.endswith("exit 14") for name in tally.outcomes)
