"""The counter's commands: receive, resolve, deliver."""

import sys
from typing import Annotated

from onestop_cli.cli.at_once import asked, print_asked
from onestop_cli.cli.options import (
    Address,
    Again,
    ApplicantKind,
    At,
    Case,
    CodesArgument,
    Email,
    Hand,
    IdNumber,
    Override,
    Phone,
    ProcedureArgument,
    Request,
    Slip,
    SubmittedAt,
    Submitter,
    Target,
    argument,
    flag,
    option,
    word,
)
from onestop_cli.cli.session import money, needed_text, one_of, typed_papers, typed_text, whole_number
from onestop_cli.cli.target import Out
from onestop_cli.core import bounds
from onestop_cli.core.acceptance import is_accepted_late
from onestop_cli.core.dossier import APPLICANT_KINDS, CHANNELS, FEE_PAID, RESULTS, Person
from onestop_cli.core.forms import Form
from onestop_cli.core.outcomes import is_past_due, view
from onestop_cli.core.text import name_text, normalised
from onestop_cli.errors import N_, ConflictingOptions, EmptyValue, NameMissing, OtherName
from onestop_cli.output.counter import finished_text, implausible_words, queue_text, received_text, skipped_words
from onestop_cli.output.hand_ins import accepted_late_words, passed_words
from onestop_cli.output.records import DOSSIER_KEYS, dossier_record
from onestop_cli.output.words import _
from onestop_cli.usecases import counter
from onestop_cli.usecases.counter import Finished, Receipt


def receive(
    *,
    procedure: ProcedureArgument,
    name: Annotated[str | None, argument("NAME", N_("Who hands the dossier in."))] = None,
    applicant: Annotated[str | None, option("--applicant", "NAME", N_("The same by its name, for scripts."))] = None,
    channel: Annotated[str, word("--channel", CHANNELS, N_("How it came."))] = "direct",
    id_number: IdNumber = "",
    phone: Phone = "",
    address: Address = "",
    email: Email = "",
    copies: Annotated[str, option("--copies", "N", N_("Number of sets handed in."))] = "1",
    fee: Annotated[str | None, option("--fee", "N", N_("Fee in đồng."))] = None,
    free: Annotated[str | None, option("--free", "REASON", N_("No fee is asked for, and why."))] = None,
    paid: Annotated[str, word("--paid", FEE_PAID, N_("How the fee was paid."))] = "",
    officer: Annotated[str, option("--officer", "NAME", N_("The officer in charge."))] = "",
    note: Annotated[str, option("--note", "TEXT", N_("A note; not for personal data."))] = "",
    at: At,
    case: Case = "",
    submitted_at: SubmittedAt = None,
    receiving_unit: Annotated[
        str, option("--receiving-unit", "NAME", N_("Where it was handed in, if elsewhere."))
    ] = "",
    agreed: Annotated[
        str | None, option("--agreed", "DATE", N_("The day agreed with the citizen, where the procedure allows it."))
    ] = None,
    papers: Annotated[
        str | None,
        option("--papers", "'NAME[:KIND[:N]]; …'", N_("The papers handed in: chính, chứng thực, photo.")),
    ] = None,
    submitter: Submitter = "",
    kind: ApplicantKind = "person",
    request: Request = "",
    result_by: Annotated[str, word("--result-by", CHANNELS, N_("How the result is to be received."))] = "direct",
    code: Annotated[str | None, option("--code", "CODE", N_("A code given by another system."))] = None,
    file: Annotated[
        str | None, option("--from", "FILE|-", N_("A queue, one dossier a line: name; copies; fee; phone."))
    ] = None,
    again: Again = False,
    done: Annotated[
        bool, flag("--done", N_("A same-day dossier is received, resolved and handed over at once."))
    ] = False,
    slip: Slip = None,
    hand: Hand,
    target: Target,
) -> None:
    """Receive a dossier and promise its return date.

    Example: onestop receive khai-tu "Nguyễn Văn A"
    """
    said = {"--id-number": id_number, "--phone": phone, "--address": address, "--email": email}
    own = {"--applicant": name or applicant, "--code": code, **said}
    if file is not None and (other := next((option for option, text in own.items() if text), None)):
        raise ConflictingOptions(first="--from", second=other)
    told = (typed_text(option, text, bounds.NAME) for option, text in said.items())
    person = Person(
        "" if file is not None else named(name, applicant, "receive"),
        *told,
        dossier_papers=typed_papers("--papers", papers) if papers is not None else "",
        submitter=typed_text("--submitter", name_text(submitter), bounds.NAME),
        request=typed_text("--request", request),
    )
    if code is not None and not normalised(code):
        raise EmptyValue(option="--code", example="--code HS-0001")
    if free is not None and (other := "--fee" if fee is not None else "--paid" if paid else ""):
        raise ConflictingOptions(first="--free", second=other)
    receipt = Receipt(
        procedure=procedure,
        person=person,
        channel=one_of("--channel", channel, CHANNELS),
        copies=whole_number("--copies", copies, 1, 100_000) or 1,
        fee=money("--fee", fee, 0, 10**12),
        fee_paid=one_of("--paid", paid, FEE_PAID) if paid else "",
        fee_waived=needed_text("--free", free) if free is not None else "",
        officer=typed_text("--officer", officer, bounds.NAME),
        note=typed_text("--note", note),
        when=at,
        code=typed_text("--code", code, bounds.CODE) if code else None,
        submitted=hand.desk.when(submitted_at),
        receiving_unit=typed_text("--receiving-unit", receiving_unit, bounds.NAME),
        applicant_kind=one_of("--kind", kind, APPLICANT_KINDS),
        result_by=one_of("--result-by", result_by, CHANNELS),
        case=case,
        agreed=hand.desk.day(agreed) if agreed is not None else None,
    )
    paper = asked(slip)
    if file is not None:
        from onestop_cli.cli.queue import read

        queue = counter.receive_queue(*hand, read(file, receipt), done=done, again=again)
        records = (dossier_record(*each.entry, view(each.entry, each.now).outcome) for each in queue)
        target.records(records, DOSSIER_KEYS, lambda: queue_text(queue))
        for each in queue:
            _say_notes(each)
        print_asked(hand, [each.entry.dossier.code for each in queue], Form.receipt, paper)
        return
    received = counter.receive(*hand, receipt, done=done, again=again)
    outcome = view(received.entry, received.now).outcome
    target.record(dossier_record(*received.entry, outcome), lambda: received_text(received))
    _say_notes(received)
    print_asked(hand, [received.entry.dossier.code], Form.receipt, paper)


