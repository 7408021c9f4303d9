"""`backup`, `restore`, `audit`: keys, exit codes, and what a person is told."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from onestop_cli.cli import session
from onestop_cli.core.ledger import anchor
from tests.cli.conftest import NOW
from tests.command_line import as_json, refused, run, sit_down, typed
from tests.office import Ward, changed_outside, tampered

BACKUP = "path made_at events dossiers seq hash anchor bytes sha256".split()
RESTORED = (
    "path file made_at dossiers seq hash anchor kept replaced later_events series series_known erased_since".split()
)
VERIFIED = (
    "scope events seq hash breaks personal anchors anchored_to dossiers seals findings ranges clock_set_back "
    "cannot_know"
).split()


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)


@pytest.fixture
def copy(open_ward: Path) -> Path:
    return open_ward.with_name("copy.db")


def last(path: Path) -> tuple[int, str]:
    [mark] = Ward(path).ask("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    return mark


def test_the_keys_of_a_backup(open_ward: Path, copy: Path) -> None:
    made = as_json("backup", str(copy))
    assert (list(made), made["anchor"]) == (BACKUP, anchor(*last(open_ward)))
    assert (made["made_at"], made["dossiers"], made["events"]) == (NOW.isoformat(), 4, last(open_ward)[0])


def test_a_backup_is_told_with_its_whole_anchor_and_how_to_restore_it(open_ward: Path, copy: Path) -> None:
    shown = typed("backup", str(copy))
    assert "{}:{}".format(*last(open_ward)) in shown
    assert f"onestop restore {copy}" in shown


def test_a_file_that_cannot_know_of_its_backup_is_told_of(copy: Path) -> None:
    typed("backup", str(copy))
    answer = run("--db", str(copy), "backup", str(copy.with_name("second.db")))
    assert (answer.exit_code, "does not know of this backup" in answer.stderr) == (0, True)
    assert "does not know" not in run("backup", str(copy.with_name("third.db"))).stderr


def test_a_backup_is_not_written_over(copy: Path) -> None:
    typed("backup", str(copy))
    assert "already exists" in refused("backup", str(copy), code=11)


def test_where_no_backup_can_lie(copy: Path) -> None:
    assert "No such file or directory" in refused("backup", str(copy.parent / "none" / "x.db"), code=2)


def test_the_keys_of_a_restoration(open_ward: Path, copy: Path) -> None:
    typed("backup", str(copy))
    typed("receive", "ket-hon", "--applicant", "A")
    seq, hashed = last(open_ward)
    done = as_json("restore", str(copy), "--note", "đĩa hỏng")
    assert (list(done), done["replaced"]) == (RESTORED, {"seq": seq, "hash": hashed})
    assert (done["later_events"], done["series"], done["series_known"]) == (1, {"H26.15.30-230605": 3}, True)
    assert Path(done["kept"]).name == "ward.db.before-restore-20230605-160000"


def test_a_restoration_tells_what_is_not_in_the_register_any_more(copy: Path) -> None:
    typed("backup", str(copy))
    typed("receive", "ket-hon", "--applicant", "A")
    shown = typed("restore", str(copy))
    assert "1 event recorded after the backup" in shown
    assert "before-restore-20230605-160000 list" in shown
    assert "H26.15.30-230605-0003" in shown


def test_a_restoration_of_the_same_says_that_nothing_is_missing(copy: Path) -> None:
    typed("backup", str(copy))
    assert "all of the replaced file is in it" in typed("restore", str(copy))


def unreadable(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 9000)


@pytest.mark.parametrize("lost", [Path.unlink, unreadable])
@pytest.mark.parametrize("told", [True, False])
def test_numbers_that_may_be_given_out_again_are_told_of(
    open_ward: Path, copy: Path, lost: Callable[[Path], None], told: bool
) -> None:
    """The file is gone, or cannot be read any more."""
    typed("backup", str(copy))
    typed("receive", "ket-hon", "--applicant", "A")
    lost(open_ward)
    if told:
        assert "may be given out again" in " ".join(typed("restore", str(copy)).split())
    else:
        done = as_json("restore", str(copy))
        assert (done["series"], done["series_known"]) == ({}, False)


def test_a_restoration_of_a_file_that_can_be_read_repeats_no_number(copy: Path) -> None:
    typed("backup", str(copy))
    assert "given out again" not in " ".join(typed("restore", str(copy)).split())


def test_a_missing_backup_is_missed(copy: Path) -> None:
    refused("restore", str(copy), code=10)


def test_the_head_is_told_whole_and_by_the_keys_of_the_contract(open_ward: Path) -> None:
    seq, hashed = last(open_ward)
    told = {"seq": seq, "hash": hashed, "recorded_at": NOW.isoformat(), "anchor": anchor(seq, hashed)}
    assert as_json("audit", "head") == told
    assert f"{seq}:{hashed}" in typed("audit", "head")
    assert f"onestop audit verify --anchor {seq}:{hashed}\n" in typed("audit", "head")


def test_the_keys_of_a_verified_chain(open_ward: Path) -> None:
    seq, hashed = last(open_ward)
    verified = as_json("audit", "verify", "--chain")
    assert list(verified) == VERIFIED
    assert verified == {
        "scope": "chain", "events": seq, "seq": seq, "hash": hashed, "breaks": [],
        "personal": {"digests": 5, "changed": 0, "missing": 0, "extra": 0, "not_erased": 0, "erased": 0},
        "anchors": [], "anchored_to": None, "dossiers": None, "seals": None, "findings": [],
        "ranges": [{"from": 1, "to": seq, "anchored": False, "findings": 0}], "clock_set_back": None,
        "cannot_know": ["rewritten", "cut_end", "entered_falsely", "originals", "not_compared"],
    }  # fmt: skip


def test_the_whole_file_is_looked_at_without_chain(open_ward: Path) -> None:
    verified = as_json("audit", "verify")
    assert (list(verified), verified["scope"], verified["findings"]) == (VERIFIED, "full", [])
    assert verified["dossiers"] == 4
    assert "not_compared" not in verified["cannot_know"]
    changed_outside(open_ward, "UPDATE dossier SET officer = 'hoa' WHERE id = 3")
    [found] = as_json("audit", "verify", code=3)["findings"]
    assert (found["kind"], found["table"], found["columns"], found["n"]) == ("row_differs", "dossier", ["officer"], 1)
    assert f"register, {found['dossier']}: not what the events say: Officer" in typed("audit", "verify", code=3)


def test_a_walk_along_the_chain_does_not_claim_more(open_ward: Path) -> None:
    tampered(open_ward, "UPDATE dossier SET officer = 'hoa' WHERE id = 3")
    assert "only the chain was walked" in typed("audit", "verify", "--chain")


def test_a_broken_chain_is_a_finding_that_names_the_first_event(open_ward: Path) -> None:
    tampered(open_ward, "UPDATE event SET actor = 'hoa' WHERE seq = 5")
    verified = as_json("audit", "verify", "--chain", code=3)
    assert verified["breaks"] == [{"seq": 5, "kind": "hash", "count": 1}]
    assert "event 5: it is not what was recorded" in typed("audit", "verify", "--chain", code=3)


def test_several_breaks_of_a_kind_are_counted(open_ward: Path) -> None:
    for seq in (5, 7):
        tampered(open_ward, "UPDATE event SET actor = 'hoa' WHERE seq = ?", seq)
    assert "(and 1 more event)" in typed("audit", "verify", "--chain", code=3)


def test_missing_personal_data_are_a_finding(open_ward: Path) -> None:
    tampered(open_ward, "DELETE FROM personal WHERE seq = 4")
    assert as_json("audit", "verify", "--chain", code=3)["personal"]["missing"] == 1


def test_anchors_are_compared_each(open_ward: Path, tmp_path: Path) -> None:
    """Kept on paper, in a night's folder, in its manifest."""
    seq, hashed = last(open_ward)
    (tmp_path / "night").mkdir()
    manifest = tmp_path / "night" / "manifest.json"
    manifest.write_text(json.dumps({"head": {"seq": seq, "hash": hashed}}))
    typed("receive", "ket-hon", "--applicant", "A")
    kept = [each for text in (anchor(seq, hashed), manifest, manifest.parent) for each in ("--anchor", str(text))]
    verified = as_json("audit", "verify", "--chain", *kept)
    assert [each["result"] for each in verified["anchors"]] == ["matches"] * 3
    assert verified["anchored_to"] == seq
    shown = typed("audit", "verify", "--chain", *kept)
    assert f"events 1 to {seq} are those that were anchored" in shown
    assert f"events {seq + 1} to {seq + 1} have no anchor: they rest on the file alone" in shown


