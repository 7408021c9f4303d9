"""What `audit head` and `audit clock` tell: the anchor to keep elsewhere, what becomes known by a note on the clock."""

from typing import TYPE_CHECKING

from onestop_cli.core.ledger import anchor
from onestop_cli.core.moments import iso
from onestop_cli.output.figures import moment
from onestop_cli.output.pages import Facts, Page
from onestop_cli.output.records import Record
from onestop_cli.output.words import _, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.audit import ClockAhead, Head


def head_record(head: "Head") -> Record:
    """The last event under the keys of the contract."""
    return {**head.mark._asdict(), "recorded_at": iso(head.recorded_at), "anchor": anchor(*head.mark)}


def head_text(head: "Head") -> Page:
    """The anchor to keep elsewhere, its hash whole."""
    pairs = [
        (_("Anchor to keep elsewhere"), head.mark.anchor),
        (_("Recorded"), moment(head.recorded_at)),
        (_("Compare later"), f"onestop audit verify --anchor {head.mark.anchor}"),
    ]
    return (Facts(pairs),)


def clock_record(ahead: "ClockAhead") -> Record:
    """The note on the clock, for machines; its event is null for a preview."""
    return {
        "preview": ahead.event is None,
        "first": ahead.first,
        "last": ahead.last,
        "recorded": list(map(iso, ahead.recorded)),
        "hidden": ahead.n_hidden,
        "known_time": list(map(iso, ahead.known_time)),
        "note": ahead.note,
        "anchor": ahead.event.anchor if ahead.event else None,
    }


def clock_text(ahead: "ClockAhead") -> Page:
    """Which events the clock was ahead for, what they hid, and since when all is known without them."""
    remark = (
        _("This is a preview, nothing was recorded; --apply records it.")
        if ahead.event is None
        else _("Recorded as event {anchor}", anchor=ahead.event.anchor)
    )
    span, known = (" → ".join(map(moment, pair)) for pair in (ahead.recorded, ahead.known_time))
    pairs = [
        (_("Clock ahead"), _("events {first} to {last}", first=ahead.first, last=ahead.last)),
        (_("Recorded"), span),
        (_("Hidden by them"), ngettext("{n} later event", "{n} later events", ahead.n_hidden)),
        (_("All is known from"), known),
        (_("Note"), ahead.note),
        (_("Event"), remark),
    ]
    return (Facts(pairs),)
