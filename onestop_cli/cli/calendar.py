"""The calendar's commands."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from onestop_cli.cli.options import Actor, AlsoEarlier, Apply, AsOf, Format, Json, KnownAt, NoMove, Output
from onestop_cli.cli.session import Session, actor, whole_number
from onestop_cli.cli.target import Out, out
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, ConflictingOptions, EmptyValue, HalfSwap
from onestop_cli.output import calendars
from onestop_cli.usecases import calendar as cases
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.calendar import Change
from onestop_cli.usecases.moves import Consent

YearArgument = Annotated[
    str | None, typer.Argument(metavar="YEAR", help=N_("The year; this one unless given."), show_default=False)
]
Source = Annotated[
    str,
    typer.Option("--source", metavar="TEXT", help=N_("The notice: number, date, who issued it."), show_default=False),
]
Local = Annotated[bool, typer.Option("--local", help=N_("For this office only; beats a national notice."))]
DAY_KEYS = ("date", "kind", "name", "source", "confirmed", "is_working_day", "notice")


def _year(text: str | None) -> int | None:
    return whole_number("YEAR", text, 1900, 2199)


def _known(session: Session, as_of: str | None, known_at: str | None) -> datetime | None:
    """The earlier of the two moments: a calendar stood as the file knew it. Raises `InTheFuture`."""
    given = [moment for moment in session.moments(as_of, known_at) if moment is not None]
    return min(given, default=None)


def consent(apply: bool, also_earlier: bool, no_move: bool) -> Consent:
    """What was asked for. Raises `ConflictingOptions`."""
    if also_earlier and no_move:
        raise ConflictingOptions(first="--also-earlier", second="--no-move")
    return Consent(apply, also_earlier, no_move)


def show(
    session: Session,
    year: YearArgument = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Draw a year: days off, swaps, make-up days, today, provisional.

    Example: onestop calendar show 2026
    """
    target = out(format_name, as_json, output)
    known = _known(session, as_of, known_at)
    view = cases.year(session.path, session.clock, _year(year), known)
    today = session.clock().date()
    target.records((calendars.day_record(d) for d in view.days), DAY_KEYS, lambda: calendars.year_text(view, today))