def _say_notes(received: counter.Received) -> None:
    """Say on stderr what is to be noticed of a receipt."""
    entry = received.entry
    if entry.person.phone or entry.person.id_number:
        from onestop_cli.core.plausible import implausible

        for name in implausible(entry.person):
            print(_("note: {text}", text=implausible_words(entry, name)), file=sys.stderr)
    if is_accepted_late(entry.dossier):
        print(accepted_late_words(entry.dossier), file=sys.stderr)
    if is_past_due(entry.dossier, entry.dossier.received_at):
        print(_("note: {text}", text=passed_words(entry.dossier)), file=sys.stderr)
    if received.is_foreign_code:
        remark = _("code {code} is not of this office's own numbering; it is kept as it is", code=entry.dossier.code)
        print(_("note: {text}", text=remark), file=sys.stderr)
    if received.skipped is not None:
        print(_("note: {text}", text=skipped_words(entry.dossier, *received.skipped)), file=sys.stderr)


def named(name: str | None, applicant: str | None, command: str) -> str:
    """The applicant's name, typed after the procedure or with its option. Raises `OtherName`, `NameMissing`."""
    first, second = (text and typed_text("--applicant", name_text(text), bounds.NAME) for text in (name, applicant))
    if name is not None and applicant is not None and first != second:
        raise OtherName
    if not (first or second):
        raise NameMissing(command=command)
    return first or second or ""


def answer(finished: list[Finished], target: Out) -> None:
    views = [view(f.entry, f.now) for f in finished]
    lines = [(v.entry, v.outcome, f.working_days_to_due) for v, f in zip(views, finished, strict=True)]
    target.records((dossier_record(*v.entry, v.outcome) for v in views), DOSSIER_KEYS, lambda: finished_text(lines))


def resolve(
    *,
    codes: CodesArgument,
    result: Annotated[str, word("--result", RESULTS, N_("What came of it."))] = "approved",
    at: At,
    note: Annotated[
        str, option("--note", "TEXT", N_("A note, not for personal data; a refusal needs its written reason here."))
    ] = "",
    deliver: Annotated[bool, flag("--deliver", N_("It was handed over at the same moment."))] = False,
    override: Override = "",
    hand: Hand,
    target: Target,
) -> None:
    """Record that the results of dossiers are ready; all of them or none.

    Example: onestop resolve 3 5 --deliver
    """
    kind, remark = one_of("--result", result, RESULTS), typed_text("--note", note)
    passing = typed_text("--override", override)
    answer(counter.resolve(*hand, codes, kind, at, remark, deliver=deliver, override=passing), target)


def deliver(
    *,
    codes: CodesArgument,
    method: Annotated[str, word("--method", CHANNELS, N_("How it was handed over."))] = "direct",
    to: Annotated[str, option("--to", "NAME", N_("Who took it, where not the applicant."))] = "",
    at: At,
    hand: Hand,
    target: Target,
) -> None:
    """Record that results were handed over; all of them or none.

    Example: onestop deliver 230811-0003 --method postal
    """
    taker = typed_text("--to", name_text(to), bounds.NAME)
    answer(counter.deliver(*hand, codes, one_of("--method", method, CHANNELS), at, taker), target)
