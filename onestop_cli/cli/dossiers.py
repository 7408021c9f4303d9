"""Looking up: show, history, list, due."""

import sys
from typing import Annotated

import typer

from onestop_cli.cli.options import AsOf, CodeArgument, Format, Json, KnownAt, Output, one_from, procedure_words
from onestop_cli.cli.session import Session, one_of, whole_number
from onestop_cli.cli.target import out
from onestop_cli.core.dossier import CHANNELS, Status
from onestop_cli.core.filters import Filters
from onestop_cli.core.ledger import Event
from onestop_cli.core.outcomes import Outcome, View
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_
from onestop_cli.output import dossiers
from onestop_cli.output.histories import history_text
from onestop_cli.output.records import DOSSIER_KEYS, dossier_record
from onestop_cli.output.words import ngettext
from onestop_cli.usecases import dossiers as reading

EVENT_KEYS = ("seq", "dossier", "kind", "occurred_at", "recorded_at", "actor", "data", "hash")
SHOWN = 50
STATUSES = tuple(Status)
OUTCOMES = tuple(Outcome)


def _record(seen: View) -> dict[str, object]:
    return dossier_record(seen.entry.dossier, seen.entry.person, seen.outcome)


def show(
    session: Session,
    code: CodeArgument,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Show one dossier with its dates and its state.

    Example: onestop show 230811-0003
    """
    target = out(format_name, as_json, output)
    moments = session.moments(as_of, known_at)
    seen = reading.show(session.path, session.clock, code, moments)
    d, person = seen.entry
    target.records([_record(seen)], DOSSIER_KEYS, lambda: dossiers.dossier_text(d, person, seen.outcome), single=True)


def history(
    session: Session,
    code: CodeArgument,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Tell a dossier's story: what, who, when, and when it was recorded.

    Example: onestop history 230811-0003
    """
    target = out(format_name, as_json, output)
    moments = session.moments(as_of, known_at)
    story = reading.history(session.path, session.clock, code, moments)
    target.records([_event_record(e) for e in story.events], EVENT_KEYS, lambda: history_text(*story))


def _event_record(event: Event) -> dict[str, object]:
    return {name: getattr(event, name) for name in EVENT_KEYS}


def list_dossiers(
    session: Session,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="STATUS",
            autocompletion=one_from(STATUSES),
            help=N_("Only in this state; repeat for several."),
        ),
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            "--outcome",
            metavar="OUTCOME",
            autocompletion=one_from(OUTCOMES),
            help=N_("Only with this outcome; repeat for several."),
        ),
    ] = None,
    procedure: Annotated[
        str | None,
        typer.Option(
            "--procedure", metavar="PROCEDURE", autocompletion=procedure_words, help=N_("Only this procedure.")
        ),
    ] = None,
    field: Annotated[str | None, typer.Option("--field", metavar="FIELD", help=N_("Only this field."))] = None,
    officer: Annotated[str | None, typer.Option("--officer", metavar="NAME", help=N_("Only this officer."))] = None,
    channel: Annotated[
        str | None,
        typer.Option(
            "--channel", metavar="|".join(CHANNELS), autocompletion=one_from(CHANNELS), help=N_("Only this channel.")
        ),
    ] = None,
    received: Annotated[
        str | None, typer.Option("--received", metavar="A..B", help=N_("Received in these days."))
    ] = None,
    resolved: Annotated[
        str | None, typer.Option("--resolved", metavar="A..B", help=N_("Resolved in these days."))
    ] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="A..B", help=N_("Due in these days."))] = None,
    search: Annotated[
        str | None,
        typer.Option(
            "--search", metavar="TEXT", help=N_("Words in name, number, address, code or note; accents do not matter.")
        ),
    ] = None,
    limit: Annotated[
        str | None, typer.Option("--limit", metavar="N", help=N_("At most so many; 50 unless given."))
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """List dossiers, newest first.

    Example: onestop list --status received --search "nguyen van"
    """
    target = out(format_name, as_json, output)
    filters = Filters(
        statuses=tuple(one_of("--status", s, STATUSES) for s in status or ()),
        field=normalised(field) if field is not None else None,
        officer=normalised(officer) if officer is not None else None,
        channel=one_of("--channel", channel, CHANNELS) if channel is not None else None,
        received=session.range(received),
        resolved=session.range(resolved),
        due=session.range(due),
        search=search,
    )
    outcomes = tuple(one_of("--outcome", o, OUTCOMES) for o in outcome or ())
    most = whole_number("--limit", limit, 1, 10**9) or SHOWN
    moments = session.moments(as_of, known_at)
    found = reading.listing(session.path, session.clock, filters, procedure, outcomes, most, moments)
    target.records((_record(v) for v in found.views), DOSSIER_KEYS, lambda: dossiers.list_text(found.views))
    if found.was_cut:
        cut = ngettext(
            "note: only the newest {n} is shown; --limit shows more",
            "note: only the newest {n} are shown; --limit shows more",
            most,
        )
        print(cut, file=sys.stderr)


def due(
    session: Session,
    within: Annotated[str, typer.Option("--within", metavar="N", help=N_("Working days to look ahead."))] = "3",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Show the day's work: overdue, due today, due soon, waiting, ready.

    Example: onestop due --within 5
    """
    target = out(format_name, as_json, output)
    days = whole_number("--within", within, 0, 250)
    moments = session.moments(as_of, known_at)
    work = reading.work_list(session.path, session.clock, 3 if days is None else days, moments)
    target.records((_record(v) for v in work.views), DOSSIER_KEYS, lambda: dossiers.work_text(work))
