"""`decline` at the prompt: what is asked, what is answered, how what was refused is found again."""

import json

import pytest

from onestop_cli.output.declines import KEYS
from tests.command_line import as_json, refused, run, sit_down, typed
from tests.office import Ward

WHY = "không thuộc thẩm quyền"
PERSON = ("--id-number", "001099000001", "--phone", "0912345678", "--address", "Số 1", "--email", "a@example.vn")
DECLINE = ("decline", "khai-tu", "Nguyễn Văn An", "--reason", WHY)
NUMBER = "H26.15.30-260803-TC-0001"


@pytest.fixture(autouse=True)
def desk(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    sit_down(monkeypatch, ward.path, ward.clock)
    return ward


def test_the_answer_has_the_keys_of_the_contract() -> None:
    said = ("--submitter", "Trần Thị B", "--kind", "organisation", "--request", "trích lục", "--channel", "postal")
    told = as_json(*DECLINE, *PERSON, *said, "--officer", "Đức")
    assert tuple(told) == KEYS
    assert told == {
        "number": NUMBER,
        "procedure_code": "1.000656",
        "procedure_name": "Đăng ký khai tử",
        "field": "Hộ tịch",
        "case": "",
        "channel": "postal",
        "applicant": "Nguyễn Văn An",
        "id_number": "001099000001",
        "phone": "0912345678",
        "address": "Số 1",
        "email": "a@example.vn",
        "submitter": "Trần Thị B",
        "applicant_kind": "organisation",
        "request": "trích lục",
        "reason": WHY,
        "officer": "Đức",
        "declined_at": "2026-08-03T09:00:00+07:00",
        "declined_is_day": False,
        "recorded_at": "2026-08-03T09:00:00+07:00",
        "anchor": told["anchor"],
        "printed": [],
        "erased": None,
    }


def test_what_is_shown_is_what_was_answered() -> None:
    told = as_json(*DECLINE)
    assert [as_json("show", text) for text in (NUMBER, "260803-tc-1", "TC-1")] == [told] * 3
    assert typed("show", "TC-1") == typed("show", NUMBER)


@pytest.mark.parametrize("words", [("--applicant", "Nguyễn Văn An"), ("Nguyễn  Văn An ",)])
def test_the_name_stands_behind_the_procedure_or_its_option(words: tuple[str, ...]) -> None:
    assert as_json("tuchoinhan", "khai-tu", *words, "--reason", WHY)["applicant"] == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("khai-tu", "--reason", WHY), 2, 'onestop decline PROCEDURE "Nguyễn Văn A"'),
        (("khai-tu", "A", "--reason", " "), 2, "needs its written reason"),
        (("khai-tu", "A"), 2, "--reason"),
        (("khai-tu", "A", "--applicant", "B", "--reason", WHY), 2, "another than that of --applicant"),
        (("khong-co", "A", "--reason", WHY), 10, "no procedure"),
        (("khai-tu", "A", "--reason", WHY, "--at", "4/8/2026"), 11, "is in the future"),
    ],
)
def test_what_is_refused_records_nothing(desk: Ward, words: tuple[str, ...], code: int, said: str) -> None:
    before = desk.path.read_bytes()
    assert said in refused("decline", *words, code=code)
    assert desk.path.read_bytes() == before


def test_one_that_is_not_there() -> None:
    assert "no refusal to accept “TC-1”" in refused("show", "TC-1", code=10)
    assert refused("history", "TC-1", code=10) == refused("show", "TC-1", code=10)


class TestListed:
    def test_the_day_after_by_a_name(self, desk: Ward) -> None:
        typed(*DECLINE)
        typed("decline", "ket-hon", "Lò Thị Xuân", "--reason", "thiếu giấy")
        typed("receive", "khai-tu", "Nguyễn Văn An")
        desk.is_now("4/8/2026 09:00")
        for found in (
            as_json("list", "--declined", "--search", "nguyen an"),
            as_json("tim", "nguyen an", "--declined"),
        ):
            assert [each["number"] for each in found] == [NUMBER]
        assert [each["applicant"] for each in as_json("list")] == ["Nguyễn Văn An"]

    @pytest.mark.parametrize(
        ("words", "n"),
        [
            ((), 2),
            (("--received", "3/8/2026..3/8/2026"), 1),
            (("--procedure", "khai-tu"), 1),
            (("--procedure", "ket-hon"), 1),
            (("--officer", "duc"), 1),
            (("--channel", "online"), 1),
            (("--field", "ho tich"), 2),
            (("--limit", "1"), 1),
        ],
    )
    def test_narrowed(self, desk: Ward, words: tuple[str, ...], n: int) -> None:
        typed(*DECLINE, "--officer", "Đức", "--channel", "online")
        desk.is_now("4/8/2026 09:00")
        typed("decline", "ket-hon", "Lò Thị Xuân", "--reason", "thiếu giấy")
        assert len(as_json("list", "--declined", *words)) == n

    @pytest.mark.parametrize(
        "words",
        [("--status", "received"), ("--outcome", "late"), ("--due", "3/8/2026"), ("--strict",), ("--entered-late",)],
    )
    def test_by_nothing_that_only_dossiers_have(self, words: tuple[str, ...]) -> None:
        assert f"--declined and {words[0]}" in refused("list", "--declined", *words)

    def test_none(self) -> None:
        assert typed("list", "--declined").strip() == "no refusal to accept fits"
        assert as_json("list", "--declined") == []

    def test_what_is_left_out_is_said(self) -> None:
        typed(*DECLINE)
        typed(*DECLINE)
        assert "only the newest 1 is shown of 2" in run("list", "--declined", "--limit", "1").stderr