def test_events_that_are_all_anchored_leave_none_to_the_file_alone(open_ward: Path) -> None:
    shown = typed("audit", "verify", "--chain", "--anchor", anchor(*last(open_ward)))
    assert "rest on the file alone" not in shown


def test_an_anchor_that_the_chain_does_not_bear_is_a_finding(open_ward: Path) -> None:
    seq, _ = last(open_ward)
    for text, result in ((f"5:{'0' * 12}", "differs"), (f"{seq + 1}:{'0' * 12}", "beyond")):
        verified = as_json("audit", "verify", "--chain", "--anchor", text, code=3)
        assert [each["result"] for each in verified["anchors"]] == [result]
        assert "rest on the file alone" in typed("audit", "verify", "--chain", "--anchor", text, code=3)


def test_events_taken_off_the_end_are_found_by_the_anchor_kept_elsewhere(open_ward: Path) -> None:
    kept = as_json("audit", "head")["anchor"]
    tampered(open_ward, "DELETE FROM event WHERE seq = ?", last(open_ward)[0])
    typed("audit", "verify", "--chain")
    refusal = run("audit", "verify", "--chain", "--anchor", kept)
    assert (refusal.exit_code, "NOT THERE" in refusal.stdout) == (3, True)


def test_an_anchor_of_a_file_that_was_replaced_is_explained(copy: Path) -> None:
    typed("backup", str(copy))
    typed("receive", "ket-hon", "--applicant", "A")
    kept = as_json("audit", "head")["anchor"]
    restored = as_json("restore", str(copy))["seq"]
    [compared] = as_json("audit", "verify", "--chain", "--anchor", kept)["anchors"]
    assert (compared["result"], compared["by"]) == ("replaced", restored)
    assert f"says event {restored}" in typed("audit", "verify", "--chain", "--anchor", kept)


