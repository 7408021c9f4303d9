"""Erasing a dossier's personal data by a recorded act: what goes, what stays, what is refused (domain §8)."""

import lzma
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.core.acts import Act
from onestop_cli.core.chain import Break, First, walk
from onestop_cli.core.dossier import Person
from onestop_cli.core.dossier_events import Erase
from onestop_cli.errors import ErasureStays, NothingToErase, NotYetGone, WrongState
from onestop_cli.store import connecting, erasing, ledger
from onestop_cli.store.announcing import OPENED, WORK, announced
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases import backups, doctor, dossiers, erasure
from onestop_cli.usecases.erasure import Erasure
from onestop_cli.usecases.migration import migrate
from onestop_cli.usecases.rebuild import rebuild
from tests.command_line import as_json, sit_down, typed
from tests.office import ACTOR, Ward, broken_links, changed_outside, strays

BASIS, WHY = "Luật Lưu trữ 33/2024/QH15", "hết thời hạn lưu"
PERSON = Person("Lò Thị Xuân Quỳnh", "038199777001", "0977123456", "Bản Phiêng Ngùa", "quynh.lo@example.vn",
                "tờ khai nhận cha con:chính:1", "Lò Thị Nhờ Nộp", "nhận con ngoài giá thú")  # fmt: skip
WORDS = ("chị gái người nộp gọi điện", "thiếu sổ hộ khẩu của ông Lò Văn Páo", "ông Páo xin giữ", "gõ nhầm họ bà Quỳnh")
FROZEN = Path(__file__).parents[1] / "store" / "frozen"
CODE = "H26.15.30-260803-0001"


@pytest.fixture
def finished(ward: Ward) -> Ward:
    """A dossier with a person and words beside five of its events, and one of somebody else."""
    ward.receive(person=PERSON, note=WORDS[0])
    ward.receive()
    ward.is_now("4/8/2026 09:00")
    ward.suspend("260803-0001", note=WORDS[1])
    ward.is_now("5/8/2026 09:00")
    ward.resume("260803-0001")
    ward.correct("260803-0001", applicant="Lò Thị Xuân Quỳnh Hương", because=WORDS[3])
    ward.resolve("260803-0001", result="refused", note=WORDS[2])
    ward.is_now("1/10/2026 09:00")
    return ward


def erased(ward: Ward, code: str = "260803-0001", *, apply: bool = True) -> Erasure:
    return erasure.erase(ward.path, ward.clock, ACTOR, code, BASIS, WHY, apply=apply)


