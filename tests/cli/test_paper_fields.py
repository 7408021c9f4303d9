"""What a dossier has of paper: typed, shown, corrected, left out of files, taken there and back, erased."""

import csv
import json
import re
import shutil
import unicodedata
from pathlib import Path

import pytest

from tests.command_line import as_json, refused, run, sit_down, typed
from tests.office import Ward

CODE = "H26.15.30-260803-0001"
HOSTILE = ("[red]Đỏ[/red]", "=cmd()", "\x1b[31mLan", unicodedata.normalize("NFD", "Nguyễn Thị Ước"))
PAPERS = "tờ khai:chính:1; sổ hộ khẩu:photo:2"
KEYS = ("papers", "submitter", "applicant_kind", "request", "result_by", "delivered_to")


@pytest.fixture
def office(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    sit_down(monkeypatch, ward.path, ward.clock)
    return ward


def receive(*more: str, submitter: str = "Lê Văn Nộp", request: str = "hai bản sao") -> None:
    typed("receive", "ket-hon", "--applicant", "Công ty Bưởi", "--papers", "Tờ khai: BẢN CHÍNH:01;;sổ hộ khẩu:photo:2",
          "--submitter", submitter, "--kind", "organisation", "--request", request, "--result-by", "postal", "--again",
          *more)  # fmt: skip


def stored(code: str = CODE) -> dict[str, str]:
    told = as_json("show", code)
    return {key: told[key] for key in KEYS}


@pytest.mark.usefixtures("office")
def test_what_is_typed_is_shown_told_and_recorded() -> None:
    receive()
    typed("resolve", "1")
    typed("deliver", "1", "--to", " Lê  Văn Nhận ")
    assert stored() == {
        "papers": "Tờ khai:chính:1; sổ hộ khẩu:photo:2", "submitter": "Lê Văn Nộp", "applicant_kind": "organisation",
        "request": "hai bản sao", "result_by": "postal", "delivered_to": "Lê Văn Nhận",
    }  # fmt: skip
    screen = typed("show", "1")
    for words in ("Lê Văn Nộp", "Tờ khai:chính:1", "hai bản sao", "organisation", "by post", "Lê Văn Nhận"):
        assert words in screen, words
    assert "Lê Văn Nhận" in typed("history", "1")
    assert typed("audit", "verify") != ""


@pytest.mark.usefixtures("office")
def test_what_is_usual_is_not_told_on_the_screen() -> None:
    typed("receive", "ket-hon", "--applicant", "A")
    screen = typed("show", "1")
    assert not [words for words in ("Kind of applicant", "Result asked for", "Slip ", "Taken by") if words in screen]


@pytest.mark.usefixtures("office")
def test_papers_are_the_procedures_unless_others_are_typed() -> None:
    typed("procedure", "amend", "ket-hon", "--papers", PAPERS, "--from", "3/8/2026", "--apply")
    typed("receive", "ket-hon", "--applicant", "A")
    typed("receive", "ket-hon", "--applicant", "B", "--papers", "đơn")
    typed("receive", "khai-tu", "--applicant", "C")
    told = [as_json("show", str(number))["papers"] for number in (1, 2, 3)]
    assert told == [PAPERS, "đơn", ""]
    assert as_json("procedure", "show", "ket-hon")[-1]["papers"] == PAPERS


@pytest.mark.usefixtures("office")
def test_a_new_procedure_has_its_papers() -> None:
    added = ("--name", "Thủ tục thử", "--field", "Khác", "--statutory", "3:working_day")
    typed("procedure", "add", "9.123456", *added, "--papers", PAPERS, "--from", "3/8/2026")
    typed("receive", "9.123456", "--applicant", "A")
    assert stored()["papers"] == PAPERS


@pytest.mark.usefixtures("office")
def test_the_letters_of_a_request_and_of_a_stop_are_kept() -> None:
    receive()
    typed("suspend", "1", "--reason", "supplement", "--letter", "12/BS", "--papers", "sổ đỏ:photo")
    [suspension] = as_json("show", "1")["suspensions"]
    assert (suspension["letter"], suspension["papers"]) == ("12/BS", "sổ đỏ:photo")
    assert "12/BS" in typed("history", "1")
    typed("stop", "1", "--note", "không bổ sung", "--letter", "34/TB")
    page = (Path(__file__).parents[2] / "docs" / "json.md").read_text("utf-8")
    documented = page[page.index("`suspensions` [{") : page.index("}]", page.index("`suspensions` [{"))]
    assert list(suspension) == re.findall(r"`(\w+)`", documented)[1:]
    assert "34/TB" in typed("show", "1")
    assert "34/TB" in typed("history", "1")
    assert as_json("show", "1")["stop_letter"] == "34/TB"


@pytest.mark.parametrize("option", [(), ("--personal-data",)])
def test_the_number_of_a_stop_goes_there_and_back(office: Ward, tmp_path: Path, option: tuple[str, ...]) -> None:
    empty = shutil.copy(office.path, tmp_path / "khac.db")
    receive()
    typed("stop", "1", "--note", "công dân xin dừng", "--reason", "citizen", "--letter", "34/TB")
    told = typed("export", "dossiers", *option)
    assert [row["stop_letter"] for row in csv.DictReader(told.splitlines())] == ["34/TB"]
    if option:
        moved = tmp_path / "mot.csv"
        moved.write_text(told, "utf-8")
        typed("--db", str(empty), "import", str(moved))
        assert typed("--db", str(empty), "export", "dossiers", *option) == told
        [why] = office.refused_lines(told.replace("34/TB", "35/TB")).values()
        assert "stop_letter" in why


@pytest.mark.usefixtures("office")
def test_they_are_corrected() -> None:
    receive()
    because = ("--note", "ghi nhầm")
    typed("correct", "1", "--papers", "đơn: ban chinh", "--submitter", " Trần   Văn C ", *because)
    typed("correct", "1", "--request", "một bản", "--kind", "person", "--result-by", "online", *because)
    told = stored()
    assert told == {"papers": "đơn:chính", "submitter": "Trần Văn C", "applicant_kind": "person",
                    "request": "một bản", "result_by": "online", "delivered_to": ""}  # fmt: skip
    typed("correct", "1", "--papers", "", "--submitter", "", *because)
    assert (stored()["papers"], stored()["submitter"]) == ("", "")
    assert "paper" in refused("correct", "1", "--papers", "đơn:bản mềm", *because).lower()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_words(text: str) -> None:
    receive(submitter=text, request=text)
    typed("resolve", "1")
    typed("deliver", "1", "--to", text)
    told = stored()
    kept = unicodedata.normalize("NFC", text.replace("\x1b", ""))
    assert (told["submitter"], told["request"], told["delivered_to"]) == (kept, kept, kept)
    for screen in (typed("show", "1"), typed("history", "1")):
        assert kept in screen
        assert "\x1b" not in screen


@pytest.mark.parametrize("text", HOSTILE)
def test_they_go_there_and_back_only_with_personal_data(office: Ward, text: str, tmp_path: Path) -> None:
    empty = shutil.copy(office.path, tmp_path / "khac.db")
    receive(submitter=text, request=text)
    typed("suspend", "1", "--reason", "supplement", "--letter", "12/BS", "--papers", "sổ đỏ:photo")
    office.is_now("5/8/2026 09:00")
    typed("resolve", CODE)
    typed("deliver", CODE, "--to", text)
    first, again, bare = tmp_path / "mot.csv", tmp_path / "hai.csv", tmp_path / "tron.csv"
    typed("export", "dossiers", "--personal-data", "-o", str(first))
    typed("--db", str(empty), "import", str(first))
    typed("--db", str(empty), "export", "dossiers", "--personal-data", "-o", str(again))
    assert again.read_bytes() == first.read_bytes()
    typed("export", "dossiers", "-o", str(bare))
    [row] = csv.DictReader(bare.read_text("utf-8").splitlines())
    assert set(KEYS) & set(row) == {"applicant_kind", "result_by"}
    assert not [word for word in ("Tờ khai", "sổ đỏ", unicodedata.normalize("NFC", text)) if word in str(row)]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ("code,procedure_code,applicant,received_at,papers\nX-1,1.004873,A,3/8/2026 08:00,đơn:bản mềm\n", "papers"),
        ("code,procedure_code,applicant,received_at,delivered_to\nX-1,1.004873,A,3/8/2026 08:00,B\n", "delivered_to"),
        ("code,procedure_code,applicant,received_at,stop_letter\nX-1,1.004873,A,3/8/2026 08:00,1\n", "stop_letter"),
    ],
)
def test_a_register_that_says_them_otherwise_is_refused(office: Ward, cells: str, why: str) -> None:
    [told] = office.refused_lines(cells).values()
    assert why in told
    assert "bản mềm" not in told


