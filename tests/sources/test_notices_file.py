"""A notices file is read whole or refused whole, with every bad line named."""

import os
import sys
import unicodedata
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from onestop_cli.core.notice_file import NoticeLine
from onestop_cli.errors import BadFile, BadRows, MissingPackage, UnknownFile
from onestop_cli.sources.notices_file import read_notices
from onestop_cli.sources.package_data import data_file

HEADER = "kind,day_off,working_day,name,decided_on,source\n"
SWAP = "swap,2026-01-02,2026-01-10,Hoán đổi Tết dương lịch,2025-12-25,12729/VPCP-KGVX\n"


def written(folder: Path, content: str | bytes, name: str = "notices.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusals(path: Path) -> list[tuple[int, str]]:
    """The bad lines of a file, each with the reason a person reads."""
    with pytest.raises(BadRows) as caught:
        read_notices(path)
    assert caught.value.exit_code == 12
    assert caught.value.values["path"] == path
    assert caught.value.values["count"] == len({row.line for row in caught.value.values["rows"]})
    return [(row.line, str(row)) for row in caught.value.values["rows"]]


@pytest.mark.parametrize(
    "content",
    [
        HEADER + SWAP,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261215\nSUMMARY:Nghỉ\nEND:VEVENT\nEND:VCALENDAR\n",
    ],
)
def test_a_pipe_is_read_once_and_is_what_it_begins_as(tmp_path: Path, content: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writing = Thread(target=pipe.write_text, args=(content, "utf-8"))
    writing.start()
    assert len(read_notices(pipe)) == 1
    writing.join()


# --- CSV -------------------------------------------------------------------------------------------


def test_our_own_corrections_are_such_a_file() -> None:
    notices = read_notices(data_file("calendar_corrections.csv"))
    assert [n.line for n in notices] == list(range(2, 11))
    assert notices[-1] == NoticeLine(
        10,
        date(2026, 1, 2),
        date(2026, 1, 10),
        "Hoán đổi Tết dương lịch 2026",
        "Công văn 12729/VPCP-KGVX ngày 25/12/2025",
        date(2025, 12, 25),
    )
    assert notices[-2].working_day is None


@pytest.mark.parametrize(
    "content",
    [
        HEADER + SWAP,
        "\ufeff" + HEADER + SWAP,
        (HEADER + SWAP).replace("\n", "\r\n"),
        (HEADER + SWAP).replace(",", ";"),
        (HEADER + SWAP).replace(",", "\t"),
        HEADER + SWAP.replace("2026-01-02", "2/1/2026").replace("2026-01-10", "10/01/2026"),
        unicodedata.normalize("NFD", HEADER + SWAP),
        HEADER + "\n,,,,,\n" + SWAP,
        "source,kind,working_day,day_off,decided_on,name\n"
        "12729/VPCP-KGVX,swap,2026-01-10,2026-01-02,2025-12-25,Hoán đổi Tết dương lịch\n",
    ],
    ids=["plain", "bom", "crlf", "semicolon", "tab", "day/month/year", "nfd", "blank lines", "other order"],
)
def test_a_swap_is_read_however_the_table_was_saved(tmp_path: Path, content: str) -> None:
    [notice] = read_notices(written(tmp_path, content))
    assert notice[1:6] == (
        date(2026, 1, 2),
        date(2026, 1, 10),
        "Hoán đổi Tết dương lịch",
        "12729/VPCP-KGVX",
        date(2025, 12, 25),
    )


def test_a_swap_may_go_without_a_name(tmp_path: Path) -> None:
    [notice] = read_notices(written(tmp_path, HEADER + "swap,2026-01-02,2026-01-10,,,12729/VPCP-KGVX\n"))
    assert notice.name == ""


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        ("swap,2026-01-02,,,,x", ["half a swap: working_day is empty"]),
        ("swap,,2026-01-10,,,x", ["half a swap: day_off is empty"]),
        ("swap,2026-01-02,2026-01-10,,,", ["source is empty"]),
        ("swap,2026-01-02,2026-01-02,,,x", ["day_off and working_day are the same day"]),
        ("day_off,,,Bão,,x", ["day_off is empty"]),
        ("day_off,2026-01-02,,,,x", ["name is empty"]),
        (
            "day_off,2026-01-02,2026-01-10,Bão,,x",
            ["a day_off has no working_day; write swap for a day off with its make-up day"],
        ),
        ("holiday,2026-01-02,,Bão,,x", ["“holiday” is not a kind of notice; kinds: swap, day_off"]),
        ("day_off,2026-02-30,,Bão,,x", ["“2026-02-30” does not exist in the calendar"]),
        ("day_off,31/9/2026,,Bão,,x", ["“31/9/2026” does not exist in the calendar"]),
        ("day_off,0000-01-01,,Bão,,x", ["“0000-01-01” does not exist in the calendar"]),
        ("day_off,2/1/26,,Bão,,x", ["“2/1/26” is not a date; write 2026-01-02 or 02/01/2026"]),
        ("day_off,1767286800,,Bão,,x", ["“1767286800” is not a date; write 2026-01-02 or 02/01/2026"]),
        ("day_off,2026-01-02,,Bão,mai,x", ["“mai” is not a date; write 2026-01-02 or 02/01/2026"]),
        ("day_off,2026-01-02,,Bão,x", ["5 cells instead of 6"]),
        ("day_off,2026-01-02,,Bão, lũ,,x", ["7 cells instead of 6"]),
        (
            "swap,2026-02-30,2026-02-31,,,",
            [
                "“2026-02-30” does not exist in the calendar",
                "“2026-02-31” does not exist in the calendar",
                "source is empty",
            ],
        ),
    ],
)
def test_a_bad_line_is_named_with_its_reasons(tmp_path: Path, line: str, reasons: list[str]) -> None:
    assert refusals(written(tmp_path, HEADER + SWAP + line + "\n")) == [(3, reason) for reason in reasons]


