"""The calendar's commands."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from onestop_cli.cli.consent import ConsentToNotice
from onestop_cli.cli.options import Hand, Moments, Target, argument, flag, notice_numbers, option
from onestop_cli.cli.session import Desk, needed_text, typed_text, whole_number
from onestop_cli.cli.target import Out
from onestop_cli.core import bounds
from onestop_cli.errors import N_, HalfSwap
from onestop_cli.output import calendar_changes, calendars
from onestop_cli.sources import typed
from onestop_cli.usecases import calendar, moves, notice_files
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.calendar import Change


def _year(text: str | None) -> int | None:
    return whole_number("YEAR", text, bounds.EARLIEST_YEAR, bounds.LATEST_YEAR)


def _known(moments: Moments) -> datetime | None:
    """The earlier of the two moments: a calendar stood as the file knew it."""
    return min((moment for moment in moments if moment is not None), default=None)


YearArgument = Annotated[str | None, argument("YEAR", N_("The year; this one unless given."))]
Source = Annotated[str, option("--source", "TEXT", N_("The notice: number, date, who issued it."))]
Local = Annotated[bool, flag("--local", N_("For this office only; beats a national notice."))]
Known = Annotated[datetime | None, _known]
DAY_KEYS = ("date", "kind", "name", "source", "confirmed", "is_working_day", "notice", "closures")
NOTICE_KEYS = ("seq", "recorded_at", "actor", "claims", "revoked_by")


def show(*, year: YearArgument = None, known: Known, desk: Desk, target: Target) -> None:
    """Draw a year: days off, swaps, make-up days, today, provisional.

    Example: onestop calendar show 2026
    """
    view, today = calendar.year(*desk, _year(year), known), desk.clock().date()
    target.records(map(calendars.day_record, view.days), DAY_KEYS, lambda: calendars.year_text(view, today))


def holidays(*, year: YearArgument = None, known: Known, desk: Desk, target: Target) -> None:
    """List a year's days off, swaps and make-up days with their notices.

    Example: onestop calendar holidays 2026
    """
    view = calendar.year(*desk, _year(year), known)
    named = [d for d in view.days if d.seq is not None or d.closures]
    target.records(map(calendars.day_record, named), DAY_KEYS, lambda: calendars.holidays_text(view, named))


def load(
    *,
    year: Annotated[str, argument("YEAR", N_("The year to load."))],
    last: Annotated[str | None, option("--to", "YEAR", N_("Load up to this year."))] = None,
    consent: ConsentToNotice,
    hand: Hand,
    target: Target,
) -> None:
    """Load years into the calendar; a loaded one is compared anew.

    Example: onestop calendar load 2030 --to 2032
    """
    first = _year(year) or 0
    _answer(calendar.load(*hand, first, _year(last) or first, consent), consent, target)


def confirm(
    *,
    year: Annotated[str, argument("YEAR", N_("The year whose days off were all decided."))],
    source: Annotated[str, option("--source", "TEXT", N_("The decision that confirms it."))] = "",
    hand: Hand,
    target: Target,
) -> None:
    """Mark a year's calendar as confirmed by published decisions.

    Example: onestop calendar confirm 2027 --source "Thông báo số ..."
    """
    change = calendar.confirm(*hand, _year(year) or 0, typed_text("--source", source))
    _answer(change, moves.Consent(apply=True), target)


def notices(known: Known, desk: Desk, target: Target) -> None:
    """List the notices entered: who, when, revoked or not.

    Example: onestop calendar notices
    """
    entered = notice_cases.notices(desk.path, known)
    target.records(map(calendars.notice_record, entered), NOTICE_KEYS, lambda: calendars.notices_text(entered))


def add_holiday(
    *,
    on: Annotated[str, argument("DATE", N_("The day off."))],
    name: Annotated[str, option("--name", "NAME", N_("The holiday's name."))],
    source: Source,
    local: Local = False,
    consent: ConsentToNotice,
    hand: Hand,
    target: Target,
) -> None:
    """Enter a day off; without --apply only show what it would change.

    Example: onestop calendar add-holiday 10/9/2026 --name "Nghỉ bão" --source "CV 12/UBND" --local
    """
    named, notice, day = needed_text("--name", name, bounds.NAME), needed_text("--source", source), hand.desk.day(on)
    _answer(notice_cases.add_holiday(*hand, day, named, notice, local=local, consent=consent), consent, target)


def add_closure(
    *,
    on: Annotated[str, argument("DATE", N_("The day; it stays what it is."))],
    hours: Annotated[str, option("--hours", "HH:MM-HH:MM", N_("The hours that are closed."))],
    name: Annotated[str, option("--name", "NAME", N_("Why: a power cut, a storm."))],
    source: Source,
    local: Local = False,
    consent: ConsentToNotice,
    hand: Hand,
    target: Target,
) -> None:
    """Close some hours of a day; without --apply only show the changes.

    Example: onestop calendar add-closure 10/9/2026 --hours 13:30-17:30 --name "Mất điện" --source "CV 12/UBND"
    """
    named, notice = needed_text("--name", name, bounds.NAME), needed_text("--source", source)
    day, closed = hand.desk.day(on), typed.hours(hours)
    _answer(notice_cases.add_closure(*hand, day, closed, named, notice, local=local, consent=consent), consent, target)


def add_swap(
    *,
    source: Source,
    off: Annotated[str | None, option("--off", "DATE", N_("The working day that becomes a day off."))] = None,
    work: Annotated[str | None, option("--work", "DATE", N_("The day off that is worked instead."))] = None,
    local: Local = False,
    consent: ConsentToNotice,
    hand: Hand,
    target: Target,
) -> None:
    """Enter a swap; without --apply only show what it would change.

    Example: onestop calendar add-swap --off 2/1/2026 --work 10/1/2026 --source "CV 12729/VPCP-KGVX"
    """
    if off is None or work is None:
        raise HalfSwap(missing="--off" if off is None else "--work")
    notice, swapped = needed_text("--source", source), (hand.desk.day(off), hand.desk.day(work))
    _answer(notice_cases.add_swap(*hand, *swapped, notice, local=local, consent=consent), consent, target)


def revoke(
    seq: Annotated[str, typer.Argument(metavar="SEQ", help=N_("The notice's number."), autocompletion=notice_numbers)],
    note: Annotated[str, option("--note", "TEXT", N_("Why it no longer holds."))],
    consent: ConsentToNotice,
    hand: Hand,
    target: Target,
) -> None:
    """Take a notice back; without --apply only show what it would change.

    Example: onestop calendar revoke 12 --note "nhập nhầm ngày"
    """
    why, number = needed_text("--note", note), whole_number("SEQ", seq, 1, 10**12) or 0
    _answer(notice_cases.revoke(*hand, number, why, consent), consent, target)


def import_file(
    *,
    file: Annotated[str, argument("FILE.csv|.ics", N_("Notices: CSV with swaps, or .ics with days off."))],
    take: Annotated[
        list[str] | None,
        option("--take", "DATE", N_("Record this day off though the calendar does not have it; repeat for several.")),
    ] = None,
    consent: ConsentToNotice,
    hand: Hand,
    target: Target,
) -> None:
    """Enter the notices of a file as one; without --apply only show.

    Example: onestop calendar import lich-nghi-2027.csv
    """
    wanted = [hand.desk.day(on) for on in take or ()]
    _answer(notice_files.import_notices(*hand, Path(file), consent, wanted), consent, target)


def _answer(change: Change, consent: moves.Consent, target: Out) -> None:
    record = calendar_changes.change_record(change, applied=consent.apply)
    target.record(record, lambda: calendar_changes.change_text(change, applied=consent.apply))