def test_an_erasure_takes_them(office: Ward) -> None:
    receive(submitter="Lê Văn Nộp Hộ", request="bản sao giấu kín")
    typed("resolve", "1")
    typed("deliver", "1", "--to", "Hoàng Thị Nhận Thay")
    office.is_now("3/9/2026 09:00")
    gone = ("Tờ khai", "Lê Văn Nộp Hộ", "bản sao giấu kín", "Hoàng Thị Nhận Thay")
    typed("erase", CODE, "--basis", "Luật 91/2025", "--note", "theo yêu cầu", "--apply")
    told = stored()
    assert {told[key] for key in ("papers", "submitter", "request", "delivered_to")} == {""}
    assert not [word for word in gone if word.encode() in office.path.read_bytes()]
    assert run("audit", "verify").exit_code == 0


def test_a_correction_of_the_receipt_says_that_the_slip_is_to_be_printed_again(office: Ward) -> None:
    receive()
    office.is_now("4/8/2026 09:00")
    answer = run("correct", CODE, "--received-at", "31/7/2026 09:00", "--note", "ghi nhầm", "--json")
    assert json.loads(answer.stdout)["code"] == CODE
    note = f"note: the slip handed out bears another date; print it again: onestop slip {CODE}\n"
    assert answer.stderr == note
    assert "to be printed again" in typed("show", CODE)
    assert run("correct", CODE, "--phone", "0912", "--note", "ghi nhầm").stderr == ""
    undone = run("undo", CODE, "--event", str(as_json("history", CODE)[1]["seq"]), "--note", "nhầm", "--apply")
    assert (undone.exit_code, undone.stderr) == (0, "")
    assert "to be printed again" not in typed("show", CODE)