def bytes_around(path: Path) -> bytes:
    """All bytes of the file and of what SQLite keeps beside it."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))


def traces(path: Path, texts: tuple[str, ...]) -> list[str]:
    """The texts of which the bytes lie in the file or beside it, as typed or as they are searched for."""
    held = bytes_around(path)
    return [text for text in texts if text.encode() in held or text.lower().encode() in held]


SEARCHED = ("lo thi xuan quynh", "so ho khau cua ong", "chi gai nguoi nop")
EVERYTHING = (*PERSON, "Lò Thị Xuân Quỳnh Hương", *WORDS, *SEARCHED)


def test_before_an_erasure_everything_is_there(finished: Ward) -> None:
    assert traces(finished.path, (*PERSON, *WORDS)) == [*PERSON, *WORDS]


def test_no_byte_of_it_is_left_in_the_file_its_log_or_its_free_pages(finished: Ward) -> None:
    with closing(sqlite3.connect(finished.path)) as reader:  # a log that outlives the commands
        reader.execute("SELECT 1 FROM event").fetchone()
        erased(finished)
        assert traces(finished.path, EVERYTHING) == []


def test_no_word_by_which_it_was_found_is_left(finished: Ward) -> None:
    [seq] = finished.ask("SELECT min(seq) FROM event WHERE dossier LIKE '%260803-0001'")[0]
    words = [word for (word,) in finished.ask("SELECT word FROM search_word WHERE seq = ?", seq)]
    others = {word for (word,) in finished.ask("SELECT word FROM search_word WHERE seq <> ?", seq)}
    own = tuple(word for word in words if word not in others and len(word) > 4)
    assert {"nquynh", f"p{PERSON[2]}"} <= {*own}
    assert traces(finished.path, own) == [*own]
    erased(finished)
    assert traces(finished.path, own) == []
    assert finished.ask("SELECT word FROM search_word WHERE seq = ?", seq) == []


def test_a_preview_changes_no_byte(finished: Ward) -> None:
    before = finished.path.read_bytes()
    told = erased(finished, apply=False)
    assert (told.is_applied, told.erased, len(told.seqs), finished.path.read_bytes()) == (False, None, 4, before)


def test_a_preview_names_what_goes_and_what_stays(finished: Ward) -> None:
    told = erased(finished, apply=False)
    assert (told.fields, told.words, told.stays.in_chain) == (PERSON._fields, told.seqs, ())


def test_others_keep_what_is_theirs(finished: Ward) -> None:
    before = finished.ask("SELECT fields FROM personal ORDER BY seq")
    erased(finished)
    kept = finished.ask("SELECT fields FROM personal ORDER BY seq")
    assert [each for each in kept if WHY not in each[0]] == [each for each in before if "Nguyễn Văn A" in each[0]]


def test_one_of_an_import_of_hundreds_goes_alone(ward: Ward) -> None:
    rows = [f"X-{n},2.000815,Dân Mẫu {n},2026-08-01T09:00,2026-08-01T10:00," for n in range(500)]
    rows[250] = f"X-250,2.000815,{PERSON.applicant},2026-08-01T09:00,2026-08-01T10:00,{WORDS[0]}"
    ward.imports("code,procedure_code,applicant,received_at,resolved_at,note\n" + "\n".join(rows))
    erased(ward, "X-250")
    assert (traces(ward.path, EVERYTHING), traces(ward.path, ("Dân Mẫu 249", "Dân Mẫu 251"))) == (
        [], ["Dân Mẫu 249", "Dân Mẫu 251"],
    )  # fmt: skip


def test_all_versions_of_a_person_go_those_taken_back_and_restored_too(finished: Ward) -> None:
    typed = tuple(f"Lò Thị Tên Cũ {number}" for number in range(30))
    for number, name in enumerate(typed):
        finished.correct(CODE, applicant=name, because=f"lý do sửa {number}")
        if number % 3 == 0:
            finished.undo(CODE)
        if number % 6 == 0:
            finished.undo(CODE, finished.ask("SELECT max(seq) FROM event")[0][0])
    told = erased(finished)
    whys = tuple(f"lý do sửa {number}" for number in range(30))
    assert (traces(finished.path, (*EVERYTHING, *typed, *whys)), told.fields, strays(finished)) == (
        [], PERSON._fields, [],
    )  # fmt: skip


def test_words_of_an_early_format_stay_and_are_told(tmp_path: Path) -> None:
    path = tmp_path / "onestop.db"
    path.write_bytes(lzma.decompress((FROZEN / "format_8.db.xz").read_bytes()))
    migrate(path)
    ward = Ward(path)
    ward.is_now("1/6/2027 09:00")
    closed = "status = 'delivered' AND dossier.code IN (SELECT dossier FROM event WHERE data LIKE '%\"note\":\"_%')"
    code = ward.ask(f"SELECT code FROM dossier WHERE {closed} ORDER BY code LIMIT 1")[0][0]
    told = erasure.erase(ward.path, ward.clock, ACTOR, code, BASIS, WHY, apply=True)
    noted = ward.ask('SELECT seq FROM event WHERE dossier = ? AND data LIKE \'%"note":"_%\'', code)
    beside = ward.ask("SELECT kind FROM event JOIN personal USING (seq) WHERE dossier = ?", code)
    assert ({seq for (seq,) in noted} <= set(told.stays.in_chain), beside) == (True, [("erase",)])


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Nobody waits for long, and what is said of waiting."""
    said: list[str] = []
    monkeypatch.setattr(erasing, "BUSY_SECONDS", 0.3)
    monkeypatch.setattr(connecting, "SAID_AFTER", 0.1)
    monkeypatch.setattr(connecting, "teller", lambda _path, why: said.append(why))
    return said


