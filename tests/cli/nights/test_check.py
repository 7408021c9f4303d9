"""`nightly --check`: whatever was changed in a night, or between nights, is found and named."""

import hashlib
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.usecases.night_checks import check_nights
from tests.cli.nights.conftest import Nights
from tests.command_line import refused, run, typed


@pytest.fixture
def three(nights: Nights) -> Nights:
    """Three nights with a dossier received on each day."""
    for day in (3, 4, 5):
        nights.ward.is_now(f"{day}/8/2026 09:00")
        nights.ward.receive()
        nights.night(f"{day}/8/2026 17:45")
    return nights


def test_nights_as_they_were_written_have_no_finding(three: Nights) -> None:
    assert three.findings() == []
    assert three.findings("2026-08-04") == []
    said = typed("nightly", "--check", str(three.folder))
    assert all(words in said for words in ("03/08/2026 – 05/08/2026", "nothing was changed"))


def test_quiet_says_nothing_where_nothing_was_found(three: Nights) -> None:
    assert typed("nightly", "--check", str(three.folder), "--quiet") == ""


def _byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("change", [_byte, _longer, _empty, Path.unlink])
@pytest.mark.parametrize("name", ["backup.db", "dossiers.csv", "events.jsonl", "report.html", "register.xlsx"])
def test_a_changed_file_is_found(three: Nights, name: str, change: Callable[[Path], None]) -> None:
    change(three.folder / "2026-08-04" / name)
    assert three.findings() == [("missing" if change is Path.unlink else "changed", name)]
    assert three.findings("2026-08-05") == []


def test_a_link_in_the_place_of_a_file_is_found(three: Nights) -> None:
    file = three.folder / "2026-08-04" / "late.json"
    file.unlink()
    file.symlink_to(three.folder / "2026-08-03" / "late.json")
    assert three.findings() == [("missing", "late.json")]


def test_a_file_that_was_put_there_is_found(three: Nights) -> None:
    (three.folder / "2026-08-04" / "more.txt").write_text("more", encoding="utf-8")
    assert three.findings() == [("extra", "more.txt")]


def test_a_link_to_a_folder_and_an_empty_folder_are_found(three: Nights) -> None:
    (three.folder / "2026-08-04" / "mail").symlink_to(three.folder / "2026-08-03")
    (three.folder / "2026-08-05" / "empty").mkdir()
    assert three.findings() == [("extra", "mail"), ("extra", "empty")]


def test_a_backup_that_is_no_file_of_ours_is_a_finding_among_the_others(three: Nights) -> None:
    """Its manifest is made to fit; the check goes on."""
    (three.folder / "2026-08-05" / "backup.db").write_bytes(b"rubbish")
    _rewritten(three.folder / "2026-08-05")
    _longer(three.folder / "2026-08-04" / "late.json")
    assert three.findings() == [("changed", "late.json"), ("other_ledger", "backup.db")]


