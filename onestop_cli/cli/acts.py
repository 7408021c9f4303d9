"""Between receipt and result: suspend, resume, extend, withdraw, stop, assign."""

import sys
from functools import partial
from typing import Annotated

from onestop_cli.cli.options import At, CodeArgument, Hand, Note, Override, Target, option, word
from onestop_cli.cli.session import needed_text, one_of, typed_text
from onestop_cli.cli.target import Out
from onestop_cli.core import bounds
from onestop_cli.core.dossier import Policy, Reason, StopReason
from onestop_cli.core.outcomes import view
from onestop_cli.core.papers import papers as parsed
from onestop_cli.core.papers import papers_text
from onestop_cli.errors import N_
from onestop_cli.output.acts import acted_text, caution_words
from onestop_cli.output.records import dossier_record
from onestop_cli.output.words import _
from onestop_cli.usecases import acts
from onestop_cli.usecases.transaction import Acted

REASONS = tuple(Reason)
POLICIES = tuple(Policy)
STOP_REASONS = tuple(StopReason)


def answer(acted: Acted, target: Out) -> None:
    """Say what became of a dossier."""
    entry, outcome = view(acted.entry, acted.now)
    table = partial(acted_text, acted.before, entry.dossier, outcome, may_move=acted.may_move)
    target.record(dossier_record(*entry, outcome), table)
    if acted.caution is not None:
        print(_("note: {text}", text=caution_words(entry.dossier, acted.caution)), file=sys.stderr)


def suspend(
    *,
    code: CodeArgument,
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
    until: Annotated[str | None, option("--until", "DATE", N_("The day by which a supplement is asked for."))] = None,
    papers: Annotated[
        str | None,
        option("--papers", "'NAME[:KIND[:N]]; …'", N_("The papers a supplement asks for: chính, chứng thực, photo.")),
    ] = None,
    note: Annotated[str, option("--note", "TEXT", N_("A note; not for personal data."))] = "",
    at: At,
    override: Override = "",
    hand: Hand,
    target: Target,
) -> None:
    """Stop the clock of a dossier that waits for something.

    Example: onestop suspend 230811-0003 --reason supplement --note "thiếu giấy chứng sinh"
    """
    why = Reason(one_of("--reason", reason, REASONS))
    way = Policy(one_of("--policy", policy, POLICIES)) if policy is not None else None
    remark, passing = typed_text("--note", note), typed_text("--override", override)
    day = hand.desk.day(until) if until is not None else None
    asked = typed_text("--papers", papers_text(parsed(papers))) if papers is not None else ""
    answer(acts.suspend(*hand, code, why, way, at, remark, passing, day, asked), target)


def resume(code: CodeArgument, at: At, hand: Hand, target: Target) -> None:
    """Let the clock of a suspended dossier run again; its dates move.

    Example: onestop resume 230811-0003 --at "14/08/2023 09:15"
    """
    answer(acts.resume(*hand, code, at), target)


def extend(
    *,
    code: CodeArgument,
    to: Annotated[str, option("--to", "DATE", N_("The new appointment."))],
    letter: Annotated[str, option("--letter", "NO", N_("Number of the letter of apology."))],
    note: Note,
    at: Annotated[str | None, option("--at", "WHEN", N_("The letter's own date; now unless given."))] = None,
    override: Override = "",
    hand: Hand,
    target: Target,
) -> None:
    """Record a letter of apology with its new appointment, once a dossier.

    Example: onestop extend 230811-0003 --to 18/08/2023 --letter 12/XL-UBND --note "chờ xác minh"
    """
    day, number = hand.desk.day(to), needed_text("--letter", letter, bounds.CODE)
    why, when, passing = (
        needed_text("--note", note),
        hand.desk.when(at, is_past=True),
        typed_text("--override", override),
    )
    answer(acts.extend(*hand, code, day, number, why, when, passing), target)


def withdraw(*, code: CodeArgument, note: Note, at: At, override: Override = "", hand: Hand, target: Target) -> None:
    """Close a dossier that the citizen takes back.

    Example: onestop withdraw 230811-0003 --note "công dân rút hồ sơ"
    """
    why, passing = needed_text("--note", note), typed_text("--override", override)
    answer(acts.withdraw(*hand, code, why, at, passing), target)


def stop(
    *,
    code: CodeArgument,
    note: Note,
    reason: Annotated[
        str | None,
        word(
            "--reason",
            STOP_REASONS,
            N_("At the citizen's request, or because the supplement never came; the latter where one is waited for."),
        ),
    ] = None,
    at: At,
    override: Override = "",
    hand: Hand,
    target: Target,
) -> None:
    """Close a dossier whose supplement never came, or at the citizen's wish.

    Example: onestop stop 230811-0003 --note "quá thời hạn bổ sung"
    """
    remark, passing = needed_text("--note", note), typed_text("--override", override)
    why = StopReason(one_of("--reason", reason, STOP_REASONS)) if reason is not None else None
    answer(acts.stop(*hand, code, remark, at, passing, why), target)


def assign(
    code: CodeArgument,
    officer: Annotated[str, option("--officer", "NAME", N_("The officer in charge."))],
    hand: Hand,
    target: Target,
) -> None:
    """Put another officer in charge of an open dossier, from now on.

    Example: onestop assign 230811-0003 --officer "Trần Văn Đức"
    """
    answer(acts.assign(*hand, code, needed_text("--officer", officer, bounds.NAME)), target)
