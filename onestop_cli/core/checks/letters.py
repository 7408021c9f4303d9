"""Letters of apology that are missing, repeated or late (domain §3.4, §7 “letter”).

Once a dossier, at the latest one calendar day before the due date, un-extended (Decree 61/2018 art. 19(9)); never on
`same_day` or hour limits, unless a day was agreed.
"""

from collections.abc import Iterator
from datetime import timedelta

from onestop_cli.core.acts import Act
from onestop_cli.core.checks.findings import Found, Ground, Subject
from onestop_cli.core.dossier import Dossier, DueSource
from onestop_cli.core.limits import BY_THE_INSTANT
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, judged_finish

_DAY = timedelta(days=1)


def _admits_letter(dossier: Dossier) -> bool:
    """Whether a letter in time is possible at all: on a day from its receipt on, before the day it is due."""
    is_due_on_day = dossier.time_limit.unit not in BY_THE_INSTANT or dossier.due_source is DueSource.agreed
    return is_due_on_day and dossier.due_at is not None and dossier.due_at.date() > dossier.received_at.date()


def missing_letter(of: Subject, ground: Ground) -> Iterator[Found]:
    """The result came late, and no letter went out by the due day, though the limit admits one."""
    d = of.dossier
    if d.resolved_at is None or d.due_at is None:
        return
    if judged_finish(d, d.resolved_at, Basis.due, Granularity.unit) is not Outcome.late or not _admits_letter(d):
        return
    if not any(letter.at.date() <= d.due_at.date() for letter in d.extensions):
        yield of.found(of.last(Act.resolve), at=d.resolved_at, finish=d.resolved_at, due=d.due_at)


def repeated_letter(of: Subject, ground: Ground) -> Iterator[Found]:
    """More than one letter was sent."""
    letters = of.of(Act.extend) if len(of.dossier.extensions) > 1 else []
    for n, event in enumerate(letters[1:], 2):
        yield of.found(event, n=n, on=event.occurred_at.date(), first=letters[0].occurred_at.date())


def late_letter(of: Subject, ground: Ground) -> Iterator[Found]:
    """A letter is of a day after its last one, or was typed after it."""
    if not of.dossier.extensions:
        return
    for event in of.of(Act.extend):
        before = of.before(event)
        if before is None or before.due_at is None:
            continue
        last = before.due_at.date() - _DAY
        on, recorded = event.occurred_at.date(), event.recorded_at.date()
        is_in_time = on <= last and (recorded <= last or of.is_imported(event))
        if not is_in_time or not _admits_letter(before):
            yield of.found(event, on=on, recorded=recorded, last=last, due=before.due_at)
