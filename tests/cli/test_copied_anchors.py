"""What backups, nights, receipts and `audit head` print is what `audit verify --anchor` takes, as it is copied."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.command_line import as_json, run, sit_down, typed
from tests.office import Ward

CODE = "260803-0001"
PRINTING = {
    "audit head": ["audit", "head"],
    "backup": ["backup", "b.db"],
    "nightly": ["nightly", "nights"],
    "nightly --to-mail": ["nightly", "nights", "--to-mail"],
    "receive": ["receive", "ket-hon", "--applicant", "B"],
    "receive --json": ["receive", "ket-hon", "--applicant", "B", "--json"],
    "show": ["show", CODE],
    "history": ["history", CODE],
    "seal": ["seal", "--month", "7", "--year", "2026"],
    "db status": ["db", "status"],
}


@pytest.fixture
def desk(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    ward.receive("ket-hon")
    sit_down(monkeypatch, ward.path, ward.clock)
    monkeypatch.chdir(ward.path.parent)
    return ward


def results(*anchors: str) -> list[str]:
    """What became of the events of anchors as they are typed."""
    words = [word for anchor in anchors for word in ("--anchor", anchor)]
    return [each["result"] for each in as_json("audit", "verify", "--chain", *words)["anchors"]]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("command", PRINTING.values(), ids=list(PRINTING))
def test_the_line_that_has_it_is_taken_whole(desk: Ward, command: list[str], language: str) -> None:
    printed = typed(*command, "--lang", language)
    lines = [line for line in printed.splitlines() if re.search(r"\d:[0-9a-f]{12}", line)]
    lines = [re.sub(r'[",]', "", line) if command[-1] == "--json" else line for line in lines]
    anchors = [line for line in lines if "calendar_edition" not in line]
    assert anchors
    assert set(results(*anchors)) == {"matches"}


def test_the_manifest_of_a_night_and_the_anchor_in_it(desk: Ward) -> None:
    typed("nightly", "nights")
    [night] = Path("nights").glob("2026-*")
    head = json.loads((night / "manifest.json").read_text("utf-8"))["head"]
    assert results(str(night), f"{head['seq']}:{head['hash'].upper()}.") == ["matches", "matches"]


def test_after_a_restoration_what_was_printed_is_explained(desk: Ward) -> None:
    typed("backup", "b.db")
    typed("receive", "ket-hon", "--applicant", "B")
    [line, *_] = typed("audit", "head").splitlines()
    printed = typed("restore", "b.db")
    assert results(line) == ["replaced"]
    anchors = [line for line in printed.splitlines() if re.search(r"\d:[0-9a-f]{12}", line)]
    assert set(results(*anchors)) <= {"matches", "replaced"}


def test_an_anchor_of_another_file_differs_however_it_is_written(desk: Ward) -> None:
    answer = run("audit", "verify", "--chain", "--anchor", f"anchor  2:{'0' * 64}.", "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["anchors"][0]["result"]) == (3, "differs")


def test_an_anchor_that_alone_disagrees_is_first_to_be_looked_at_itself(desk: Ward) -> None:
    said = run("audit", "verify", "--anchor", "2:000000000000", "--lang", "en").stderr
    assert "see whether the anchor is copied whole" in said


def test_a_register_that_alone_disagrees_is_made_again_of_the_events(desk: Ward) -> None:
    with closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute("UPDATE dossier SET officer = 'Ai Đó'")
    answer = run("audit", "verify", "--lang", "en")
    assert (answer.exit_code, "onestop db rebuild" in answer.stderr) == (3, True)
    both = run("audit", "verify", "--anchor", "2:000000000000", "--lang", "en").stderr
    assert "of a backup that verifies" in both
