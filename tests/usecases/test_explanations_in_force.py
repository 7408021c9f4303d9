"""The JSON of `explain` alone gives the date in force, of thousands of lives with all that happens between (§3.1-3.4).

Nothing of the program counts here: `tests/usecases/derivations.py` reads days, minutes and hours as `docs/json.md` says.
"""

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.office import Ward
from tests.usecases.busy_year import Lives, Step
from tests.usecases.derivations import Json, counted, explained, in_force

SEEDS = range(50)
STEPS = 160


class ShortLives(Lives):
    """Many dossiers with a few acts each, with notices, settings and amended procedures between."""

    def step(self) -> Step:
        self.pass_time()
        entries = self.entries()
        if len(entries) < 3 or self.random.random() < 0.4:
            weights = {"receive": 8, "import": 4, "notice": 4, "amend": 1, "config": 1}
            return self.typed(self.some_of(weights), None)
        return self.handled(self.random.choice(entries))


def of_some_lives(ward: Ward, seed: str, steps: int) -> list[Json]:
    """The explanations of the dossiers of a ward, as JSON, after so many commands."""
    ward.is_now("22/12/2025 09:00")
    lives = ShortLives(ward, Random(seed))
    for _ in range(steps):
        lives.step()
    return [explained(ward, entry.dossier.code) for entry in lives.entries()]


def must_give_the_date_in_force(explanation: Json) -> None:
    code, given = explanation["code"], explanation["given"]
    stands = explanation["given_due_at"] if given else explanation["due_at"]
    assert in_force(explanation) == stands, code
    assert (counted(explanation) != stands) is explanation["kept"], code
    if not given:
        assert counted(explanation) == explanation["counted_due_at"], code


def test_an_explanation_gives_the_date_in_force(early_ward: Ward) -> None:
    found = of_some_lives(early_ward, "một", 60)
    for each in found:
        must_give_the_date_in_force(each)
    assert len(found) > 10


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_explanation_gives_the_date_in_force(early_template: Path, tmp_path: Path, seed: int) -> None:
    ward = Ward(Path(shutil.copy(early_template, tmp_path / "onestop.db")))
    for each in of_some_lives(ward, f"lượt {seed}", STEPS):
        must_give_the_date_in_force(each)