def test_all_bad_lines_are_named_at_once(tmp_path: Path) -> None:
    content = (
        HEADER + "day_off,2026-02-30,,Bão,,x\n" + SWAP + '\nday_off,2026-01-05,,"Bão\nsố 3",,\nswap,2026-01-06,,,,x\n'
    )
    assert refusals(written(tmp_path, content)) == [
        (2, "“2026-02-30” does not exist in the calendar"),
        (5, "source is empty"),
        (7, "half a swap: working_day is empty"),
    ]


def test_missing_unknown_and_repeated_columns_are_all_named(tmp_path: Path) -> None:
    columns = "kind, day_off, working_day, name, decided_on, source"
    path = written(tmp_path, "kind,day_off,off,name,name,source\n" + SWAP)
    assert refusals(path) == [
        (1, f"column “working_day” is missing; columns: {columns}"),
        (1, f"column “decided_on” is missing; columns: {columns}"),
        (1, f"unknown column “off”; columns: {columns}"),
        (1, "column “name” stands there twice"),
    ]


def test_broken_quotation_marks_are_refused_with_the_bad_lines_before_them(tmp_path: Path) -> None:
    content = HEADER + "day_off,2026-02-30,,Bão,,x\n" + 'day_off,2026-01-05,,"Bão,,x\n'
    first, second = refusals(written(tmp_path, content))
    assert first == (2, "“2026-02-30” does not exist in the calendar")
    assert second[0] == 3
    assert second[1].startswith("the quotation marks are broken")


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ((HEADER + SWAP).encode() + "day_off,2026-01-05,,Bão,,x".encode("cp1258", "replace") + b"\xff", 3, "not UTF-8"),
        ((HEADER + SWAP).encode("utf-16"), 1, "not UTF-8"),
        ((HEADER + SWAP + "day_off,2026-01-05,,B\0o,,x\n").encode(), 3, "NUL"),
    ],
    ids=["one bad byte", "utf-16", "nul"],
)
def test_what_is_not_text_is_refused_at_its_line(tmp_path: Path, content: bytes, line: int, reason: str) -> None:
    [(found, sentence)] = refusals(written(tmp_path, content))
    assert found == line
    assert reason in sentence


@pytest.mark.parametrize(
    ("content", "why"),
    [("", "the file is empty"), ("\ufeff \n\n", "the file is empty"), (HEADER, "there is no notice in it")],
)
def test_an_empty_file_is_refused(tmp_path: Path, content: str, why: str) -> None:
    with pytest.raises(BadFile, match=why):
        read_notices(written(tmp_path, content))


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(UnknownFile) as caught:
        read_notices(tmp_path / "nowhere.csv")
    assert caught.value.exit_code == 10


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notices.csv").mkdir()
    with pytest.raises(BadFile, match="folder"):
        read_notices(tmp_path / "notices.csv")


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"only \.csv and \.ics"):
        read_notices(written(tmp_path, HEADER + SWAP, "notices.xlsx"))


# --- iCalendar -------------------------------------------------------------------------------------


def ics(*events: str) -> str:
    """An .ics file of events, each given by its own lines; the first BEGIN:VEVENT is line 4."""
    inner = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//VI\n{inner}END:VCALENDAR\n".replace("\n", "\r\n")


