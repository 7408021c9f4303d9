"""The register made again from the events: db rebuild."""

from onestop_cli.cli.options import Apply, Target
from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import Desk
from onestop_cli.output.rebuild import rebuilt_record, rebuilt_text
from onestop_cli.output.words import _
from onestop_cli.usecases import rebuild as use_case


def rebuild(*, apply: Apply = False, desk: Desk, target: Target) -> None:
    """Make the register again from the events; first only compare.

    Example: onestop db rebuild
    """
    words = _("Making the register again; the counter waits") if apply else _("Comparing the register with the events")
    with counting(words, unit=_("events")) as progress:
        done = use_case.rebuild(desk.path, progress, apply=apply)
    target.record(rebuilt_record(done), lambda: rebuilt_text(done))
