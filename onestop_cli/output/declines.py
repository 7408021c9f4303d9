"""Refusals to accept, for people and machines: one, a list of them, and what was recorded of one."""

from typing import TYPE_CHECKING

from onestop_cli.core.dossier import APPLICANT_KINDS
from onestop_cli.core.file_events import Decline, DeclineErase, DeclinePrint, DeclineVoid, file_event
from onestop_cli.core.ledger import Event
from onestop_cli.core.moments import iso
from onestop_cli.core.recording import clock, login
from onestop_cli.output.dossiers import erased_words, procedure_words, voided_words
from onestop_cli.output.figures import moment, occurred
from onestop_cli.output.forms.names import paper_words, printed_words
from onestop_cli.output.pages import Facts, Grid, Lines, Page, unbroken
from onestop_cli.output.recording import jump_words, who_words
from onestop_cli.output.records import Record, erased_record, voided_record
from onestop_cli.output.suspensions import noted
from onestop_cli.output.words import BRIEFLY, _, label, officer_words

if TYPE_CHECKING:
    from onestop_cli.core.declines import Declined, Printed
    from onestop_cli.usecases.declines import Listing, Story

KEYS = (
    "number", "procedure_code", "procedure_name", "field", "case", "channel", "applicant", "id_number", "phone",
    "address", "email", "submitter", "applicant_kind", "request", "reason", "officer", "declined_at",
    "declined_is_day", "recorded_at", "anchor", "printed", "erased", "status", "voided",
)  # fmt: skip
"""The keys of a refusal, in the order of the contract."""


def decline_record(declined: "Declined") -> Record:
    """A refusal under the keys of the contract."""
    d = declined
    held = d._asdict() | d.person._asdict()
    told = {
        "declined_at": iso(d.declined_at),
        "recorded_at": iso(d.recorded_at),
        "printed": [_printed_record(each) for each in d.prints],
        "erased": erased_record(d.erased),
        "status": d.status,
        "voided": voided_record(d.voided),
    }
    return {key: told[key] if key in told else held[key] for key in KEYS}


def _printed_record(printed: "Printed") -> Record:
    said = printed.said
    told = {"seq": printed.seq, "at": iso(printed.at), "by": printed.by, "form": said.form, "edition": said.edition}
    return told | {"made": said.made, "copies": said.copies, "digest": said.digest}


def decline_text(declined: "Declined") -> Page:
    """A refusal as a person reads it: whose, of what, and why."""
    d, person = declined, declined.person
    by_word = [
        (_("ID number"), person.id_number), (_("Phone"), person.phone), (_("Address"), person.address),
        (_("E-mail"), person.email), (_("Handed in by"), person.submitter), (_("Request"), person.request),
    ]  # fmt: skip
    kind = [(_("Kind of applicant"), label(d.applicant_kind))] if d.applicant_kind != APPLICANT_KINDS[0] else []
    return (
        Facts(
            [
                (_("Refusal to accept"), d.number),
                *([(_("State"), voided_words(d.voided, with_note=True))] if d.voided else []),
                (_("Procedure"), procedure_words(d.procedure_name, d.procedure_code, d.case)),
                (_("Applicant"), person.applicant or "—"),
                *((name, words) for name, words in by_word if words),
                *kind,
                *([(_("Channel"), label(d.channel))] if d.channel != "direct" else []),
                (_("Not accepted on"), occurred(d.declined_at, is_day=d.declined_is_day)),
                (_("Reason"), d.reason or "—"),
                *([(_("Officer"), officer_words(d.officer))] if d.officer else []),
                *((_("Printed"), _printed_words(each)) for each in d.prints),
                *([(_("Personal data"), erased_words(d.erased))] if d.erased else []),
                (_("Last event"), d.anchor),
            ]
        ),
    )


def _printed_words(printed: "Printed") -> str:
    return _("{words}, on {at} by {actor}", words=paper_words(printed.said), at=moment(printed.at), actor=printed.by)


_WIDE = 110
"""From so many columns on each value has a column of its own."""


def listing_text(listing: "Listing") -> Page:
    """Refusals, a line each, the newest first; how they stand where one of them is void."""
    if not listing.declined:
        return (unbroken(_("no refusal to accept fits")),)
    return (lambda screen: [_listed(listing, is_narrow=screen.width is not None and screen.width < _WIDE)],)


def _listed(listing: "Listing", *, is_narrow: bool) -> Grid:
    """The table; on a narrow screen two values stand below each other."""
    has_void = any(d.voided for d in listing.declined)
    headings = [_("Number"), _("Not accepted on"), _("Applicant"), _("Phone"), _("Procedure"), _("Reason")]
    headings += [_("State")] if has_void else []
    rows = [
        [
            d.number,
            occurred(d.declined_at, is_day=d.declined_is_day),
            d.person.applicant or "—",
            d.person.phone or "—",
            d.procedure_name,
            d.reason or "—",
            *([_(BRIEFLY["void"]) if d.voided else label(d.status)] if has_void else []),
        ]
        for d in listing.declined
    ]
    if not is_narrow:
        return Grid(headings, rows, keep=(0, 1))
    pairs = range(0, len(headings), 2)
    headings, *rows = (["\n".join(filter(None, row[at : at + 2])) for at in pairs] for row in (headings, *rows))
    return Grid(headings, rows, keep=(0,))


def history_text(story: "Story") -> Page:
    """What was recorded of a refusal: what, who, when it happened, when it was recorded."""
    lines = [_("History of the refusal to accept {number}", number=story.declined.number), ""]
    for event in story.events:
        at = occurred(event.occurred_at, is_day=bool(event.data.get("is_day")))
        jumped = jump_words(clock(event.data))
        lines.append(f"{at:<16}  {_event_words(event)}" + (f" {jumped}" if jumped else ""))
        recorded = _("recorded {at} by {actor}, event {anchor}", at=moment(event.recorded_at),
                     actor=who_words(event.actor, login(event.data, {})), anchor=event.anchor)  # fmt: skip
        lines.append(f"{'':16}  {recorded}")
    return (Lines(lines, 18),)


def _event_words(event: Event) -> str:
    match said := file_event(event.kind, event.data):
        case Decline():
            words = _("not accepted: {procedure}", procedure=said.procedure_name)
            return words + noted(said.reason, "")
        case DeclineErase():
            return _("personal data erased, by {basis}", basis=said.basis) + noted(said.note, "")
        case DeclinePrint():
            return printed_words(said)
        case DeclineVoid():
            return _("void: entered by mistake") + noted(said.note, "")
        case _:
            raise TypeError(event.kind)
