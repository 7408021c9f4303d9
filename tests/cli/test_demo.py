"""The demonstration: what it tells is what its commands say, on any day; a second day; what a person typed stays."""

import shlex
import shutil
from collections import Counter
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from onestop_cli.cli import session
from onestop_cli.cli.options import procedure_words
from onestop_cli.errors import FileExists
from onestop_cli.output import screens
from onestop_cli.output.demo import story_text
from onestop_cli.output.pages import Screen
from onestop_cli.sources import living_office
from onestop_cli.sources.audit_acts import ActRow
from onestop_cli.sources.living_office import living_acts
from onestop_cli.sources.package_data import ward_procedures
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import restoring, settings
from onestop_cli.store.database import reading
from onestop_cli.store.disk import one_at_a_time
from onestop_cli.store.schema import FORMAT
from onestop_cli.usecases import demo as demos
from onestop_cli.usecases.demo import living_demonstration, register_demonstration
from onestop_cli.usecases.demo_story import Story, story
from tests.command_line import as_json, refused, run, sit_down, typed
from tests.core.written import at
from tests.office import Ward, broken_links, changed_outside, strays

MORNING = "27/11/2026 09:30"
DAYS = (
    MORNING, "28/11/2026 10:00", "1/1/2027 00:00", "5/2/2027 12:00", "24/11/2026 18:00", "31/8/2026 23:59",
    "3/1/2026 15:00",
)  # fmt: skip
"""Weekends, Tết and what comes after it, New Year, the culture day, a swap; before, at and after work."""


class Made(NamedTuple):
    """A folder with both files as they are made at a moment."""

    folder: Path
    moment: str

    @property
    def story(self) -> Story:
        return story(self.folder / "demo.db", self.folder / "demo-2023.db", lambda: at(self.moment))


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "demo-2023.db"
    return register_demonstration(path, lambda: at(MORNING), lambda _: None).path


def _made(moment: str, folder: Path, register: Path) -> Made:
    """A small office, beside the register."""
    shutil.copy(register, folder / "demo-2023.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(living_office, "_A_DAY", 1)
        living_demonstration(folder / "demo.db", lambda: at(moment), lambda _: None)
    return Made(folder, moment)


@pytest.fixture(scope="module", params=DAYS)
def _of_a_day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, register: Path) -> Made:
    return _made(request.param, tmp_path_factory.mktemp("demo"), register)


def _sit_down(made: Made, monkeypatch: pytest.MonkeyPatch) -> Made:
    sit_down(monkeypatch, made.folder / "ward.db", lambda: at(made.moment))
    monkeypatch.setattr(session, "default_folder", lambda: made.folder)
    monkeypatch.setattr(living_office, "_A_DAY", 1)
    return made


