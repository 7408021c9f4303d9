"""Commands by the office's own words, beside the English ones of the contract."""

from pathlib import Path

import pytest

from onestop_cli.cli.app import COMMANDS, WORDS
from onestop_cli.core.dossier import Person
from tests.command_line import as_json, refused, sit_down, typed
from tests.office import Ward

AGREED = {
    "init": "khoitao", "receive": "nhan", "resolve": "ketqua", "show": "xem", "history": "lichsu",
    "explain": "giaithich", "list": "danhsach", "due": "viec", "when": "tinhngay", "suspend": "tamdung",
    "resume": "tieptuc", "withdraw": "ruthoso", "stop": "dunggiaiquyet", "extend": "giahan", "assign": "giaoviec",
    "correct": "dinhchinh", "void": "huyhoso", "undo": "hoantac", "report": "baocao", "late": "quahan",
    "register": "sotheodoi", "trend": "xuhuong", "seal": "chotsolieu", "audit": "kiemtra", "procedure": "thutuc",
    "calendar": "lich", "import": "nhapso", "export": "xuatso", "nightly": "cuoingay", "backup": "saoluu",
    "restore": "phuchoi", "config": "cauhinh",
}  # fmt: skip
"""What offices were told."""


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_LANG", "en")


@pytest.fixture
def desk(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    sit_down(monkeypatch, ward.path, ward.clock)
    return ward


def test_the_words_are_those_agreed() -> None:
    assert WORDS.items() >= AGREED.items()


def test_a_word_means_one_command_and_is_none_itself() -> None:
    assert set(WORDS) <= set(COMMANDS)
    assert len({*WORDS.values(), *COMMANDS}) == len(WORDS) + len(COMMANDS)


@pytest.mark.parametrize("name", WORDS)
def test_a_word_is_the_command(name: str) -> None:
    english, other = (typed(word, "--help") for word in (name, WORDS[name]))
    assert f"  Also: onestop {WORDS[name]}\n" in english
    assert english.splitlines()[2:] == other.splitlines()[2:]


@pytest.mark.parametrize("name", WORDS)
def test_help_names_both(name: str) -> None:
    assert f"  {name}, {WORDS[name]} " in typed("--help")


def test_a_group_keeps_the_names_within_it(desk: Ward) -> None:
    assert as_json("kiemtra", "head") == as_json("audit", "head")
    assert "nearest" in refused("kiemtra", "dauso")


def test_a_mistyped_word_names_the_nearest(desk: Ward) -> None:
    assert "nearest: nhan" in refused("nhann", "ks")
    assert "receive" in refused("recieve", "ks")


def test_h_is_help_everywhere() -> None:
    for words in ([], ["receive"], ["audit"], ["audit", "log"]):
        assert typed(*words, "-h") == typed(*words, "--help")


class TestFind:
    def test_is_the_list_searched(self, desk: Ward) -> None:
        desk.receive(person=Person("Nguyễn Văn An"))
        desk.receive(person=Person("Trần Thị Bình"))
        assert as_json("tim", "nguyen", "an") == as_json("list", "--search", "nguyen an")
        assert [row["applicant"] for row in as_json("tim", "nguyen", "an")] == ["Nguyễn Văn An"]

    def test_takes_the_options_of_the_list(self, desk: Ward) -> None:
        desk.receive(person=Person("Nguyễn Văn An"))
        assert as_json("tim", "nguyen", "--status", "resolved") == []
        assert "there is no option --search" in refused("tim", "--search", "an")

    def test_needs_a_word(self, desk: Ward) -> None:
        assert "TEXT is missing" in refused("tim")


class TestHandOver:
    def test_an_open_dossier_is_resolved_too(self, desk: Ward) -> None:
        desk.receive()
        row = as_json("traketqua", "1")[0]
        assert (row["status"], row["result"], row["delivery_method"]) == ("delivered", "approved", "direct")
        assert row["resolved_at"] == row["delivered_at"]

    def test_a_resolved_one_is_delivered(self, desk: Ward) -> None:
        desk.receive()
        desk.resolve("1")
        resolved_at = as_json("show", "1")["resolved_at"]
        desk.is_now("4/8/2026 10:00")
        row = as_json("traketqua", "260803-0001", "--method", "postal")[0]
        assert (row["status"], row["delivery_method"], row["resolved_at"]) == ("delivered", "postal", resolved_at)
        assert len(as_json("history", "260803-0001")) == 3

    def test_several_go_together_or_not_at_all(self, desk: Ward) -> None:
        for _each in range(3):
            desk.receive()
        desk.resolve("2")
        assert [row["status"] for row in as_json("traketqua", "1", "2")] == ["delivered", "delivered"]
        refused("traketqua", "3", "1", code=11)
        assert as_json("show", "3")["status"] == "received"


class TestAskSupplement:
    def test_is_suspending_for_a_supplement(self, desk: Ward) -> None:
        desk.receive(procedure="ket-hon")
        row = as_json("yeucaubosung", "1", "thiếu giấy")
        assert row["status"] == "suspended"
        assert row["suspensions"][0]["reason"] == "supplement"
        assert as_json("history", "1")[-1]["data"]["note"] == "thiếu giấy"

    def test_needs_its_note(self, desk: Ward) -> None:
        desk.receive(procedure="ket-hon")
        assert "NOTE is missing" in refused("yeucaubosung", "1")
        refused("yeucaubosung", "1", " ")


def test_an_argument_is_missing_in_the_language_spoken(desk: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_LANG", "vi")
    assert "thiếu thủ tục" in refused("nhan")
    assert "thiếu mã hồ sơ" in refused("xem")
    assert "thiếu lựa chọn --to" in refused("giahan", "1")


@pytest.mark.parametrize("name", ["vi", "en"])
def test_no_type_of_python_is_in_a_help(name: str) -> None:
    page = Path(__file__).parents[2] / "docs" / ("cli.md" if name == "vi" else "cli.en.md")
    text = page.read_text(encoding="utf-8")
    assert not [word for word in ("<str", "<list", "<int", "<bool") if word in text]
