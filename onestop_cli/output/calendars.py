"""The calendar for people and machines: a year drawn, its days off, what a change does."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any, assert_never

from onestop_cli.core.acceptance import is_accepted_late
from onestop_cli.core.calendar import Claim, Closure, Day, DayKind
from onestop_cli.core.event_data import data_of
from onestop_cli.core.file_events import EnteredNotice
from onestop_cli.core.moments import clock_text, iso
from onestop_cli.core.notice_file import Judged, LineKind, Would
from onestop_cli.core.office import Stretches
from onestop_cli.output.console_text import broken
from onestop_cli.output.figures import day, moment, number, weekday
from onestop_cli.output.pages import Facts, Grid, Line, Page, Part, Screen, Styled
from onestop_cli.output.words import _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.calendar import Change, Unchanged, Years, YearView
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
        "closures": [_closure_record(closure) for closure in d.closures],
    }


def _closure_record(closure: Closure) -> dict[str, Any]:
    """Hours of a day that a notice closed, under their keys."""
    hours = _stretch_record(closure.start, closure.end)
    return {**hours, "name": closure.name, "source": closure.source, "notice": closure.seq}


def _stretch_record(start: int, end: int) -> dict[str, str]:
    return {"from": clock_text(start), "to": clock_text(end)}


_SIGNS = {
    DayKind.working_day: Styled(" "),
    DayKind.makeup_day: Styled("+", "bold green"),
    DayKind.working_saturday: Styled("+", "green"),
    DayKind.weekend: Styled("·", "dim"),
    DayKind.holiday: Styled("*", "bold red"),
    DayKind.swap_day_off: Styled("x", "bold magenta"),
}
"""The sign after a day's number, with the colour of both, which only repeats it."""
_PARTLY_CLOSED = Styled("~", "bold yellow")
CELL = 5
"""A day's columns: today, provisional, two for its number, its sign."""
MONTH = 7 * CELL