def test_an_all_day_event_is_a_day_off(tmp_path: Path) -> None:
    event = "UID:42@mic.gov.vn\nSUMMARY:Nghỉ phòng bão\nDTSTART;VALUE=DATE:20260907"
    assert read_notices(written(tmp_path, ics(event), "bao.ics")) == [
        NoticeLine(4, date(2026, 9, 7), None, "Nghỉ phòng bão", "42@mic.gov.vn", None, is_event=True)
    ]


@pytest.mark.parametrize("end", ["DTEND;VALUE=DATE:20260221", "DURATION:P5D"])
def test_the_day_of_dtend_is_not_part_of_the_event(tmp_path: Path, end: str) -> None:
    event = f"SUMMARY:Nghỉ Tết\nDTSTART;VALUE=DATE:20260216\n{end}"
    notices = read_notices(written(tmp_path, ics(event), "tet.ics"))
    assert [n.day_off for n in notices] == [date(2026, 2, d) for d in range(16, 21)]
    assert {n.line for n in notices} == {4}


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ("URL:https://chinhphu.vn/1\nUID:1", "https://chinhphu.vn/1"),
        ("UID:1", "1"),
        ("COMMENT:không có gì", "bao.ics"),
    ],
)
def test_the_source_is_the_url_the_uid_or_the_file(tmp_path: Path, given: str, source: str) -> None:
    event = f"{given}\nSUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907"
    [notice] = read_notices(written(tmp_path, ics(event), "bao.ics"))
    assert notice.source == source


def test_names_are_unfolded_and_in_nfc(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Ngày Giỗ Tổ")
    event = f"SUMMARY:{name}\\, nghỉ \n bù\nDTSTART;VALUE=DATE:20260427"
    [notice] = read_notices(written(tmp_path, ics(event), "gio-to.ics"))
    assert notice.name == "Ngày Giỗ Tổ, nghỉ bù"


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("SUMMARY:Họp\nDTSTART:20260907T090000", "DTSTART is not a whole day; only all-day events are days off"),
        (
            "SUMMARY:Họp\nDTSTART;VALUE=DATE:20260907\nDTEND:20260908T090000",
            "DTEND is not a whole day; only all-day events are days off",
        ),
        ("SUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260230", "DTSTART cannot be read"),
        ("SUMMARY:Nghỉ", "DTSTART is empty"),
        ("DTSTART;VALUE=DATE:20260907", "SUMMARY is empty"),
        (
            "SUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907\nDTEND;VALUE=DATE:20260907",
            "the event lasts 0 days (1 to 60)",
        ),
        ("SUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907\nDTEND;VALUE=DATE:20270907", "the event lasts 365 days"),
        ("SUMMARY:Nghỉ\nDTSTART;VALUE=DATE:99991231\nDURATION:P2D", "the event lasts 2 days"),
        ("SUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907\nRRULE:FREQ=YEARLY", "repeating events are not read"),
        ("SUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907\nSEQUENCE:một", "SEQUENCE cannot be read"),
        ("SUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907\nSEQUENCE:1\nSEQUENCE:2", "SEQUENCE stands there twice"),
        ("SUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907\nUID:1\nDTSTAMP:một", "DTSTAMP cannot be read"),
        ("SUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907\nUID:1\nRECURRENCE-ID:một", "RECURRENCE-ID cannot be read"),
        (
            "SUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907\nUID:1\n"
            "RECURRENCE-ID;VALUE=DATE:20260907\nRECURRENCE-ID;VALUE=DATE:20260908",
            "RECURRENCE-ID stands there twice",
        ),
        ("SUMMARY:Nghỉ\nSUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907", "SUMMARY stands there twice"),
    ],
)
def test_an_event_that_is_no_day_off_is_named(tmp_path: Path, event: str, reason: str) -> None:
    good = "SUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907"
    [(line, sentence)] = refusals(written(tmp_path, ics(good, event), "bad.ics"))
    assert line == 8
    assert reason in sentence


def version(day: str, *more: str, uid: str = "1") -> str:
    """One version of an event on a day of September 2026."""
    return "\n".join([f"UID:{uid}", "SUMMARY:Nghỉ", f"DTSTART;VALUE=DATE:202609{day}", *more])


def counted(path: Path) -> list[tuple[int, int | None]]:
    """The lines of the events with the line of the newer version, None for those that count."""
    return [(line.line, line.replaced_by) for line in read_notices(path)]