@pytest.fixture
def made(_of_a_day: Made, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Both files on one of many days; whoever types looks at them."""
    return _sit_down(_of_a_day, monkeypatch)


@pytest.fixture(scope="module")
def _of_the_morning(tmp_path_factory: pytest.TempPathFactory, register: Path) -> Made:
    return _made(MORNING, tmp_path_factory.mktemp("demo"), register)


@pytest.fixture
def morning(_of_the_morning: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Both files on a Friday, to be written in."""
    for file in _of_the_morning.folder.glob("*.db"):
        shutil.copy(file, tmp_path)
    return _sit_down(Made(tmp_path, MORNING), monkeypatch)


def test_the_day_is_what_the_work_list_says(made: Made) -> None:
    told, today = made.story, at(made.moment).date()
    rows = as_json("--db", "demo", "due", "--within", "1")
    days = Counter((row["outcome"], row["due_at"][:10]) for row in rows if row["status"] == "received")
    assert days["within", today.isoformat()] == told.n_today
    assert days["within", told.next_day.isoformat()] == told.n_next > 0
    assert len(as_json("--db", "demo", "list")) == told.n_dossiers


def test_one_is_overdue_by_two_working_days(made: Made) -> None:
    told = made.story
    [row] = as_json("--db", "demo", "list", "--outcome", "overdue")
    assert told.overdue
    assert (told.n_overdue, told.overdue.working_days) == (1, 2)
    assert told.overdue.view.entry.dossier.code == row["code"]


def test_a_date_is_explained_across_a_holiday(made: Made) -> None:
    told = made.story
    assert told.explained
    assert told.explained.dossier
    days = as_json("--db", "demo", "explain", told.explained.dossier.code)["days"]
    off = dict.fromkeys(day["name"] for day in days if not day["counted"] and day["name"])
    assert [*off] == list(chain.from_iterable(each.names for each in told.skipped)) != []


def test_a_swap_would_move_what_its_preview_moves(made: Made) -> None:
    swap = made.story.swap
    assert swap
    days = "--off", swap.off.isoformat(), "--work", swap.work.isoformat()
    moved = as_json("--db", "demo", "calendar", "add-swap", *days, "--source", "X")["moved"]
    assert Counter(each["direction"] for each in moved) == Counter(later=swap.later, earlier=swap.earlier)
    assert swap.later > 0


def test_one_is_on_time_only_by_a_paper_recorded_late(made: Made) -> None:
    saved, asked = made.story.saved, ("--db", "demo", "list", "--recorded-late", "1")
    [plain], [strict] = as_json(*asked), as_json(*asked, "--strict")
    assert (plain["outcome"], strict["outcome"]) == ("on_time", "late")
    assert saved
    assert (saved.plain.code, saved.strict.code) == (plain["code"], strict["code"])


def test_the_one_finding_is_the_paper_and_the_file_is_whole(made: Made) -> None:
    found = as_json("--db", "demo", "audit", "check", "--info", code=3)
    assert [each["check"] for each in found["findings"]] == ["paper-recorded-late"]
    ward = Ward(made.folder / "demo.db")
    assert (broken_links(ward), strays(ward)) == ([], [])
    assert typed("--db", "demo", "audit", "verify")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_fits_a_screen_and_its_commands_work_as_printed(made: Made, language: str) -> None:
    text = screens.drawn(story_text(made.story, ("demo", "demo-2023"), (Path("a"), Path("b")), []), Screen(80))
    lines = typed("--lang", language, "demo").splitlines()
    assert max(len(lines), len(text.splitlines())) <= 24
    assert [line for line in lines[:-1] if len(line) > 80] == []
    commands = [line[line.index("onestop") :] for line in lines if " onestop --db " in line]
    assert len(commands) == 3
    for command in commands:
        assert typed(*shlex.split(command)[1:])


def test_the_published_figures_are_the_last(morning: Made) -> None:
    *_, figures, _, due, explain, report, _ = typed("demo").splitlines()
    assert figures.split() == "2,388 early (97.43 %), 63 on time, 0 late, 1 open".split()
    assert (due.split()[-1], explain.split()[-2], report.split()[3]) == ("due", "explain", "report")
    total = as_json("--db", "demo-2023", "report", "--month", "8", "--year", "2023")["cumulative"]["total"]
    assert (total["received"], total["early"], total["on_time"]) == (2452, 2388, 63)


def test_the_bar_needs_no_more_than_ascii(morning: Made) -> None:
    page = story_text(morning.story, ("demo", "demo-2023"), (Path("a"), Path("b")), [])
    assert f"{'#' * 48}=.\n" in screens.drawn(page, Screen(80, is_ascii=True))
    assert f"{'█' * 48}▓░\n" in screens.drawn(page, Screen(80))


@pytest.mark.parametrize("year", range(2024, 2029))
def test_any_day_has_what_is_told_of(year: int, morning: Made) -> None:
    with reading(morning.folder / "demo.db") as connection:
        calendar, office = calendar_store.load(connection), settings.office(connection)
    for day in range(365):
        now = at(f"1/1/{year} 00:00") + timedelta(days=day, hours=day % 24)
        placed = [act for act in living_office._placed(calendar, now) if act.now <= now]
        receipts = [act.dossier for act in placed if act.act == "receive"]
        assert len(receipts) == len(set(receipts))
        assert {"overdue", "holiday", "recorded-late", "supplement"} < set(receipts)
        assert all(living_office.opening(now) < act.now for act in placed)
        assert all(calendar.is_working_day(act.now.date()) for act in placed)
    assert office


def test_the_same_moment_gives_the_same_acts(morning: Made) -> None:
    with reading(morning.folder / "demo.db") as connection:
        rules = calendar_store.load(connection), settings.office(connection), ward_procedures()
    one, other = living_acts(*rules, at(MORNING)), living_acts(*rules, at(MORNING))
    assert one == other
    assert one == [act for act in living_acts(*rules, at("27/11/2026 23:59")) if act.now <= at(MORNING)]


# --- a second time -----------------------------------------------------------------------------------


def test_the_same_day_it_is_used_again(morning: Made) -> None:
    file = morning.folder / "demo.db"
    before = file.read_bytes()
    assert typed("demo") == typed("demo")
    assert file.read_bytes() == before


@pytest.mark.parametrize("days", [1, 30])
def test_on_another_day_it_is_made_anew(days: int, morning: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    before, register = typed("demo"), (morning.folder / "demo-2023.db").read_bytes()
    monkeypatch.setattr(session, "clock", lambda: at(MORNING) + timedelta(days=days))
    assert typed("demo") != before
    assert [row["outcome"] for row in as_json("--db", "demo", "list", "--outcome", "overdue")] == ["overdue"]
    assert (morning.folder / "demo-2023.db").read_bytes() == register
    assert {file.suffix for file in morning.folder.iterdir()} <= {".db", ".db-wal", ".db-shm"}


@pytest.mark.parametrize("actor", ["lan", "onestop demo"])
def test_what_a_person_typed_into_it_stays(actor: str, morning: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "system_login", lambda: "lan")
    typed("--db", "demo", "receive", "ket-hon", "--applicant", "Nguyễn Văn A", "--actor", actor)
    assert "Kept" not in typed("demo")
    monkeypatch.setattr(session, "clock", lambda: at(MORNING) + timedelta(days=3))
    told = typed("demo")
    assert "Kept as it was on 27/11/2026: somebody recorded 1 event in it. A new one: onestop demo FILE" in told
    assert len(as_json("--db", "demo", "list", "--search", "Nguyễn Văn A")) == 1
    assert "overdue, the longest by 3 working days" in told


def _of_an_earlier_version(file: Path) -> None:
    changed_outside(file, f"PRAGMA user_version = {FORMAT - 1}")


def test_one_of_an_earlier_version_is_made_anew(morning: Made) -> None:
    for name in ("demo", "demo-2023"):
        _of_an_earlier_version(morning.folder / f"{name}.db")
    typed("demo")
    assert typed("--db", "demo", "due")
    assert typed("--db", "demo-2023", "show", "H26.15.30-230831-0001")


def test_one_of_an_earlier_version_that_was_typed_in_stays(morning: Made) -> None:
    typed("--db", "demo", "receive", "ket-hon", "--applicant", "Nguyễn Văn A")
    _of_an_earlier_version(morning.folder / "demo.db")
    assert "db migrate" in refused("demo", code=14)


def test_one_of_a_later_version_is_not_touched(morning: Made) -> None:
    changed_outside(morning.folder / "demo.db", f"PRAGMA user_version = {FORMAT + 1}")
    assert "newer" in refused("demo", code=14)


def test_an_offices_own_file_is_not_touched(morning: Made) -> None:
    typed("init", "--agency-code", "H26.15.30", "--agency-name", "X")
    own = morning.folder / "ward.db"
    before = own.read_bytes()
    assert "already exists" in refused("demo", str(own), code=11)
    assert own.read_bytes() == before


def test_one_that_somebody_has_open_is_waited_for_and_stays(morning: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "clock", lambda: at(MORNING) + timedelta(days=1))
    monkeypatch.setattr(restoring, "BUSY_SECONDS", 0.1)
    file = morning.folder / "demo.db"
    with reading(file):
        assert run("demo").exit_code == 14
    assert (as_json("--db", "demo", "list")[0]["received_at"][:10]) == "2026-11-27"
    assert typed("demo")


def test_what_a_killed_one_left_goes(morning: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "clock", lambda: at(MORNING) + timedelta(days=1))
    left = morning.folder / ".demo.db.demo"
    left.mkdir()
    (left / "demo.db").write_bytes(b"half")
    typed("demo")
    assert not left.exists()


def test_two_do_not_make_it_at_once(morning: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "clock", lambda: at(MORNING) + timedelta(days=1))
    before = (morning.folder / "demo.db").read_bytes()
    with one_at_a_time(morning.folder / "demo.db"):
        assert "another command is making" in refused("demo", code=11)
    assert (morning.folder / "demo.db").read_bytes() == before


def test_one_that_was_typed_in_while_another_was_made_stays(morning: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def living_acts_slowly(*rules: Any) -> list[ActRow]:
        typed("--db", "demo", "receive", "ket-hon", "--applicant", "Nguyễn Văn A")
        return living_acts(*rules)

    monkeypatch.setattr(session, "clock", lambda: at(MORNING) + timedelta(days=1))
    monkeypatch.setattr(demos, "living_acts", living_acts_slowly)
    assert "Kept as it was on" in typed("demo")
    assert len(as_json("--db", "demo", "list", "--search", "Nguyễn Văn A")) == 1


# --- its short name ----------------------------------------------------------------------------------


def test_a_file_of_that_name_comes_before_the_short_name(morning: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed("--db", "demo", "due")
    monkeypatch.chdir(morning.folder)
    (morning.folder / "demo").write_text("mine", encoding="utf-8")
    assert "demo is not a onestop file" in refused("--db", "demo", "due", code=14)


def test_the_short_name_is_taken_from_the_environment_too(morning: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_DB", "demo")
    assert typed("due") == typed("--db", str(morning.folder / "demo.db"), "due")
    assert procedure_words("ket") != []


def test_that_of_the_auditors_has_one_too(morning: Made) -> None:
    told = typed("demo", "--findings")
    assert "  onestop --db demo-findings audit check --list\n" in told
    assert (
        as_json("--db", "demo-findings", "audit", "check", "overdue", "--as-of", "30/6/2026", code=3)["n_findings"] == 1
    )


def test_another_place_has_the_register_beside_it(morning: Made) -> None:
    file = morning.folder / "a b.db"
    told = typed("demo", str(file))
    assert f'--db "{file}" due' in told
    assert f"Files: {file}, a b-2023.db" in told
    for command in [line.strip() for line in told.splitlines() if " onestop --db " in line]:
        assert typed(*shlex.split(command[command.index("onestop") :])[1:])


def test_where_the_register_cannot_lie_nothing_is_made(tmp_path: Path) -> None:
    (tmp_path / "ward-2023.db").write_text("an office's own", encoding="utf-8")
    with pytest.raises(FileExists):
        living_demonstration(tmp_path / "ward.db", lambda: at(MORNING), lambda _: None)
    assert [file.name for file in tmp_path.iterdir()] == ["ward-2023.db"]
