"""The calendar for people and machines: a year drawn, its days off, what a change does."""

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from onestop_cli.core.acceptance import is_accepted_late
from onestop_cli.core.calendar import Day, DayKind
from onestop_cli.core.event_data import data_of
from onestop_cli.core.file_events import EnteredNotice
from onestop_cli.core.moments import iso
from onestop_cli.output.console_text import broken
from onestop_cli.output.figures import day, moment, number, weekday
from onestop_cli.output.pages import Grid, Line, Page, Part, Screen, Styled
from onestop_cli.output.words import _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.calendar import Change, Unchanged, YearView
    from onestop_cli.usecases.moves import Moved


def day_record(d: Day) -> dict[str, Any]:
    """A day of the calendar under its keys."""
    return {
        "date": d.on.isoformat(),
        "kind": d.kind.value,
        "name": d.name,
        "source": d.source,
        "confirmed": d.confirmed,
        "is_working_day": d.is_working_day,
        "notice": d.seq,
    }


_SIGNS = {
    DayKind.working_day: Styled(" "),
    DayKind.makeup_day: Styled("+", "bold green"),
    DayKind.working_saturday: Styled("+", "green"),
    DayKind.weekend: Styled("·", "dim"),
    DayKind.holiday: Styled("*", "bold red"),
    DayKind.swap_day_off: Styled("x", "bold magenta"),
}
"""The sign after a day's number, with the colour of both, which only repeats it."""
CELL = 5
"""A day's columns: today, provisional, two for its number, its sign."""
MONTH = 7 * CELL


def year_text(view: "YearView", today: date) -> Page:
    """A year drawn in months, with signs that need no colour, then its days off and what is provisional."""
    title = _("Working calendar {year}: {n} working days · edition {edition}",
              year=view.year, n=view.working_days, edition=view.edition)  # fmt: skip
    named = [d for d in view.days if d.seq is not None or d.kind is DayKind.makeup_day]
    return (
        title,
        "",
        lambda screen: _months(view.days, today, screen),
        _legend,
        "",
        *(f"  {day(d.on)} {weekday(d.on)}: {_what(d)}" for d in named),
        *_provisional_lines(view),
    )


