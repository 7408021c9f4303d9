"""Laws: a clean life never gets a finding, nothing that a file can hold stops the checks."""

import shutil
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from onestop_cli.core.checks.listed import Finding
from onestop_cli.output.checks import checked_rendering, sentence
from onestop_cli.store.schema import FIRST_FORMAT, FORMAT
from onestop_cli.usecases.migration import migrate
from tests.office import Ward
from tests.store.conftest import unpacked
from tests.usecases.busy_year import Lives
from tests.usecases.checks.looking import looked, names

CLEAN = ("tinh-trang-hon-nhan", "dang-ky-lai-khai-sinh", "di-chuc", "khai-tu", "muoi-ngay", "bay-ngay")


def clean_life(ward: Ward, random: Random) -> None:
    """Received on the 3rd at nine, and handled as it should be."""
    ward.is_now("3/8/2026 09:00")
    procedure = random.choice(CLEAN)
    code = ward.receive(procedure, officer="Trần Thị B", channel=random.choice(("direct", "online"))).code
    if procedure == "khai-tu":
        ward.resolve(code, deliver=True)
        return
    if random.random() < 0.4:
        ward.is_now("3/8/2026 15:00")
        ward.suspend(code, random.choice(("supplement", "other_agency")))
        ward.now += timedelta(days=random.randrange(1, 9))
        ward.resume(code)
    due = ward.dossier(code).due_at
    assert due is not None
    if random.random() < 0.2 and due.date() - timedelta(days=1) > ward.now.date():
        ward.now += timedelta(minutes=10)
        ward.extend(code, "28/8/2026")
    ward.now = max(ward.now, due - timedelta(days=random.randrange(2), hours=random.randrange(1, 5)))
    ward.resolve(code, deliver=random.random() < 0.5)


@pytest.mark.parametrize("seed", range(20))
def test_a_clean_life_has_no_finding(ward: Ward, seed: int) -> None:
    clean_life(ward, Random(seed))
    ward.is_now("2/9/2026 17:00")
    assert names(ward) == set()


def rendered(ward: Ward) -> list[Finding]:
    """What is found, drawn in every format that needs nothing installed."""
    told = looked(ward)
    drawn = checked_rendering(told, told.findings)
    drawn.table()
    drawn.document()
    assert drawn.whole is not None
    drawn.whole()
    assert all(map(sentence, told.findings))
    return list(told.findings)


@pytest.mark.parametrize("earlier", range(FIRST_FORMAT, FORMAT), ids="of format {}".format)
def test_files_of_earlier_formats_are_looked_at(tmp_path: Path, earlier: int) -> None:
    ward = Ward(tmp_path / "onestop.db")
    ward.path.write_bytes(unpacked(f"format_{earlier}.db"))
    migrate(ward.path)
    ward.is_now("26/11/2026 09:00")
    assert not {"promise-not-derived", "number-duplicate"} & {each.check.name for each in rendered(ward)}


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["một", "hai", "ba"])
def test_random_lives_never_stop_the_checks(early_template: Path, tmp_path: Path, seed: str) -> None:
    ward = Ward(Path(shutil.copy(early_template, tmp_path / "early.db")))
    ward.is_now("22/12/2025 09:00")
    lives = Lives(ward, Random(seed))
    for _ in range(110):
        lives.step()
    assert "promise-not-derived" not in {each.check.name for each in rendered(ward)}
