"""Sealing a period."""

from pathlib import Path
from typing import Annotated

from onestop_cli.cli.options import Hand, Target, TypedMoments, option
from onestop_cli.cli.periods import ConventionOption, JudgedBy, PeriodOptions, question
from onestop_cli.cli.session import typed_text
from onestop_cli.errors import N_, MissingOption, RegisterDiffers, SealAltered, SealBroken
from onestop_cli.output.reports.seals import seal_record, seal_text
from onestop_cli.usecases.reports import seals
from onestop_cli.usecases.reports.seals import Sealed


def seal(
    *,
    period: PeriodOptions,
    convention: ConventionOption = None,
    note: Annotated[str, option("--note", "TEXT", N_("Kept with the seal."))] = "",
    hand: Hand,
    target: Target,
) -> None:
    """Freeze the figures of a finished period by a digest in the ledger.

    Example: onestop seal --month 8 --year 2023
    """
    if not period.is_given:
        raise MissingOption(option="--month", example="onestop seal --month 8 --year 2023")
    asked = question(hand.desk, period, JudgedBy(convention=convention), TypedMoments())
    recorded = seals.seal(*hand, asked.period, typed_text("--note", note))
    target.record(seal_record(recorded), lambda: seal_text(recorded))


def must_agree(sealed: Sealed, path: Path) -> None:
    """Raises `RegisterDiffers` where the seal comes out, and the register tells other figures of now than the events.

    Where the seal does not come out, that is what is to be told.
    """
    period = sealed.seal.period
    if sealed.is_intact and sealed.has_strayed:
        raise RegisterDiffers(path=path, start=period.start, end=period.end)


def must_be_intact(sealed: Sealed) -> None:
    """Raises `SealBroken` where the report is another, `SealAltered` where only the figures beside the seal are."""
    seal = sealed.seal
    days = {"start": seal.period.start, "end": seal.period.end, "seq": seal.event.seq}
    if not sealed.comes_out:
        raise SealBroken(**days, found=sealed.digest[:12], sealed=seal.digest[:12], position=seal.position)
    if not sealed.is_intact:
        raise SealAltered(**days)
