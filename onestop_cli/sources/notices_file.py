"""Calendar notices from a file: CSV with days off and swaps, .ics with days off only (domain §2.1).

A swap is one act with two halves, so a line with half of one is refused; an .ics event cannot say which
day makes up for it and is never more than a day off. Of several events of one UID the newest counts (RFC 5545
§3.8.7.4). The file is taken whole or not at all: every bad line is named with its reason. Whether a notice fits
the calendar, or means work by its words, is not judged here (`core.notice_file`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from onestop_cli.core.bounds import LINES, NAME, WORDS
from onestop_cli.core.notice_file import NoticeLine
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, BadFile, BadRows, MissingPackage, RowProblem, RowRefused
from onestop_cli.sources.csv_file import TOO_MANY_ROWS, csv_table, text_of

COLUMNS = ("kind", "day_off", "working_day", "name", "decided_on", "source")
LONGEST = 60
"""The days an .ics event may last: Tết is nine, a year is a typing error."""
_LINES_OF_AN_EVENT = 20
_ONCE = (
    "DTSTART",
    "DTEND",
    "DURATION",
    "SUMMARY",
    "STATUS",
    "URL",
    "UID",
    "SEQUENCE",
    "LAST-MODIFIED",
    "DTSTAMP",
    "RECURRENCE-ID",
)
_NEVER = datetime.min.replace(tzinfo=UTC)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
_VIETNAMESE = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII)


def read_notices(path: Path) -> list[NoticeLine]:
    """The notices of a .csv or .ics file, in its order; text in NFC.

    CSV is UTF-8 with the columns of `data/calendar_corrections.csv` in any order, separated by comma,
    semicolon or tab; days are written 2026-01-02 or 2/1/2026. A pipe without an ending is what it
    begins as. Raises `UnknownFile`, `BadRows` with a `RowProblem` for every bad line, `BadFile` when it is not such a
    file at all, and `MissingPackage` when the package for .ics is missing.
    """
    lines = list(_lines(path))
    problems = [item for item in lines if isinstance(item, RowProblem)]
    if problems:
        raise BadRows(path=path, count=len({problem.line for problem in problems}), rows=problems)
    if not lines:
        raise BadFile(path=path, why=N_("there is no notice in it"))
    return [item for item in lines if isinstance(item, NoticeLine)]


def _lines(path: Path) -> Iterator[NoticeLine | RowProblem]:
    ending = path.suffix.lower()
    if ending == ".csv":
        return _from_csv(path)
    if ending == ".ics":
        return _from_ics(path, text_of(path))
    is_stream = path.is_fifo() or (path.parts[:2] == ("/", "dev") and path.parts[2:3] != ("shm",))
    if not is_stream:
        raise BadFile(path=path, why=N_("only .csv and .ics files are read"))
    text = text_of(path)
    return _from_ics(path, text) if text.startswith("BEGIN:") else _from_csv(path, BytesIO(text.encode()))


def _from_csv(path: Path, opened: IO[bytes] | None = None) -> Iterator[NoticeLine | RowProblem]:
    """The lines of a CSV file, each read or refused."""
    for item in csv_table(path, required=COLUMNS, opened=opened):
        if isinstance(item, RowProblem):
            yield item
        else:
            yield from _from_cells(item.line, item.cells)


def _from_cells(line: int, row: dict[str, str]) -> Iterator[NoticeLine | RowProblem]:
    """The notice of one CSV line, or everything that is wrong with it."""
    days: dict[str, date | None] = {}
    problems: list[RowRefused] = []
    for column in ("day_off", "working_day", "decided_on"):
        try:
            days[column] = _day(row[column])
        except RowRefused as refused:
            problems.append(refused)
    problems += _shape_problems(row)
    if not problems and days["day_off"] == days["working_day"]:
        problems.append(RowRefused(N_("day_off and working_day are the same day")))
    if problems:
        yield from (RowProblem(line, refused.sentence, refused.values) for refused in problems)
    else:
        yield NoticeLine(line, days["day_off"], days["working_day"], row["name"], row["source"], days["decided_on"])


def _shape_problems(row: dict[str, str]) -> Iterator[RowRefused]:
    """What a notice of its kind lacks or has too much of. A swap may go without a name."""
    match row["kind"]:
        case "swap":
            for half in ("day_off", "working_day"):
                if not row[half]:
                    yield RowRefused(N_("half a swap: {column} is empty"), column=half)
            needed = ("source",)
        case "day_off":
            if row["working_day"]:
                yield RowRefused(N_("a day_off has no working_day; write swap for a day off with its make-up day"))
            needed = ("day_off", "name", "source")
        case kind:
            yield RowRefused(N_("“{kind}” is not a kind of notice; kinds: {kinds}"), kind=kind, kinds="swap, day_off")
            return
    for column in needed:
        if not row[column]:
            yield RowRefused(N_("{column} is empty"), column=column)
    yield from _too_long(name=row["name"], source=row["source"])


def _too_long(**texts: str) -> Iterator[RowRefused]:
    """The texts that are longer than the counter takes them."""
    for column, text in texts.items():
        if len(text) > (most := NAME if column == "name" else WORDS):
            yield RowRefused(N_("{column} has more than {most} characters"), column=column, most=most)


def _day(text: str) -> date | None:
    """The day written 2026-01-02 or 2/1/2026; None for nothing."""
    if not text:
        return None
    parts = _ISO.fullmatch(text) or _VIETNAMESE.fullmatch(text)
    if parts is None:
        raise RowRefused(N_("“{text}” is not a date; write 2026-01-02 or 02/01/2026"), text=text)
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError:
        raise RowRefused(N_("“{text}” does not exist in the calendar"), text=text) from None


def _from_ics(path: Path, text: str) -> Iterator[NoticeLine | RowProblem]:
    """The days of the all-day events of an .ics file, each event read or refused."""
    try:
        from icalendar import Calendar
    except ImportError:
        raise MissingPackage(what=N_("reading .ics files"), package="icalendar>=7,<8") from None
    lines = [line.strip().upper() for line in text.split("\n")]
    begins = [n for n, line in enumerate(lines, 1) if line == "BEGIN:VEVENT"]
    if sum(line.startswith("BEGIN:") for line in lines) > LINES or len(lines) > _LINES_OF_AN_EVENT * LINES:
        raise BadFile(path=path, why=TOO_MANY_ROWS)
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, LookupError, AttributeError, TypeError):  # all of which icalendar raises on broken text
        raise BadFile(path=path, why=N_("it is not an iCalendar file")) from None
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    if len(events) != len(begins):
        raise BadFile(path=path, why=N_("it is not a whole iCalendar file; its end is missing"))
    readable: list[tuple[int, Mapping[str, Any]]] = []
    for line, event in zip(begins, events, strict=True):
        if refused := _unreadable(event):
            yield RowProblem(line, refused.sentence, refused.values)
        else:
            readable.append((line, event))
    newest = _newest(readable)
    for line, event in readable:
        counts = newest[_identity(line, event)]
        try:
            for day in _days_off(line, event, path.name):
                yield day._replace(replaced_by=None if counts == line else counts)
        except RowRefused as refused:
            yield RowProblem(line, refused.sentence, refused.values)


def _unreadable(event: Mapping[str, Any]) -> RowRefused | None:
    """Why an event's properties cannot be read."""
    for name, why in event.errors:  # type: ignore[attr-defined]
        return RowRefused(N_("{name} cannot be read ({why})"), name=name, why=str(why))
    twice = next((name for name in _ONCE if isinstance(event.get(name), list)), None)
    return RowRefused(N_("{name} stands there twice"), name=twice) if twice else None


