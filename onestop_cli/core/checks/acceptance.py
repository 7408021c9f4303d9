"""What was handed in online and accepted late (domain §3.1, §7 “acceptance”)."""

from collections.abc import Iterator

from onestop_cli.core.acceptance import is_accepted_late
from onestop_cli.core.checks.findings import Found, Ground, Subject


def accepted_late(of: Subject, ground: Ground) -> Iterator[Found]:
    """It was handed in online and received after the end of the working day that follows."""
    d = of.dossier
    if d.acceptance_due_at is None or not is_accepted_late(d):
        return
    yield of.found(
        of.receipt, at=d.received_at, submitted=d.submitted_at, received=d.received_at, last=d.acceptance_due_at
    )