def year_text(view: "YearView", today: date) -> Page:
    """A year drawn in months, with signs that need no colour, then its days off and what is provisional."""
    title = _("Working calendar {year}: {n} working days · edition {edition}",
              year=view.year, n=view.working_days, edition=view.edition)  # fmt: skip
    named = [d for d in view.days if d.seq is not None or d.closures]
    has_closures = any(d.closures for d in named)
    return (
        title,
        "",
        lambda screen: _months(view.days, today, screen),
        lambda screen: _legend(screen, has_closures=has_closures),
        "",
        *(f"  {day(d.on)} {weekday(d.on)}: {what}" for d in named for what in _what(d)),
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


def _legend(screen: Screen, *, has_closures: bool = False) -> list[str]:
    """The signs with their meanings, broken between two of them where the terminal ends."""
    held = "\u00a0"
    words = _(
        "Signs: * holiday   x day off by swap   + make-up or working Saturday   · weekend   > today   ? provisional"
    )
    if has_closures:
        words += "   " + _("~ some hours closed")
    text = "   ".join(sign.replace(" ", held) for sign in words.split("   "))
    return [line.replace(held, " ") for line in broken(text, screen.width, 0)]


def _what(d: Day) -> list[str]:
    """What decides a day, and what closes hours of it."""
    decided = [f"{_SIGNS[d.kind].text.strip()} {d.name}" + ("" if d.confirmed else " ?")] if d.seq is not None else []
    return decided + [f"{_PARTLY_CLOSED.text} {_closed_words(closure)}" for closure in d.closures]


def _closed_words(closure: Closure) -> str:
    return _("closed {hours}: {name}", hours=_hours_words([(closure.start, closure.end)]), name=closure.name)


def _hours_words(stretches: Sequence[tuple[int, int]]) -> str:
    return ", ".join(f"{clock_text(start)}–{clock_text(end)}" for start, end in stretches)


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
    sign, style = _PARTLY_CLOSED if d.closures and not _SIGNS[d.kind].text.strip() else _SIGNS[d.kind]
    return Styled(f"{marks}{d.on.day:>2}{sign}", ("reverse " if d.on == today else "") + style)


def _provisional_lines(view: "YearView") -> list[str]:
    lines = [_("Provisional {start} – {end}: {why}", start=a, end=b, why=why) for a, b, why in view.provisional]
    return ["", *(lines or [_("Every day of the year is confirmed.")])]


def holidays_text(view: "YearView", named: Sequence[Day]) -> Page:
    """A year's named days in a table."""
    headings = [_("Day"), _("Kind"), _("Name and source")]
    doubt = f"\n{_('provisional')}"
    rows = [
        [f"{day(d.on)}\n{weekday(d.on)}", label(d.kind) + ("" if d.confirmed else doubt), "\n".join(_says(d))]
        for d in named
    ]
    count = _("{n} working days in {year}", n=view.working_days, year=view.year)
    return (Grid(headings, rows, keep=(0, 1), cut=(2,)), count, *_provisional_lines(view))


def _says(d: Day) -> list[str]:
    """The name and the source of a day, and of what closes hours of it."""
    decided = [d.name, d.source] if d.seq is not None else []
    return decided + [words for closure in d.closures for words in (_closed_words(closure), closure.source)]


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
    headings = [_("No."), _("Days"), _("Name and source"), _("Recorded")]
    rows: list[list[str]] = []
    for n in notices:
        first, days = n.notice.claims[0], "\n".join(f"{day(c.on)} {_claimed(c)}" for c in n.notice.claims)
        sources = ", ".join(dict.fromkeys(c.source for c in n.notice.claims))
        name = f"{n.notice.file or first.name}\n{sources} ({label(first.rank)})"
        recorded = f"{moment(n.recorded_at)}\n{n.actor}"
        if n.revoked_by:
            recorded += "\n" + _("revoked by {seq}", seq=n.revoked_by)
        rows.append([str(n.seq), days, name, recorded])
    return (Grid(headings, rows, right=(0,), keep=(0, 1, 3)),)


def _claimed(claim: Claim) -> str:
    return label(claim.kind) if claim.hours is None else _("closed {hours}", hours=_hours_words([claim.hours]))


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


def line_record(of: Judged) -> dict[str, Any]:
    """A line of a file of notices under its keys, with what it would do."""
    line = of.line
    is_worked = of.kind is LineKind.working_day
    off, work = (None, line.day_off) if is_worked else (line.day_off, line.working_day)
    return {
        "line": line.line,
        "kind": of.kind.value,
        "day_off": off.isoformat() if off else None,
        "working_day": work.isoformat() if work else None,
        "name": line.name,
        "source": line.source,
        "would": of.would.value,
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
             "name": after.name, "confirmed": after.confirmed,
             "closures": [_closure_record(closure) for closure in after.closures],
             "open_before": [_stretch_record(*stretch) for stretch in was],
             "open_after": [_stretch_record(*stretch) for stretch in now]}
            for (before, after), (was, now) in zip(change.changed, change.opening, strict=True)
        ],
        "unchanged": [
            {"date": each.day.on.isoformat(), "kind": each.day.kind.value, "name": each.day.name,
             "source": each.day.source, "rank": each.rank, "notice": each.day.seq}
            for each in change.unchanged
        ],
        "moved": [moved_record(m) for m in change.moved if m.verdicts is None and not m.is_acceptance],
        "finished": [finished_record(m) for m in change.moved if m.verdicts is not None],
        "lines": [line_record(each) for each in change.lines],
        "years": _years_record(change.years) if change.years else None,
        "acceptance": [acceptance_record(m) for m in change.moved if m.is_acceptance],
    }  # fmt: skip


def _years_record(years: "Years") -> dict[str, Any]:
    """What loading did with years, and the first and last one held now."""
    did = {"loaded": years.loaded, "compared": years.compared, "left": years.left}
    return {**did, "first": years.held[0], "last": years.held[-1]}


