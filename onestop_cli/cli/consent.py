"""What a change may do to due dates that it moves: `--apply`, `--also-earlier`, `--no-move`, `--also-finished`."""

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


def _consent_of_notice(
    consent: Annotated[moves.Consent, _consent],
    also_finished: Annotated[
        bool,
        flag("--also-finished", N_("With --apply: dossiers finished meanwhile too, where their verdict gets better.")),
    ] = False,
) -> moves.Consent:
    """What was asked for of a notice. Raises `ConflictingOptions`."""
    if also_finished and consent.no_move:
        raise ConflictingOptions(first="--also-finished", second="--no-move")
    return consent._replace(also_finished=also_finished)


Consent = Annotated[moves.Consent, _consent]
ConsentToNotice = Annotated[moves.Consent, _consent_of_notice]
