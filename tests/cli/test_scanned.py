"""What a scanner types: codes and anchors in whatever case, with blanks and an end of line."""

import pytest

from tests.command_line import as_json, refused, run, sit_down, typed
from tests.office import Ward

CODE = "H26.15.30-260803-0001"
SCANNED = ("h26.15.30-260803-0001", "h26.15.30-260803-0001\r", " H26.15.30-260803-0001\r\n", f"\t{CODE} ")


@pytest.fixture
def office(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    sit_down(monkeypatch, ward.path, ward.clock)
    ward.receive()
    return ward


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("code", SCANNED)
@pytest.mark.parametrize("command", ["show", "history", "explain"])
def test_a_dossier_is_found(command: str, code: str) -> None:
    assert CODE in typed(command, code)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("code", SCANNED)
def test_acts_are_of_the_dossier(code: str) -> None:
    typed("assign", code, "--officer", "Trần Văn Đức")
    typed("suspend", code, "--reason", "supplement")
    typed("resume", code)
    typed("correct", code, "--phone", "0912000111", "--note", "ghi nhầm")
    typed("resolve", code)
    typed("deliver", code)
    assert as_json("show", code)["status"] == "delivered"
    typed("undo", code, "--apply")
    assert as_json("show", code)["code"] == CODE


@pytest.mark.usefixtures("office")
def test_last_segments_are_found_too() -> None:
    assert as_json("show", "260803-0001")["code"] == CODE


def test_codes_of_other_systems_have_letters(office: Ward) -> None:
    for code in ("Hs-7a", "X-hs-7B"):
        office.receive(code=code)
    assert [as_json("show", text)["code"] for text in ("hs-7A", "HS-7A\r", "x-HS-7b", "7a", "hs-7b")] == [
        "Hs-7a", "Hs-7a", "X-hs-7B", "Hs-7a", "X-hs-7B",
    ]  # fmt: skip


def test_as_it_stands_goes_before_any_other_case_and_two_others_are_asked_back(office: Ward) -> None:
    for code in ("AB-1x", "ab-1x"):
        office.receive(code=code)
    assert [as_json("show", code)["code"] for code in ("AB-1x", "ab-1x")] == ["AB-1x", "ab-1x"]
    assert "AB-1x, ab-1x" in refused("show", "Ab-1X")


@pytest.mark.usefixtures("office")
def test_a_search_finds_it() -> None:
    assert [each["code"] for each in as_json("list", "--search", "h26.15.30-260803-0001")] == [CODE]


@pytest.mark.usefixtures("office")
def test_anchors_are_typed_from_paper() -> None:
    anchor = as_json("show", CODE)["anchor"]
    for text in (anchor.upper(), f"  {anchor} ", f"«{anchor}»", f"{anchor}\r", f"Dấu kiểm: {anchor.upper()}."):
        assert run("audit", "verify", "--anchor", text).exit_code == 0, text
    other = f"{anchor[:-1]}{'0' if anchor[-1] != '0' else '1'}"
    assert run("audit", "verify", "--anchor", other.upper()).exit_code == 3


@pytest.mark.usefixtures("office")
def test_an_anchor_that_is_cut_off_is_no_file() -> None:
    seq, digits = as_json("show", CODE)["anchor"].split(":")
    cut = run("audit", "verify", "--anchor", f"{seq}:{digits[:6]}…")
    assert cut.exit_code == 2
    assert "12" in cut.stderr
