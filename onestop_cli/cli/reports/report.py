"""The report, in its three shapes: as it is asked, as the official form, as the national index; and sealed."""

from typing import TYPE_CHECKING, Annotated

import typer

from onestop_cli.cli import periods
from onestop_cli.cli.options import AsOf, Json, KnownAt, ListedPeople, Output, ReportFormat, one_from
from onestop_cli.cli.session import Session, one_of
from onestop_cli.cli.target import Out, Rendering, out
from onestop_cli.core.report import BY, INDEX_BY, ReportRequest
from onestop_cli.errors import N_, ConflictingOptions, LateFound, TooMany
from onestop_cli.output.formats import REPORT_FORMATS
from onestop_cli.output.reports.report import ROW_KEYS, report_csv_records, report_record, report_text
from onestop_cli.usecases.reports import report as reporting

if TYPE_CHECKING:
    from onestop_cli.output.documents import Document

FORMS = ("06a",)
FAIL_ON = ("late", "overdue")


def report(
    session: Session,
    month: periods.Month = None,
    quarter: periods.Quarter = None,
    half: periods.Half = None,
    nine_months: periods.NineMonths = False,
    year: periods.Year = None,
    first: periods.First = None,
    last: periods.Last = None,
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
    basis: periods.BasisOption = None,
    granularity: periods.GranularityOption = None,
    convention: periods.ConventionOption = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--form", metavar="|".join(FORMS), autocompletion=one_from(FORMS), help=N_("As the official form II.06a.")
        ),
    ] = None,
    index_766: Annotated[
        bool, typer.Option("--index-766", help=N_("The timeliness part of the national index 766/QĐ-TTg."))
    ] = False,
    is_sealed: Annotated[
        bool, typer.Option("--sealed", help=N_("As it was sealed, checked, with what was recorded since."))
    ] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="|".join(FAIL_ON),
            autocompletion=one_from(FAIL_ON),
            help=N_("Exit with 3 if the period has any; may be repeated."),
        ),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: ReportFormat = None,
    as_json: Json = False,
    output: Output = None,
    personal_data: ListedPeople = False,
) -> None:
    """Report how many dossiers were early, on time and late.

    Example: onestop report --month 8 --year 2023
    """
    target = out(format_name, as_json, output, REPORT_FORMATS)
    fails = [one_of("--fail-on", word, FAIL_ON) for word in fail_on or ()]
    named = _dimensions(by)
    shapes = {"--form": form is not None, "--index-766": index_766, "--sealed": is_sealed}
    fixed = {
        "--form": {"--by": by, "--cumulative": cumulative},
        "--index-766": {"--basis": basis, "--granularity": granularity, "--cumulative": cumulative},
        "--sealed": {"--basis": basis, "--granularity": granularity, "--as-of": as_of, "--known-at": known_at,
                     "--cumulative": cumulative},
    }  # fmt: skip
    shape = _only_one(shapes)
    for option, value in fixed.get(shape, {}).items():
        if value is not None and value is not False:
            raise ConflictingOptions(first=shape, second=option)
    if index_766:
        named = [one_of("--by", name, INDEX_BY) for name in by or ["none"]]
    typed = periods.Typed(month, quarter, half, nine_months, year, first, last)
    judged = periods.judging(session, basis, granularity, convention, as_of, known_at)
    question = periods.asked(session, typed, judged)
    match shape:
        case "--form":
            one_of("--form", form or "", FORMS)
            counts = _form(session, target, question, with_person=personal_data)
        case "--index-766":
            counts = _index(session, target, question, tuple(named), with_person=personal_data)
        case "--sealed":
            counts = _sealed(session, target, question, tuple(named), with_person=personal_data)
        case _:
            request = ReportRequest.of(question, tuple(named), cumulative=cumulative or typed.is_month)
            counts = _report(session, target, request, with_person=personal_data)
    _fail_on(fails, *counts)


