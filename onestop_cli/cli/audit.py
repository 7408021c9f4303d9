"""For the auditor: the anchor of the chain, and whether the chain is whole."""

from typing import Annotated

from onestop_cli.cli.options import Target, flag, option
from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import Desk
from onestop_cli.errors import N_, ChainFindings, MissingOption
from onestop_cli.output.audit import head_record, head_text, verified_record, verified_text
from onestop_cli.output.words import _
from onestop_cli.usecases import audit


def head(desk: Desk, target: Target) -> None:
    """Print the anchor of the last event, to keep elsewhere.

    Example: onestop audit head
    """
    last = audit.head(desk.path)
    target.record(head_record(last), lambda: head_text(last))


def verify(
    *,
    chain: Annotated[bool, flag("--chain", N_("Walk the chain from its first event."))] = False,
    anchor: Annotated[
        list[str] | None,
        option("--anchor", "SEQ:HASH|FILE", N_("An anchor or a night's manifest kept elsewhere; repeat for several.")),
    ] = None,
    desk: Desk,
    target: Target,
) -> None:
    """Check that no event was changed, left out or put in between.

    Example: onestop audit verify --chain
    """
    if not chain:
        raise MissingOption(option="--chain", example="onestop audit verify --chain")
    with counting(_("Walking the chain"), unit=_("events")) as progress:
        verified = audit.verify(desk.path, anchor or (), progress)
    target.record(verified_record(verified), lambda: verified_text(verified))
    if verified.n_findings:
        raise ChainFindings(count=verified.n_findings)
