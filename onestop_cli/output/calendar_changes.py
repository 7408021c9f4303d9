"""A change of the calendar for people and machines: days, the lines of a file of notices, years, the dossiers moved."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, assert_never

from onestop_cli.core.calendar import Day, DayKind
from onestop_cli.core.notice_file import Judged, LineKind, Would
from onestop_cli.core.office import Stretches
from onestop_cli.output.calendars import closure_record, hours_words, stretch_record
from onestop_cli.output.figures import day, weekday
from onestop_cli.output.moved import (
    acceptance_record,
    acceptance_text,
    finished_record,
    finished_text,
    moved_record,
    moved_text,
)
from onestop_cli.output.pages import Facts, Grid, Page, Part
from onestop_cli.output.words import _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.calendar import Change, Unchanged, Years


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


def change_record(change: "Change", *, applied: bool) -> dict[str, Any]:
    """A change of the calendar: the days, the dossiers it moves, the event (null for a preview)."""
    return {
        "recorded": change.recorded.seq if change.recorded else None,
        "preview": change.recorded is None and not applied,
        "days": [
            {"date": after.on.isoformat(), "before": before.kind.value if before else None, "after": after.kind.value,
             "name": after.name, "confirmed": after.confirmed,
             "closures": [closure_record(closure) for closure in after.closures],
             "open_before": [stretch_record(*stretch) for stretch in was],
             "open_after": [stretch_record(*stretch) for stretch in now]}
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
    parts += acceptance_text([m for m in change.moved if m.is_acceptance], recorded=applied)
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
    return hours_words(stretches) or (_("closed") if of.is_working_day else label(of.kind))


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
        closed = "; ".join(f"{hours_words([(each.start, each.end)])} {each.name}" for each in d.closures)
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


def _kind(d: Day) -> str:
    return label(d.kind) + ("" if d.confirmed else f" ({_('provisional')})")
