"""For the auditor: the anchor of the chain, whether the chain is whole, and a note on a clock that was ahead."""

from typing import Annotated

from onestop_cli.cli.options import Apply, Hand, Note, Target, argument, flag, option
from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import Desk, needed_text, whole_number
from onestop_cli.errors import N_, AnchorFindings, ChainFindings, RegisterFindings, VerifyFindings
from onestop_cli.output.audit import clock_record, clock_text, head_record, head_text
from onestop_cli.output.verified import verified_record, verified_text
from onestop_cli.output.words import _
from onestop_cli.usecases import audit


def head(desk: Desk, target: Target) -> None:
    """Print the anchor of the last event, to keep elsewhere.

    Example: onestop audit head
    """
    last = audit.head(desk.path)
    target.record(head_record(last), lambda: head_text(last))


def clock(
    *,
    seq: Annotated[str, argument("SEQ", N_("The first event that was recorded while the clock was ahead."))],
    to: Annotated[str | None, option("--to", "SEQ", N_("The last of them; the first unless given."))] = None,
    note: Note,
    apply: Apply = False,
    hand: Hand,
    target: Target,
) -> None:
    """Note that the clock was ahead; without --apply only show the effect.

    Example: onestop audit clock 812 --to 814 --note "đồng hồ máy chạy nhanh 10 năm"
    """
    first = whole_number("SEQ", seq, 1, 10**12) or 0
    last = whole_number("--to", to, first, 10**12) or first
    ahead = audit.clock_ahead(*hand, first, last, needed_text("--note", note), apply=apply)
    target.record(clock_record(ahead), lambda: clock_text(ahead))


def verify(
    *,
    chain: Annotated[bool, flag("--chain", N_("Walk the chain only; compare nothing that follows from it."))] = False,
    anchor: Annotated[
        list[str] | None,
        option("--anchor", "SEQ:HASH|FILE", N_("An anchor or a night's manifest kept elsewhere; repeat for several.")),
    ] = None,
    desk: Desk,
    target: Target,
) -> None:
    """Check the file against its events, and these against anchors.

    Example: onestop audit verify --anchor nights/2026-11-25/manifest.json
    """
    with counting(_("Walking the chain") if chain else _("Verifying"), unit=_("events")) as progress:
        verified = audit.verify(desk.path, anchor or (), progress, in_full=not chain)
    target.record(verified_record(verified), lambda: verified_text(verified))
    if verified.n_findings:
        found = ChainFindings if chain else VerifyFindings
        if verified.is_of_anchors_alone:
            found = AnchorFindings
        elif verified.is_of_the_register_alone:
            found = RegisterFindings
        raise found(count=verified.n_findings)
