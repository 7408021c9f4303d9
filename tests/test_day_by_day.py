"""The file recorded day by day: the same figures every time, each event recorded when it happened but the mishaps."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from onestop_cli.errors import FileExists
from onestop_cli.sources.synthetic import SYNTHETIC_NOTE
from scripts import day_by_day
from tests.core.written import at
from tests.office import Ward, broken_links, strays

pytestmark = pytest.mark.slow

TYPED_LATE, WRONG, TWICE = "H26.15.30-230727-0002", "H26.15.30-230720-0004", "H26.15.30-230728-0001"
JULY = ("--month", "7", "--year", "2023")


class Event(NamedTuple):
    """What is the same in every such file of an event: all but the hashes, which rest on random salts."""

    seq: int
    dossier: str | None
    kind: str
    occurred_at: str
    recorded_at: str
    actor: str
    data: Any


@pytest.fixture(scope="module")
def wards(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ward, Ward]:
    """The same file made twice."""
    paths = [tmp_path_factory.mktemp(name) / "ward.db" for name in ("first", "second")]
    for path in paths:
        day_by_day.record(path)
    return Ward(paths[0]), Ward(paths[1])


@pytest.fixture
def ward(wards: tuple[Ward, Ward]) -> Ward:
    return wards[0]


def typed(ward: Ward, *arguments: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "clock", lambda: at("20/9/2023 09:00"))
        result = CliRunner().invoke(app, ["--db", str(ward.path), "--lang", "en", *arguments], prog_name="onestop")
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def as_json(ward: Ward, *arguments: str) -> Any:
    """What a report says, without what hangs on the hashes of one file."""
    found = json.loads(typed(ward, *arguments, "--json"))
    if isinstance(found, dict):
        found.pop("calendar_edition", None)
    return found


def events(ward: Ward) -> list[Event]:
    columns = ", ".join(Event._fields)
    found = [Event(*row) for row in ward.ask(f"SELECT {columns} FROM event ORDER BY seq")]
    return [event._replace(data=without_anchors(json.loads(event.data))) for event in found]


def without_anchors(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != "calendar_edition"}


@pytest.mark.parametrize(
    "command",
    [
        ("report", "--year", "2023", "--by", "month", "--by", "officer"),
        ("report", *JULY, "--by", "procedure"),
        ("report", "--month", "7", "--known-at", "2023-08-02"),
        ("report", *JULY, "--basis", "promised", "--granularity", "minute"),
        ("report", *JULY, "--form", "06a"),
        ("report", "--month", "8", "--index-766", "--by", "channel"),
        ("late", "--quarter", "3"),
        ("register", "--quarter", "2", "--personal-data"),
        ("trend", "--months", "5", "--by", "procedure"),
    ],
    ids=" ".join,
)
def test_the_same_run_gives_the_same_figures(wards: tuple[Ward, Ward], command: tuple[str, ...]) -> None:
    first, second = (as_json(ward, *command) for ward in wards)
    assert first == second
    assert first


def test_the_same_run_records_the_same_events(wards: tuple[Ward, Ward]) -> None:
    first, second = map(events, wards)
    assert first == second
    assert len(first) > 1000


def test_events_are_recorded_in_the_order_of_time(ward: Ward) -> None:
    recorded = [event.recorded_at for event in events(ward)]
    assert recorded == sorted(recorded)
    assert recorded[0] == "2023-06-01T07:00:00+07:00"
    assert "2023-09-15" < recorded[-1] < "2023-10-01"


def test_every_event_is_recorded_when_it_happens_but_the_result_typed_late(ward: Ward) -> None:
    late = [event for event in events(ward) if event.recorded_at != event.occurred_at]
    assert [(e.dossier, e.kind, e.occurred_at, e.recorded_at) for e in late] == [
        (TYPED_LATE, kind, "2023-07-31T16:00:00+07:00", "2023-08-03T08:10:00+07:00") for kind in ("resolve", "deliver")
    ]


def test_the_mishaps_are_mended_when_they_are_said_to_be(ward: Ward) -> None:
    amendments = [e for e in events(ward) if e.kind in ("correct", "void", "undo")]
    assert [(e.dossier, e.kind, e.recorded_at) for e in amendments] == [
        (WRONG, "correct", "2023-08-10T09:00:00+07:00"),
        (TWICE, "void", "2023-08-11T09:00:00+07:00"),
    ]
    before = as_json(ward, "report", "--month", "7", "--known-at", "2023-08-02", "--by", "none")["total"]
    after = as_json(ward, "report", *JULY, "--by", "none")["total"]
    assert before["received"] - after["received"] == 1  # the one entered twice
    assert after["resolved"] - before["resolved"] == 1  # the result typed late
    assert after["late"] - before["late"] == 1  # the receipt corrected to the morning
    assert before["pending"] - after["pending"] == 2


def test_nothing_happens_on_a_day_off_or_outside_the_hours(ward: Ward) -> None:
    """1/9 and 4/9/2023 were days off beside the weekends."""
    days = {datetime.fromisoformat(e.recorded_at) for e in events(ward)[3:]}
    assert [day for day in days if day.weekday() > 4 or f"{day:%d/%m}" in ("01/09", "04/09")] == []
    assert [day for day in days if not 8 <= day.hour < 18] == []


def test_it_is_marked_as_synthetic_wherever_it_is_shown(ward: Ward) -> None:
    assert SYNTHETIC_NOTE in as_json(ward, "report", *JULY)["agency"]["name"]
    assert events(ward)[0].data["values"]["synthetic"] == "yes"
    for command in (
        ("report", *JULY),
        ("report", *JULY, "--form", "06a"),
        ("late", *JULY),
        ("register", *JULY),
        ("trend",),
    ):
        for format_name in ("table", "html"):
            assert "SYNTHETIC DATA" in typed(ward, *command, "-f", format_name), command
    people = {line["applicant"].rstrip("0123456789") for line in as_json(ward, "register", *JULY, "--personal-data")}
    assert people == {"Người mẫu "}


def test_its_chain_is_whole_and_its_register_is_what_the_events_add_up_to(wards: tuple[Ward, Ward]) -> None:
    for ward in wards:
        assert (broken_links(ward), strays(ward)) == ([], [])


def test_a_file_that_is_there_is_left_alone(ward: Ward) -> None:
    before = ward.path.read_bytes()
    with pytest.raises(FileExists):
        day_by_day.record(ward.path)
    assert ward.path.read_bytes() == before


def test_it_says_how_it_is_run() -> None:
    root = Path(__file__).parents[1]
    run = [sys.executable, str(root / "scripts" / "day_by_day.py")]
    done = subprocess.run(run, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "python scripts/day_by_day.py FILE\n")
