"""`decline` at the prompt: what is asked, what is answered, how what was refused is found again."""

import json

import pytest

from onestop_cli.output.declines import KEYS
from tests.command_line import as_json, refused, run, sit_down, typed
from tests.office import Ward

WHY = "không thuộc thẩm quyền"
MISTAKE = "ghi nhầm người"
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
        "status": "declined",
        "voided": None,
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
        [("--outcome", "late"), ("--due", "3/8/2026"), ("--strict",), ("--entered-late",)],
    )
    def test_by_nothing_that_only_dossiers_have(self, words: tuple[str, ...]) -> None:
        assert f"--declined and {words[0]}" in refused("list", "--declined", *words)

    def test_in_a_state_that_refusals_have(self, desk: Ward) -> None:
        typed(*DECLINE)
        typed(*DECLINE)
        typed("void", "TC-1", "--note", MISTAKE)
        told = {word: as_json("list", "--declined", "--status", word) for word in ("declined", "void")}
        assert {word: [each["number"][-1] for each in found] for word, found in told.items()} == {
            "declined": ["2"], "void": ["1"],
        }  # fmt: skip
        assert len(as_json("list", "--declined", "--status", "void", "--status", "declined")) == 2
        assert "accepted: declined, void" in refused("list", "--declined", "--status", "received")
        refused("list", "--status", "declined")

    def test_an_unknown_phone_is_a_dash_as_in_the_work_list(self) -> None:
        typed(*DECLINE)
        assert [words.strip() for words in typed("list", "--declined").splitlines()[3].split("  ") if words][3] == "—"

    def test_a_void_one_is_marked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        typed(*DECLINE)
        assert "State" not in typed("list", "--declined")
        typed("void", "TC-1", "--note", MISTAKE)
        typed(*DECLINE)
        for words in (("list", "--declined"), ("tim", "nguyen an", "--declined")):
            newest, void = (line for line in typed(*words).splitlines() if "TC-" in line)
            assert (newest.split("  ")[-1].strip(), void.split("  ")[-1].strip()) == ("not accepted", "voided")

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


class TestVoid:
    """A refusal that was recorded by mistake is taken back by the word that voids a dossier."""

    @pytest.mark.parametrize("words", [("void", "--note"), ("void", "--reason"), ("void", "-g"), ("huyhoso", "--note")])
    def test_it_says_when_and_by_whom_and_why(self, desk: Ward, words: tuple[str, str]) -> None:
        typed(*DECLINE)
        desk.is_now("4/8/2026 10:15")
        command, option = words
        told = as_json(command, "260803-tc-1", option, MISTAKE, "--actor", "mai")
        assert (told["status"], {key: told["voided"][key] for key in ("at", "by", "note")}) == (
            "void", {"at": "2026-08-04T10:15:00+07:00", "by": "mai", "note": MISTAKE},
        )  # fmt: skip
        assert as_json("show", NUMBER) == told
        assert f"void since 04/08/2026 10:15, by mai: {MISTAKE}" in typed("show", NUMBER).replace(" (lan)", "")

    def test_it_needs_a_reason(self, desk: Ward) -> None:
        typed(*DECLINE)
        before = desk.path.read_bytes()
        assert "--note" in refused("void", "TC-1")
        assert "--note is empty" in refused("void", "TC-1", "--reason", " ")
        assert desk.path.read_bytes() == before

    def test_once(self) -> None:
        typed(*DECLINE)
        typed("void", "TC-1", "--note", MISTAKE)
        for words in ((), ("--apply",)):
            assert "is void already" in refused("void", "TC-1", "--note", MISTAKE, *words, code=11)

    def test_one_that_is_not_there(self) -> None:
        assert "no refusal to accept “TC-1”" in refused("void", "TC-1", "--note", MISTAKE, code=10)

    def test_a_dossier_whose_code_is_like_one_is_meant_first(self) -> None:
        typed("receive", "khai-tu", "Nguyễn Văn An", "--code", "TC-1")
        typed(*DECLINE)
        assert as_json("void", "TC-1", "--note", MISTAKE)["code"] == "TC-1"
        assert as_json("show", NUMBER)["status"] == "declined"

    def test_one_that_was_printed_is_shown_and_refused_until_it_is_meant(self, desk: Ward) -> None:
        typed(*DECLINE)
        typed("slip", "TC-1", "-o", str(desk.path.with_name("giay.html")))
        before = desk.path.read_bytes()
        answer = run("void", "TC-1", "--note", MISTAKE)
        assert (answer.exit_code, desk.path.read_bytes()) == (11, before)
        assert ("Nguyễn Văn An" in answer.stdout, answer.stdout.count("refusal to accept (03)")) == (True, 1)
        assert f'onestop void {NUMBER} --note "..." --apply' in answer.stderr
        assert refused("void", "TC-1", "--note", MISTAKE, "--json", code=11) == answer.stderr
        assert as_json("void", "TC-1", "--note", MISTAKE, "--apply")["status"] == "void"

    def test_no_paper_of_it_is_printed(self, desk: Ward) -> None:
        typed(*DECLINE)
        typed("void", "TC-1", "--note", MISTAKE)
        before = desk.path.read_bytes()
        for words in ((), ("--form", "03"), ("--no-record",)):
            told = refused("slip", "TC-1", "-o", str(desk.path.with_name("giay.html")), *words, code=11)
            assert "is void: no form of it is printed" in told
        assert (desk.path.read_bytes(), desk.path.with_name("giay.html").exists()) == (before, False)

    def test_it_is_told(self, desk: Ward) -> None:
        typed(*DECLINE)
        typed("void", "TC-1", "--note", MISTAKE)
        assert f"void: entered by mistake — {MISTAKE}" in typed("history", "TC-1")
        assert [each["kind"] for each in as_json("history", "TC-1")] == ["decline", "decline_void"]
        told = typed("audit", "log", "--kind", "decline_void")
        assert (NUMBER in told, MISTAKE in told) == (True, False)
        assert MISTAKE in typed("audit", "log", "--kind", "decline_void", "--personal-data")

    def test_the_day_does_not_count_it(self, desk: Ward) -> None:
        typed(*DECLINE)
        typed(*DECLINE)
        typed("void", "TC-1", "--note", MISTAKE)
        told = as_json("today")
        assert (told["declined"], told["people"][0]["decline"]) == (1, 1)

    def test_its_personal_data_and_its_reasons_can_be_erased(self) -> None:
        typed(*DECLINE)
        typed("void", "TC-1", "--note", MISTAKE)
        typed("erase", "TC-1", "--basis", "Luật 33/2024/QH15", "--note", "hết hạn lưu", "--apply")
        told = as_json("show", "TC-1")
        assert (told["applicant"], told["reason"], told["voided"]["note"], told["status"]) == ("", "", "", "void")
        typed("audit", "verify")

    def test_the_portal_hears_of_it_no_more(self, desk: Ward) -> None:
        seq = int(as_json(*DECLINE)["anchor"].partition(":")[0])
        desk.is_now("4/8/2026 09:00")
        typed("void", NUMBER, "--note", MISTAKE)
        assert as_json("export", "portal") == as_json("export", "portal", "--since", str(seq - 1)) == []
        for moment, n in (("3/8/2026", 1), ("4/8/2026 08:59", 1), ("4/8/2026 09:00", 0)):
            told = [as_json("export", "portal", axis, moment) for axis in ("--as-of", "--known-at")]
            assert [len(each) for each in told] == [n, n]

    def test_events_carry_it_without_the_reason_and_with_it(self) -> None:
        typed(*DECLINE)
        typed("void", "TC-1", "--note", MISTAKE)
        bare, full = (
            json.loads(typed("export", "events", "-f", "jsonl", *words).splitlines()[-1])
            for words in ((), ("--personal-data",))
        )
        assert (bare["kind"], "person" in bare, full["person"]) == ("decline_void", False, {"note": MISTAKE})
        assert bare["data"]["act"] == full["seq"] - 1


