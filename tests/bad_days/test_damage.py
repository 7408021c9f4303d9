"""Commands on damaged files: an answer or a sentence, never a bug, and no person in any sentence."""

from pathlib import Path

import pytest

from benchmarks.bad_days import damage

VALUES = {
    "UPDATE setting SET value = X'FFFE' WHERE key = 'agency_name'": ("report", "--month", "11", "--json"),
    "UPDATE event SET recorded_at = 'null' WHERE seq = (SELECT max(seq) FROM event)":
        ("suspend", "261104-0001", "--reason", "other_agency"),
    "UPDATE dossier SET time_limit_unit = NULL": ("report", "--index-766", "--month", "11"),
}  # fmt: skip
"""What is wrong in a row, and a command that comes upon it."""


@pytest.mark.parametrize("harm", VALUES, ids=[words[0] for words in VALUES.values()])
def test_a_value_that_onestop_never_wrote_is_damage(harm: str, tmp_path: Path) -> None:
    file = tmp_path / "ward.db"
    with damage._sitting(tmp_path):
        for words in damage._DEEDS:
            damage._typed(file, tmp_path, words)
        with damage._unguarded(file) as connection:
            connection.execute(harm)
        code, _, said = damage._typed(file, tmp_path, VALUES[harm])
    assert (code, "Traceback" in said) == (14, False)


@pytest.mark.parametrize(
    ("cases", "seed"), [(80, 1), pytest.param(500, 2, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_a_damaged_file_is_told_as_one_or_read(cases: int, seed: int, tmp_path: Path) -> None:
    tally = damage.run(tmp_path, cases, seed)
    assert (tally.cases, tally.failures) == (cases, [])
    assert sum(n for name, n in tally.outcomes.items() if name.endswith("exit 14")) > cases // 10