def change_text(change: "Change", *, applied: bool) -> Page:
    """A change of the calendar in words."""
    parts: list[Part] = [*_lines_text(change.lines), *(_years_text(change.years) if change.years else ())]
    if change.changed:
        headings = [_("Day"), _("Weekday"), _("Before"), _("After"), _("Name")]
        opening = dict(zip((a.on for _, a in change.changed), change.opening, strict=True))
        named = [(b, a) for b, a in change.changed if a.name or b is None or b.kind is not a.kind or _closes(b, a)]
        rows = [[day(a.on), weekday(a.on), *_before_and_after(b, a, *opening[a.on])] for b, a in named]
        parts.append(Grid(headings, rows, keep=(0, 1)))
        parts += [words for b, a in named if b and _closes(b, a) for words in _closing_words(a, *opening[a.on])]
        if rest := len(change.changed) - len(named):
            parts.append(ngettext("and {n} day that stays of its kind", "and {n} days that stay of their kind", rest))
    elif change.is_known and change.lines:
        parts.append(_("No line is to be recorded: nothing was recorded."))
    elif change.is_known and not change.unchanged:
        parts.append(_("nothing changes: the years loaded say the same already"))
    parts += [_unchanged_words(each) for each in change.unchanged]
    if change.is_known and not change.moved:
        return tuple(parts)
    parts += moved_text([m for m in change.moved if m.verdicts is None and not m.is_acceptance], recorded=applied)
    parts += finished_text([m for m in change.moved if m.verdicts is not None], recorded=applied)
    parts += _acceptance_text([m for m in change.moved if m.is_acceptance], recorded=applied)
    if change.recorded is not None:
        parts.append(_("Recorded as event {anchor}", anchor=change.recorded.anchor))
    elif not applied:
        parts.append(_("This is a preview, nothing was recorded; --apply records it."))
    return tuple(parts)


def _closes(before: Day, after: Day) -> bool:
    """Whether a change closes or opens hours of a day that stays of its kind."""
    return before.kind is after.kind and before.closures != after.closures


def _before_and_after(before: Day | None, after: Day, was: Stretches, now: Stretches) -> list[str]:
    """What a day was, what it becomes and by what; where hours of it are closed, its open hours."""
    if before is None or not _closes(before, after):
        return [_kind(before) if before else "—", _kind(after), after.name]
    names = [closure.name for closure in after.closures if closure not in before.closures]
    return [*(_open_words(after, stretches) for stretches in (was, now)), "; ".join(names)]


def _open_words(of: Day, stretches: Stretches) -> str:
    """The open hours of a day; of one off what it is."""
    return _hours_words(stretches) or (_("closed") if of.is_working_day else label(of.kind))


def _closing_words(of: Day, was: Stretches, now: Stretches) -> list[str]:
    """What is to be known of a day of which hours were closed: that it changes nothing, or that nothing is left."""
    if was == now:
        return [_("{day}: no open hour is among these, so nothing changes", day=day(of.on))]
    if not now and of.is_working_day:
        stays = _("{day} has no open hour left and stays a working day for limits in days", day=day(of.on))
        advice = _("for a day off: onestop calendar add-holiday {day}", day=day(of.on))
        return [stays, f"{advice} --local" if of.kind is DayKind.makeup_day else advice]  # a national one halves a swap
    return []


def _lines_text(lines: Sequence[Judged]) -> list[Part]:
    """Every line of a file of notices with what it would do, and how to take what is left out."""
    if not lines:
        return []
    headings = [_("Line"), _("Day"), _("Name"), _("What it does")]
    parts: list[Part] = [
        Grid(
            headings,
            [[str(of.line.line), _line_days(of), of.line.name, _would(of)] for of in lines],
            right=(0,),
            keep=(0, 1),
        )
    ]
    if left := [of.line.day_off for of in lines if of.would is Would.left_out and of.line.day_off]:
        n = len(set(left))
        parts.append(
            ngettext(
                "{n} day off is left out: by the calendar it is a working day",
                "{n} days off are left out: by the calendar they are working days",
                n,
            )
        )
        parts.append(_("To record one all the same: --take {day}", day=day(left[0])))
    return parts


def _line_days(of: Judged) -> str:
    line = of.line
    off = day(line.day_off) if line.day_off else "—"
    return f"{off}\n{_('worked {day}', day=day(line.working_day))}" if line.working_day else off


def _would(of: Judged) -> str:
    match of.would:
        case Would.record_day_off:
            return _("recorded as a day off")
        case Would.record_swap:
            return _("recorded as a swap")
        case Would.already_so if of.kind is LineKind.working_day:
            return _("already so: worked")
        case Would.already_so:
            return _("already so")
        case Would.left_out:
            return _("left out")
        case Would.repeated:
            return _("counted once, in line {line}", line=of.of)
        case Would.superseded:
            return _("left out: replaced by line {line}", line=of.of)
        case Would.cancelled:
            return _("left out: cancelled")
        case Would.wrong:
            return _("wrong")
        case _:
            assert_never(of.would)


