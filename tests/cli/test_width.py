"""An 80-column terminal: nothing is wider, no word is broken, and off a terminal no line is either."""

import io
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from onestop_cli.cli.app import app
from onestop_cli.core.calendar import Claim, Closure, Day, DayKind, Rank
from onestop_cli.core.file_events import EnteredNotice, Notice
from onestop_cli.core.marks import Marks
from onestop_cli.core.moments import VIETNAM
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, named_period
from onestop_cli.core.swaps import swap_claims
from onestop_cli.core.tally import Identity, Row
from onestop_cli.output import calendar_changes, calendars, language
from onestop_cli.output.offices import doctor_text
from onestop_cli.output.pages import FILE, Facts, Grid, Line, Lines, Screen, Styled
from onestop_cli.output.reports import report
from onestop_cli.output.screens import drawn, screen
from onestop_cli.usecases.doctor import Fact

ON_80_COLUMNS = Screen(80)
LONG = "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt Nam cấp"


@pytest.fixture(params=["vi", "en"])
def _spoken(request: pytest.FixtureRequest) -> Any:
    before = language.language()
    language.use(request.param)
    yield
    language.use(before)


def a_busy_report(convention: Convention = Convention.calendar, month: int = 8) -> Any:
    """A report in which every figure has five digits."""
    figures: dict[str, Any] = dict.fromkeys(Row._fields[1:], 20025) | dict.fromkeys(("on_time_rate", "early_rate"), 1.0)
    total = Row(key=(), **figures)
    names = ("balance", "resolved", "pending", "received")

    def part(period: Any) -> Any:
        rows = [total._replace(key=("2.000815",))]
        return SimpleNamespace(
            period=period,
            rows=rows,
            total=total,
            identities=[Identity(name, 20025, 20025) for name in names],
            chain=(),
            spans={},
        )

    period = named_period(Kind.month, month, 2023, convention)
    head = SimpleNamespace(
        period=period, basis=Basis.statutory, granularity=Granularity.unit, known_at=None, assumed=None,
        agency_name="UBND phường Phúc Lợi", agency_code="H26.15.30",
        as_of=datetime(2023, 8, 31, 23, 59, 59, tzinfo=VIETNAM), calendar_edition="3:0123456789ab", is_synthetic=True,
        strict=False, marks=Marks(), office_name="Bộ phận Tiếp nhận và Trả kết quả",
    )  # fmt: skip
    month_part, whole = part(period), part(named_period(Kind.year, 1, 2023, convention))
    return SimpleNamespace(
        head=head, request=SimpleNamespace(by=("procedure",)), part=month_part, cumulative=whole,
        parts=[month_part, whole], names={"2.000815": LONG}, what_if=None,
    )  # fmt: skip


@pytest.mark.usefixtures("_spoken")
@pytest.mark.parametrize(("convention", "month"), [("calendar", 8), ("administrative", 8), ("administrative", 1)])
def test_a_report_with_figures_of_five_digits_fits(convention: str, month: int) -> None:
    text = drawn(report.report_text(a_busy_report(Convention(convention), month)), ON_80_COLUMNS)
    assert [line for line in text.splitlines() if len(line) > 80] == []
    assert "20.025" in text or "20,025" in text
    assert set(LONG.split()) <= set(text.split())


@pytest.mark.usefixtures("_spoken")
def test_off_a_terminal_no_line_of_a_report_is_broken() -> None:
    assert LONG in drawn(report.report_text(a_busy_report()), FILE).splitlines()


def test_a_long_value_goes_on_below_itself() -> None:
    assert drawn((Facts([("Thủ tục", LONG), ("Số bộ", "1")]),), ON_80_COLUMNS).splitlines() == [
        "Thủ tục  Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có",
        "         thẩm quyền của Việt Nam cấp",
        "Số bộ    1",
    ]


def a_day(on: date, *, confirmed: bool) -> Day:
    return Day(on, DayKind.weekend if on.weekday() > 4 else DayKind.working_day, "", "", confirmed, None)


def test_a_provisional_day_says_so_whatever_its_kind_and_on_the_day_itself() -> None:
    days = [a_day(date(2026, 11, n), confirmed=n < 21) for n in range(1, 31)]
    weeks = [str(line).rstrip() for line in calendars._month_lines(days, date(2026, 11, 24))]
    assert weeks[-3:] == [
        "  16   17   18   19   20  ?21· ?22·",
        " ?23 >?24  ?25  ?26  ?27  ?28· ?29·",
        " ?30",
    ]


def test_a_day_with_closed_hours_has_their_sign_unless_it_has_one_of_its_own() -> None:
    closures = (Closure(48_600, 63_000, "Mất điện", "CV 1", 9),)
    days = [a_day(date(2026, 8, n), confirmed=True) for n in range(1, 32)]
    days = [d._replace(closures=closures if d.on.day in (3, 8) else ()) for d in days]
    weeks = [str(line).rstrip() for line in calendars._month_lines(days, date(2026, 8, 31))]
    assert weeks[3] == "   3~   4    5    6    7    8·   9·"


@pytest.mark.parametrize(
    ("kind", "ending"), [(DayKind.makeup_day, "22/08/2026 --local"), (DayKind.working_day, "2026")]
)
def test_a_day_off_advised_on_a_make_up_day_is_one_that_is_taken(kind: DayKind, ending: str) -> None:
    closed = Day(date(2026, 8, 22), kind, "", "", True, None)
    assert calendar_changes._closing_words(closed, ((28800, 43200),), ())[-1].endswith(ending)


