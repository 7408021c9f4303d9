"""The day's work list for people."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from onestop_cli.core.codes import short_code
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.outcomes import Outcome, View
from onestop_cli.output.console_text import cut, longest
from onestop_cli.output.dossiers import procedure_name, stacked
from onestop_cli.output.figures import day, moment, number, weekday
from onestop_cli.output.pages import Grid, Line, Page, Part, Screen, Styled
from onestop_cli.output.words import _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.worklist import WorkList

_WIDE = 120
"""From so many columns on a phone and a procedure have columns of their own."""
_LEAST = 20
"""A procedure's name is never cut shorter."""


class _Group(NamedTuple):
    """Dossiers of one kind: what they are, the heading of their day, and that day of each."""

    name: str
    views: "list[View]"
    style: str
    heading: str
    cell: Callable[[Dossier], str]


def work_text(work: "WorkList") -> Page:
    """The day's work list: overdue, due today, due soon, not supplemented, waiting for the citizen, not collected."""
    parts: list[Part] = [_("The day's work, {weekday} {at}", weekday=weekday(work.at.date()), at=moment(work.at))]
    soon = ngettext("Due within {n} working day (until {until})", "Due within {n} working days (until {until})",
                    work.within, until=work.until)  # fmt: skip
    due, asked, suspended, ready = _("Due"), _("Asked for by"), _("Suspended"), _("Result ready")
    groups = (
        _Group(_("Overdue"), work.overdue, "bold red", due, _due_cell),
        _Group(_("Due today"), work.today, "bold", due, _due_cell),
        _Group(soon, work.soon, "bold", due, _due_cell),
        _Group(_("Supplement not handed in by its day"), work.expired, "bold", asked, _expired_cell),
        _Group(_since(_("Waiting for the citizen"), work.waiting_days), work.waiting, "bold", suspended, _waiting_cell),
        _Group(_since(_("Ready, not collected"), work.uncollected_days), work.ready, "bold", ready, _ready_cell),
    )
    for group in groups:
        parts += ["", Line([Styled(f"{group.name}: {number(len(group.views))}", group.style)])]
        if group.views:
            parts.append(lambda screen, group=group: [_table(work, group, screen)])
        if any(_stands_still(view) for view in group.views):
            parts.append(_("{mark}: suspended, yet this date runs on", mark=_still_mark()))
        if group.views is work.soon and work.n_letters:
            last = ngettext("{n} of them: today is the last working day for a letter of apology",
                            "{n} of them: today is the last working day for a letter of apology",
                            work.n_letters)  # fmt: skip
            parts.append(last)
    return tuple(parts)


def _table(work: "WorkList", group: _Group, screen: Screen) -> Grid:
    """A group's dossiers; a narrow screen has whom, phone and procedure one below the other, and of the last its
    beginning. What is read on no screen has whole codes.
    """
    is_short = screen.width is not None
    firsts = [_first_cell(work, view, is_short=is_short) for view in group.views]
    dates = [group.cell(view.entry.dossier) for view in group.views]
    people = [(view.entry.person.applicant or "—", view.entry.person.phone) for view in group.views]
    officers = [view.entry.dossier.officer or _("unassigned") for view in group.views]
    names = [procedure_name(view.entry.dossier) for view in group.views]
    if screen.width is None or screen.width >= _WIDE:
        headings = [_("Dossier"), group.heading, _("Applicant"), _("Phone"), _("Officer"), _("Procedure")]
        applicants, phones = zip(*people, strict=True)
        columns = firsts, dates, applicants, [phone or "—" for phone in phones], officers, names
        return Grid(headings, list(zip(*columns, strict=True)), keep=(0, 1, 3))
    headings = [_("Dossier"), group.heading, _("Applicant, phone, procedure"), _("Officer")]
    beside = ([headings[0], *map(str, firsts)], [headings[1], *dates], [headings[3], *officers])
    room = screen.width - 2 - sum(3 + longest(texts) for texts in beside)
    begun = (cut(name, max(room, _LEAST)) for name in names)
    whom = ["\n".join(filter(None, (*person, name))) for person, name in zip(people, begun, strict=True)]
    return Grid(headings, list(zip(firsts, dates, whom, officers, strict=True)), keep=(0, 1))


def _first_cell(work: "WorkList", view: View, *, is_short: bool) -> Styled:
    """A dossier's code, and how it stands to its due day."""
    code = view.entry.dossier.code
    shown = short_code(code, work.agency) if is_short else code
    told = [shown, *_overdue_words(view, work.working_days.get(code))]
    return Styled("\n".join(told), "red" if view.outcome is Outcome.overdue else "")


def _overdue_words(view: View, days: int | None) -> list[str]:
    """By how many working days a dossier is overdue, and that it is suspended all the same."""
    if view.outcome is not Outcome.overdue:
        return [] if days is None else [ngettext("{n} day left", "{n} days left", -days)]
    late = ngettext("{n} day overdue", "{n} days overdue", days) if days else _("overdue")
    return [late, _still_mark()] if _stands_still(view) else [late]


def _stands_still(view: View) -> bool:
    """Whether a dossier is overdue though it is suspended: the suspension does not count for its date (§3.3)."""
    return view.outcome is Outcome.overdue and view.entry.dossier.status is Status.suspended


def _still_mark() -> str:
    return f"[{label(Status.suspended)}]"


def _since(words: str, days: int) -> str:
    """A group's name with the days after which a dossier is in it."""
    if not days:
        return words
    return ngettext("{words}, for {n} day or more", "{words}, for {n} days or more", days, words=words)


def _due_cell(dossier: Dossier) -> str:
    """When a dossier is due, and the new day where a letter gave one."""
    due_at, letter = dossier.due_at, dossier.extended_due_at
    if letter is None or due_at is None:
        return stacked(due_at)
    new_day = f"{letter:%d/%m}" if letter.year == due_at.year else day(letter)
    return stacked(due_at) + "\n" + _("letter: {day}", day=new_day)


def _expired_cell(dossier: Dossier) -> str:
    running = dossier.suspensions[-1]
    since = _("since {day}", day=f"{running.from_at:%d/%m/%Y}")
    return f"{day(running.until)}\n{since}"


def _waiting_cell(dossier: Dossier) -> str:
    running = dossier.suspensions[-1]
    return _("since {day}", day=f"{running.from_at:%d/%m/%Y}") + f"\n{label(running.reason)}"


def _ready_cell(dossier: Dossier) -> str:
    return stacked(dossier.resolved_at)
