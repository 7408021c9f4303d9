"""What `audit` tells: the anchor to keep elsewhere, what a walk along the chain found and what it cannot know, and what
becomes known by a note on the clock."""

from typing import TYPE_CHECKING

from onestop_cli.core.anchors import Result
from onestop_cli.core.chain import BREAKS, Break
from onestop_cli.core.ledger import anchor
from onestop_cli.core.moments import iso
from onestop_cli.errors import N_
from onestop_cli.output.figures import moment, number
from onestop_cli.output.pages import Facts, Lines, Page
from onestop_cli.output.records import Record
from onestop_cli.output.words import _, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.audit import ClockAhead, Head, Verified

_RESULTS = {
    Result.matches: N_("matches"),
    Result.differs: N_("DIFFERS: the event of that number is another now"),
    Result.beyond: N_("NOT THERE: the file ends before it"),
    Result.replaced: N_("of a file that was replaced by a backup, says event {by}; only the file kept then shows it"),
}
_UNKNOWN = (
    N_("A chain that was made anew from some event on, or that lost its last events, shows only beside an anchor kept "
       "elsewhere: keep the one of `onestop audit head` where nobody who can write this file can write."),
    N_("What was entered falsely at the counter stays true to its chain. The register was not compared with the "
       "events."),
)  # fmt: skip


def head_record(head: "Head") -> Record:
    """The last event under the keys of the contract."""
    return {**head.mark._asdict(), "recorded_at": iso(head.recorded_at), "anchor": anchor(*head.mark)}


def head_text(head: "Head") -> Page:
    """The anchor to keep elsewhere, its hash whole."""
    pairs = [
        (_("Anchor to keep elsewhere"), head.mark.anchor),
        (_("Recorded"), moment(head.recorded_at)),
        (_("Compare later"), f"onestop audit verify --chain --anchor {head.mark.anchor}"),
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


def verified_record(verified: "Verified") -> Record:
    """What was found, for machines."""
    walked = verified.walked
    personal = {kind.value: walked.breaks[kind].n if kind in walked.breaks else 0 for kind in Break if _is_beside(kind)}
    return {
        "events": walked.n_events,
        "seq": walked.end.seq,
        "hash": walked.end.hash,
        "breaks": [{"seq": first.seq, "kind": kind.value, "count": first.n} for kind, first in walked.breaks.items()],
        "personal": {"digests": walked.n_personal, "erased": walked.n_erased}
        | {name.removeprefix("personal_"): n for name, n in personal.items()},
        "anchors": [
            {"seq": each.seq, "hash": each.hash, "result": each.result.value, "by": each.by}
            for each in verified.anchors
        ],
        "anchored_to": verified.anchored_to,
    }


def _is_beside(kind: Break) -> bool:
    """Whether a break is of what lies beside the chain."""
    return kind.value.startswith("personal")


def verified_text(verified: "Verified") -> Page:
    """What was found, what is vouched for from elsewhere, and what this cannot know."""
    walked = verified.walked
    pairs = [
        (_("Data file"), str(verified.path)),
        (_("Events walked"), number(walked.n_events)),
        (_("Ends with event"), walked.end.anchor),
        (_("Personal data compared"), ngettext("of {n} event", "of {n} events", walked.n_personal)),
        *(
            [
                (
                    _("Erased"),
                    ngettext("of {n} event, by a recorded act", "of {n} events, by recorded acts", walked.n_erased),
                )
            ]
            if walked.n_erased
            else []
        ),
        (_("Chain"), "\n".join(_broken(verified)) or _("whole")),
        (_("Anchors"), "\n".join(_anchored(verified)) or _("none given")),
    ]
    return (Facts(pairs), "", Lines([_(words) for words in _UNKNOWN], hang=0))


def _broken(verified: "Verified") -> list[str]:
    lines: list[str] = []
    for kind, first in verified.walked.breaks.items():
        line = _("event {seq}: {why}", seq=first.seq, why=_(BREAKS[kind]))
        more = first.n - 1
        lines.append(line + (ngettext(" (and {n} more event)", " (and {n} more events)", more) if more else ""))
    return lines


def _anchored(verified: "Verified") -> list[str]:
    lines = [f"{each.seq}:{each.hash[:12]}  {_(_RESULTS[each.result], by=each.by)}" for each in verified.anchors]
    last, to = verified.walked.end.seq, verified.anchored_to
    if to is not None:
        lines.append(_("events 1 to {seq} are those that were anchored", seq=to))
    if verified.anchors and (to or 0) < last:
        lines.append(_("events {first} to {last} rest on the file alone", first=(to or 0) + 1, last=last))
    return lines
