"""What the file is: db status."""

from onestop_cli.cli.options import Target
from onestop_cli.cli.session import Desk
from onestop_cli.output.file_status import status_record, status_text
from onestop_cli.usecases import file_status


def status(desk: Desk, target: Target) -> None:
    """Show what the file is, at once; doctor says how it is.

    Example: onestop db status
    """
    told = file_status.file_status(*desk)
    target.record(status_record(told), lambda: status_text(told))
