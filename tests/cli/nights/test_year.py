"""A year of nights of a small ward: some missed, months that end in a gap, a file restored, old nights removed."""

from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from onestop_cli.core.moments import VIETNAM
from tests.cli.nights.conftest import Nights
from tests.command_line import run, typed
from tests.office import Ward, broken_links, strays

KEEP = 40


@pytest.mark.slow
def test_a_year_of_nights(nights: Nights) -> None:
    chance, ward, now = Random(2026), nights.ward, datetime(2026, 1, 5, 17, 45, tzinfo=VIETNAM)
    open_codes: list[str] = []
    manifests: list[dict[str, Any]] = []
    for number in range(365):
        evening = now + timedelta(days=number)
        ward.now = evening.replace(hour=9, minute=0)
        if evening.weekday() < 5:
            open_codes += [ward.receive(chance.choice(("khai-tu", "giam-ho", "bay-ngay"))).code for _ in range(2)]
            ward.now = evening.replace(hour=16, minute=0)
            if len(open_codes) > 6:
                ward.resolve(open_codes.pop(0))
        if number == 200:
            newest = max(path.name for path in nights.folder.iterdir() if path.name.startswith("20"))
            typed("restore", str(nights.folder / newest / "backup.db"))
            still = ward.ask("SELECT code FROM dossier WHERE status = 'received' ORDER BY code")
            open_codes = [code for (code,) in still]
        if chance.random() < 0.1:
            continue  # the machine was off
        ward.now = evening
        answer = run("nightly", str(nights.folder), "--keep", str(KEEP), "--quiet")
        assert (answer.exit_code, answer.output) == (0, ""), (evening, answer.output, answer.exception)
        manifests.append(nights.manifest(f"{evening:%Y-%m-%d}"))
    assert [each["number"] for each in manifests] == list(range(1, len(manifests) + 1))
    gone_on = [later["after"] == earlier["head"]["seq"] for earlier, later in pairwise(manifests)]
    covered = [later["covers"][0] > earlier["covers"][1] for earlier, later in pairwise(manifests)]
    told = [bool(each["restored"]) for each in manifests]
    assert (set(gone_on), told.count(True), set(covered)) == ({True}, 1, {True})
    assert len([name for name in nights.names if name.startswith("20")]) == KEEP
    assert nights.findings() == []
    newest = Ward(nights.folder / max(nights.names) / "backup.db")
    assert (broken_links(newest), strays(newest), broken_links(ward), strays(ward)) == ([], [], [], [])
    codes = [code for (code,) in ward.ask("SELECT code FROM dossier")]
    assert len(codes) == len(set(codes))