def test_the_check_tells_how_many_megabytes_it_has_read(three: Nights) -> None:
    told: list[int] = []
    check_nights(three.folder, told.append)
    size = sum(
        path.stat().st_size for path in three.folder.rglob("*") if path.name != "manifest.json" and path.is_file()
    )
    assert (told == sorted(told), told[-1]) == (True, size // 1_000_000)


def test_a_manifest_that_no_night_wrote_is_found(three: Nights) -> None:
    _longer(three.folder / "2026-08-04" / "manifest.json")
    assert ("bad_manifest", "manifest.json") in three.findings()


@pytest.mark.skipif(sys.platform != "linux", reason="no such file there")
def test_a_manifest_that_the_disk_refuses_is_found(three: Nights) -> None:
    manifest = three.folder / "2026-08-04" / "manifest.json"
    manifest.unlink()
    manifest.symlink_to("/proc/self/mem")  # of which the first byte is an input/output error
    assert three.findings() == [("unreadable", "manifest.json")]


def test_a_manifest_that_is_gone_is_found(three: Nights) -> None:
    (three.folder / "2026-08-04" / "manifest.json").unlink()
    assert three.findings() == [("no_manifest", "manifest.json")]


def _rewritten(night: Path, **changed: Any) -> None:
    """Someone writes a manifest again that looks as if onestop had."""
    told = json.loads((night / "manifest.json").read_text(encoding="utf-8")) | changed
    for file in told["files"]:
        content = (night / file["name"]).read_bytes()
        file |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (night / "manifest.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    "changed",
    [
        {"dossiers": 9}, {"events": 900}, {"recorded_at": "2026-08-05T09:00:01+07:00"}, {"synthetic": True},
        {"agency": {"code": "H26.15.31", "name": "UBND phường Phúc Lợi"}},
    ],
)  # fmt: skip
def test_what_the_last_manifest_says_of_its_backup_is_compared_with_it(three: Nights, changed: dict[str, Any]) -> None:
    _rewritten(three.folder / "2026-08-05", **changed)
    assert three.findings() == [("other_ledger", "backup.db")]


def test_a_file_of_every_night_cannot_be_left_out_of_the_last_manifest(three: Nights) -> None:
    night = three.folder / "2026-08-05"
    (night / "late.json").unlink()
    files = [file for file in three.manifest("2026-08-05")["files"] if file["name"] != "late.json"]
    _rewritten(night, files=files)
    assert three.findings() == [("missing", "late.json")]


def test_a_manifest_that_cannot_be_read_is_not_held_against_the_next_night(three: Nights) -> None:
    _longer(three.folder / "2026-08-04" / "manifest.json")
    assert three.findings() == [("bad_manifest", "manifest.json")]


def test_a_file_changed_together_with_its_manifest_is_found_by_the_next_night(three: Nights) -> None:
    _longer(three.folder / "2026-08-04" / "dossiers.csv")
    _rewritten(three.folder / "2026-08-04")
    assert three.findings() == [("manifest_changed", "manifest.json")]


def test_a_night_in_the_folder_of_another_day_is_found(three: Nights) -> None:
    shutil.copytree(three.folder / "2026-08-05", three.folder / "2026-08-06")
    assert ("wrong_folder", "manifest.json") in three.findings()
    assert three.findings("2026-08-06") == [("wrong_folder", "manifest.json")]


def test_a_night_that_is_gone_from_the_middle_is_found(three: Nights) -> None:
    shutil.rmtree(three.folder / "2026-08-04")
    assert three.findings() == [("gap", "manifest.json")]


def test_the_oldest_nights_may_be_gone_and_it_is_told_how_many(three: Nights) -> None:
    shutil.rmtree(three.folder / "2026-08-03")
    told = json.loads(typed("nightly", "--check", str(three.folder), "--json"))
    assert (told["pruned"], told["findings"]) == (1, [])


def test_a_night_of_another_office_is_found(three: Nights) -> None:
    _rewritten(three.folder / "2026-08-04", genesis="0" * 64)
    assert ("other_ledger", "backup.db") in three.findings()
    assert ("other_file", "manifest.json") in three.findings()


def test_a_ledger_made_anew_is_found_between_two_nights(three: Nights) -> None:
    """The last backup has another history, with right hashes; its manifest is made to fit."""
    night = three.folder / "2026-08-05"
    told = _recorded_otherwise(night / "backup.db")
    _rewritten(night, head=told)
    assert three.findings() == [("other_ledger", "backup.db")]


def _recorded_otherwise(backup: Path) -> dict[str, Any]:
    """Every event from the fifth on is another's work, with right hashes again; returns the head."""
    from onestop_cli.core.ledger import event_hash

    with closing(sqlite3.connect(backup)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        columns = "seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, prev_hash, hash"
        events = connection.execute(f"SELECT {columns} FROM event ORDER BY seq").fetchall()
        before = events[3][-1]
        for seq, dossier, kind, occurred, recorded, _actor, data, personal, *_hashes in events[4:]:
            digest = event_hash(seq, dossier, kind, occurred, recorded, "khác", data, personal, before)
            connection.execute(
                "UPDATE event SET actor = 'khác', prev_hash = ?, hash = ? WHERE seq = ?", (before, digest, seq)
            )
            before = digest
        connection.commit()
    return {"seq": events[-1][0], "hash": before}


def test_an_event_changed_in_the_last_backup_is_found(three: Nights) -> None:
    """Its manifest is made to fit: the chain of events is walked again."""
    night = three.folder / "2026-08-05"
    with closing(sqlite3.connect(night / "backup.db")) as connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("UPDATE event SET actor = 'khác' WHERE seq = 3")
        connection.commit()
    _rewritten(night)
    assert three.findings() == [("chain", "backup.db")]


def test_a_folder_without_nights_is_not_found(nights: Nights) -> None:
    nights.folder.mkdir()
    assert "there is no night" in refused("nightly", "--check", str(nights.folder), code=10)


def test_a_folder_that_is_not_there_is_not_found(nights: Nights) -> None:
    refused("nightly", "--check", str(nights.folder), code=10)


@pytest.mark.parametrize("option", [("--keep", "3"), ("--date", "3/8/2026"), ("--to-mail",), ("--personal-data",)])
def test_a_check_takes_nothing_of_a_night(three: Nights, option: tuple[str, ...]) -> None:
    assert option[0] in refused("nightly", "--check", str(three.folder), *option, code=2)


def test_a_check_needs_no_dossier_file(three: Nights) -> None:
    three.ward.path.unlink()
    assert three.findings() == []


def test_each_finding_is_a_line_with_its_night(three: Nights) -> None:
    _longer(three.folder / "2026-08-04" / "dossiers.csv")
    answer = run("nightly", "--check", str(three.folder))
    assert answer.exit_code == 3
    assert "04/08/2026  dossiers.csv was changed: it is not the file that was written" in answer.stdout
    assert "findings in the nights of" in answer.stderr
