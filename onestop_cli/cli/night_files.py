"""The files of a night beside its backup: lists and reports as their own commands draw them, letters to officers."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from onestop_cli.cli.options import TypedMoments
from onestop_cli.cli.periods import JudgedBy, judgement
from onestop_cli.cli.reports.report import write_report
from onestop_cli.cli.session import Desk
from onestop_cli.cli.target import Out
from onestop_cli.core.nights import EVENTS
from onestop_cli.core.outcomes import View
from onestop_cli.core.periods import running_month
from onestop_cli.core.report import Question, ReportRequest
from onestop_cli.errors import N_, MissingPackage
from onestop_cli.output import exports as exports_shown
from onestop_cli.output import stream
from onestop_cli.output.formats import FORMATS
from onestop_cli.output.mails import letters
from onestop_cli.output.reports.late import late_rendering
from onestop_cli.output.reports.register import book_rendering
from onestop_cli.usecases import exports
from onestop_cli.usecases.exports import Dossiers, Events, ExportRequest
from onestop_cli.usecases.nights import Drawn, Night
from onestop_cli.usecases.reports.late import Narrowed, late_list
from onestop_cli.usecases.reports.register import book
from onestop_cli.usecases.reports.report import report
from onestop_cli.usecases.worklist import work_list

DUE_WITHIN = 1
"""A letter in the evening tells what is due by the next working day."""


def must_be_installed() -> None:
    """Raises `MissingPackage`, which names all that formats of a night need and that is not installed."""
    missing: list[str] = []
    for name in ("html", "xlsx"):
        try:
            FORMATS[name].must_be_installed()
        except MissingPackage as problem:
            missing.append(problem.values["package"])
    if missing:
        raise MissingPackage(what=N_("writing a night"), package='" "'.join(missing))


def files(night: Night, *, to_mail: bool, with_person: bool) -> Iterator[Drawn]:
    """Every file of a night: dossiers, events, of each month the report, the late list and the register; letters."""
    yield Drawn("dossiers.csv", partial(_dossiers, night, with_person=with_person))
    yield Drawn(EVENTS, partial(_events, night, with_person=with_person))
    for question, ending in _months(night):
        yield from _report(night, question, ending, with_person=with_person)
        yield from _late(night, question, ending, with_person=with_person)
        yield Drawn(f"register{ending}.xlsx", partial(_register, night, question, with_person=with_person))
    if to_mail:
        yield from _letters(night)


def _months(night: Night) -> Iterator[tuple[Question, str]]:
    """The month of a night, judged at its instant; before it those that ended in a gap since the night before.

    Each with how its files' names end: the night's own month has the plain names.
    """
    desk = Desk(night.file, night.now)
    judged = judgement(desk, JudgedBy(), TypedMoments(as_of=night.told.at.isoformat()))
    own = running_month(night.told.night, judged.convention)
    since = night.told.covers[0] if night.told.previous else night.told.night
    missed = running_month(since, judged.convention)
    while missed.start < own.start:
        yield judged._replace(as_of=None).of(missed), f"-{missed.end:%Y-%m}"
        missed = running_month(missed.end + timedelta(days=1), judged.convention)
    yield judged.of(own), ""


def _report(night: Night, question: Question, ending: str, *, with_person: bool) -> Iterator[Drawn]:
    """The month and the year so far, without the dossiers behind their figures: those have files of their own."""
    request = ReportRequest.of(question, ("procedure",), cumulative=True)
    counted = report(night.file, night.now, request)

    def write(name: str, to: Path) -> int:
        write_report(Out(name, to), counted, with_person=with_person)
        return sum(len(part.rows) for part in counted.parts)

    for name in ("html", "json", "xlsx"):
        yield Drawn(f"report{ending}.{name}", partial(write, name))


def _late(night: Night, question: Question, ending: str, *, with_person: bool) -> Iterator[Drawn]:
    listed = late_list(night.file, night.now, ReportRequest.of(question, ()), Narrowed())

    def write(name: str, to: Path) -> int:
        Out(name, to).report(late_rendering(listed, with_person=with_person))
        return len(listed.dossiers)

    for name in ("json", "xlsx"):
        yield Drawn(f"late{ending}.{name}", partial(write, name))


def _register(night: Night, question: Question, to: Path, *, with_person: bool) -> int:
    kept = book(night.file, night.now, ReportRequest.of(question, ()))
    Out("xlsx", to).report(book_rendering(kept, with_person=with_person))
    return len(kept.lines)


def _dossiers(night: Night, to: Path, *, with_person: bool) -> int:
    rows = 0

    def counted(views: Iterator[View]) -> Iterator[View]:
        nonlocal rows
        for view in views:
            rows += 1
            yield view

    def render(of: Dossiers) -> None:
        nonlocal rows
        drawn = exports_shown.dossiers(of._replace(views=counted(of.views)), with_person=with_person, excel=False)
        Out("csv", to).report(drawn)
        rows = rows if of.size is None else of.size

    exports.export_dossiers(night.file, night.judged_at, ExportRequest(night.moments, None, with_person), render)
    return rows


def _events(night: Night, to: Path, *, with_person: bool) -> int:
    def render(of: Events) -> None:
        Out("jsonl", to).report(exports_shown.events(of, with_person=with_person, excel=False))

    exports.export_events(night.file, ExportRequest(since=night.told.after, with_person=with_person), render)
    return night.told.head.seq - night.told.after


def _letters(night: Night) -> Iterator[Drawn]:
    work = work_list(night.file, night.judged_at, DUE_WITHIN, night.moments)
    for letter in letters(work, night.told.agency["name"]):
        yield Drawn(f"mail/{letter.name}", partial(_letter, letter.content, letter.dossiers))


def _letter(content: bytes, dossiers: int, to: Path) -> int:
    stream.write_pieces([content], to)
    return dossiers
