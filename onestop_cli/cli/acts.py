"""Between receipt and result: suspend, resume, extend, withdraw, stop, assign."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Annotated

from onestop_cli.cli import at_once
from onestop_cli.cli.options import (
    AskedPapers,
    At,
    CodesArgument,
    GoneOn,
    Hand,
    Note,
    Override,
    RequestNumber,
    Slip,
    Target,
    Until,
    option,
    word,
)
from onestop_cli.cli.session import Desk, needed_text, one_of, typed_papers, typed_text
from onestop_cli.cli.target import Out
from onestop_cli.core import bounds
from onestop_cli.core.dossier import Policy, Reason, StopReason
from onestop_cli.core.forms import Form
from onestop_cli.core.outcomes import view
from onestop_cli.errors import N_, LaterActs, OnlyOfSupplement
from onestop_cli.output.acts import acted_text, caution_words, several_text, went_on_text
from onestop_cli.output.records import DOSSIER_KEYS, dossier_record
from onestop_cli.output.words import _
from onestop_cli.usecases import acts
from onestop_cli.usecases.transaction import Acted

REASONS = tuple(Reason)
POLICIES = tuple(Policy)
STOP_REASONS = tuple(StopReason)


def answer(acted: Sequence[Acted], codes: Sequence[str], target: Out) -> None:
    """Say what became of the dossiers; of a single one, as one record."""
    views = [view(each.entry, each.now) for each in acted]
    befores = [each.before for each in acted]
    if len(codes) == 1:
        entry, outcome = views[0]
        table = partial(acted_text, befores[0], entry, outcome, may_move=acted[0].may_move)
        target.record(dossier_record(*entry, outcome), table)
    else:
        records = (dossier_record(*each.entry, each.outcome) for each in views)
        target.records(records, DOSSIER_KEYS, lambda: several_text(list(zip(befores, views, strict=True))))
    for each in acted:
        if each.caution is not None:
            remark = caution_words(each.entry.dossier, each.caution)
            print(_("note: {text}", text=remark), file=sys.stderr)


def _codes(acted: Sequence[Acted]) -> list[str]:
    return [each.entry.dossier.code for each in acted]


@contextmanager
def shown_if_it_went_on(desk: Desk, target: Out) -> Iterator[None]:
    """A dossier that is not to be closed unseen is shown, and then refused: a mistyped number is noticed by it."""
    try:
        yield
    except LaterActs as refused:
        if target.format == "table":
            from onestop_cli.usecases.dossiers import went_on

            target.write(went_on_text(*went_on(desk.path, desk.clock, refused.values["code"])))
        raise


def suspend(
    *,
    codes: CodesArgument,
    reason: Annotated[str, word("--reason", REASONS, N_("What is waited for."))],
    policy: Annotated[
        str | None,
        word(
            "--policy",
            POLICIES,
            N_(
                "Whether the limit goes on afterwards or begins anew. By the day of receipt unless given: a supplement "
                "begins it anew from 21/06/2018 to 30/06/2025 (Decree 61/2018/NĐ-CP, art. 19(4)), all else goes on."
            ),
        ),
    ] = None,
    until: Until = None,
    papers: AskedPapers = None,
    letter: RequestNumber = "",
    slip: Slip = None,
    note: Annotated[str, option("--note", "TEXT", N_("A note; not for personal data."))] = "",
    at: At,
    override: Override = "",
    hand: Hand,
    target: Target,
) -> None:
    """Stop the clock of dossiers that wait for something; all or none.

    Example: onestop suspend 230811-0003 --reason supplement --note "thiếu giấy chứng sinh"
    """
    why = Reason(one_of("--reason", reason, REASONS))
    way = Policy(one_of("--policy", policy, POLICIES)) if policy is not None else None
    remark, passing = typed_text("--note", note), typed_text("--override", override)
    day = hand.desk.day(until) if until is not None else None
    asked = typed_papers("--papers", papers) if papers is not None else ""
    number = typed_text("--letter", letter, bounds.CODE)
    if slip is not None and why is not Reason.supplement:
        raise OnlyOfSupplement(option="--slip")
    paper = at_once.asked(slip)
    acted = acts.suspend(*hand, codes, why, way, at, remark, passing, day, asked, number)
    answer(acted, codes, target)
    at_once.print_asked(hand, _codes(acted), Form.supplement, paper)


def resume(codes: CodesArgument, at: At, hand: Hand, target: Target) -> None:
    """Let the clock of suspended dossiers run again; their dates move.

    Example: onestop resume 230811-0003 --at "14/08/2023 09:15"
    """
    answer(acts.resume(*hand, codes, at), codes, target)


def extend(
    *,
    codes: CodesArgument,
    to: Annotated[str, option("--to", "DATE", N_("The new appointment."))],
    letter: Annotated[str, option("--letter", "NO", N_("Number of the letter of apology."))],
    note: Note,
    slip: Slip = None,
    at: Annotated[str | None, option("--at", "WHEN", N_("The letter's own date; now unless given."))] = None,
    override: Override = "",
    hand: Hand,
    target: Target,
) -> None:
    """Record a letter of apology with its new appointment; all or none.

    Example: onestop extend 230811-0003 --to 18/08/2023 --letter 12/XL-UBND --note "chờ xác minh"
    """
    day, number = hand.desk.day(to), needed_text("--letter", letter, bounds.CODE)
    why, passing = needed_text("--note", note), typed_text("--override", override)
    when = hand.desk.when(at, is_past=True)
    paper = at_once.asked(slip)
    acted = acts.extend(*hand, codes, day, number, why, when, passing)
    answer(acted, codes, target)
    at_once.print_asked(hand, _codes(acted), Form.apology, paper)


def withdraw(
    *,
    codes: CodesArgument,
    note: Note,
    at: At,
    override: Override = "",
    apply: GoneOn = False,
    hand: Hand,
    target: Target,
) -> None:
    """Close dossiers that the citizen takes back; all of them or none.

    Example: onestop withdraw 230811-0003 --note "công dân rút hồ sơ"
    """
    why, passing = needed_text("--note", note), typed_text("--override", override)
    with shown_if_it_went_on(hand.desk, target):
        acted = acts.withdraw(*hand, codes, why, at, passing, apply=apply)
    answer(acted, codes, target)


def stop(
    *,
    codes: CodesArgument,
    note: Note,
    reason: Annotated[
        str | None,
        word(
            "--reason",
            STOP_REASONS,
            N_("At the citizen's request, or because the supplement never came; the latter where one is waited for."),
        ),
    ] = None,
    letter: Annotated[str, option("--letter", "NO", N_("Number of the notice of stopping."))] = "",
    slip: Slip = None,
    at: At,
    override: Override = "",
    hand: Hand,
    target: Target,
) -> None:
    """Close dossiers whose supplement never came, or at a citizen's wish.

    Example: onestop stop 230811-0003 --note "quá thời hạn bổ sung"
    """
    remark, passing = needed_text("--note", note), typed_text("--override", override)
    why = StopReason(one_of("--reason", reason, STOP_REASONS)) if reason is not None else None
    number = typed_text("--letter", letter, bounds.CODE)
    paper = at_once.asked(slip)
    acted = acts.stop(*hand, codes, remark, at, passing, why, number)
    answer(acted, codes, target)
    at_once.print_asked(hand, _codes(acted), Form.stop, paper)


def assign(
    codes: CodesArgument,
    officer: Annotated[str, option("--officer", "NAME", N_("The officer in charge."))],
    hand: Hand,
    target: Target,
) -> None:
    """Put another officer in charge of open dossiers; all or none.

    Example: onestop assign 3 5 --officer "Trần Văn Đức"
    """
    answer(acts.assign(*hand, codes, needed_text("--officer", officer, bounds.NAME)), codes, target)