def _months(days: Sequence[Day], today: date, screen: Screen) -> list[Part]:
    """The months, as many abreast as the screen has room for, three where it has no end."""
    abreast = max(1, min(4, ((screen.width or 3 * (MONTH + 2)) + 2) // (MONTH + 2)))
    months = [_month_lines([d for d in days if d.on.month == m], today) for m in range(1, 13)]
    gap, blank = Styled("  "), Line([Styled(" " * MONTH)])
    parts: list[Part] = []
    for start in range(0, 12, abreast):
        for lines in zip_longest(*months[start : start + abreast], fillvalue=blank):
            parts.append(Line([piece for line in lines for piece in (*line.pieces, gap)]))
        parts.append("")
    return parts


def _legend(screen: Screen) -> list[str]:
    """The signs with their meanings, broken between two of them where the terminal ends."""
    held = "\u00a0"
    words = _(
        "Signs: * holiday   x day off by swap   + make-up or working Saturday   · weekend   > today   ? provisional"
    )
    text = "   ".join(sign.replace(" ", held) for sign in words.split("   "))
    return [line.replace(held, " ") for line in broken(text, screen.width, 0)]


def _what(d: Day) -> str:
    return f"{_SIGNS[d.kind].text.strip()} {d.name}" + ("" if d.confirmed else " ?")


def _month_lines(days: list[Day], today: date) -> list[Line]:
    """A month as lines of seven days from Monday: today and provisional, the number, the sign."""
    first = days[0].on
    names = [_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su")]
    name = Styled(f"{_('Month {m}', m=first.month):<{MONTH}}", "bold")
    cells = [Styled(" " * CELL)] * first.weekday() + [_day_cell(d, today) for d in days]
    cells += [Styled(" " * CELL)] * (-len(cells) % 7)
    weeks = [Line(cells[start : start + 7]) for start in range(0, len(cells), 7)]
    return [Line([name]), Line([Styled("".join(f"  {day_name:<3}" for day_name in names), "dim")]), *weeks]


def _day_cell(d: Day, today: date) -> Styled:
    marks = (">" if d.on == today else " ") + (" " if d.confirmed else "?")
    sign, style = _SIGNS[d.kind]
    return Styled(f"{marks}{d.on.day:>2}{sign}", ("reverse " if d.on == today else "") + style)


def _provisional_lines(view: "YearView") -> list[str]:
    lines = [_("Provisional {start} – {end}: {why}", start=a, end=b, why=why) for a, b, why in view.provisional]
    return ["", *(lines or [_("Every day of the year is confirmed.")])]


def holidays_text(view: "YearView", named: Sequence[Day]) -> Page:
    """A year's named days in a table."""
    headings = [_("Day"), _("Kind"), _("Name and source")]
    doubt = f"\n{_('provisional')}"
    rows = [
        [f"{day(d.on)}\n{weekday(d.on)}", label(d.kind) + ("" if d.confirmed else doubt), f"{d.name}\n{d.source}"]
        for d in named
    ]
    count = _("{n} working days in {year}", n=view.working_days, year=view.year)
    return (Grid(headings, rows, keep=(0, 1), cut=(2,)), count, *_provisional_lines(view))


def notice_record(entered: EnteredNotice) -> dict[str, Any]:
    """A notice under its keys, what it says as the ledger has it."""
    claims = [dict(sorted(claim.items())) for claim in data_of(entered.notice)["claims"]]
    return {
        "seq": entered.seq,
        "recorded_at": iso(entered.recorded_at),
        "actor": entered.actor,
        "claims": claims,
        "revoked_by": entered.revoked_by,
    }


def notices_text(notices: Sequence[EnteredNotice]) -> Page:
    """The notices entered, in a table."""
    headings = [_("No."), _("Days"), _("Name"), _("Source"), _("Recorded"), _("By"), _("Revoked by")]
    rows: list[list[str]] = []
    for n in notices:
        first, days = n.notice.claims[0], ", ".join(f"{day(c.on)} {label(c.kind)}" for c in n.notice.claims)
        source = f"{first.source} ({label(first.rank)})"
        revoked = str(n.revoked_by or "")
        rows.append([str(n.seq), days, first.name, source, moment(n.recorded_at), n.actor, revoked])
    return (Grid(headings, rows, right=(0,), keep=(0, 4)),)


def finished_record(m: "Moved") -> dict[str, Any]:
    """A dossier finished meanwhile that a notice betters, under its keys."""
    before, after = m.verdicts or (None, None)
    return {
        "code": m.code,
        "procedure_code": m.procedure_code,
        "outcome_before": before,
        "outcome_after": after,
        "due_before": iso(m.due_before),
        "due_after": iso(m.due_after),
        "applied": m.applied,
    }


def moved_record(m: "Moved") -> dict[str, Any]:
    """An open dossier that a change moves, under its keys."""
    return {
        "code": m.code,
        "procedure_code": m.procedure_code,
        "direction": m.direction.value,
        "due_before": iso(m.due_before),
        "due_after": iso(m.due_after),
        "applied": m.applied,
    }


def acceptance_record(m: "Moved") -> dict[str, Any]:
    """A dossier of which a notice moves until when receiving it was in time, and no due date, under its keys."""
    return {
        "code": m.code,
        "procedure_code": m.procedure_code,
        "acceptance_due_before": iso(m.before.acceptance_due_at),
        "acceptance_due_after": iso(m.after.acceptance_due_at),
        "late_before": is_accepted_late(m.before),
        "late_after": is_accepted_late(m.after),
        "applied": m.applied,
    }


def change_record(change: "Change", *, applied: bool) -> dict[str, Any]:
    """A change of the calendar: the days, the dossiers it moves, the event (null for a preview)."""
    return {
        "recorded": change.recorded.seq if change.recorded else None,
        "preview": change.recorded is None and not applied,
        "days": [
            {"date": after.on.isoformat(), "before": before.kind.value if before else None, "after": after.kind.value,
             "name": after.name, "confirmed": after.confirmed}
            for before, after in change.changed
        ],
        "unchanged": [
            {"date": each.day.on.isoformat(), "kind": each.day.kind.value, "name": each.day.name,
             "source": each.day.source, "rank": each.rank, "notice": each.day.seq}
            for each in change.unchanged
        ],
        "moved": [moved_record(m) for m in change.moved if m.verdicts is None and not m.is_acceptance],
        "finished": [finished_record(m) for m in change.moved if m.verdicts is not None],
        "acceptance": [acceptance_record(m) for m in change.moved if m.is_acceptance],
    }  # fmt: skip


def change_text(change: "Change", *, applied: bool) -> Page:
    """A change of the calendar in words."""
    parts: list[Part] = []
    if change.changed:
        headings = [_("Day"), _("Weekday"), _("Before"), _("After"), _("Name")]
        named = [(b, a) for b, a in change.changed if a.name or b is None or b.kind is not a.kind]
        rows = [[day(a.on), weekday(a.on), _kind(b) if b else "—", _kind(a), a.name] for b, a in named]
        parts.append(Grid(headings, rows, keep=(0, 1)))
        if rest := len(change.changed) - len(named):
            parts.append(ngettext("and {n} day that stays of its kind", "and {n} days that stay of their kind", rest))
    elif change.is_known and not change.unchanged:
        parts.append(_("nothing changes: the years loaded say the same already"))
    parts += [_unchanged_words(each) for each in change.unchanged]
    if change.is_known and not change.moved:
        return tuple(parts)
    parts += moved_text([m for m in change.moved if m.verdicts is None and not m.is_acceptance], recorded=applied)
    parts += _finished_text([m for m in change.moved if m.verdicts is not None], recorded=applied)
    parts += _acceptance_text([m for m in change.moved if m.is_acceptance], recorded=applied)
    if change.recorded is not None:
        parts.append(_("Recorded as event {anchor}", anchor=change.recorded.anchor))
    elif not applied:
        parts.append(_("This is a preview, nothing was recorded; --apply records it."))
    return tuple(parts)


def _unchanged_words(of: "Unchanged") -> str:
    """A day that a notice names and that stays what it was, with what decides it."""
    d, kind = of.day, label(of.day.kind)
    if of.rank is None:
        return _("{day} stays what it is: {kind}", day=day(d.on), kind=kind)
    by = _("{name}, {source} ({rank})", name=d.name, source=d.source, rank=label(of.rank))
    if of.claimed is None:
        return _("{day} stays what it is: {kind}; what decides it: {by}", day=day(d.on), kind=kind, by=by)
    if (of.claimed is DayKind.makeup_day) == d.is_working_day:
        return _("{day} is that already: {kind}; what decides it: {by}", day=day(d.on), kind=kind, by=by)
    return _("{day} stays {kind}: {by} ranks higher, so the notice changes nothing there",
             day=day(d.on), kind=kind, by=by)  # fmt: skip


def _finished_text(moved: Sequence["Moved"], *, recorded: bool) -> list[Part]:
    """The dossiers finished meanwhile that a notice betters, with their verdicts."""
    if not moved:
        return []
    headings = [_("Dossier"), _("Due before"), _("Due after"), _("Verdict"), ""]
    rows: list[list[str]] = []
    for m in moved:
        assert m.verdicts is not None
        verdicts = " → ".join(map(label, m.verdicts))
        rows.append([m.code, moment(m.due_before), moment(m.due_after), verdicts, _what_became(m, recorded)])
    parts: list[Part] = [
        "",
        f"{_('Finished meanwhile, better by this')}: {number(len(rows))}",
        Grid(headings, rows, keep=(0, 1, 2)),
    ]
    if applied := sum(m.applied for m in moved):
        parts.append(ngettext("{n} verdict bettered", "{n} verdicts bettered", applied))
    else:
        parts.append(_("--also-finished moves their due dates too."))
    return parts


def _acceptance_text(moved: Sequence["Moved"], *, recorded: bool) -> list[Part]:
    """The dossiers of which a notice moves until when receiving them was in time."""
    if not moved:
        return []
    rows: list[list[str]] = []
    for m in moved:
        words = [_("late") if is_accepted_late(d) else _("in time") for d in (m.before, m.after)]
        dues = moment(m.before.acceptance_due_at), moment(m.after.acceptance_due_at)
        rows.append([m.code, *dues, " → ".join(dict.fromkeys(words)), _what_became(m, recorded)])
    headings = [_("Dossier"), _("Due before"), _("Due after"), _("Acceptance"), ""]
    parts: list[Part] = [
        "",
        f"{_('Handed in online, to be accepted by another moment')}: {number(len(rows))}",
        Grid(headings, rows, keep=(0, 1, 2)),
    ]
    if any(m.before.finished_at is not None and not m.applied for m in moved):
        parts.append(_("--also-finished moves it of finished ones too."))
    return parts


def _kind(d: Day) -> str:
    return label(d.kind) + ("" if d.confirmed else f" ({_('provisional')})")


def moved_text(moved: Sequence["Moved"], *, recorded: bool) -> Page:
    """The open dossiers a change moves, later ones and earlier ones, and whether each was, as a page."""
    if not moved:
        return (_("No open dossier moves."),)
    parts: list[Part] = []
    for direction, words in (("later", _("Later")), ("earlier", _("Earlier"))):
        those = [m for m in moved if m.direction == direction]
        rows = [[m.code, moment(m.due_before), moment(m.due_after), _what_became(m, recorded)] for m in those]
        if rows:
            parts.append(f"{words}: {number(len(rows))}")
            parts.append(Grid([_("Dossier"), _("Due before"), _("Due after"), ""], rows, keep=(0, 1, 2)))
    if applied := sum(m.applied for m in moved):
        parts.append(ngettext("{n} due date moved", "{n} due dates moved", applied))
    return tuple(parts)


def _what_became(m: "Moved", recorded: bool) -> str:
    if not recorded:
        return ""
    return _("moved") if m.applied else _("stays")