def _identity(line: int, event: Mapping[str, Any]) -> tuple[str, ...]:
    """What events are versions of one: the UID, with the day it is about where it is one of a series."""
    uid = str(event.get("UID") or "")
    about = event.get("RECURRENCE-ID")
    return (uid, about.to_ical().decode() if about is not None else "") if uid else (str(line),)


def _newest(placed: Sequence[tuple[int, Mapping[str, Any]]]) -> dict[tuple[str, ...], int]:
    """The line of the newest version of each event: highest SEQUENCE, then last written, then last in the file."""
    newest: dict[tuple[str, ...], tuple[int, datetime, int]] = {}
    for line, event in placed:
        identity = _identity(line, event)
        newest[identity] = max(newest.get(identity, (-1, _NEVER, 0)), (event.get("SEQUENCE", 0), _written(event), line))
    return {identity: line for identity, (_, _, line) in newest.items()}


def _written(event: Mapping[str, Any]) -> datetime:
    """When a version of an event was written, by LAST-MODIFIED or DTSTAMP."""
    stamps = (getattr(event.get(name), "dt", None) for name in ("LAST-MODIFIED", "DTSTAMP"))
    found = next((stamp for stamp in stamps if isinstance(stamp, datetime)), _NEVER)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _days_off(line: int, event: Mapping[str, Any], file_name: str) -> list[NoticeLine]:
    """The days of one event. Of a cancelled one, which takes none, whatever can be read."""
    is_cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    name = normalised(str(event.get("SUMMARY", "")))
    source = normalised(str(event.get("URL") or event.get("UID") or "")) or normalised(file_name)
    try:
        days = _days(event)
        if not name:
            raise RowRefused(N_("{column} is empty"), column="SUMMARY")
        for refused in _too_long(name=name, source=source):
            raise refused
    except RowRefused:
        if not is_cancelled:
            raise
        return [NoticeLine(line, None, None, name, source, None, is_event=True, is_cancelled=True)]
    return [NoticeLine(line, day, None, name, source, None, is_event=True, is_cancelled=is_cancelled) for day in days]


def _days(event: Mapping[str, Any]) -> list[date]:
    """The days of an all-day event; DTEND is the day after its last (RFC 5545 §3.6.1)."""
    if "RRULE" in event or "RDATE" in event:
        raise RowRefused(N_("repeating events are not read; write each day off by itself"))
    start, end = _whole_day(event, "DTSTART"), _whole_day(event, "DTEND")
    if start is None:
        raise RowRefused(N_("{column} is empty"), column="DTSTART")
    duration = event["DURATION"].dt if "DURATION" in event else timedelta(days=1)
    length = (end - start if end else duration).days
    if not 1 <= length <= min(LONGEST, (date.max - start).days):
        raise RowRefused(N_("the event lasts {days} days (1 to {most})"), days=length, most=LONGEST)
    return [start + timedelta(days=n) for n in range(length)]


def _whole_day(event: Mapping[str, Any], name: str) -> date | None:
    """The day in a property of an all-day event, None without the property."""
    value = event.get(name)
    if value is None:
        return None
    day = value.dt
    if isinstance(day, datetime) or not isinstance(day, date):
        raise RowRefused(N_("{name} is not a whole day; only all-day events are days off"), name=name)
    return day
