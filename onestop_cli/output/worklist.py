"""The day's work list for people."""

from typing import TYPE_CHECKING

from onestop_cli.core.dossier import Dossier
from onestop_cli.output.dossiers import dossier_table, due_cell, stacked
from onestop_cli.output.figures import day, moment, number, weekday
from onestop_cli.output.pages import Line, Page, Part, Styled
from onestop_cli.output.words import _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.worklist import WorkList


def work_text(work: "WorkList") -> Page:
    """The day's work list: overdue, due today, due soon, not supplemented, waiting for the citizen, not collected."""
    parts: list[Part] = [_("The day's work, {weekday} {at}", weekday=weekday(work.at.date()), at=moment(work.at))]
    soon = ngettext("Due within {n} working day (until {until})", "Due within {n} working days (until {until})",
                    work.within, until=work.until)  # fmt: skip
    groups = (
        (_("Overdue"), work.overdue, "bold red", due_cell),
        (_("Due today"), work.today, "bold", due_cell),
        (soon, work.soon, "bold", due_cell),
        (_("Supplement not handed in by its day"), work.expired, "bold", _expired_cell),
        (_since(_("Waiting for the citizen"), work.waiting_days), work.waiting, "bold", _waiting_cell),
        (_since(_("Ready, not collected"), work.uncollected_days), work.ready, "bold", _ready_cell),
    )
    for name, views, style, cell in groups:
        parts += ["", Line([Styled(f"{name}: {number(len(views))}", style)])]
        if views:
            parts.append(dossier_table(views, cell))
        if views is work.soon and work.n_letters:
            last = ngettext("{n} of them: today is the last working day for a letter of apology",
                            "{n} of them: today is the last working day for a letter of apology",
                            work.n_letters)  # fmt: skip
            parts.append(last)
    return tuple(parts)


def _since(words: str, days: int) -> str:
    """A group's name with the days after which a dossier is in it."""
    if not days:
        return words
    return ngettext("{words}, for {n} day or more", "{words}, for {n} days or more", days, words=words)


def _expired_cell(dossier: Dossier) -> tuple[str, str]:
    running = dossier.suspensions[-1]
    since = _("since {day}", day=f"{running.from_at:%d/%m/%Y}")
    return _("Asked for by"), f"{day(running.until)}\n{since}"


def _waiting_cell(dossier: Dossier) -> tuple[str, str]:
    running = dossier.suspensions[-1]
    return _("Suspended"), _("since {day}", day=f"{running.from_at:%d/%m/%Y}") + f"\n{label(running.reason)}"


def _ready_cell(dossier: Dossier) -> tuple[str, str]:
    return _("Result ready"), stacked(dossier.resolved_at)
