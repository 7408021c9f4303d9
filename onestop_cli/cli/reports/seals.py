"""Sealing a period."""

from typing import Annotated

import typer

from onestop_cli.cli import periods
from onestop_cli.cli.options import Actor, Format, Json, Output
from onestop_cli.cli.session import Session, actor, typed_text
from onestop_cli.cli.target import out
from onestop_cli.errors import N_, MissingOption, RegisterStrayed, SealAltered, SealBroken
from onestop_cli.output.reports.seals import seal_record, seal_text
from onestop_cli.usecases.reports import seals
from onestop_cli.usecases.reports.seals import Sealed

SEAL_KEYS = ("seq", "period", "sealed_at", "actor", "position", "digest", "note", "anchor")


def seal(
    session: Session,
    month: periods.Month = None,
    quarter: periods.Quarter = None,
    half: periods.Half = None,
    nine_months: periods.NineMonths = False,
    year: periods.Year = None,
    first: periods.First = None,
    last: periods.Last = None,
    convention: periods.ConventionOption = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=N_("Kept with the seal."))] = "",
    acting: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Freeze the figures of a finished period by a digest in the ledger.

    Example: onestop seal --month 8 --year 2023
    """
    target = out(format_name, as_json, output)
    typed = periods.Typed(month, quarter, half, nine_months, year, first, last)
    if not typed.is_given:
        raise MissingOption(option="--month", example="onestop seal --month 8 --year 2023")
    judged = periods.judging(session, None, None, convention, None, None)
    period = periods.asked(session, typed, judged).period
    who, words = actor(acting), typed_text("--note", note)
    made = seals.seal(session.path, session.clock, who, period, words)
    target.records([seal_record(made)], SEAL_KEYS, lambda: seal_text(made), single=True)


def must_be_intact(sealed: Sealed) -> None:
    """Raises `SealBroken` where the report is another, `SealAltered` where only the figures beside the seal are.

    Raises `RegisterStrayed` where the present figures are others though nothing was recorded since.
    """
    seal = sealed.seal
    days = {"start": seal.period.start, "end": seal.period.end, "seq": seal.event.seq}
    if sealed.digest != seal.digest:
        raise SealBroken(**days, found=sealed.digest[:12], sealed=seal.digest[:12], position=seal.position)
    if not sealed.is_intact:
        raise SealAltered(**days)
    if sealed.has_strayed:
        raise RegisterStrayed(start=seal.period.start, end=seal.period.end)