class TestNoDossier:
    """What is done with dossiers says of a refusal's number what it is, and by what it is taken back."""

    ACTS = (
        "resolve", "deliver", "traketqua", "suspend --reason supplement", "resume",
        "extend --to 5/8/2026 --letter 1 --note x", "withdraw --note x", "stop --note x", "assign --officer Mai",
        "correct --phone 1 --note x", "undo", "undo --apply", "explain", "audit log --dossier",
    )  # fmt: skip

    @pytest.mark.parametrize("act", ACTS)
    def test_an_act(self, desk: Ward, act: str, monkeypatch: pytest.MonkeyPatch) -> None:
        typed(*DECLINE)
        before = desk.path.read_bytes()
        told = refused(*act.split(), "tc-1", code=11)
        assert f"{NUMBER} is a refusal to accept and no dossier" in told
        assert f"onestop void {NUMBER}" in told
        monkeypatch.setenv("ONESTOP_LANG", "vi")
        assert f"{NUMBER} là phiếu từ chối tiếp nhận, không phải hồ sơ" in refused(*act.split(), "tc-1", code=11)
        assert desk.path.read_bytes() == before

    def test_a_supplement(self) -> None:
        typed(*DECLINE)
        assert "is a refusal to accept" in refused("yeucaubosung", "TC-1", "thiếu giấy", code=11)

    def test_a_void_one_is_not_to_be_voided(self) -> None:
        typed(*DECLINE)
        typed("void", "TC-1", "--note", MISTAKE)
        told = refused("undo", "TC-1", code=11)
        assert ("void by now" in told, "onestop void" in told, f"onestop history {NUMBER}" in told) == (
            True,
            False,
            True,
        )

    def test_none_of_several_dossiers_is_touched(self, desk: Ward) -> None:
        typed("receive", "khai-tu", "Nguyễn Văn An")
        typed(*DECLINE)
        before = desk.path.read_bytes()
        refused("resolve", "1", "TC-1", code=11)
        assert desk.path.read_bytes() == before

    def test_one_that_is_not_there(self) -> None:
        assert "no refusal to accept “TC-7”" in refused("resolve", "TC-7", code=10)


def test_the_auditors_log_says_which_refusal_was_printed_voided_and_erased(desk: Ward) -> None:
    typed("decline", "ket-hon", "Lò Thị Xuân", "--reason", "thiếu giấy")
    typed(*DECLINE)
    typed("slip", "TC-2", "-o", str(desk.path.with_name("giay.html")))
    typed("void", "TC-2", "--note", MISTAKE, "--apply")
    typed("erase", "TC-2", "--basis", "Luật 33/2024/QH15", "--note", "hết hạn lưu", "--apply")
    for kind in ("decline_print", "decline_void", "decline_erase"):
        [line] = typed("audit", "log", "--kind", kind).splitlines()[1:]
        assert "H26.15.30-260803-TC-0002; event 5" in line


def test_a_printing_is_told_once_in_a_line(desk: Ward) -> None:
    typed(*DECLINE)
    typed("slip", "TC-1", "-o", str(desk.path.with_name("giay.html")))
    [line] = [line for line in typed("show", "TC-1").splitlines() if "(03)" in line]
    assert (line.casefold().count("printed"), line.split()[0]) == (1, "Printed")
