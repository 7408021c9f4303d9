"""The calendar for people and machines: a year drawn, its days off, the notices entered."""

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from onestop_cli.core.calendar import Claim, Closure, Day, DayKind
from onestop_cli.core.event_data import data_of
from onestop_cli.core.file_events import EnteredNotice
from onestop_cli.core.moments import clock_text, iso
from onestop_cli.output.console_text import broken
from onestop_cli.output.figures import day, moment, weekday
from onestop_cli.output.pages import Grid, Line, Page, Part, Screen, Styled
from onestop_cli.output.words import _, label

if TYPE_CHECKING:
    from onestop_cli.usecases.calendar import YearView


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
        "closures": [closure_record(closure) for closure in d.closures],
    }


def closure_record(closure: Closure) -> dict[str, Any]:
    """Hours of a day that a notice closed, under their keys."""
    hours = stretch_record(closure.start, closure.end)
    return {**hours, "name": closure.name, "source": closure.source, "notice": closure.seq}


def stretch_record(start: int, end: int) -> dict[str, str]:
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
    return _("closed {hours}: {name}", hours=hours_words([(closure.start, closure.end)]), name=closure.name)


def hours_words(stretches: Sequence[tuple[int, int]]) -> str:
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
    return label(claim.kind) if claim.hours is None else _("closed {hours}", hours=hours_words([claim.hours]))
