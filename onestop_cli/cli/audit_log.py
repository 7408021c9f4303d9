"""The ledger event by event: audit log."""

import sys
from typing import Annotated

from onestop_cli.cli.options import KnownAt, Target, flag, option, word
from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import Desk, needed_text, some_of, whole_number
from onestop_cli.cli.target import Out
from onestop_cli.core import bounds, dossier_events, file_events
from onestop_cli.core.filters import EventFilters
from onestop_cli.errors import N_
from onestop_cli.output.audit_log import log_rendering
from onestop_cli.output.figures import number
from onestop_cli.output.words import _, ngettext
from onestop_cli.usecases import audit_log
from onestop_cli.usecases.audit_log import Log, LogRequest

KINDS = (*dossier_events.KINDS, *file_events.KINDS)
SHOWN = 50
_LATEST = 10**15 - 1


def log(
    *,
    dossier: Annotated[str | None, option("--dossier", "CODE", N_("Only the events of this dossier."))] = None,
    since: Annotated[
        str | None, option("--since", "SEQ", N_("Only what was recorded after the event of this number."))
    ] = None,
    until: Annotated[str | None, option("--until", "SEQ", N_("Only up to the event of this number."))] = None,
    recorded: Annotated[str | None, option("--recorded", "A..B", N_("Recorded in these days."))] = None,
    kind: Annotated[
        list[str] | None, word("--kind", KINDS, N_("Only events of this kind; repeat for several."), "KIND")
    ] = None,
    actor: Annotated[
        str | None, option("--actor", "NAME", N_("Only what was recorded under this name, or this login."))
    ] = None,
    behind: Annotated[
        str | None, option("--behind", "N", N_("Only acts typed at least N days after they happened, imports apart."))
    ] = None,
    limit: Annotated[
        str | None, option("--limit", "N", N_("At most so many of the newest; on a terminal 50 unless given."))
    ] = None,
    known_at: KnownAt = None,
    personal_data: Annotated[
        bool, flag("--personal-data", N_("With names, ID numbers, phones, addresses, notes and reasons."))
    ] = False,
    desk: Desk,
    target: Target,
) -> None:
    """List the events of the ledger, oldest first, with who recorded them.

    Example: onestop audit log --dossier 230811-0003
    """
    after = whole_number("--since", since, 0, _LATEST) or 0
    up_to = whole_number("--until", until, after + 1, _LATEST)
    filters = EventFilters(
        dossier=dossier,
        after=after,
        up_to=up_to,
        kinds=some_of("--kind", kind, KINDS),
        recorded=desk.range(recorded),
        who=needed_text("--actor", actor, bounds.ACTOR) if actor is not None else None,
        behind=whole_number("--behind", behind, 1, 100_000),
    )
    most = whole_number("--limit", limit, 1, 10**9) or (SHOWN if target.screen.is_terminal else None)
    request = LogRequest(filters, desk.moment(known_at), most, personal_data)
    told = audit_log.audit_log(*desk, request, lambda of: _write(of, target, with_person=personal_data))
    if told.was_cut:
        cut = ngettext(
            "note: only the newest event is shown of {all}; all of them: --limit {limit}, or with -o FILE",
            "note: only the newest {n} events are shown of {all}; all of them: --limit {limit}, or with -o FILE",
            told.n,
            all=number(told.n_all),
            limit=told.n_all,
        )
        print(cut, file=sys.stderr)


def _write(of: Log, target: Out, *, with_person: bool) -> None:
    """The events are written, with a progress bar where no terminal is written on."""
    if target.screen.is_terminal:
        target.report(log_rendering(of, with_person=with_person))
        return
    with counting(_("Reading the ledger"), of.n, _("events")) as progress:
        written = target.put(log_rendering(of.telling(progress), with_person=with_person))
    target.say(written)
    if with_person and target.target is not None:
        words = _("the file holds personal data; keep it as the law asks")
        print(_("note: {text}", text=words), file=sys.stderr)