@pytest.mark.usefixtures("_spoken")
def test_no_day_of_a_notice_is_broken_however_many_it_has_and_whatever_its_source() -> None:
    """A swap of 31/8 for 22/8 and a day off, from a file of sources with long names."""
    source = "Công văn 12345/UBND-NC ngày 01/01/2026 của Ủy ban nhân dân thành phố"
    off, work = date(2026, 8, 31), date(2026, 8, 22)
    day_off = Claim(date(2026, 9, 9), DayKind.holiday, "Nghỉ", "CV 2", Rank.national)
    told = Notice((*swap_claims(off, work, "", source, Rank.national), day_off), "nua-nam.csv")
    entered = EnteredNotice(4, datetime(2026, 8, 3, 9, tzinfo=VIETNAM), "lan", told, None)
    text = drawn(calendars.notices_text([entered]), ON_80_COLUMNS)
    assert all(words in text for words in ("31/08/2026", "22/08/2026", "09/09/2026", "03/08/2026 09:00", "nua-nam.csv"))


def test_the_sign_of_closed_hours_is_in_the_legend_of_a_year_that_has_some() -> None:
    assert "~" not in " ".join(calendars._legend(FILE))
    assert " ".join(calendars._legend(FILE, has_closures=True)).count("~") == 1


def test_the_legend_breaks_between_signs() -> None:
    (words,) = calendars._legend(FILE)
    first, second = calendars._legend(ON_80_COLUMNS)
    assert f"{first}   {second}" == words
    assert len(first) <= 80


def test_doctor_tells_people_dates_as_they_write_them() -> None:
    facts = [
        ("clock", "2026-11-23T09:00:05+07:00"),
        ("calendar_provisional", "2026-11-21..2026-11-28, 2027-01-01..2027-12-31"),
    ]
    text = drawn(doctor_text([Fact(name, value) for name, value in facts]), FILE)
    assert [line.split("  ")[-1].strip() for line in text.splitlines()] == [
        "23/11/2026 09:00", "21/11/2026 – 28/11/2026, 01/01/2027 – 31/12/2027",
    ]  # fmt: skip


def test_the_list_below_a_year_names_holidays_on_weekends_too(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_DB", str(open_ward))
    drawn = CliRunner().invoke(app, ["calendar", "show", "2026"], prog_name="onestop").stdout
    assert "26/04/2026 Chủ nhật: * Ngày Giỗ Tổ Hùng Vương\n" in drawn
    assert "10/01/2026 thứ Bảy: + " in drawn


def test_what_goes_into_a_file_is_neither_coloured_nor_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    long = (Facts([("Thủ tục", LONG)]),)
    assert LONG not in drawn(long, screen(None))
    assert LONG in drawn(long, screen(Path("file")))
    assert "\x1b" not in drawn((Line([Styled(LONG, "bold")]),), screen(Path("file")))


def test_lines_struck_out_are_so_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken where the screen ends, their indentation left alone; a file has the words."""
    monkeypatch.setenv("TERM", "xterm")
    page = (Lines(["  mã hồ sơ bị hủy vì nhập trùng", "  [red]"], 4, "strike"),)
    told = drawn(page, Screen(26))
    assert told == ("  \x1b[9mmã hồ sơ bị hủy vì nhập\x1b[0m\n    \x1b[9mtrùng\x1b[0m\n  \x1b[9m[red]\x1b[0m\n")
    assert drawn(page, FILE) == "  mã hồ sơ bị hủy vì nhập trùng\n  [red]\n"


def a_table() -> Grid:
    return Grid(["Mã", "Thủ tục"], [["1", LONG]], cut=(1,))


@pytest.mark.parametrize("asked", ["80", "60"])
def test_a_pipe_that_says_its_columns_gets_tables_of_so_many(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", asked)
    piped = screen(None)
    assert not piped.is_terminal
    assert int(asked) - 12 < max(map(len, drawn((a_table(),), piped).splitlines())) <= int(asked)


@pytest.mark.parametrize("asked", [None, "", "0", "-3", "8o", "99999999"])
def test_a_pipe_that_says_no_columns_gets_whole_tables(asked: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    if asked is not None:
        monkeypatch.setenv("COLUMNS", asked)
    assert LONG in drawn((a_table(),), screen(None))


def test_a_file_is_not_as_narrow_as_the_screen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert LONG in drawn((a_table(),), screen(tmp_path / "so.txt"))


def test_what_is_cut_ends_with_a_whole_word() -> None:
    told = drawn((a_table(),), Screen(60, is_pipe=True))
    assert " 1    Chứng thực bản sao từ bản chính giấy tờ, văn bản do…" in told.splitlines()


@pytest.mark.parametrize("encoding", ["ascii", "cp1258"])
def test_a_console_without_our_letters_gets_all_of_a_page_in_its_own(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rules, dashes, arrows, bars; nothing of it wider than the screen for what stands for them."""
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding, errors="onestop.plain"))
    arrows = "→ — … ≤ │ ┌ ─ █▒░ đã giải quyết, Nguyễn Thị Hằng " * 4
    page = (a_table(), arrows, Facts([("Thủ tục", arrows)]), Lines([arrows]), Grid(["x"], [[arrows]], cut=(0,)))
    told = drawn(page, Screen(60, is_ascii=True, is_pipe=True))
    assert told.encode(encoding).decode(encoding) == told
    assert [line for line in told.splitlines() if len(line) > 60] == []
    assert "-" * 40 in told
    assert "?" not in told
