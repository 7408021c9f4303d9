"""What every report is asked: its period, what it is judged by, and the two moments in time."""

from datetime import date, datetime
from typing import Annotated, NamedTuple

from onestop_cli.cli.options import Strict, TypedMoments, flag, option, word
from onestop_cli.cli.session import Desk, one_of, whole_number
from onestop_cli.core import bounds
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
from onestop_cli.core.report import Question
from onestop_cli.errors import N_, ConflictingOptions, MissingOption
from onestop_cli.usecases.reports import stand

ConventionOption = Annotated[
    str | None,
    word(
        "--convention",
        tuple(Convention),
        N_("Where months begin: on the 1st, or on the 15th of the month before; as set unless given."),
    ),
]


class PeriodOptions(NamedTuple):
    """The options of a period as typed."""

    month: Annotated[str | None, option("--month", "M", N_("A month, 1 to 12; the latest begun without --year."))] = (
        None
    )
    quarter: Annotated[str | None, option("--quarter", "Q", N_("A quarter, 1 to 4."))] = None
    half: Annotated[str | None, option("--half", "H", N_("A half-year, 1 or 2."))] = None
    nine_months: Annotated[bool, flag("--nine-months", N_("The first nine months."))] = False
    year: Annotated[str | None, option("--year", "Y", N_("The year; alone, the whole of it."))] = None
    first: Annotated[str | None, option("--from", "DATE", N_("First day of a free period."))] = None
    last: Annotated[str | None, option("--to", "DATE", N_("Last day of a free period; today unless given."))] = None

    @property
    def is_month(self) -> bool:
        """Whether a single month is asked for: the one named, or without any option the running one."""
        return self.month is not None or not self.is_given

    @property
    def is_given(self) -> bool:
        """Whether any option was typed, be it empty."""
        return any(value is not None and value is not False for value in self)


class JudgedBy(NamedTuple):
    """What is judged by, as typed."""

    basis: Annotated[
        str | None, word("--basis", tuple(Basis), N_("Which due date is judged against; as set unless given."))
    ] = None
    granularity: Annotated[
        str | None,
        word("--granularity", tuple(Granularity), N_("How finely a finish is compared; as set unless given.")),
    ] = None
    convention: ConventionOption = None
    strict: Strict = False


class Judgement(NamedTuple):
    """What is judged by, the moments in time, and the day the question is asked on."""

    basis: Basis
    granularity: Granularity
    convention: Convention
    as_of: When | None
    known_at: datetime | None
    today: date
    strict: bool

    def of(self, period: Period) -> Question:
        """The question of a period."""
        return Question(period, self.basis, self.granularity, self.as_of, self.known_at, self.strict)


def judgement(desk: Desk, typed: JudgedBy, moments: TypedMoments) -> Judgement:
    """What is typed, else what is set.

    The question is asked on the day of `--as-of`, else of `--known-at`, else today: from it the latest August is
    reckoned, and the settings that applied. So a report of the past says what it said then.
    """
    words = (Basis, Granularity, Convention)
    typed = typed._replace(**{
        name: one_of(f"--{name}", value, tuple(accepted))
        for name, value, accepted in zip(typed._fields, typed[:3], words, strict=False)
        if value is not None
    })  # fmt: skip
    stood, known = desk.when(moments.as_of), desk.when(moments.known_at)
    now = desk.clock()
    today = stood.on if stood else min(known.on, now.date()) if known else now.date()
    known_by = None if known is None else not_in_future(known.last_instant(now), now)
    usual = stand.defaults(desk.path, today, known_by)
    return Judgement(
        usual.basis if typed.basis is None else Basis(typed.basis),
        usual.granularity if typed.granularity is None else Granularity(typed.granularity),
        usual.convention if typed.convention is None else Convention(typed.convention),
        stood, known_by, today, typed.strict,
    )  # fmt: skip


def known_by(desk: Desk, text: str) -> datetime:
    """The instant up to which the file is believed; a bare date is its last second. Raises `InTheFuture`."""
    when, now = desk.when(text), desk.clock()
    assert when is not None
    return not_in_future(when.last_instant(now), now)


def question(desk: Desk, typed: PeriodOptions, judged_by: JudgedBy, moments: TypedMoments) -> Question:
    """The period asked for with what it is judged by. Raises as `period`."""
    judged = judgement(desk, judged_by, moments)
    return judged.of(period(desk, typed, judged.convention, judged.today))


def period(desk: Desk, typed: PeriodOptions, convention: Convention, today: date) -> Period:
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
    year = whole_number("--year", typed.year, bounds.EARLIEST_YEAR, bounds.LATEST_YEAR)
    if typed.first is not None or typed.last is not None:
        if typed.year is not None:
            raise ConflictingOptions(first="--year", second="--to" if typed.first is None else "--from")
        if typed.first is None:
            raise MissingOption(option="--from", example="onestop report --from 1/8/2023 --to 31/8/2023")
        first = desk.day(typed.first)
        last = today if typed.last is None else desk.day(typed.last)
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
