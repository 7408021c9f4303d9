"""Whatever a screen prints as a value can be typed back and means the same."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from itertools import combinations
from pathlib import Path

import pytest
from typer.models import ArgumentInfo, OptionInfo

from onestop_cli.cli.app import COMMANDS
from onestop_cli.cli.options import one_from
from onestop_cli.cli.session import limit, money, one_of, some_of
from onestop_cli.cli.typer_parts import options
from onestop_cli.core.dossier import CHANNELS, RESULTS, Policy, Reason, Status, StopReason
from onestop_cli.core.limits import COUNTED, TimeLimit, Unit
from onestop_cli.core.outcomes import Basis, Granularity, Outcome
from onestop_cli.core.settings import SETTINGS
from onestop_cli.errors import BadLimit, BadNumber, BadValue
from onestop_cli.output import language
from onestop_cli.output.values import meant, spellings, typed_words
from onestop_cli.output.words import LABELS, label, limit_words
from tests.command_line import as_json, refused, sit_down, typed
from tests.office import Ward

TWO_OF_A_NAME = {"late", "overdue"}
NAMES_OF_OURS = {"table", "bash", "agency_code", "receive-khong"}


def _functions() -> Iterator[str]:
    for place in COMMANDS.values():
        yield from [place] if isinstance(place, str) else place.values()


def _choices() -> Iterator[tuple[str, ...]]:
    """The words of every option and setting that takes one of a few."""
    for place in _functions():
        module, function = place.split(":")
        for parameter in options(getattr(import_module(f"onestop_cli.cli.{module}"), function)):
            for info in getattr(parameter.annotation, "__metadata__", ()):
                complete = info.autocompletion if isinstance(info, ArgumentInfo | OptionInfo) else None
                if complete is not None and complete.__qualname__.startswith(one_from.__name__):
                    yield tuple(map(str, inspect.getclosurevars(complete).nonlocals["words"]))
    yield from (setting.accepted.words for setting in SETTINGS if setting.accepted.words)


CHOICES = sorted({words for words in _choices() if not NAMES_OF_OURS & set(words)})


def test_the_choices_are_those_known() -> None:
    known = (CHANNELS, RESULTS, Reason, Policy, StopReason, Status, Outcome, Basis, Granularity)
    assert set(CHOICES) >= {tuple(map(str, words)) for words in known}


@pytest.mark.parametrize("words", CHOICES, ids=lambda words: words[0])
@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_what_is_printed_is_typed_back(words: tuple[str, ...], spoken: str) -> None:
    with language.speaking(spoken):
        for word in words:
            printed = [label(word), *typed_words([word]), word.upper(), word.replace("_", "-"), word.replace("_", " ")]
            for text in printed:
                understood = some_of("--x", [text, text], words)
                assert word in understood
                assert {word, *understood} <= TWO_OF_A_NAME or understood == (word,)


@pytest.mark.parametrize("words", CHOICES, ids=lambda words: words[0])
def test_no_two_values_have_a_name_in_common(words: tuple[str, ...]) -> None:
    for one, other in combinations(words, 2):
        assert {one, other} == TWO_OF_A_NAME or not spellings(one) & spellings(other)


@pytest.mark.parametrize("words", CHOICES, ids=lambda words: words[0])
def test_vietnamese_is_offered_unaccented(words: tuple[str, ...]) -> None:
    with language.speaking("vi"):
        offered = typed_words(words)
        assert [word for word in offered if not word.isascii() or " " in word] == []
        assert {each for word in offered for each in meant(word, words)} == set(words)
        assert [word for word in words if word in LABELS and word in offered and word != "local"] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("trực tiếp", "direct"), ("TRUC TIEP", "direct"), ("truc-tuyen", "online"), ("bưu_chính", "postal"),
     ("qua bưu chính", "postal"), ("by post", "postal"), ("Direct", "direct")],
)  # fmt: skip
def test_a_channel_is_typed_as_people_say_it(text: str, value: str) -> None:
    assert one_of("--channel", text, CHANNELS) == value


def test_a_decomposed_spelling_is_the_same() -> None:
    assert one_of("--channel", "tru\u031b\u0323c tie\u0302\u0301p", CHANNELS) == "direct"


@pytest.mark.parametrize("text", ["", " ", "-", "fax", "trực", "trực tiếp trực tuyến", "[red]", "=direct"])
def test_what_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        one_of("--channel", text, CHANNELS)


def test_one_value_is_wanted_where_a_word_means_two() -> None:
    with pytest.raises(BadValue, match="late, overdue"):
        one_of("--outcome", "quá hạn", tuple(map(str, Outcome)))


AMOUNTS = [1, 2, 3, 15, 10_000]


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_a_limit_is_typed_as_it_is_printed(unit: Unit, spoken: str) -> None:
    for amount in AMOUNTS if unit in COUNTED else [None]:
        meant = TimeLimit(amount, unit)
        with language.speaking(spoken):
            assert limit(limit_words(meant)) == limit(limit_words(meant).upper().replace(" ", "-")) == meant


@pytest.mark.parametrize("text", ["", "3", "ngày", "3 tuần", "0 ngày", "-3 ngày", "10001 ngày", "3 3 ngày", "1.5 ngày"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(BadLimit):
        limit(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("20000", 20_000), ("20.000", 20_000), ("20 000", 20_000), ("20\u00a0000", 20_000), ("20,000", 20_000),
     ("20.000 đ", 20_000), ("20.000đ", 20_000), ("20000 ĐỒNG", 20_000), ("1.020.000₫", 1_020_000), ("0", 0),
     ("0đ", 0), ("20.000 VNĐ", 20_000)],
)  # fmt: skip
def test_money_is_read_as_people_write_it(text: str, amount: int) -> None:
    assert money("--fee", text, 0, 10**12) == amount


@pytest.mark.parametrize(
    "text",
    ["20.00", "20.0000", "2.0.000", "1.020,000", "0.500", "20.000,5", "1020.000", "-20.000", "20k", "đ", "", "20.",
     ".000", "2 0000", "２０.０００", "20.000 d", "9.999.999.999.999",
     "0987654321"],
)  # fmt: skip
def test_money_is_not_guessed(text: str) -> None:
    with pytest.raises(BadNumber):
        money("--fee", text, 0, 10**12)


@pytest.fixture
def desk(ward: Ward, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ward:
    sit_down(monkeypatch, ward.path, ward.clock)
    return ward


class TestCommands:
    def test_a_receipt(self, desk: Ward) -> None:
        words = ("nhan", "ket-hon", "--applicant", "Nguyễn Văn An", "-b3", "-d0912345678", "-g", "vội")
        row = as_json(*words, "--channel", "trực tuyến", "-p", "20.000")
        told = (row["channel"], row["fee"], row["copies"], row["phone"], row["note"])
        assert told == ("online", 20_000, 3, "0912345678", "vội")

    def test_short_forms_go_together(self, desk: Ward) -> None:
        row = as_json("nhan", "chung-thuc-ban-sao", "--applicant", "Nguyễn Văn An", "-xb3")
        assert (row["status"], row["copies"]) == ("delivered", 3)

    def test_a_correction(self, desk: Ward) -> None:
        desk.receive()
        row = as_json("dinhchinh", "1", "-p", "20.000đ", "--limit", "5 ngày làm việc", "-g", "nhầm")
        assert (row["fee"], row["time_limit"]) == (20_000, {"amount": 5, "unit": "working_day"})

    @pytest.mark.parametrize("nothing", ["", "none", "không", "KHONG"])
    def test_a_day_is_taken_away(self, desk: Ward, nothing: str) -> None:
        desk.receive(procedure="ket-hon", submitted="2/8/2026")
        assert as_json("correct", "1", "--submitted-at", nothing, "--note", "nhầm")["submitted_at"] is None

    def test_a_list(self, desk: Ward) -> None:
        desk.receive(procedure="ket-hon")
        desk.is_now("10/8/2026 09:00")
        assert len(as_json("list", "--outcome", "quá hạn", "--status", "đang giải quyết")) == 1
        assert as_json("list", "--outcome", "trong-han") == []
        assert len(as_json("list", "--status", "quá hạn")) == 1
        assert as_json("list", "--status", "trong hạn") == []
        assert "--status" in refused("list", "--status", "quá hạn", "--status", "đã rút")

    def test_a_report(self, desk: Ward) -> None:
        desk.receive()
        assert as_json("report", "--by", "kênh", "--basis", "ngày hẹn")["by"] == ["channel"]
        assert as_json("report", "--basis", "ngày hẹn trên phiếu")["basis"] == "promised"

    def test_a_setting(self, desk: Ward) -> None:
        typed("config", "set", "basis", "ngày hẹn")
        assert {row["key"]: row["value"] for row in as_json("config", "show")}["basis"] == "promised"
        refused("config", "set", "basis", "ngày mai")
        refused("config", "set", "basics", "due")

    def test_kinds_of_event(self, desk: Ward) -> None:
        desk.receive()
        assert as_json("audit", "log", "--kind", "tiếp nhận") == as_json("audit", "log", "--kind", "receive")

    def test_the_language_is_not_a_word_of_ours(self, desk: Ward) -> None:
        assert "vi, en" in refused("due", "--lang", "EN")