def test_who_goes_on_reading_is_waited_for_and_what_is_left_is_told(finished: Ward, hurried: list[str]) -> None:
    with closing(sqlite3.connect(finished.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT 1 FROM event").fetchone()
        with pytest.raises(NotYetGone) as caught:
            erased(finished)
        assert (caught.value.values["why"], hurried) == (OPENED, [OPENED])
    assert len(finished.ask("SELECT 1 FROM event WHERE kind = 'erase'")) == 1
    erased(finished)
    assert traces(finished.path, EVERYTHING) == []


def test_what_another_writer_keeps_from_being_wiped_is_told(finished: Ward, hurried: list[str]) -> None:
    with closing(sqlite3.connect(finished.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with announced(finished.path, "import"), pytest.raises(NotYetGone) as caught:
            erasing.leave_nothing(finished.path, CODE)
    assert (caught.value.values["why"], hurried) == (WORK["import"], [WORK["import"]])


def test_an_erasure_that_came_to_no_end_is_told_until_it_does(finished: Ward, hurried: list[str]) -> None:
    def half() -> list[str]:
        with reading(finished.path) as connection:
            return erasing.unfinished(connection, finished.path)

    with closing(sqlite3.connect(finished.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT 1 FROM event").fetchone()
        with pytest.raises(NotYetGone):
            erased(finished)
    assert half() == [CODE]
    facts = doctor.doctor(finished.path, finished.clock, {})
    assert [(fact.value, fact.severity) for fact in facts if fact.name == "half_erased"] == [(CODE, doctor.FINDING)]
    erased(finished)
    assert (half(), list(finished.path.parent.glob(".*"))) == ([], [])


def test_a_mark_of_what_was_not_recorded_tells_nothing(finished: Ward) -> None:
    erasing.mark(finished.path, 4711)
    erasing.mark(finished.path, 1)
    with reading(finished.path) as connection:
        assert erasing.unfinished(connection, finished.path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files")
def test_the_file_keeps_its_mode_and_nothing_is_left_beside_it(finished: Ward) -> None:
    finished.path.chmod(0o660)
    erased(finished)
    assert (finished.path.stat().st_mode & 0o777, [name.name for name in finished.path.parent.iterdir()]) == (
        0o660, [finished.path.name],
    )  # fmt: skip


def test_the_chain_and_the_register_agree_afterwards(finished: Ward) -> None:
    erased(finished)
    assert (broken_links(finished), strays(finished), rebuild(finished.path, apply=False).is_sound) == ([], [], True)


def test_a_seal_is_touched_by_no_erasure(shown: Ward) -> None:
    shown.correct(CODE, applicant="Lò Thị Xuân Quỳnh", because="nhập lại")
    typed("seal", "--month", "8", "--year", "2026")
    erased(shown)
    sealed = as_json("report", "--month", "8", "--year", "2026", "--sealed")["seal"]
    assert (sealed["is_intact"], sealed["adjustments"]) == (True, [])


def test_dates_and_outcome_are_as_they_were(finished: Ward) -> None:
    before = finished.dossier(CODE)
    erased(finished)
    after = finished.dossier(CODE)
    same = ("status", "received_at", "due_at", "promised_due_at", "resolved_at", "result", "officer", "copies")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert (after.note, after.personal_seq, [s.note for s in after.suspensions]) == ("", None, [""])


def test_the_act_is_in_the_ledger_with_its_basis(finished: Ward) -> None:
    told = erased(finished)
    with reading(finished.path) as connection:
        last = ledger.dossier_events(connection, CODE)[-1]
    assert (last.kind, last.data["basis"], tuple(last.data["erased"]), last.data["note"]) == (
        Act.erase, BASIS, told.seqs, WHY,
    )  # fmt: skip


def test_an_open_dossier_is_refused(finished: Ward) -> None:
    before = finished.content
    for apply in (False, True):
        with pytest.raises(WrongState):
            erased(finished, "260803-0002", apply=apply)
    assert finished.content == before


def test_one_without_personal_data_has_nothing_to_erase(ward: Ward) -> None:
    ward.receive(person=Person("", "", "", "", ""))
    ward.resolve("1")
    for apply in (False, True):
        with pytest.raises(NothingToErase):
            erased(ward, "1", apply=apply)


def test_again_it_records_nothing_and_wipes_again(finished: Ward) -> None:
    first = erased(finished)
    again = erased(finished)
    assert (again.seqs, again.erased) == ((), first.erased)
    assert finished.ask("SELECT count(*) FROM event WHERE kind = 'erase'") == [(1,)]


def test_what_is_typed_afterwards_can_be_erased_too(finished: Ward) -> None:
    erased(finished)
    finished.correct("260803-0001", applicant="Lò Thị Xuân Quỳnh", because="nhập lại")
    assert traces(finished.path, (PERSON.applicant or "",)) != []
    told = erased(finished)
    assert (len(told.seqs), traces(finished.path, EVERYTHING), strays(finished)) == (1, [], [])


def test_no_undo_brings_it_back(finished: Ward) -> None:
    told = erased(finished)
    assert told.erased is not None
    with pytest.raises(ErasureStays):
        finished.undo(CODE, told.erased.seq)


def test_an_undo_without_a_number_passes_it_over(finished: Ward) -> None:
    erased(finished)
    assert finished.undo(CODE).status == "received"


def test_of_a_void_dossier_they_go_too(finished: Ward) -> None:
    finished.void("260803-0002")
    erased(finished, "260803-0002")
    assert traces(finished.path, ("Nguyễn Văn A",)) == []


def test_nobody_deletes_beside_the_chain_without_an_act(finished: Ward) -> None:
    erased(finished)
    with (
        closing(sqlite3.connect(finished.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="recorded act"),
    ):
        connection.execute("DELETE FROM personal WHERE seq = (SELECT max(seq) FROM personal)")


def test_a_register_imported_again_is_known_though_names_are_gone(ward: Ward) -> None:
    text = (
        "code,procedure_code,applicant,received_at,resolved_at,note\n"
        f"H26.15.30-260801-0007,2.000815,{PERSON.applicant},2026-08-01T09:00,2026-08-01T10:00,{WORDS[0]}\n"
        f",2.000815,{PERSON.applicant},2026-07-31T09:00,2026-07-31T10:00,{WORDS[1]}\n"
    )
    ward.imports(text)
    for code in ("260801-0007", "260731-0001"):
        erased(ward, code)
    done = ward.imports(text)
    assert (done.received, done.known, traces(ward.path, EVERYTHING)) == (0, 2, [])


def test_restoring_an_older_backup_names_who_is_back(finished: Ward, tmp_path: Path) -> None:
    copy = tmp_path / "sao-luu.db"
    backups.back_up(finished.path, finished.clock, copy)
    erased(finished)
    done = backups.restore(finished.path, finished.clock, ACTOR, copy)
    assert done.erased == (CODE,)


@pytest.fixture
def shown(finished: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    erased(finished)
    sit_down(monkeypatch, finished.path, finished.clock)
    return finished


def test_show_says_by_what_they_went(shown: Ward) -> None:
    told: dict[str, Any] = as_json("show", CODE)
    assert (told["applicant"], told["note"], told["erased"]["basis"], told["erased"]["note"]) == ("", "", BASIS, WHY)


def test_before_the_erasure_nothing_was_known_of_it(shown: Ward) -> None:
    then = as_json("show", CODE, "--known-at", "2026-09-01")
    assert (then["applicant"], then["erased"]) == ("", None)


def test_verify_says_erased_and_finds_nothing_broken(shown: Ward) -> None:
    told = as_json("audit", "verify", "--chain")
    counts = {key: told["personal"][key] for key in ("erased", "missing", "changed", "not_erased")}
    assert (told["breaks"], counts) == ([], {"erased": 4, "missing": 0, "changed": 0, "not_erased": 0})


def test_what_an_erasure_left_behind_is_a_break(finished: Ward) -> None:
    [(seq, salt, fields)] = finished.ask("SELECT * FROM personal WHERE seq = 4")
    erased(finished)
    changed_outside(finished.path, f"INSERT INTO personal VALUES ({seq}, '{salt}', '{fields}')")
    with reading(finished.path) as connection:
        walked = walk(ledger.chain(connection), erased=ledger.erased(connection))
    assert walked.breaks == {Break.personal_not_erased: First(4, 1)}


def test_an_erasure_of_anothers_event_erases_nothing(finished: Ward) -> None:
    """An act can name what it likes: only events of its own dossier are taken as erased."""
    with writing(finished.path) as connection:
        [(seq,)] = connection.execute("SELECT min(seq) FROM event WHERE dossier LIKE '%0002'").fetchall()
        Ledger(connection, ACTOR, finished.now).append(Erase(BASIS, (seq,), WHY), dossier=CODE)
        assert ledger.erased(connection) == frozenset()


@pytest.mark.parametrize("words", [["history", CODE], ["explain", CODE], ["list"], ["export", "events"]])
def test_every_reader_goes_on_without_them(shown: Ward, words: list[str]) -> None:
    told = dossiers.show(shown.path, shown.clock, CODE, dossiers.Moments())
    assert told.erased is not None
    text = str(as_json(*words)) if words[0] != "export" else "exported"
    assert not [each for each in EVERYTHING if each in text]
