"""What a change may do to due dates that it moves: `--apply`, `--also-earlier`, `--no-move`."""

from typing import Annotated

from onestop_cli.cli.options import Apply, flag
from onestop_cli.errors import N_, ConflictingOptions
from onestop_cli.usecases import moves


def _consent(
    apply: Apply = False,
    also_earlier: Annotated[
        bool, flag("--also-earlier", N_("With --apply: move due dates that come earlier too."))
    ] = False,
    no_move: Annotated[bool, flag("--no-move", N_("With --apply: record the change, move no due date."))] = False,
) -> moves.Consent:
    """What was asked for. Raises `ConflictingOptions`."""
    if also_earlier and no_move:
        raise ConflictingOptions(first="--also-earlier", second="--no-move")
    return moves.Consent(apply, also_earlier, no_move)


Consent = Annotated[moves.Consent, _consent]