@pytest.mark.parametrize(
    ("words", "is_on_it"),
    [
        (("--applicant", "Nguyễn Thị Ánh"), True),
        (("--papers", "Tờ khai:chính:2"), True),
        (("--copies", "3"), True),
        (("--fee", "8000"), True),
        (("--result-by", "online"), True),
        (("--officer", "Lê Thị Hương"), False),
        (("--dossier-note", "chờ"), False),
    ],
)
def test_a_correction_of_what_stands_on_a_printed_slip_says_so_and_its_undo_too(
    office: Ward, tmp_path: Path, words: tuple[str, str], *, is_on_it: bool
) -> None:
    receive()
    assert run("correct", CODE, "--address", "số 5", "--note", "trước khi in").stderr == ""
    typed("slip", CODE, "-o", str(tmp_path / "giay.html"))
    note = f"note: the slip handed out no longer says what is recorded; print it again: onestop slip {CODE}\n"
    corrected = run("correct", CODE, *words, "--note", "ghi nhầm")
    undone = run("undo", CODE, "--apply")
    assert [(told.exit_code, told.stderr) for told in (corrected, undone)] == [(0, note if is_on_it else "")] * 2
    typed("traketqua", CODE)
    assert run("correct", CODE, *words, "--note", "ghi nhầm").stderr == ""


def test_a_correction_with_the_slip_given_says_nothing(office: Ward) -> None:
    receive()
    office.is_now("4/8/2026 09:00")
    told = run("correct", CODE, "--received-at", "31/7/2026 09:00", "--note", "ghi nhầm", "--slip-given")
    assert (told.exit_code, told.stderr) == (0, "")
    assert "to be printed again" not in typed("show", CODE)


def test_a_vietnamese_office_is_told_in_its_words(office: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    receive()
    office.is_now("4/8/2026 09:00")
    monkeypatch.setenv("ONESTOP_LANG", "vi")
    told = run("correct", CODE, "--received-at", "31/7/2026 09:00", "--note", "ghi nhầm").stderr
    assert told == f"ghi chú: giấy hẹn đã giao ghi ngày khác; in lại: onestop slip {CODE}\n"
    assert "cần in lại" in typed("show", CODE)


def test_a_refusal_that_is_handed_over_is_told_as_delivered(office: Ward) -> None:
    receive()
    office.is_now("3/8/2026 12:00")
    refusal = typed("resolve", CODE, "--result", "refused", "--note", "thiếu giấy", "--at", "3/8/2026 10:00")
    assert "refused with a written reason at 03/08/2026 10:00" in refusal
    assert "refusal delivered at 03/08/2026 11:00" in typed("deliver", CODE, "--at", "3/8/2026 11:00")
