"""Looking up: show, history, list."""

import sys
from typing import Annotated

from onestop_cli.cli.options import (
    CodeOrNumber,
    Moments,
    OnlyField,
    OnlyOfficer,
    OnlyProcedure,
    Strict,
    Target,
    TypedMoments,
    flag,
    option,
    word,
)
from onestop_cli.cli.session import Desk, one_of, some_of, typed_text, whole_number
from onestop_cli.core import declines as of_declines
from onestop_cli.core.codes import decline_meant
from onestop_cli.core.dossier import CHANNELS, Status
from onestop_cli.core.filters import Filters
from onestop_cli.core.outcomes import Outcome
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, ConflictingOptions
from onestop_cli.output.dossiers import dossier_text
from onestop_cli.output.figures import number
from onestop_cli.output.records import DOSSIER_KEYS, dossier_record, erased_record, voided_record
from onestop_cli.output.words import _
from onestop_cli.usecases import dossiers

SHOWN = 50
_MOST = 1000
STATUSES = tuple(Status)
OUTCOMES = tuple(Outcome)
_OF_OUTCOME = tuple(word for word in OUTCOMES if word not in STATUSES)
"""What a list prints beside the states, and so can be typed for one."""


def show(code: CodeOrNumber, moments: Moments, desk: Desk, target: Target) -> None:
    """Show one dossier with its dates and its state.

    Example: onestop show 230811-0003
    """
    if decline_meant(normalised(code)) is not None:
        from onestop_cli.output.declines import decline_record, decline_text
        from onestop_cli.usecases import declines

        if (declined := declines.show(*desk, code, moments)) is not None:
            target.record(decline_record(declined), lambda: decline_text(declined))
            return
    entry, outcome, voided, letter, erased, jumps, may_move, slips = dossiers.show(*desk, code, moments)
    ended = {"voided": voided_record(voided), "erased": erased_record(erased)}
    record = {**dossier_record(*entry, outcome), **ended}
    ends = voided, letter, erased, jumps, slips
    target.record(record, lambda: dossier_text(*entry, outcome, *ends, may_move=may_move))


def history(code: CodeOrNumber, moments: Moments, desk: Desk, target: Target) -> None:
    """Tell a dossier's story: what, who, when, and when it was recorded.

    Example: onestop history 230811-0003
    """
    from onestop_cli.output.histories import EVENT_KEYS, event_record, history_text

    if decline_meant(normalised(code)) is not None:
        from onestop_cli.output import declines as drawn
        from onestop_cli.usecases import declines

        if (told := declines.history(*desk, code, moments)) is not None:
            of_decline = (event_record(event, {}) for event in told.events)
            target.records(of_decline, EVENT_KEYS, lambda: drawn.history_text(told))
            return
    story = dossiers.history(*desk, code, moments)
    records = (event_record(event, story.of_imports) for event in story.events)
    target.records(records, EVENT_KEYS, lambda: history_text(*story))


def list_dossiers(
    *,
    status: Annotated[
        list[str] | None, word("--status", STATUSES, N_("Only in this state; repeat for several."), "STATUS")
    ] = None,
    outcome: Annotated[
        list[str] | None, word("--outcome", OUTCOMES, N_("Only with this outcome; repeat for several."), "OUTCOME")
    ] = None,
    procedure: OnlyProcedure = None,
    field: OnlyField = None,
    officer: OnlyOfficer = None,
    channel: Annotated[str | None, word("--channel", CHANNELS, N_("Only this channel."))] = None,
    received: Annotated[str | None, option("--received", "A..B", N_("Received in these days."))] = None,
    resolved: Annotated[str | None, option("--resolved", "A..B", N_("Resolved in these days."))] = None,
    due: Annotated[str | None, option("--due", "A..B", N_("Due in these days."))] = None,
    search: Annotated[
        str | None,
        option("--search", "TEXT", N_("A name, phone, number, code, address or words of a note; best answers first.")),
    ] = None,
    recorded_late: Annotated[
        str | None, option("--recorded-late", "N", N_("With at least N papers recorded late."))
    ] = None,
    supplements: Annotated[
        str | None, option("--supplements", "N", N_("With at least N requests for a supplement."))
    ] = None,
    entered_late: Annotated[bool, flag("--entered-late", N_("With an entry typed after its due time."))] = False,
    due_changed: Annotated[
        bool, flag("--due-changed", N_("With a due date other than the slip's, or a new appointment by letter."))
    ] = False,
    declined: Annotated[
        bool,
        flag(
            "--declined",
            N_("What was not accepted, instead of dossiers; --received is its day, --status declined or void."),
        ),
    ] = False,
    strict: Strict = False,
    limit: Annotated[str | None, option("--limit", "N", N_("At most so many; on a terminal 50 unless given."))] = None,
    moments: TypedMoments,
    desk: Desk,
    target: Target,
) -> None:
    """List dossiers, newest first; what is searched for by how well it fits.

    Example: onestop list --status received --search "nguyen van"
    """
    from onestop_cli.core.searches import BEST
    from onestop_cli.output.listings import cut_words, listing_text

    states = some_of("--status", status, of_declines.STATUSES if declined else (*STATUSES, *_OF_OUTCOME))
    told = [word for word in states if word in _OF_OUTCOME]
    if told and len(told) < len(states):
        first = next(word for word in states if word not in told)
        raise ConflictingOptions(first=f"--status {first}", second=f"--status {told[0]}")
    filters = Filters(
        statuses=() if told else states,
        field=normalised(field) if field is not None else None,
        officer=normalised(officer) if officer is not None else None,
        channel=one_of("--channel", channel, CHANNELS) if channel is not None else None,
        received=desk.range(received),
        resolved=desk.range(resolved),
        due=desk.range(due),
        search=typed_text("--search", search) if search is not None else None,
        recorded_late=whole_number("--recorded-late", recorded_late, 1, _MOST) or 0,
        supplements=whole_number("--supplements", supplements, 1, _MOST) or 0,
        entered_late=entered_late,
        due_changed=due_changed,
    )
    outcomes = (*told, *some_of("--outcome", outcome, OUTCOMES))
    most = whole_number("--limit", limit, 1, 10**9) or (SHOWN if target.screen.is_terminal else None)
    if declined:
        from onestop_cli.cli.decline import list_declined

        others = {
            "--outcome": outcome, "--resolved": resolved, "--due": due,
            "--recorded-late": recorded_late, "--supplements": supplements, "--entered-late": entered_late,
            "--due-changed": due_changed, "--strict": strict,
        }  # fmt: skip
        list_declined(desk, filters, procedure, most, desk.moments(*moments), target, others)
        return
    listing = dossiers.listing(*desk, filters, procedure, outcomes, most, desk.moments(*moments), strict=strict)
    records = (dossier_record(*v.entry, v.outcome) for v in listing.views)
    target.records(records, DOSSIER_KEYS, lambda: listing_text(listing))
    if listing.was_cut and listing.tiers:
        n_all = number(listing.n_all) if listing.n_all else _("more than {n}", n=number(BEST))
        words = _("note: only the {n} that answer best are shown of {all}; type more, or ask for more with --limit N",
                  n=len(listing.views), all=n_all)  # fmt: skip
        print(words, file=sys.stderr)
    elif listing.was_cut:
        print(cut_words(len(listing.views), listing.n_all), file=sys.stderr)
