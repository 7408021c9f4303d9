"""For the auditor: what the law and the ward ask about, looked for in the events."""

from typing import Annotated, NamedTuple

import typer

from onestop_cli.cli.options import ReportTarget, TypedMoments, flag, option
from onestop_cli.cli.periods import ConventionOption, JudgedBy, PeriodOptions, judgement
from onestop_cli.cli.periods import period as period_asked
from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import Desk, whole_number
from onestop_cli.core import settings
from onestop_cli.errors import N_, CheckFindings
from onestop_cli.output.words import _

_MOST = 9_999


class ThresholdOptions(NamedTuple):
    """How much is too much, as typed; as set unless given."""

    overdue_days: Annotated[
        str | None, option("--overdue-days", "N", N_("Overdue for more working days than these; as set unless given."))
    ] = None
    not_delivered_days: Annotated[
        str | None, option("--not-delivered-days", "N", N_("Not handed over for more days than these; as set."))
    ] = None
    entry_days: Annotated[
        str | None, option("--entry-days", "N", N_("Entered later than so many working days; as set."))
    ] = None
    suspension_days: Annotated[
        str | None, option("--suspension-days", "N", N_("Suspended for more days than these; as set."))
    ] = None
    same_second: Annotated[
        str | None, option("--same-second", "N", N_("So many results in the same second; as set."))
    ] = None
    clock_back_seconds: Annotated[
        str | None, option("--clock-back-seconds", "N", N_("The clock went back by more seconds than these; as set."))
    ] = None
    closed_percent: Annotated[
        str | None, option("--closed-percent", "N", N_("More percent of a month closed without a result; as set."))
    ] = None
    closed_least: Annotated[
        str | None, option("--closed-least", "N", N_("At least so many closed without a result; as set."))
    ] = None
    all_early: Annotated[
        str | None, option("--all-early", "N", N_("More results of a month than these, all early; as set."))
    ] = None
    duty_hours: Annotated[
        str | None, option("--duty-hours", "HH:MM-HH:MM", N_("When someone is at the counter, or “office”; as set."))
    ] = None

    def checked(self) -> dict[str, str]:
        """Those that were given, as settings have them. Raises `BadNumber`, `BadSetting`."""
        given = {key: text for key, text in self._asdict().items() if text is not None}
        for key, text in given.items():
            if key == "duty_hours":
                given[key] = settings.checked(key, text)
            else:
                given[key] = str(whole_number(f"--{key.replace('_', '-')}", text, 0, _MOST))
        return given


def check_words(incomplete: str) -> list[str]:
    """For shell completion: the checks that begin as typed."""
    from onestop_cli.core.checks.listed import NAMES

    return [name for name in NAMES if name.startswith(incomplete.lower().replace("_", "-"))]


def check(
    *,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME...", help=N_("Only these checks; all unless given."), autocompletion=check_words),
    ] = None,
    only_list: Annotated[bool, flag("--list", N_("List the checks there are, and look for nothing."))] = False,
    info: Annotated[bool, flag("--info", N_("With what is only worth knowing."))] = False,
    period: PeriodOptions,
    convention: ConventionOption = None,
    moments: TypedMoments,
    thresholds: ThresholdOptions,
    desk: Desk,
    target: ReportTarget,
) -> None:
    """Look for what an auditor asks about; silent if there is nothing.

    Example: onestop audit check --quarter 3 --info
    """
    from onestop_cli.core.checks.listed import chosen
    from onestop_cli.output.checks import checked_rendering, list_rendering
    from onestop_cli.usecases.checks import Asked, Severity, checked, thresholds_in_force

    checks, typed = chosen(names or ()), thresholds.checked()
    judged = judgement(desk, JudgedBy(convention=convention), moments)
    if only_list:
        target.report(list_rendering(checks, thresholds_in_force(desk.path, judged.today, judged.known_at, typed)))
        return
    asked_period = period_asked(desk, period, judged.convention, judged.today) if period.is_given else None
    asked = Asked(checks, asked_period, judged.as_of, judged.known_at, typed)
    with counting(_("Checking"), unit=_("events")) as progress:
        found = checked(*desk, asked, progress)
    told = [each for each in found.findings if info or names or each.check.severity is Severity.finding]
    if told or target.format != "table" or target.target is not None:
        target.report(checked_rendering(found, told))
    if found.n_findings:
        raise CheckFindings(count=found.n_findings)
