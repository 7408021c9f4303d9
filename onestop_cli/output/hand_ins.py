"""When and where a dossier was handed in, and whether it was received in time, in words (domain §3.1)."""

from datetime import datetime

from onestop_cli.core.acceptance import is_accepted_late
from onestop_cli.core.dossier import Dossier
from onestop_cli.output.figures import moment, occurred
from onestop_cli.output.words import _


def hand_in_words(submitted_at: datetime | None, *, is_day: bool, unit: str = "") -> str:
    """When a dossier was handed in, a day where no hour was told, and where, if elsewhere; empty for neither."""
    at = occurred(submitted_at, is_day=is_day) if submitted_at else ""
    if not unit:
        return at
    return _("{at}, at {unit}", at=at, unit=unit) if at else _("at {unit}", unit=unit)


def handed_in_lines(dossier: Dossier) -> list[tuple[str, str]]:
    """The hand-in and the acceptance of a dossier, each under its name, where there is one."""
    d, lines = dossier, list[tuple[str, str]]()
    if d.submitted_at is not None:
        words = hand_in_words(d.submitted_at, is_day=d.submitted_is_day, unit=d.receiving_unit)
        lines.append((_("Handed in"), words))
    elif d.receiving_unit:
        lines.append((_("Handed in at"), d.receiving_unit))
    if d.acceptance_due_at is not None:
        by = moment(d.acceptance_due_at)
        late = _("late: it was due by {at}", at=by) if is_accepted_late(d) else _("in time: due by {at}", at=by)
        lines.append((_("Acceptance"), late))
    return lines


def passed_words(dossier: Dossier) -> str:
    """What is said at the counter of a dossier that is overdue at its receipt: its limit counts from the hand-in."""
    due = moment(dossier.due_at)
    return _(
        "the limit of dossier {code} counts from the hand-in and has passed: due {due}", code=dossier.code, due=due
    )


def accepted_late_words(dossier: Dossier) -> str:
    """What is said at the counter of a dossier accepted late."""
    d = dossier
    return _(
        "accepted late: handed in {handed_in}, to be accepted by {due}, received {received}",
        handed_in=occurred(d.submitted_at, is_day=d.submitted_is_day), due=moment(d.acceptance_due_at),
        received=occurred(d.received_at, is_day=d.received_is_day),
    )  # fmt: skip