def _dimensions(by: list[str] | None) -> list[str]:
    """What the rows are: one or two dimensions, procedures unless given. Raises `TooMany`."""
    named = [one_of("--by", name, BY) for name in by or ["procedure"]]
    if len(named) > 2 or len(set(named)) < len(named):
        raise TooMany(option="--by", values=" ".join(named))
    return named


def _only_one(shapes: dict[str, bool]) -> str:
    """The shape asked for, empty for the plain report. Raises `ConflictingOptions`."""
    given = [option for option, value in shapes.items() if value]
    if len(given) > 1:
        raise ConflictingOptions(first=given[0], second=given[1])
    return given[0] if given else ""


def _report(session: Session, target: Out, request: ReportRequest, *, with_person: bool) -> tuple[int, int]:
    """The report as it is asked; returns its late and overdue."""
    made = reporting.report(session.path, session.clock, request._replace(with_members=target.is_document))

    def document() -> "Document":
        from onestop_cli.output.reports.report_document import report_document

        return report_document(made, with_person=with_person)

    target.report(
        Rendering(
            table=lambda: report_text(made),
            document=document,
            whole=lambda: report_record(made),
            lines=lambda: report_csv_records(made),
            headings=ROW_KEYS,
        )
    )
    return made.part.total.late, made.part.total.overdue


def _form(session: Session, target: Out, question: periods.Asked, *, with_person: bool) -> tuple[int, int]:
    """The official form; returns its late and overdue."""
    from onestop_cli.output.reports import form_06a as shown
    from onestop_cli.usecases.reports import forms

    request = ReportRequest.of(question, ("field",))._replace(with_members=target.is_document)
    made = forms.form(session.path, session.clock, request)
    target.report(
        Rendering(
            table=lambda: shown.form_text(made),
            document=lambda: shown.form_document(made, with_person=with_person),
            whole=lambda: shown.form_record(made),
            lines=lambda: shown.form_csv_records(made),
            headings=shown.FORM_KEYS,
        )
    )
    return made.total.late, made.total.overdue


def _index(
    session: Session, target: Out, question: periods.Asked, by: tuple[str, ...], *, with_person: bool
) -> tuple[int, int]:
    """The national index; returns its late and overdue."""
    from onestop_cli.output.reports import index_766 as shown
    from onestop_cli.usecases.reports import forms

    request = ReportRequest.of(question, by)._replace(with_members=target.is_document)
    made = forms.index(session.path, session.clock, request)
    target.report(
        Rendering(
            table=lambda: shown.index_text(made),
            document=lambda: shown.index_document(made, with_person=with_person),
            whole=lambda: shown.index_record(made),
            lines=lambda: shown.index_csv_records(made),
            headings=shown.INDEX_KEYS,
        )
    )
    return made.total.late, made.total.overdue


def _sealed(
    session: Session, target: Out, question: periods.Asked, by: tuple[str, ...], *, with_person: bool
) -> tuple[int, int]:
    """The period as it was sealed; returns its late and overdue. Raises `NotSealed`, `SealBroken`."""
    from onestop_cli.cli.reports.seals import digested, must_be_intact
    from onestop_cli.output.reports import seals as shown
    from onestop_cli.usecases.reports import seals

    made = seals.sealed(session.path, question.period, by, digested, with_members=target.is_document)
    target.report(
        Rendering(
            table=lambda: shown.sealed_text(made),
            document=lambda: shown.sealed_document(made, with_person=with_person),
            whole=lambda: shown.sealed_record(made),
            lines=lambda: report_csv_records(made.report),
            headings=ROW_KEYS,
        )
    )
    must_be_intact(made)
    return made.report.part.total.late, made.report.part.total.overdue


def _fail_on(words: list[str], late: int, overdue: int) -> None:
    """Raises a finding, once the report is written, where there is what must not be."""
    if ("late" in words and late) or ("overdue" in words and overdue):
        raise LateFound(late=late, overdue=overdue)
