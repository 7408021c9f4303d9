"""Refusing to accept a dossier, taking that back, and the list of what was refused so."""

import sys
from collections.abc import Mapping
from typing import Annotated

from onestop_cli.cli.at_once import asked, print_asked
from onestop_cli.cli.counter import named
from onestop_cli.cli.options import (
    Address,
    ApplicantKind,
    At,
    Case,
    Email,
    Hand,
    IdNumber,
    Phone,
    ProcedureArgument,
    Request,
    Slip,
    Submitter,
    Target,
    argument,
    option,
    word,
)
from onestop_cli.cli.session import Desk, one_of, typed_text
from onestop_cli.cli.target import Out
from onestop_cli.core import bounds
from onestop_cli.core.dossier import APPLICANT_KINDS, CHANNELS, Person
from onestop_cli.core.filters import Filters
from onestop_cli.core.forms import Form
from onestop_cli.core.moments import Moments
from onestop_cli.core.text import name_text
from onestop_cli.errors import N_, ConflictingOptions, PrintedSince
from onestop_cli.output.declines import KEYS, decline_record, decline_text, listing_text
from onestop_cli.output.listings import cut_words
from onestop_cli.usecases import declines
from onestop_cli.usecases.declines import Declining


def decline(
    *,
    procedure: ProcedureArgument,
    name: Annotated[str | None, argument("NAME", N_("Who wanted to hand the dossier in."))] = None,
    applicant: Annotated[str | None, option("--applicant", "NAME", N_("The same by its name, for scripts."))] = None,
    reason: Annotated[str, option("--reason", "TEXT", N_("Why it is not accepted; printed on the refusal."))],
    id_number: IdNumber = "",
    phone: Phone = "",
    address: Address = "",
    email: Email = "",
    submitter: Submitter = "",
    kind: ApplicantKind = "person",
    request: Request = "",
    channel: Annotated[str, word("--channel", CHANNELS, N_("How it came."))] = "direct",
    officer: Annotated[str, option("--officer", "NAME", N_("The officer in charge."))] = "",
    at: At,
    case: Case = "",
    slip: Slip = None,
    hand: Hand,
    target: Target,
) -> None:
    """Record that a dossier was not accepted, and why; no dossier comes of it.

    Example: onestop decline khai-tu "Nguyễn Văn A" --reason "không thuộc thẩm quyền"
    """
    said = {"--id-number": id_number, "--phone": phone, "--address": address, "--email": email}
    person = Person(
        named(name, applicant, "decline"),
        *(typed_text(option, text, bounds.NAME) for option, text in said.items()),
        submitter=typed_text("--submitter", name_text(submitter), bounds.NAME),
        request=typed_text("--request", request),
    )
    declining = Declining(
        procedure=procedure,
        person=person,
        reason=typed_text("--reason", reason),
        channel=one_of("--channel", channel, CHANNELS),
        officer=typed_text("--officer", officer, bounds.NAME),
        when=at,
        case=case,
        applicant_kind=one_of("--kind", kind, APPLICANT_KINDS),
    )
    paper = asked(slip)
    done = declines.decline(*hand, declining)
    target.record(decline_record(done), lambda: decline_text(done))
    print_asked(hand, [done.number], Form.decline, paper)


def void_declined(code: str, why: str, hand: Hand, target: Target, *, apply: bool) -> bool:
    """A refusal that was recorded by mistake is void; False where the code is no refusal's number.

    One that was printed is shown before it is refused: a mistyped number is noticed by it. Raises `PrintedSince`.
    """
    try:
        done = declines.void(*hand, code, why, apply=apply)
    except PrintedSince as refused:
        shown = declines.show(*hand.desk, refused.values["code"], Moments())
        if target.format == "table" and shown is not None:
            target.write(decline_text(shown))
        raise
    if done is None:
        return False
    target.record(decline_record(done), lambda: decline_text(done))
    return True


def list_declined(
    desk: Desk,
    filters: Filters,
    procedure: str | None,
    most: int | None,
    moments: Moments,
    target: Out,
    others: Mapping[str, object],
) -> None:
    """The refusals that fit are told; `others` are options that only dossiers have. Raises `ConflictingOptions`."""
    if given := next((name for name, value in others.items() if value), None):
        raise ConflictingOptions(first="--declined", second=given)
    listing = declines.listed(desk.path, filters, procedure, most, moments)
    target.records((decline_record(each) for each in listing.declined), KEYS, lambda: listing_text(listing))
    if listing.was_cut:
        print(cut_words(len(listing.declined), listing.n_all), file=sys.stderr)
