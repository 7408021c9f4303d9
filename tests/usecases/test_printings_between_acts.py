"""Printings between the acts of random lives: every reader answers as if nothing had been printed (decision 12, §3.4).

Two wards live the same life; in the second papers are printed in between, none of them the slip that replaces the
promise. Their events have other numbers, so what is told is compared without numbers and without the printings.
"""

import json
import re
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from onestop_cli.core.amendments import waits_for_slip
from onestop_cli.core.forms import Form
from onestop_cli.errors import OnestopError
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from tests.office import Ward, broken_links, strays
from tests.usecases.busy_year import Lives

pytestmark = pytest.mark.slow

OF_DOSSIER = ("show", "history", "explain", "undo")
OF_FILE = (
    "list", "due", "late", "late --month 1 --year 2026", "audit check --info", "register --month 1 --year 2026",
    "audit check --month 12 --year 2025 --info", "report --month 12 --year 2025 --sealed",
    *(f"report --month {month} {how}" for month in ("12 --year 2025", "1 --year 2026")
      for how in ("", "--strict", "--basis promised", "--basis extended", "--by officer", "--diff 1/1/2026")),
)  # fmt: skip
"""What is asked of the whole file."""
NUMBERS = {
    "seq", "seqs", "event", "source", "data", "anchor", "slip", "slips", "sentence", "position", "hash", "import",
    "digest", "digest_now", "act",
}  # fmt: skip
"""The keys under which a number stands, or what was made of one."""


class Unprinted(Lives):
    """A life in which nothing is printed."""

    printed = 0


def lived(ward: Ward, *, is_printed: bool) -> int:
    """The life; how often something was printed."""
    ward.is_now("22/12/2025 09:00")
    lives, papers, n = Unprinted(ward, Random("in giữa chừng")), Random("papers"), 0
    for step in range(130):
        lives.step()
        if step == 80:
            CliRunner().invoke(app, ["seal", "--month", "12", "--year", "2025", "--db", str(ward.path)])
        for entry in lives.entries() if is_printed else ():
            if papers.random() < 0.1:
                n += printed(ward, entry.dossier.code, papers.choice((Form.receipt, *Form)))
    return n


def printed(ward: Ward, code: str, form: Form) -> bool:
    """A paper that replaces no promise is printed, where there is one."""
    with reading(ward.path) as connection:
        if form is Form.receipt and waits_for_slip(ledger.dossier_events(connection, code)):
            return False
    try:
        ward.prints(code, form)
    except OnestopError:
        return False
    return True


def bare(told: Any, *, is_life: bool) -> Any:
    """What JSON tells, without numbers of events; a life that lists its events, without printings."""
    if isinstance(told, dict):
        return {key: bare(value, is_life=is_life) for key, value in told.items() if key not in NUMBERS}
    if isinstance(told, list):
        kept = [each for each in told if not (is_life and isinstance(each, dict) and each.get("kind") == "print")]
        return [bare(each, is_life=is_life) for each in kept]
    return re.sub(r"\b\d+:[0-9a-f]{12,}", "", told) if isinstance(told, str) else told


def answer(ward: Ward, words: list[str]) -> tuple[int, Any]:
    said = CliRunner().invoke(app, [*words, "--json", "--db", str(ward.path)], prog_name="onestop")
    is_life = words[0] in ("history", "explain")
    return said.exit_code, bare(json.loads(said.stdout), is_life=is_life) if said.stdout else ""


def test_every_reader_answers_as_if_nothing_had_been_printed(
    early_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, papered = (Ward(Path(shutil.copy(early_template, tmp_path / f"{name}.db"))) for name in ("plain", "papered"))
    for ward in (plain, papered):
        monkeypatch.setattr(session, "clock", ward.clock)
        assert (lived(ward, is_printed=ward is papered) > 20) is (ward is papered)
        assert (strays(ward), broken_links(ward)) == ([], [])
    codes = [code for (code,) in plain.ask("SELECT code FROM dossier ORDER BY code")]
    questions = [*(asked.split() for asked in OF_FILE), *([verb, code] for code in codes for verb in OF_DOSSIER)]
    told = {" ".join(asked): (answer(plain, asked), answer(papered, asked)) for asked in questions}
    assert {asked: code for asked, ((code, _), _) in told.items() if code not in (0, 3, 11)} == {}
    assert [asked for asked, (without, with_papers) in told.items() if without != with_papers] == []
    assert (len(codes) > 12, plain.now == papered.now) == (True, True)