@pytest.mark.parametrize(("text", "code"), [("5:abc", 2), ("none.json", 10), ("5:" + "a" * 65, 2)])
def test_what_is_no_anchor_is_refused(text: str, code: int) -> None:
    refused("audit", "verify", "--chain", "--anchor", text, code=code)


def test_a_file_without_events_is_damaged(open_ward: Path) -> None:
    ward = Ward(open_ward)
    seq = last(open_ward)[0]
    for each in range(1, seq + 1):
        tampered(ward.path, "DELETE FROM event WHERE seq = ?", each)
    refused("audit", "verify", "--chain", code=14)
    refused("audit", "head", code=14)


@pytest.mark.parametrize("recorded_at", ["CAST(x'FF' AS TEXT)", "'x'"])
def test_a_last_event_that_cannot_be_read_is_damage(open_ward: Path, recorded_at: str) -> None:
    from tests.store.test_chain import loosened

    loosened(Ward(open_ward))
    tampered(open_ward, f"UPDATE event SET recorded_at = {recorded_at} WHERE seq = ?", last(open_ward)[0])
    refused("audit", "head", code=14)
    typed("audit", "verify", "--chain", code=3)


def test_a_restoration_whose_data_were_changed_explains_nothing(open_ward: Path, copy: Path) -> None:
    typed("backup", str(copy))
    typed("receive", "ket-hon", "--applicant", "A")
    kept = as_json("audit", "head")["anchor"]
    typed("restore", str(copy))
    for data in ("{", '{"replaced":7}', '{"replaced":{"seq":"7","hash":7}}'):
        from tests.store.test_chain import loosened

        loosened(Ward(open_ward))
        tampered(open_ward, "UPDATE event SET data = ? WHERE kind = 'restored'", data)
        [compared] = as_json("audit", "verify", "--chain", "--anchor", kept, code=3)["anchors"]
        assert compared["result"] == "differs"


def doctor(name: str) -> tuple[str, str]:
    [fact] = [fact for fact in json.loads(run("doctor", "--json").stdout) if fact["name"] == name]
    return fact["value"], fact["warning"]


