"""Commands on damaged files: an answer or a sentence, never a bug, and no person in any sentence."""

from pathlib import Path

import pytest

from benchmarks.bad_days import damage


@pytest.mark.parametrize(
    ("cases", "seed"), [(80, 1), pytest.param(500, 2, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_a_damaged_file_is_told_as_one_or_read(cases: int, seed: int, tmp_path: Path) -> None:
    tally = damage.run(tmp_path, cases, seed)
    assert (tally.cases, tally.failures) == (cases, [])
    assert sum(n for name, n in tally.outcomes.items() if name.endswith("exit 14")) > cases // 10
