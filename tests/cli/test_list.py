"""How much `list` writes: the newest 50 on a terminal, all of them in files and pipes, unless --limit says so."""

import csv
import json
from pathlib import Path

import pytest

from onestop_cli.output import screens
from onestop_cli.output.pages import FILE, Screen
from tests.command_line import as_json, run, sit_down, typed
from tests.office import SOMEONE, Ward

N = 53
CUT = "note: only the newest 50 are shown of 53; all of them: --limit 53, or with -o FILE\n"


@pytest.fixture(scope="module")
def crowded(ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """53 dossiers, of which the second one is a B's."""
    ward = Ward(tmp_path_factory.mktemp("crowded") / "onestop.db")
    ward.path.write_bytes(ward_template.read_bytes())
    for number in range(N):
        ward.receive(person=SOMEONE._replace(applicant="Lê Thị B") if number == 1 else SOMEONE)
    return ward


@pytest.fixture(autouse=True)
def _desk(crowded: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, crowded.path, crowded.clock)


@pytest.fixture
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "screen", lambda target: Screen(80) if target is None else FILE)


def _codes(text: str) -> int:
    return text.count("260803-")


@pytest.mark.parametrize("format_name", ["table", "json", "jsonl", "csv", "md"])
def test_off_a_terminal_all_of_them_are_written(format_name: str) -> None:
    answer = run("list", "-f", format_name)
    assert (_codes(answer.stdout), answer.stderr) == (N, "")


@pytest.mark.usefixtures("_terminal")
@pytest.mark.parametrize("name", ["so.txt", "so.json", "so.jsonl", "so.csv", "so.md"])
def test_into_a_file_too_whoever_looks_on(name: str, tmp_path: Path) -> None:
    answer = run("list", "-o", str(tmp_path / name))
    assert (_codes((tmp_path / name).read_text("utf-8")), answer.stdout) == (N, "")
    assert "note:" not in answer.stderr


@pytest.mark.usefixtures("_terminal")
@pytest.mark.parametrize("format_name", ["table", "json"])
def test_on_a_terminal_the_newest_and_how_to_see_the_others(format_name: str) -> None:
    answer = run("list", "-f", format_name)
    assert (_codes(answer.stdout), answer.stderr) == (50, CUT)
    assert "260803-0053" in answer.stdout
    assert "260803-0003" not in answer.stdout


@pytest.mark.usefixtures("_terminal")
@pytest.mark.parametrize(("limit", "shown"), [("53", 53), ("1000", 53), ("52", 52), ("1", 1)])
def test_a_limit_is_what_is_asked_for(limit: str, shown: int) -> None:
    answer = run("list", "--limit", limit)
    assert (_codes(answer.stdout), "note:" in answer.stderr) == (shown, shown < N)


@pytest.mark.parametrize(
    "narrowed",
    [(), ("--strict",), ("--outcome", "within"), ("--as-of", "3/8/2026 09:00"), ("--status", "received")],
    ids=" ".join,
)
def test_a_limit_counts_off_a_terminal_too_and_how_many_there_are_is_said(narrowed: tuple[str, ...]) -> None:
    answer = run("list", "--limit", "2", "--json", *narrowed)
    assert len(json.loads(answer.stdout)) == 2
    assert answer.stderr == CUT.replace("newest 50 are", "newest 2 are")


def test_those_left_out_by_other_options_are_not_counted() -> None:
    cut = "note: only the 1 that answer best are shown of 52; type more, or ask for more with --limit N\n"
    assert run("list", "--limit", "1", "--search", "van a").stderr == cut
    lines = list(csv.DictReader(typed("list", "--search", "thi b", "-f", "csv").splitlines()))
    assert [line["applicant"] for line in lines] == ["Lê Thị B"]


def test_one_is_said_in_the_singular() -> None:
    assert run("list", "--limit", "1").stderr.startswith("note: only the newest 1 is shown of 53;")


@pytest.mark.parametrize(
    "words", [["--recorded-late", "1"], ["--supplements", "1"], ["--entered-late"], ["--due-changed"]]
)  # fmt: skip
def test_what_an_auditor_asks_for_is_not_found_where_there_is_none(words: list[str]) -> None:
    assert (typed("list", *words, "--json"), typed("list", *words, "--strict", "--json")) == ("[]\n", "[]\n")


@pytest.mark.parametrize("words", [["--recorded-late", "0"], ["--supplements", "-1"], ["--supplements", "hai"]])
def test_how_many_is_a_number_from_one_on(words: list[str]) -> None:
    assert run("list", *words).exit_code == 2


def test_papers_recorded_late_are_listed_without_them_too(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    code = ward.receive("ket-hon").code
    ward.is_now("24/8/2026 10:00")
    ward.suspend(code, "other_agency", "3/8/2026 09:30")
    ward.withdraw(code, "3/8/2026 10:00")
    sit_down(monkeypatch, ward.path, ward.clock)
    plain, strict = (as_json("list", "--recorded-late", "1", *words) for words in ((), ("--strict",)))
    assert [(found["status"], found["outcome"]) for (found,) in (plain, strict)] == [
        ("withdrawn", "closed"),
        ("received", "overdue"),
    ]
