"""The report."""

from typing import Annotated

import typer

from onestop_cli.cli.options import AsOf, Format, Json, KnownAt, Output, one_from, out
from onestop_cli.cli.session import Session, one_of, whole_number
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import MOST, Convention, Kind, Period, free_period, latest_begun, named_period
from onestop_cli.errors import N_, ConflictingOptions, MissingOption, TooMany
from onestop_cli.output.reports import ROW_KEYS, report_csv_records, report_markdown, report_record, report_text
from onestop_cli.usecases import reporting
from onestop_cli.usecases.reporting import BY, ReportRequest


def report(
    session: Session,
    month: Annotated[
        str | None, typer.Option("--month", metavar="M", help=N_("A month, 1 to 12; the latest begun without --year."))
    ] = None,
    quarter: Annotated[str | None, typer.Option("--quarter", metavar="Q", help=N_("A quarter, 1 to 4."))] = None,
    half: Annotated[str | None, typer.Option("--half", metavar="H", help=N_("A half-year, 1 or 2."))] = None,
    nine_months: Annotated[bool, typer.Option("--nine-months", help=N_("The first nine months."))] = False,
    year: Annotated[
        str | None, typer.Option("--year", metavar="Y", help=N_("The year; alone, the whole of it."))
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help=N_("First day of a free period."))] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help=N_("Last day of a free period; today unless given."))
    ] = None,
    cumulative: Annotated[
        bool, typer.Option("--cumulative", help=N_("Add the figures since the start of the year."))
    ] = False,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="|".join(BY),
            autocompletion=one_from(BY),
            help=N_("What the rows are; twice for two levels."),
        ),
    ] = None,
    basis: Annotated[
        str | None,
        typer.Option(
            "--basis",
            metavar="|".join(Basis),
            autocompletion=one_from(tuple(Basis)),
            help=N_("Which due date is judged against; as set unless given."),
        ),
    ] = None,
    granularity: Annotated[
        str | None,
        typer.Option(
            "--granularity",
            metavar="|".join(Granularity),
            autocompletion=one_from(tuple(Granularity)),
            help=N_("How finely a finish is compared; as set unless given."),
        ),
    ] = None,
    convention: Annotated[
        str | None,
        typer.Option(
            "--convention",
            metavar="|".join(Convention),
            autocompletion=one_from(tuple(Convention)),
            help=N_("Where months begin: on the 1st, or on the 15th of the month before; as set unless given."),
        ),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Report how many dossiers were early, on time and late.

    Example: onestop report --month 8 --year 2023
    """
    target = out(format_name, as_json, output)
    given = {
        "basis": Basis(one_of("--basis", basis, tuple(Basis))) if basis else None,
        "granularity": Granularity(one_of("--granularity", granularity, tuple(Granularity))) if granularity else None,
        "convention": Convention(one_of("--convention", convention, tuple(Convention))) if convention else None,
    }
    stood, known = session.when(as_of), session.moment(known_at)
    usual = reporting.defaults(session.path, stood.on if stood else session.clock().date(), known)
    judged = usual._replace(**{name: word for name, word in given.items() if word is not None})
    shape = judged.convention
    period = _period(session, month, quarter, half, nine_months, year, first, last, shape)
    named = [one_of("--by", name, BY) for name in by or ["procedure"]]
    if len(named) > 2 or len(set(named)) < len(named):
        raise TooMany(option="--by", values=" ".join(named))
    request = ReportRequest(
        period=period,
        by=tuple(named),
        basis=judged.basis,
        granularity=judged.granularity,
        cumulative=cumulative or month is not None or _is_bare(month, quarter, half, nine_months, year, first, last),
        as_of=stood,
        known_at=known,
    )
    made = reporting.report(session.path, session.clock, request)
    match target.format:
        case "table":
            target.write(report_text(made))
        case "md":
            target.write(report_markdown(made))
        case "csv":
            target.records(report_csv_records(made), ROW_KEYS, str)
        case _:
            target.records([report_record(made)], (), str, single=True)


def _is_bare(*options: object) -> bool:
    return not any(options)


def _period(
    session: Session,
    month: str | None,
    quarter: str | None,
    half: str | None,
    nine_months: bool,
    year: str | None,
    first: str | None,
    last: str | None,
    convention: Convention,
) -> Period:
    """The one period asked for; without any, the month that runs now."""
    given = {
        "--month": month, "--quarter": quarter, "--half": half, "--nine-months": "1" if nine_months else None,
        "--from": first or last,
    }  # fmt: skip
    asked = [(option, value) for option, value in given.items() if value is not None]
    if len(asked) > 1:
        raise ConflictingOptions(first=asked[0][0], second=asked[1][0])
    today = session.clock().date()
    wanted_year = whole_number("--year", year, 1900, 2199)
    if first or last:
        if year:
            raise ConflictingOptions(first="--year", second="--from")
        if not first:
            raise MissingOption(option="--from", example="onestop report --from 1/8/2023 --to 31/8/2023")
        return free_period(session.day(first), session.day(last) if last else today, convention)
    if not asked:
        if wanted_year is not None:
            return named_period(Kind.year, 1, wanted_year, convention)
        running = [latest_begun(Kind.month, m, today, convention) for m in range(1, 13)]
        return max(running, key=lambda p: p.start)
    option, value = asked[0]
    kind = Kind(option[2:].replace("-", "_"))
    number = whole_number(option, value, 1, MOST[kind]) or 1
    if wanted_year is None:
        return latest_begun(kind, number, today, convention)
    return named_period(kind, number, wanted_year, convention)