def test_doctor_asks_for_a_backup_where_there_was_none() -> None:
    assert doctor("backup") == ("—", "no backup was ever made: onestop backup FILE")


def test_doctor_tells_the_last_backup(copy: Path) -> None:
    typed("backup", str(copy))
    assert (doctor("backup"), doctor("backup_path")) == ((NOW.isoformat(), ""), (str(copy), ""))


def test_doctor_tells_how_old_the_last_backup_is(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed("backup", str(copy))
    said: list[str] = []
    for hours in (0, 1, 47, 48, 300):
        monkeypatch.setattr(session, "clock", lambda hours=hours: NOW + timedelta(hours=hours))
        assert doctor("backup_age")[0] == str(hours)
        [line] = [line for line in typed("doctor").splitlines() if line.startswith("its age")]
        said.append(line.removeprefix("its age").strip())
    assert said == ["0 hours", "1 hour", "47 hours", "2 days", "12 days"]


def test_doctor_tells_that_the_file_was_restored(copy: Path) -> None:
    typed("backup", str(copy))
    assert "restored" not in {fact["name"] for fact in as_json("doctor")}
    typed("restore", str(copy))
    assert (doctor("restored"), doctor("backup")) == ((NOW.isoformat(), ""), (NOW.isoformat(), ""))
    assert "05/06/2023 16:00" in typed("doctor").split("restored from a backup")[1].split("\n")[0]


def test_doctor_asks_for_a_new_backup_once_the_last_is_old(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed("backup", str(copy))
    for days, seconds, received, warned in ((1, 0, True, False), (1, 1, True, True)):
        monkeypatch.setattr(session, "clock", lambda later=(days, seconds): NOW + timedelta(*later))
        if received:
            typed("receive", "ket-hon", "--applicant", "A", "--again")
        assert bool(doctor("backup")[1]) is warned
    assert doctor("backup")[1] == "since then 2 acts of dossiers were recorded: onestop backup FILE"


def test_doctor_asks_for_none_while_nothing_was_recorded(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed("backup", str(copy))
    monkeypatch.setattr(session, "clock", lambda: NOW + timedelta(30))
    assert doctor("backup")[1] == ""


def test_the_office_says_how_old_a_backup_may_be(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed("backup", str(copy))
    typed("config", "set", "backup_days", "7")
    typed("receive", "ket-hon", "--applicant", "A")
    for days, warned in ((7, False), (8, True)):
        monkeypatch.setattr(session, "clock", lambda days=days: NOW + timedelta(days))
        assert bool(doctor("backup")[1]) is warned


def test_doctor_of_a_copy_tells_of_the_copy_itself(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed("backup", str(copy))
    monkeypatch.setenv("ONESTOP_DB", str(copy))
    monkeypatch.setattr(session, "clock", lambda: NOW + timedelta(30))
    assert (doctor("backup"), doctor("backup_path")[0]) == ((NOW.isoformat(), ""), str(copy))


def test_a_new_office_without_dossiers_needs_no_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_DB", str(tmp_path / "new.db"))
    typed("init", "--agency-code", "H26.15.30", "--agency-name", "X")
    assert doctor("backup") == ("—", "")


@pytest.mark.parametrize(
    "words",
    [
        ("list",), ("show", "230605-0001"), ("history", "230605-0001"), ("explain", "230605-0001"), ("due",),
        ("report", "--month", "6"), ("late", "--month", "6"), ("register", "--month", "6"), ("trend",), ("doctor",),
        ("export", "dossiers"), ("calendar", "show"), ("calendar", "notices"), ("procedure", "list"),
        ("config", "show"), ("audit", "head"), ("audit", "verify", "--chain"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_backup_in_a_folder_that_cannot_be_written_answers_as_the_file_does(
    copy: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    typed("backup", str(copy))
    folder = copy.parent / "medium"
    folder.mkdir()
    shutil.move(copy, folder / "copy.db")
    plain = run(*words).stdout
    folder.chmod(0o500)
    monkeypatch.setenv("ONESTOP_DB", str(folder / "copy.db"))
    answer = run(*words)
    folder.chmod(0o700)
    assert answer.exit_code == 0, answer.output
    assert [p.name for p in folder.iterdir()] == ["copy.db"]
    if words[0] not in ("doctor", "audit"):
        assert answer.stdout == plain