def test_its_story() -> None:
    typed(*DECLINE)
    typed("erase", "TC-1", "--basis", "Luật 33/2024/QH15", "--note", "hết hạn lưu", "--apply")
    told = as_json("history", "TC-1")
    assert [(each["kind"], each["dossier"]) for each in told] == [("decline", None), ("decline_erase", None)]
    text = typed("history", "TC-1")
    assert "not accepted: Đăng ký khai tử" in text
    assert "personal data erased, by Luật 33/2024/QH15 — hết hạn lưu" in text
    assert WHY not in text


def test_the_day_counts_it() -> None:
    typed("receive", "khai-tu", "Nguyễn Văn An")
    typed(*DECLINE)
    told = as_json("today")
    assert (told["declined"], told["total"]["received"], told["people"][0]["decline"]) == (1, 1, 1)
    assert "acceptance refused 1" in typed("today")


def test_no_figure_of_a_report_does() -> None:
    before = as_json("report", "--month", "8", "--year", "2026")
    typed(*DECLINE)
    assert as_json("report", "--month", "8", "--year", "2026")["total"] == before["total"]


def test_the_auditors_log_names_nobody_unless_asked() -> None:
    typed(*DECLINE)
    assert NUMBER in typed("audit", "log")
    assert [words for words in ("Nguyễn Văn An", WHY) if words in typed("audit", "log")] == []
    assert [words for words in ("Nguyễn Văn An", WHY) if words not in typed("audit", "log", "--personal-data")] == []


class TestPortal:
    def test_state_3_and_no_name(self) -> None:
        typed(*DECLINE, *PERSON)
        [told] = as_json("export", "portal")
        assert (told["MaHoSo"], told["TrangThaiHoSo"], told["NgayTiepNhan"]) == (NUMBER, "3", "20260803090000")
        assert told["ChuHoSo"].startswith("anon-")
        assert {told[key] for key in ("MaDoiTuong", "SoDienThoai", "Email", "GhiChu", "NgayHenTra", "NgayTra")} == {""}

    def test_with_personal_data_the_reason_too(self) -> None:
        typed(*DECLINE, *PERSON)
        [told] = as_json("export", "portal", "--personal-data")
        assert (told["ChuHoSo"], told["GhiChu"], told["MaDoiTuong"]) == ("Nguyễn Văn An", WHY, "001099000001")

    def test_the_keys_of_a_dossier_behind_all_of_them(self) -> None:
        typed(*DECLINE)
        typed("receive", "khai-tu", "Nguyễn Văn An")
        dossier, declined = as_json("export", "portal")
        assert list(dossier) == list(declined)
        assert dossier["ChuHoSo"] == declined["ChuHoSo"]

    def test_since_an_event(self) -> None:
        seq = int(as_json(*DECLINE)["anchor"].partition(":")[0])
        assert [len(as_json("export", "portal", "--since", str(n))) for n in (seq - 1, seq)] == [1, 0]

    def test_as_it_stood_and_was_known(self, desk: Ward) -> None:
        desk.is_now("5/8/2026 09:00")
        typed(*DECLINE, "--at", "4/8/2026 09:00")
        for moments, n in (("--as-of 3/8/2026", 0), ("--as-of 4/8/2026", 1), ("--known-at 4/8/2026", 0)):
            assert len(as_json("export", "portal", *moments.split())) == n

    def test_no_other_export_of_dossiers_has_it(self) -> None:
        typed(*DECLINE)
        assert as_json("export", "dossiers") == []


def test_events_go_out_without_names_and_with_them() -> None:
    typed(*DECLINE)
    bare, full = (
        json.loads(typed("export", "events", "-f", "jsonl", *words).splitlines()[-1])
        for words in ((), ("--personal-data",))
    )
    assert (bare["kind"], bare["data"]["number"], "person" in bare) == ("decline", NUMBER, False)
    assert full["person"] == {"applicant": "Nguyễn Văn An", "reason": WHY}
