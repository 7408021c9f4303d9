"""Between receipt and result: suspend, resume, extend, withdraw, stop, assign."""

from typing import Annotated

from onestop_cli.cli.options import At, CodeArgument, Hand, Note, Override, Target, option, word
from onestop_cli.cli.session import needed_text, one_of, typed_text
from onestop_cli.cli.target import Out
from onestop_cli.core.dossier import Policy, Reason
from onestop_cli.core.outcomes import view
from onestop_cli.errors import N_
from onestop_cli.output.acts import acted_text
from onestop_cli.output.records import dossier_record
from onestop_cli.usecases import acts
from onestop_cli.usecases.transaction import Acted

REASONS = tuple(Reason)
POLICIES = tuple(Policy)


def answer(acted: Acted, target: Out) -> None:
    """Say what became of a dossier."""
    entry, outcome = view(acted.entry, acted.now)
    target.record(dossier_record(*entry, outcome), lambda: acted_text(acted.before, entry.dossier, outcome))


def suspend(
    *,
    code: CodeArgument,
    reason: Annotated[str, word("--reason", REASONS, N_("What is waited for."))],
    policy: Annotated[
        str, word("--policy", POLICIES, N_("Whether the limit goes on afterwards or begins anew."))
    ] = Policy.continue_.value,
    note: Annotated[str, option("--note", "TEXT", N_("A note; not for personal data."))] = "",
    at: At,
    override: Override = "",
    hand: Hand,
    target: Target,
) -> None:
    """Stop the clock of a dossier that waits for something.

    Example: onestop suspend 230811-0003 --reason supplement --note "thiếu giấy chứng sinh"
    """
    why, way = Reason(one_of("--reason", reason, REASONS)), Policy(one_of("--policy", policy, POLICIES))
    remark, passing = typed_text("--note", note), typed_text("--override", override)
    answer(acts.suspend(*hand, code, why, way, at, remark, passing), target)


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
    day, number = hand.desk.day(to), needed_text("--letter", letter, 100)
    why, when, passing = needed_text("--note", note), hand.desk.when(at), typed_text("--override", override)
    answer(acts.extend(*hand, code, day, number, why, when, passing), target)


def withdraw(*, code: CodeArgument, note: Note, at: At, override: Override = "", hand: Hand, target: Target) -> None:
    """Close a dossier that the citizen takes back.

    Example: onestop withdraw 230811-0003 --note "công dân rút hồ sơ"
    """
    why, passing = needed_text("--note", note), typed_text("--override", override)
    answer(acts.withdraw(*hand, code, why, at, passing), target)


def stop(*, code: CodeArgument, note: Note, at: At, override: Override = "", hand: Hand, target: Target) -> None:
    """Close a dossier whose supplement never came.

    Example: onestop stop 230811-0003 --note "quá thời hạn bổ sung"
    """
    why, passing = needed_text("--note", note), typed_text("--override", override)
    answer(acts.stop(*hand, code, why, at, passing), target)


def assign(
    code: CodeArgument,
    officer: Annotated[str, option("--officer", "NAME", N_("The officer in charge."))],
    hand: Hand,
    target: Target,
) -> None:
    """Put another officer in charge of an open dossier, from now on.

    Example: onestop assign 230811-0003 --officer "Trần Văn Đức"
    """
    answer(acts.assign(*hand, code, needed_text("--officer", officer, 250)), target)
