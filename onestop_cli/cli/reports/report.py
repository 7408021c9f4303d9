"""The report, in its three shapes: as it is asked, as the official form, as the national index; and sealed."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

from onestop_cli.cli.options import ListedPeople, ReportTarget, TypedMoments, flag, one_or_two, word
from onestop_cli.cli.periods import JudgedBy, PeriodOptions, known_by, question
from onestop_cli.cli.reports.what_if import Assumed, WhatIfOption, assumption
from onestop_cli.cli.session import Desk, one_of, some_of
from onestop_cli.cli.target import Out
from onestop_cli.core.outcomes import Basis, Granularity, Yardstick
from onestop_cli.core.report import BY, INDEX_BY, Question, Report, ReportRequest
from onestop_cli.errors import N_, ConflictingOptions, LateFound, TooMany
from onestop_cli.output.reports.report import ROW_KEYS, report_csv_records, report_record, report_text
from onestop_cli.usecases.reports import report as reports

if TYPE_CHECKING:
    from onestop_cli.output.documents import Document

FORMS = ("06a",)
FAIL_ON = ("late", "overdue")


class SideBySide(NamedTuple):
    """What a report is judged by side by side, as typed."""

    bases: Annotated[bool, flag("--bases", N_("By all four due dates, side by side."))] = False
    granularities: Annotated[bool, flag("--granularities", N_("Compared in all three ways, side by side."))] = False

    @property
    def is_given(self) -> bool:
        return self.bases or self.granularities

    @property
    def shape(self) -> dict[str, bool]:
        """The option that gives the report its shape; both of them together are one."""
        return {"--bases": self.bases, **({} if self.bases else {"--granularities": self.granularities})}

    def yardsticks(self, basis: Basis, granularity: Granularity) -> list[Yardstick]:
        """What is judged by, of which what is not side by side is one."""
        bases = tuple(Basis) if self.bases else (basis,)
        return [Yardstick(b, g) for b in bases for g in (tuple(Granularity) if self.granularities else (granularity,))]


def report(
    *,
    period: PeriodOptions,
    cumulative: Annotated[bool, flag("--cumulative", N_("Add the figures since the start of the year."))] = False,
    by: Annotated[list[str] | None, word("--by", BY, N_("What the rows are; twice for two levels."))] = None,
    judged_by: JudgedBy,
    form: Annotated[str | None, word("--form", FORMS, N_("As the official form II.06a."))] = None,
    index_766: Annotated[
        bool, flag("--index-766", N_("The timeliness part of the national index 766/QĐ-TTg."))
    ] = False,
    is_sealed: Annotated[
        bool, flag("--sealed", N_("As it was sealed, checked, with what was recorded since."))
    ] = False,
    known: Annotated[
        list[str] | None,
        one_or_two(
            "--diff", "KNOWN_AT", N_("What changed it since the file knew so much, up to now or to the second.")
        ),
    ] = None,
    beside: SideBySide,
    what_if: WhatIfOption = None,
    fail_on: Annotated[
        list[str] | None, word("--fail-on", FAIL_ON, N_("Exit with 3 if the period has any; may be repeated."))
    ] = None,
    moments: TypedMoments,
    desk: Desk,
    target: ReportTarget,
    personal_data: ListedPeople = False,
) -> None:
    """Report how many dossiers were early, on time and late.

    Example: onestop report --month 8 --year 2023
    """
    fails = some_of("--fail-on", fail_on, FAIL_ON)
    named = _dimensions(by)
    shape = _only_one(
        {
            "--form": form is not None,
            "--index-766": index_766,
            "--sealed": is_sealed,
            "--diff": bool(known),
            **beside.shape,
            "--what-if": bool(what_if),
        }
    )
    _refuse_what_a_shape_fixes(shape, by, cumulative, judged_by, moments)
    _refuse_what_is_judged_by(beside, judged_by, fail_on)
    supposed = assumption(what_if or ())
    if what_if and fail_on:
        raise ConflictingOptions(first="--what-if", second="--fail-on")
    if index_766:
        named = tuple(one_of("--by", name, INDEX_BY) for name in by or ["none"])
    asked = question(desk, period, judged_by, moments)
    match shape:
        case "--form":
            one_of("--form", form or "", FORMS)
            counts = _form(desk, target, asked, with_person=personal_data)
        case "--index-766":
            counts = _index(desk, target, asked, named, with_person=personal_data)
        case "--diff":
            request = ReportRequest.of(asked, named)
            counts = _diff(desk, target, request, known or (), with_person=personal_data)
        case "--sealed":
            counts = _sealed(desk, target, asked, named, with_person=personal_data)
        case "--what-if":
            request = ReportRequest.of(asked, named, cumulative=cumulative or period.is_month)
            _what_if(desk, target, request, supposed, with_person=personal_data)
            return
        case _ if beside.is_given:
            _side_by_side(desk, target, ReportRequest.of(asked, named), beside, with_person=personal_data)
            return
        case _:
            request = ReportRequest.of(asked, named, cumulative=cumulative or period.is_month)
            counts = _report(desk, target, request, with_person=personal_data)
    _fail_on(fails, *counts)


def _refuse_what_a_shape_fixes(
    shape: str, by: Sequence[str] | None, cumulative: bool, judged_by: JudgedBy, moments: TypedMoments
) -> None:
    """Raises `ConflictingOptions` for an option that the shape of the report leaves no room for."""
    judged = {"--basis": judged_by.basis, "--granularity": judged_by.granularity}
    strict = {"--strict": judged_by.strict or None}
    stood = {"--as-of": moments.as_of, "--known-at": moments.known_at}
    has_no_sum = {"--cumulative": cumulative or None} if shape != "--what-if" else {}
    fixed = {
        "--form": {"--by": by},
        "--index-766": judged,
        "--sealed": {**judged, **stood, **strict},
        "--diff": {"--known-at": moments.known_at},
        "--what-if": strict,
    }
    for option, value in {**fixed.get(shape, {}), **has_no_sum}.items():
        if shape and value is not None:
            raise ConflictingOptions(first=shape, second=option)


def _refuse_what_is_judged_by(beside: SideBySide, judged_by: JudgedBy, fail_on: Sequence[str] | None) -> None:
    """Raises `ConflictingOptions` for one due date or granularity beside all of them, and for what fails on one."""
    fails = {"--fail-on": fail_on or None}
    refused = {
        "--bases": {"--basis": judged_by.basis, **fails} if beside.bases else {},
        "--granularities": {"--granularity": judged_by.granularity, **fails} if beside.granularities else {},
    }
    for shape, options in refused.items():
        for option, value in options.items():
            if value is not None:
                raise ConflictingOptions(first=shape, second=option)


def _dimensions(by: list[str] | None) -> tuple[str, ...]:
    """What the rows are: one or two dimensions, procedures unless given. Raises `TooMany`."""
    named = tuple(one_of("--by", name, BY) for name in by or ["procedure"])
    if len(named) > 2 or len(set(named)) < len(named):
        raise TooMany(option="--by", values=" ".join(named))
    return named


def _only_one(shapes: dict[str, bool]) -> str:
    """The shape asked for, empty for the plain report. Raises `ConflictingOptions`."""
    given = [option for option, value in shapes.items() if value]
    if len(given) > 1:
        raise ConflictingOptions(first=given[0], second=given[1])
    return given[0] if given else ""


def _report(desk: Desk, target: Out, request: ReportRequest, *, with_person: bool) -> tuple[int, int]:
    """The report as it is asked; returns its late and overdue."""
    counted = reports.report(*desk, request._replace(with_members=target.is_document))
    write_report(target, counted, with_person=with_person)
    return counted.part.total.late, counted.part.total.overdue


def write_report(target: Out, counted: Report, *, with_person: bool) -> None:
    """A report is written in the format asked for. Raises `TooManyRows`."""

    def document(of: Report) -> "Document":
        from onestop_cli.output.reports.report_document import report_document

        return report_document(of, with_person=with_person)

    keys = ROW_KEYS if counted.what_if is None else (*ROW_KEYS, "what_if")
    target.report_of(counted, report_text, document, report_record, report_csv_records, keys)


def _side_by_side(desk: Desk, target: Out, request: ReportRequest, beside: SideBySide, *, with_person: bool) -> None:
    """The report by several yardsticks at once. Raises `TooManyRows`."""
    from onestop_cli.output.reports import side_by_side as shown
    from onestop_cli.usecases.reports.side_by_side import side_by_side

    yardsticks = beside.yardsticks(request.basis, request.granularity)
    counted = side_by_side(*desk, request._replace(with_members=target.is_document), yardsticks)
    document = partial(shown.side_by_side_document, with_person=with_person)
    drawn = shown.side_by_side_text, document, shown.side_by_side_record, shown.side_by_side_csv_records
    target.report_of(counted, *drawn, shown.KEYS)


def _what_if(desk: Desk, target: Out, request: ReportRequest, supposed: Assumed, *, with_person: bool) -> None:
    """The report as it would be. Raises `TooManyRows`, `BadFile`, `BadRows`."""
    from onestop_cli.usecases.reports.what_if import what_if

    counted = what_if(*desk, request._replace(with_members=target.is_document), supposed.settings, supposed.files)
    write_report(target, counted, with_person=with_person)


def _form(desk: Desk, target: Out, asked: Question, *, with_person: bool) -> tuple[int, int]:
    """The official form; returns its late and overdue."""
    from onestop_cli.output.reports import form_06a as shown
    from onestop_cli.usecases.reports.form_06a import form

    request = ReportRequest.of(asked, ("field",))._replace(with_members=target.is_document)
    counted, document = form(*desk, request), partial(shown.form_document, with_person=with_person)
    target.report_of(counted, shown.form_text, document, shown.form_record, shown.form_csv_records, shown.FORM_KEYS)
    return counted.total.late, counted.total.overdue


def _index(desk: Desk, target: Out, asked: Question, by: tuple[str, ...], *, with_person: bool) -> tuple[int, int]:
    """The national index; returns its late and overdue."""
    from onestop_cli.output.reports import index_766 as shown
    from onestop_cli.usecases.reports.index_766 import index

    request = ReportRequest.of(asked, by)._replace(with_members=target.is_document)
    counted, document = index(*desk, request), partial(shown.index_document, with_person=with_person)
    target.report_of(counted, shown.index_text, document, shown.index_record, shown.index_csv_records, shown.INDEX_KEYS)
    return counted.total.late, counted.total.overdue


def _sealed(desk: Desk, target: Out, asked: Question, by: tuple[str, ...], *, with_person: bool) -> tuple[int, int]:
    """The period as it was sealed; returns its late and overdue.

    Raises `NotSealed`, `RegisterDiffers`, `SealBroken`.
    """
    from onestop_cli.cli.reports.seals import must_agree, must_be_intact
    from onestop_cli.output.reports import seals as shown
    from onestop_cli.usecases.reports import seals

    sealed = seals.sealed(desk.path, asked.period, by, with_members=target.is_document)
    must_agree(sealed, desk.path)
    document = partial(shown.sealed_document, with_person=with_person)
    record = partial(shown.sealed_record, with_person=with_person)
    text = partial(shown.sealed_text, with_person=with_person)
    target.report_of(sealed, text, document, record, lambda sealed: report_csv_records(sealed.report), ROW_KEYS)
    must_be_intact(sealed)
    return sealed.report.part.total.late, sealed.report.part.total.overdue


def _diff(
    desk: Desk, target: Out, request: ReportRequest, known: Sequence[str], *, with_person: bool
) -> tuple[int, int]:
    """What changed the report between two moments; returns its late and overdue at the second."""
    from onestop_cli.output.reports import diff as shown
    from onestop_cli.usecases.reports.diff import diff

    if len(known) > 2:
        raise TooMany(option="--diff", values=" ".join(known))
    first, *second = (known_by(desk, text) for text in known)
    found = diff(*desk, request, first, second[0] if second else None)
    text = partial(shown.diff_text, with_person=with_person)
    document = partial(shown.diff_document, with_person=with_person)
    whole = partial(shown.diff_record, with_person=with_person)
    lines = partial(shown.diff_csv_records, with_person=with_person)
    records = partial(shown.diff_records, with_person=with_person)
    target.report_of(found, text, document, whole, lines, shown.DIFF_KEYS, records)
    total = found.changes.now.part.total
    return total.late, total.overdue


def _fail_on(words: Sequence[str], late: int, overdue: int) -> None:
    """Raises a finding, once the report is written, where there is what must not be."""
    if ("late" in words and late) or ("overdue" in words and overdue):
        raise LateFound(late=late, overdue=overdue)