@pytest.mark.parametrize(
    ("first", "second", "newest"),
    [
        (("SEQUENCE:2",), ("SEQUENCE:1",), "first"),
        (("SEQUENCE:1",), ("SEQUENCE:2",), "second"),
        (("SEQUENCE:1",), (), "first"),
        ((), (), "second"),
        (("SEQUENCE:0",), (), "second"),
        (("DTSTAMP:20260102T000000Z",), ("DTSTAMP:20260101T000000Z",), "first"),
        (("DTSTAMP:20260101T000000Z",), ("DTSTAMP:20260102T000000Z",), "second"),
        (("DTSTAMP:20260102T000000Z",), ("DTSTAMP:20260103T000000Z", "LAST-MODIFIED:20260101T000000Z"), "first"),
        (("DTSTAMP:20260102T000000",), ("DTSTAMP:20260101T000000Z",), "first"),
        (("SEQUENCE:1",), ("SEQUENCE:0", "DTSTAMP:20260901T000000Z"), "first"),
        (("SEQUENCE:1",), ("SEQUENCE:2", "STATUS:CANCELLED"), "second"),
    ],
)
def test_of_one_uid_the_newest_version_counts(
    tmp_path: Path, first: tuple[str, ...], second: tuple[str, ...], newest: str
) -> None:
    """The highest SEQUENCE; of equals the one written last, and then the last in the file (RFC 5545 §3.8.7.4)."""
    path = written(tmp_path, ics(version("07", *first), version("08", *second)), "bao.ics")
    [one, other] = read_notices(path)
    superseded, counts = (other, one) if newest == "first" else (one, other)
    assert (superseded.replaced_by, counts.replaced_by) == (counts.line, None)


def test_events_of_different_uids_or_of_none_all_count(tmp_path: Path) -> None:
    events = version("07"), version("08", uid="2"), version("09", uid=""), version("10", uid="")
    assert [by for _, by in counted(written(tmp_path, ics(*events), "bao.ics"))] == [None] * 4


def test_days_of_one_series_are_events_of_their_own(tmp_path: Path) -> None:
    one, two = (version(day, f"RECURRENCE-ID;VALUE=DATE:202609{day}") for day in ("07", "08"))
    assert [by for _, by in counted(written(tmp_path, ics(one, two, one), "bao.ics"))] == [16, None, None]


def test_a_version_whose_stamp_is_a_day_is_as_old_as_one_without(tmp_path: Path) -> None:
    one, two = version("07", "DTSTAMP;VALUE=DATE:20260907"), version("08")
    assert [by for _, by in counted(written(tmp_path, ics(one, two), "bao.ics"))] == [10, None]


def test_a_superseded_event_that_cannot_be_read_is_refused_like_any_other(tmp_path: Path) -> None:
    events = "UID:1\nSUMMARY:Nghỉ\nDTSTART:20260907T090000", version("08", "SEQUENCE:1")
    assert [line for line, _ in refusals(written(tmp_path, ics(*events), "bao.ics"))] == [4]


@pytest.mark.parametrize(
    ("event", "day"),
    [
        ("UID:1\nSTATUS:cancelled\nSUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907", date(2026, 9, 7)),
        ("UID:1\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20260907", None),
        ("UID:1\nSTATUS:CANCELLED", None),
        ("UID:1\nSTATUS:CANCELLED\nSUMMARY:Họp\nDTSTART:20260907T090000", None),
        ("UID:1\nSTATUS:CANCELLED\nSUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907\nRRULE:FREQ=YEARLY", None),
    ],
)
def test_a_cancelled_event_is_told_with_what_it_has(tmp_path: Path, event: str, day: date | None) -> None:
    [line] = read_notices(written(tmp_path, ics(event), "bao.ics"))
    assert (line.day_off, line.is_cancelled) == (day, True)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("xin chào\n", "not an iCalendar file"),
        (HEADER + SWAP, "not an iCalendar file"),
        (ics("SUMMARY:Nghỉ\nDTSTART;VALUE=DATE:20260907").removesuffix("END:VCALENDAR\r\n"), "its end is missing"),
        (ics("SUMMARY:Nghỉ\nDTSTART;VALUE=DAT,:20260907"), "not an iCalendar file"),
        (ics(), "there is no notice in it"),
    ],
    ids=["words", "csv", "cut off", "broken parameter", "no events"],
)
def test_what_is_not_a_calendar_of_days_is_refused(tmp_path: Path, content: str, why: str) -> None:
    with pytest.raises(BadFile, match=why):
        read_notices(written(tmp_path, content, "bad.ics"))


def test_without_the_package_the_install_line_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingPackage, match=r"reading .ics files") as caught:
        read_notices(written(tmp_path, ics(), "notices.ics"))
    assert (caught.value.exit_code, caught.value.values["package"]) == (2, "icalendar>=7,<8")
