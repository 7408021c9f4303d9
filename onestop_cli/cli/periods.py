"""What every report is asked: its period, what it is judged by, and the two moments in time."""

from datetime import date, datetime
from typing import Annotated, NamedTuple

import typer

from onestop_cli.cli.options import one_from
from onestop_cli.cli.session import Session, one_of, whole_number
from onestop_cli.core.acts import not_in_future
from onestop_cli.core.moments import When
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import (
    MOST,
    Convention,
    Kind,
    Period,
    free_period,
    latest_begun,
    named_period,
    running_month,
)
from onestop_cli.errors import N_, ConflictingOptions, MissingOption, OutOfTime
from onestop_cli.usecases.reports import stand

Month = Annotated[
    str | None, typer.Option("--month", metavar="M", help=N_("A month, 1 to 12; the latest begun without --year."))
]
Quarter = Annotated[str | None, typer.Option("--quarter", metavar="Q", help=N_("A quarter, 1 to 4."))]
Half = Annotated[str | None, typer.Option("--half", metavar="H", help=N_("A half-year, 1 or 2."))]
NineMonths = Annotated[bool, typer.Option("--nine-months", help=N_("The first nine months."))]
Year = Annotated[str | None, typer.Option("--year", metavar="Y", help=N_("The year; alone, the whole of it."))]
First = Annotated[str | None, typer.Option("--from", metavar="DATE", help=N_("First day of a free period."))]
Last = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help=N_("Last day of a free period; today unless given."))
]
YEARS = (1900, 2199)
"""The years of which a calendar can be loaded."""
BasisOption = Annotated[
    str | None,
    typer.Option(
        "--basis",
        metavar="|".join(Basis),
        autocompletion=one_from(tuple(Basis)),
        help=N_("Which due date is judged against; as set unless given."),
    ),
]
GranularityOption = Annotated[
    str | None,
    typer.Option(
        "--granularity",
        metavar="|".join(Granularity),
        autocompletion=one_from(tuple(Granularity)),
        help=N_("How finely a finish is compared; as set unless given."),
    ),
]
ConventionOption = Annotated[
    str | None,
    typer.Option(
        "--convention",
        metavar="|".join(Convention),
        autocompletion=one_from(tuple(Convention)),
        help=N_("Where months begin: on the 1st, or on the 15th of the month before; as set unless given."),
    ),
]


class Typed(NamedTuple):
    """The options of a period as typed."""

    month: str | None
    quarter: str | None
    half: str | None
    nine_months: bool
    year: str | None
    first: str | None
    last: str | None

    @property
    def is_month(self) -> bool:
        """Whether a single month is asked for: the one named, or without any option the running one."""
        return self.month is not None or not self.is_given

    @property
    def is_given(self) -> bool:
        """Whether any option was typed, be it empty."""
        return any(value is not None and value is not False for value in self)


class Asked(NamedTuple):
    """What a report is asked."""

    period: Period
    basis: Basis
    granularity: Granularity
    as_of: When | None
    known_at: datetime | None


class Judging(NamedTuple):
    """What is judged by, the moments in time, and the day the question is asked on."""

    basis: Basis
    granularity: Granularity
    convention: Convention
    as_of: When | None
    known_at: datetime | None
    today: date

    @property
    def how(self) -> tuple[Basis, Granularity, When | None, datetime | None]:
        """What stands beside the period in `Asked`."""
        return self.basis, self.granularity, self.as_of, self.known_at


def judging(
    session: Session,
    basis: str | None,
    granularity: str | None,
    convention: str | None,
    as_of: str | None,
    known_at: str | None,
) -> Judging:
    """What is typed, else what is set.

    The question is asked on the day of `--as-of`, else of `--known-at`, else today: from it the latest August is
    reckoned, and the settings that applied. So a report of the past says what it said then.
    """
    given = {
        "basis": Basis(one_of("--basis", basis, tuple(Basis))) if basis is not None else None,
        "granularity": Granularity(one_of("--granularity", granularity, tuple(Granularity)))
        if granularity is not None
        else None,
        "convention": Convention(one_of("--convention", convention, tuple(Convention)))
        if convention is not None
        else None,
    }
    stood, known = session.when(as_of), session.when(known_at)
    if stood:
        _within_the_calendar("--as-of", stood.on)
    now = session.clock().date()
    today = stood.on if stood else min(known.on, now) if known else now
    known_by = None if known is None else _not_to_come(session, known)
    usual = stand.defaults(session.path, today, known_by)
    judged = usual._replace(**{name: word for name, word in given.items() if word is not None})
    return Judging(*judged, stood, known_by, today)


def _not_to_come(session: Session, known: When) -> datetime:
    """The instant of `--known-at`; today without an hour is now. Raises `InTheFuture`."""
    now = session.clock()
    if known.at is None and known.on == now.date():
        return now
    return not_in_future(known.end_of_day, now)


def asked(session: Session, typed: Typed, by: Judging) -> Asked:
    """The period asked for with what it is judged by. Raises as `period`."""
    return Asked(period(session, typed, by.convention, by.today), *by.how)


def period(session: Session, typed: Typed, convention: Convention, today: date) -> Period:
    """The one period asked for; without any, the month that runs on a day.

    Raises `ConflictingOptions`, `MissingOption`, `BadNumber`, `EmptyPeriod`.
    """
    given = {
        "--month": typed.month, "--quarter": typed.quarter, "--half": typed.half,
        "--nine-months": "1" if typed.nine_months else None,
        "--to" if typed.first is None else "--from": typed.last if typed.first is None else typed.first,
    }  # fmt: skip
    asked = [(option, value) for option, value in given.items() if value is not None]
    if len(asked) > 1:
        raise ConflictingOptions(first=asked[0][0], second=asked[1][0])
    year = whole_number("--year", typed.year, *YEARS)
    if typed.first is not None or typed.last is not None:
        if typed.year is not None:
            raise ConflictingOptions(first="--year", second="--to" if typed.first is None else "--from")
        if typed.first is None:
            raise MissingOption(option="--from", example="onestop report --from 1/8/2023 --to 31/8/2023")
        first = _within_the_calendar("--from", session.day(typed.first))
        last = today if typed.last is None else _within_the_calendar("--to", session.day(typed.last))
        return free_period(first, last, convention)
    if not asked:
        if year is not None:
            return named_period(Kind.year, 1, year, convention)
        return running_month(today, convention)
    option, value = asked[0]
    kind = Kind(option[2:].replace("-", "_"))
    number = whole_number(option, value, 1, MOST[kind]) or 1
    if year is None:
        return latest_begun(kind, number, today, convention)
    return named_period(kind, number, year, convention)


def _within_the_calendar(option: str, on: date) -> date:
    """The day, if a calendar of its year can be loaded. Raises `OutOfTime`."""
    if not YEARS[0] <= on.year <= YEARS[1]:
        raise OutOfTime(option=option, day=on, first=YEARS[0], last=YEARS[1])
    return on