def _years_text(years: "Years") -> list[Part]:
    """The years loaded, compared or left, and all that the calendar holds now."""
    pairs: list[tuple[str, str]] = []
    if years.loaded:
        pairs.append((_("Loaded"), _listed(years.loaded)))
    if years.compared:
        pairs.append((_("Compared anew"), _listed(years.compared)))
    if years.left:
        how = f"onestop calendar load {years.left[0]} --to {years.left[-1]}"
        left = _("{years}, loaded before; to compare anew: {how}", years=_listed(years.left), how=how)
        pairs.append((_("As they were"), left))
    return [Facts([*pairs, (_("Calendar"), f"{years.held[0]}–{years.held[-1]}")])]


def _listed(years: Sequence[int]) -> str:
    """Years by name, those that follow one another as a range: “2005–2009, 2030”."""
    text: list[str] = []
    start = years[0]
    for each, following in pairwise([*years, 0]):
        if following != each + 1:
            text.append(f"{start}–{each}" if start != each else str(each))
            start = following
    return ", ".join(text)


def _unchanged_words(of: "Unchanged") -> str:
    """A day that a notice names and that stays what it was, with what decides it."""
    d, kind = of.day, label(of.day.kind)
    if of.claimed is DayKind.closure:
        closed = "; ".join(f"{_hours_words([(each.start, each.end)])} {each.name}" for each in d.closures)
        return _("{day} has these hours closed already: {closed}", day=day(d.on), closed=closed)
    if of.rank is None:
        return _("{day} stays what it is: {kind}", day=day(d.on), kind=kind)
    by = _("{name}, {source} ({rank})", name=d.name, source=d.source, rank=label(of.rank))
    if of.claimed is None:
        return _("{day} stays what it is: {kind}; what decides it: {by}", day=day(d.on), kind=kind, by=by)
    if (of.claimed is DayKind.makeup_day) == d.is_working_day:
        return _("{day} is that already: {kind}; what decides it: {by}", day=day(d.on), kind=kind, by=by)
    return _("{day} stays {kind}: {by} ranks higher, so the notice changes nothing there",
             day=day(d.on), kind=kind, by=by)  # fmt: skip


def finished_text(moved: Sequence["Moved"], *, recorded: bool) -> list[Part]:
    """The dossiers finished meanwhile that a notice betters, or bettered when it is taken back, with their verdicts."""
    headings = [_("Dossier"), _("Due before"), _("Due after"), _("Verdict"), ""]
    parts: list[Part] = []
    for words, is_given_back in (
        (_("Finished meanwhile, better by this"), False),
        (_("Finished before, better only by what is taken back"), True),
    ):
        rows: list[list[str]] = []
        for m in moved:
            if m.is_given_back is is_given_back:
                assert m.verdicts is not None
                verdicts = " → ".join(map(label, m.verdicts))
                rows.append([m.code, moment(m.due_before), moment(m.due_after), verdicts, _what_became(m, recorded)])
        if rows:
            parts += ["", f"{words}: {number(len(rows))}", Grid(headings, rows, keep=(0, 1, 2))]
    if applied := sum(m.applied and not m.is_given_back for m in moved):
        parts.append(ngettext("{n} verdict bettered", "{n} verdicts bettered", applied))
    if applied := sum(m.applied and m.is_given_back for m in moved):
        parts.append(ngettext("{n} verdict is what it was", "{n} verdicts are what they were", applied))
    can_still = any(not m.is_given_back or not recorded for m in moved)  # a notice is revoked once
    if can_still and not any(m.applied for m in moved):
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
        rows = [[m.code, *_moved_dates(m), _what_became(m, recorded)] for m in those]
        if rows:
            parts.append(f"{words}: {number(len(rows))}")
            parts.append(Grid([_("Dossier"), _("Due before"), _("Due after"), ""], rows, keep=(0, 1, 2)))
    if applied := sum(m.applied for m in moved):
        parts.append(ngettext("{n} due date moved", "{n} due dates moved", applied))
    return tuple(parts)


def _moved_dates(m: "Moved") -> list[str]:
    """The due date before and after; where it stays, the first other date that moves, by its name."""
    names = ("", _("by statute"), _("new appointment"))
    pairs = zip(names, m.before.dates, m.after.dates, strict=True)
    name, old, new = next((each for each in pairs if each[1] != each[2]), ("", m.due_before, m.due_after))
    return [f"{moment(at)}\n{name}".rstrip() for at in (old, new)]


def _what_became(m: "Moved", recorded: bool) -> str:
    if not recorded:
        return ""
    return _("moved") if m.applied else _("stays")