def holidays(
    session: Session,
    year: YearArgument = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """List a year's days off, swaps and make-up days with their notices.

    Example: onestop calendar holidays 2026
    """
    target = out(format_name, as_json, output)
    known = _known(session, as_of, known_at)
    view = cases.year(session.path, session.clock, _year(year), known)
    named = [d for d in view.days if d.seq is not None]
    target.records((calendars.day_record(d) for d in named), DAY_KEYS, lambda: calendars.holidays_text(view, named))


def load(
    session: Session,
    year: Annotated[str, typer.Argument(metavar="YEAR", help=N_("The year to load."), show_default=False)],
    last: Annotated[str | None, typer.Option("--to", metavar="YEAR", help=N_("Load up to this year."))] = None,
    apply: Apply = False,
    also_earlier: AlsoEarlier = False,
    no_move: NoMove = False,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Load years into the calendar; a loaded one is compared anew.

    Example: onestop calendar load 2030 --to 2032
    """
    target = out(format_name, as_json, output)
    asked = consent(apply, also_earlier, no_move)
    first = _year(year) or 0
    change = cases.load(session.path, session.clock, actor(actor_name), first, _year(last) or first, asked)
    _changed(change, asked, target)


def confirm(
    session: Session,
    year: Annotated[
        str, typer.Argument(metavar="YEAR", help=N_("The year whose days off were all decided."), show_default=False)
    ],
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help=N_("The decision that confirms it."))] = "",
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Mark a year's calendar as confirmed by published decisions.

    Example: onestop calendar confirm 2027 --source "Thông báo số ..."
    """
    target = out(format_name, as_json, output)
    change = cases.confirm(session.path, session.clock, actor(actor_name), _year(year) or 0, normalised(source))
    _changed(change, Consent(apply=True), target)


def notices(
    session: Session,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """List the notices entered: who, when, revoked or not.

    Example: onestop calendar notices
    """
    target = out(format_name, as_json, output)
    found = notice_cases.notices(session.path, _known(session, as_of, known_at))
    target.records(
        found, ("seq", "recorded_at", "actor", "claims", "revoked_by"), lambda: calendars.notices_text(found)
    )


def add_holiday(
    session: Session,
    on: Annotated[str, typer.Argument(metavar="DATE", help=N_("The day off."), show_default=False)],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("The holiday's name."), show_default=False)],
    source: Source,
    local: Local = False,
    apply: Apply = False,
    also_earlier: AlsoEarlier = False,
    no_move: NoMove = False,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Enter a day off; without --apply only show what it would change.

    Example: onestop calendar add-holiday 10/9/2026 --name "Nghỉ bão" --source "CV 12/UBND" --local
    """
    target = out(format_name, as_json, output)
    asked = consent(apply, also_earlier, no_move)
    texts = _texts(("--name", name), ("--source", source))
    change = notice_cases.add_holiday(
        session.path, session.clock, actor(actor_name), session.day(on), texts[0], texts[1], local=local, consent=asked
    )
    _changed(change, asked, target)


def add_swap(
    session: Session,
    source: Source,
    off: Annotated[
        str | None, typer.Option("--off", metavar="DATE", help=N_("The working day that becomes a day off."))
    ] = None,
    work: Annotated[
        str | None, typer.Option("--work", metavar="DATE", help=N_("The day off that is worked instead."))
    ] = None,
    local: Local = False,
    apply: Apply = False,
    also_earlier: AlsoEarlier = False,
    no_move: NoMove = False,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Enter a swap; without --apply only show what it would change.

    Example: onestop calendar add-swap --off 2/1/2026 --work 10/1/2026 --source "CV 12729/VPCP-KGVX"
    """
    target = out(format_name, as_json, output)
    asked = consent(apply, also_earlier, no_move)
    if off is None or work is None:
        raise HalfSwap(missing="--off" if off is None else "--work")
    (text,) = _texts(("--source", source))
    change = notice_cases.add_swap(
        session.path,
        session.clock,
        actor(actor_name),
        session.day(off),
        session.day(work),
        text,
        local=local,
        consent=asked,
    )
    _changed(change, asked, target)


def revoke(
    session: Session,
    seq: Annotated[str, typer.Argument(metavar="SEQ", help=N_("The notice's number."), show_default=False)],
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help=N_("Why it no longer holds."), show_default=False)
    ],
    apply: Apply = False,
    also_earlier: AlsoEarlier = False,
    no_move: NoMove = False,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Take a notice back; without --apply only show what it would change.

    Example: onestop calendar revoke 12 --note "nhập nhầm ngày"
    """
    target = out(format_name, as_json, output)
    asked = consent(apply, also_earlier, no_move)
    (text,) = _texts(("--note", note))
    number = whole_number("SEQ", seq, 1, 10**12) or 0
    change = notice_cases.revoke(session.path, session.clock, actor(actor_name), number, text, asked)
    _changed(change, asked, target)


def import_file(
    session: Session,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE.csv|.ics", help=N_("Notices: CSV with swaps, or .ics with days off."), show_default=False
        ),
    ],
    apply: Apply = False,
    also_earlier: AlsoEarlier = False,
    no_move: NoMove = False,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Enter the notices of a file; without --apply only show the changes.

    Example: onestop calendar import lich-nghi-2027.csv
    """
    target = out(format_name, as_json, output)
    asked = consent(apply, also_earlier, no_move)
    change = notice_cases.import_notices(session.path, session.clock, actor(actor_name), Path(file), asked)
    _changed(change, asked, target)


def _texts(*options: tuple[str, str]) -> list[str]:
    found = [normalised(value) for _, value in options]
    for (option, _), value in zip(options, found, strict=True):
        if not value:
            raise EmptyValue(option=option, example=f'{option} "..."')
    return found


def _changed(change: Change, asked: Consent, target: Out) -> None:
    record = calendars.change_record(change, applied=asked.apply)
    target.records([record], tuple(record), lambda: calendars.change_text(change, applied=asked.apply), single=True)
