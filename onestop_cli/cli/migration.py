"""A file of an earlier version: db migrate."""

from onestop_cli.cli.options import Screen
from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import Desk
from onestop_cli.output.offices import migrated_text
from onestop_cli.output.words import _
from onestop_cli.usecases import migration


def migrate(desk: Desk, target: Screen) -> None:
    """Bring a file of an earlier version to this one, after a backup.

    Example: onestop db migrate
    """
    with counting(_("Bringing the file to the present format"), unit=_("events")) as progress:
        done = migration.migrate(desk.path, progress)
    target.write(migrated_text(done))
