"""`audit log`: every event once, what each says, who recorded it, and nothing personal unless it is asked for."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.cli.audit_log import KINDS
from onestop_cli.core import file_events
from onestop_cli.core.acts import Act
from onestop_cli.output import screens
from onestop_cli.output.audit_log import kind_words, log_keys
from onestop_cli.output.pages import FILE, Screen
from onestop_cli.output.words import OF_FILE
from tests.command_line import as_json, refused, run, sit_down, typed
from tests.documents.varied import varied
from tests.events import chained, damaged, noted_in
from tests.office import Ward, opened

CODE = "H26.15.30-260803-0001"
OF_CONTRACT = ["seq", "dossier", "kind", "occurred_at", "recorded_at", "actor", "data", "hash"]


@pytest.fixture
def desk(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """A dossier received on Monday for the same day, and its result typed on Thursday for Monday."""
    ward.receive(note="bản [red]chính[/red]")
    ward.is_now("6/8/2026 10:00")
    ward.resolve("260803-0001", when="3/8/2026 16:00", note="=cmd()")
    sit_down(monkeypatch, ward.path, ward.clock)
    return ward


def logged(*words: str) -> list[dict[str, Any]]:
    return as_json("audit", "log", *words)


def numbers(*words: str) -> list[int]:
    return [event["seq"] for event in logged(*words)]


def lines(*words: str) -> list[str]:
    """The lines of the table, without its headings."""
    return typed("audit", "log", *words).splitlines()[1:]


def test_every_event_is_there_once_in_its_order(desk: Ward) -> None:
    assert numbers() == [seq for (seq,) in desk.ask("SELECT seq FROM event ORDER BY seq")]


def test_an_event_has_the_keys_of_the_contract_first(desk: Ward) -> None:
    assert list(logged()[0]) == [*OF_CONTRACT, "login", "clock"]


def test_its_data_and_its_hash_are_those_of_the_ledger(desk: Ward) -> None:
    kept = desk.ask("SELECT seq, dossier, kind, occurred_at, recorded_at, actor, data, hash FROM event ORDER BY seq")
    told = [
        (
            *(e[key] for key in OF_CONTRACT[:6]),
            json.dumps(e["data"], ensure_ascii=False, separators=(",", ":")),
            e["hash"],
        )
        for e in logged()
    ]
    assert told == kept


@pytest.mark.parametrize("words", ["[red]", "cmd()"])
def test_free_text_stays_in_unless_it_is_asked_for(desk: Ward, words: str) -> None:
    for way in (["-f", "table"], ["-f", "json"], ["-f", "csv"], ["-f", "md"]):
        assert words not in typed("audit", "log", *way).replace("\\", "")
        assert words in typed("audit", "log", *way, "--personal-data").replace("\\", "")


def test_names_stay_in_unless_they_are_asked_for(desk: Ward) -> None:
    assert "Nguyễn Văn A" not in typed("audit", "log", "--json")
    [received] = logged("--kind", "receive", "--personal-data")
    assert received["person"]["applicant"] == "Nguyễn Văn A"


def test_the_table_names_them_too_where_it_is_asked_to(desk: Ward) -> None:
    desk.correct(CODE, applicant="Trần [b]Bưởi")
    received, corrected = lines("--kind", "receive", "--kind", "correct", "--personal-data")
    assert "Nguyễn Văn A; 001099000001; 0912345678; Số 1 phố Vũ Xuân Thiều; a@example.vn" in received
    assert "Applicant; Trần [b]Bưởi; 001099000001" in corrected
    assert corrected.endswith("; “ghi nhầm”")
    assert [line for line in lines() if "Nguyễn" in line or "Bưởi" in line] == []


def test_it_says_the_same_as_export_events(desk: Ward) -> None:
    exported = json.loads(typed("export", "events", "-f", "json"))
    shared = set(exported[0]) & set(log_keys(with_person=False))
    assert shared == set(OF_CONTRACT)
    assert [{key: e[key] for key in shared} for e in exported] == [{key: e[key] for key in shared} for e in logged()]


def test_json_lines_and_csv_say_what_json_says(desk: Ward) -> None:
    events = logged()
    assert [json.loads(line) for line in typed("audit", "log", "-f", "jsonl").splitlines()] == events
    rows = list(csv.DictReader(typed("audit", "log", "-f", "csv").splitlines()))
    assert [row["hash"] for row in rows] == [event["hash"] for event in events]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (["--dossier", "260803-0001"], ["receive", "resolve"]),
        (["--kind", "resolve"], ["resolve"]),
        (["--kind", "resolve", "--kind", "receive"], ["receive", "resolve"]),
        (["--recorded", "6/8/2026"], ["resolve"]),
        (["--recorded", "..3/8/2026", "--kind", "receive", "--kind", "resolve"], ["receive"]),
        (["--behind", "3"], ["resolve"]),
        (["--behind", "4"], []),
        (["--known-at", "3/8/2026", "--dossier", "260803-0001"], ["receive"]),
        (["--limit", "1"], ["resolve"]),
        (["--actor", "minh"], []),
        (["--actor", "LÁN", "--kind", "receive"], ["receive"]),
    ],
)  # fmt: skip
def test_what_is_asked_for(desk: Ward, words: list[str], kinds: list[str]) -> None:
    assert [event["kind"] for event in logged(*words)] == kinds


def test_the_numbers_after_one_and_up_to_another(desk: Ward) -> None:
    assert numbers("--since", "1", "--until", "3") == [2, 3]


def test_the_newest_come_last_and_the_rest_is_counted(desk: Ward) -> None:
    answer = run("audit", "log", "--limit", "2", "--json")
    n = desk.ask("SELECT count(*) FROM event")[0][0]
    assert [event["kind"] for event in json.loads(answer.stdout)] == ["receive", "resolve"]
    assert answer.stderr == (
        f"note: only the newest 2 events are shown of {n}; all of them: --limit {n}, or with -o FILE\n"
    )


def test_a_day_later_than_the_last_has_none(desk: Ward) -> None:
    assert (numbers("--recorded", "7/8/2026.."), typed("audit", "log", "--since", "999")) == ([], "no event fits\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--kind", "nothing"], 2),
        (["--since", "5", "--until", "5"], 2),
        (["--limit", "0"], 2),
        (["--behind", "x"], 2),
        (["--actor", " "], 2),
        (["--recorded", "6/8/2026..3/8/2026"], 2),
        (["--dossier", "999999-9999"], 10),
    ],
)  # fmt: skip
def test_what_cannot_be_meant(desk: Ward, words: list[str], code: int) -> None:
    refused("audit", "log", *words, code=code)


def test_on_a_terminal_the_newest_fifty(desk: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(60):
        desk.receive()
    monkeypatch.setattr(screens, "screen", lambda target: Screen(140) if target is None else FILE)
    shown = lines()
    assert (len(shown), max(map(len, shown)) <= 140) == (50, True)
    assert "260806-0060" in shown[-1]


def test_a_line_an_event_that_ends_where_the_screen_does(desk: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "screen", lambda target: Screen(140) if target is None else FILE)
    shown = typed("audit", "log").splitlines()
    assert len(shown) == 1 + desk.ask("SELECT count(*) FROM event")[0][0]
    assert max(map(len, shown)) == 140


def test_on_a_narrow_screen_what_an_event_says_stands_whole_below_it(
    desk: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(width: int) -> list[str]:
        monkeypatch.setattr(screens, "screen", lambda target: Screen(width) if target is None else FILE)
        return typed("audit", "log").splitlines()

    beside, below = told(1000), told(80)
    assert "…" not in "".join(below)
    assert max(map(len, below)) <= 80
    assert " ".join(" ".join(below).split()) == " ".join(" ".join(beside).split())


def test_when_it_happened_is_told_where_that_was_another_minute(desk: Ward) -> None:
    received, resolved = lines("--dossier", "260803-0001")
    assert ("of 03/08/2026 09:00" in received, "of 03/08/2026 16:00" in resolved) == (False, True)


def test_a_paper_recorded_late_bears_its_mark(desk: Ward) -> None:
    desk.receive("ket-hon")
    desk.is_now("24/8/2026 10:00")
    desk.suspend("260806-0001", when="6/8/2026 15:00")
    assert "[recorded late]" in lines("--kind", "suspend")[0]


def test_the_login_stands_behind_the_name_it_is_not(desk: Ward) -> None:
    chained(desk, "assign", {"officer": "Đức", "login": "minh"}, CODE)
    [event] = logged("--kind", "assign")
    assert (event["actor"], event["login"], "lan (minh)" in lines("--kind", "assign")[0]) == ("lan", "minh", True)


def test_the_login_that_is_the_name_is_not_told_twice(desk: Ward) -> None:
    chained(desk, "assign", {"officer": "Đức", "login": "lan"}, CODE)
    assert "(lan)" not in lines("--kind", "assign")[0]


def test_whoever_recorded_under_a_login_is_found_by_it(desk: Ward) -> None:
    seq = chained(desk, "assign", {"officer": "Đức", "login": "Minh"}, CODE)
    assert numbers("--actor", "minh") == [seq]


def test_the_acts_of_an_import_have_the_login_of_the_import(desk: Ward) -> None:
    desk.imports("code,procedure_code,received_at,applicant\nX-1,1.004873,2026-08-03 08:00,B\n")
    [imported] = logged("--kind", "import")
    noted_in(desk, imported["seq"], login="minh")
    [received] = logged("--dossier", "X-1")
    assert (received["data"].get("login"), received["login"]) == (None, "minh")
    assert numbers("--actor", "minh") == [imported["seq"], received["seq"]]


def test_an_event_of_before_logins_were_kept_has_none(desk: Ward) -> None:
    seq = chained(desk, "assign", {"officer": "Đức"}, CODE)
    assert logged("--since", str(seq - 1))[0]["login"] is None


@pytest.mark.parametrize(
    ("jumped", "words"), [("back", "[clock had gone back]"), ("ahead", "[clock had jumped ahead]")]
)  # fmt: skip
def test_a_clock_that_jumped_is_told(desk: Ward, jumped: str, words: str) -> None:
    chained(desk, "assign", {"officer": "Đức", "clock": jumped}, CODE)
    assert (logged("--kind", "assign")[0]["clock"], words in lines("--kind", "assign")[0]) == (jumped, True)


def test_a_clock_that_did_not_is_null(desk: Ward) -> None:
    assert {event["clock"] for event in logged("--kind", "receive")} == {None}


def test_the_events_of_the_file_say_what_they_are(desk: Ward) -> None:
    told = "\n".join(lines("--until", "3"))
    assert ("agency_code = H26.15.30" in told, "2025–" in told) == (True, True)


def test_every_kind_of_the_file_has_its_word_and_no_other_has() -> None:
    assert OF_FILE.keys() == file_events.KINDS.keys()


def test_every_kind_has_its_word() -> None:
    assert [kind for kind in KINDS if kind not in {*Act, *OF_FILE} or not kind_words(kind)] == []


@pytest.mark.parametrize("format_name", ["table", "md", "csv", "json"])
def test_no_text_is_more_than_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_name: str) -> None:
    ward = varied(Ward(opened(tmp_path / "onestop.db")))
    sit_down(monkeypatch, ward.path, ward.clock)
    chained(
        ward, "receive", {"procedure_name": "[red]x\x1b[31m", "login": "=cmd()"}, "=HYPERLINK(1)", actor="[b]\x1b[0m"
    )
    told = run("audit", "log", "-f", format_name, "--personal-data", "--limit", "400")
    assert ("\x1b" in told.stdout) == (format_name == "csv")  # in a file every letter stays
    if format_name == "csv":
        cells = [cell for row in csv.reader(told.stdout.splitlines()) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("format_name", ["table", "json", "jsonl", "csv", "md"])
@pytest.mark.parametrize(
    ("column", "text"), [("data", "x"), ("data", "[]"), ("recorded_at", "2026-08-03T09:00:00")]
)  # fmt: skip
def test_an_event_that_cannot_be_read_is_named(
    desk: Ward, column: str, text: str, format_name: str, tmp_path: Path
) -> None:
    [received] = numbers("--kind", "receive")
    damaged(desk, received, column, text)
    answer = run("audit", "log", "-f", format_name, "-o", str(tmp_path / "log.txt"))
    assert (answer.exit_code, list(tmp_path.glob("log*")), answer.stdout) == (14, [], "")
    assert f"event {received}: it cannot be read" in answer.stderr


@pytest.mark.parametrize("format_name", ["table", "json", "csv"])
@pytest.mark.parametrize("column", ["actor", "hash", "kind", "dossier"])
def test_an_event_with_bytes_in_the_place_of_a_text_is_named(desk: Ward, column: str, format_name: str) -> None:
    [received] = numbers("--kind", "receive")
    damaged(desk, received, column, b"\x00\xff")
    answer = run("audit", "log", "-f", format_name)
    assert (answer.exit_code, f"event {received}: it cannot be read" in answer.stderr) == (14, True)


def test_an_act_that_lacks_what_it_must_say_is_named(desk: Ward) -> None:
    [received] = numbers("--kind", "receive")
    damaged(desk, received, "data", "{}")
    answer = run("audit", "log", "--dossier", CODE)
    assert (answer.exit_code, f"event {received}: it cannot be read" in answer.stderr) == (14, True)


@pytest.mark.parametrize("words", [["--actor", "lan"], ["--behind", "1"]])
def test_a_filter_looks_past_data_that_are_none(desk: Ward, words: list[str]) -> None:
    damaged(desk, numbers("--kind", "resolve")[0], "data", "x")
    answer = run("audit", "log", "--json", *words)
    assert (answer.exit_code, "it cannot be read" in answer.stderr) == (14, True)
