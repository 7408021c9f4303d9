"""Keeping the file: db."""

from onestop_cli.cli.session import Session
from onestop_cli.cli.target import out
from onestop_cli.output import offices
from onestop_cli.usecases.migration import migrate as run


def migrate(session: Session) -> None:
    """Bring a file of an earlier version to this one, after a backup.

    Example: onestop db migrate
    """
    out(None, False, None).write(offices.migrated_text(run(session.path)))
