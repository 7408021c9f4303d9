"""The trend for people and machines: month by month, drawn so that it can be read without colour."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from onestop_cli.core.tally import Row, rounded
from onestop_cli.errors import N_
from onestop_cli.output.documents import Chart, Column, Document, Series, Table
from onestop_cli.output.figures import number, percent
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.reports.glossary import glossary
from onestop_cli.output.reports.head import head_lines, head_record, key_words
from onestop_cli.output.reports.report import identity_lines
from onestop_cli.output.words import _

if TYPE_CHECKING:
    from onestop_cli.usecases.reports.trend import Trend

TITLE = N_("Trend by month")
TREND_KEYS = ("month", "key", "label", *Row._fields[1:])
_BAR = 24
_WIDE_BAR = 40
_EARLY, _ON_TIME, _LATE = "█", "▒", "░"


def month_words(month: str) -> str:
    """A month as MM/yyyy."""
    year, number_ = month.split("-")
    return f"{number_}/{year}"


def _series_words(trend: "Trend", key: tuple[str, ...]) -> str:
    (name,) = (n for n in trend.report.request.by if n != "month")
    return key_words(name, key[0], trend.report.names)


def trend_records(trend: "Trend") -> Iterator[dict[str, Any]]:
    """A record a month, of all; then those of each key asked for."""
    for key, words, rows in _lines(trend):
        for month, row in zip(trend.months, rows, strict=True):
            figures = row._asdict()
            figures.pop("key")
            yield {"month": month, "key": list(key), "label": [words] if key else [], **figures}


def trend_csv_records(trend: "Trend") -> Iterator[dict[str, Any]]:
    """The same for CSV, where keys and labels are one text."""
    for record in trend_records(trend):
        yield {**record, "key": " / ".join(record["key"]) or "total", "label": " / ".join(record["label"])}


def _lines(trend: "Trend") -> Iterator[tuple[tuple[str, ...], str, Sequence[Row]]]:
    yield (), "", trend.total
    for series in trend.series:
        yield series.key, _series_words(trend, series.key), series.rows


def trend_record(trend: "Trend") -> dict[str, Any]:
    """The trend under its own keys (docs/json.md)."""
    return {
        **head_record(trend.report.head),
        "by": list(trend.report.request.by),
        "calendar_edition": trend.report.head.calendar_edition,
        "rows": list(trend_records(trend)),
    }


def trend_text(trend: "Trend") -> Page:
    """The trend on a screen: volume, outcomes and backlog, a line a month."""
    blocks = [[_(TITLE), *head_lines(trend.report.head)]]
    for key, words, rows in _lines(trend):
        if key:
            blocks.append([f"── {words}"])
        blocks += [_volume(trend, rows), _outcomes(trend, rows), _backlog(trend, rows)]
    blocks.append(identity_lines(trend.report))
    return paragraphs(blocks)


def _bar(value: int, most: int, width: int, glyph: str = _EARLY) -> str:
    """A bar in proportion; what is not nothing has at least one mark."""
    return glyph * (max(1, round(value / most * width)) if value else 0)


def _volume(trend: "Trend", rows: Sequence[Row]) -> list[str]:
    most = max((max(r.received, r.resolved) for r in rows), default=0) or 1
    widest = len(number(most))
    lines = [_("Received (upper bar) and resolved (lower bar)")]
    for month, r in zip(trend.months, rows, strict=True):
        lines.append(f"{month_words(month)}  {number(r.received):>{widest}} {_bar(r.received, most, _WIDE_BAR)}")
        lines.append(f"{'':7}  {number(r.resolved):>{widest}} {_bar(r.resolved, most, _WIDE_BAR, _ON_TIME)}")
    return lines


def _outcomes(trend: "Trend", rows: Sequence[Row]) -> list[str]:
    marks = " · ".join((f"{_EARLY} {_('early')}", f"{_ON_TIME} {_('on time')}", f"{_LATE} {_('late')}"))
    lines = [_("Outcomes: {marks}", marks=marks)]
    for month, r in zip(trend.months, rows, strict=True):
        judged = r.early + r.on_time + r.late
        cells = _shares((r.early, r.on_time, r.late), _BAR)
        bar = "".join(glyph * n for glyph, n in zip((_EARLY, _ON_TIME, _LATE), cells, strict=True))
        late, on_time = rounded(r.late, judged), rounded(r.on_time, judged)
        figures = f"{percent(r.early_rate):>9} {percent(on_time):>9} {percent(late):>9}"
        lines.append(f"{month_words(month)}  {bar:<{_BAR}} {figures}")
    return lines


def _shares(parts: tuple[int, ...], width: int) -> list[int]:
    """Parts of a whole as marks that fill the width; what is not nothing has at least one."""
    whole = sum(parts)
    if not whole:
        return [0] * len(parts)
    cells = [max(1, round(part / whole * width)) if part else 0 for part in parts]
    cells[cells.index(max(cells))] += width - sum(cells)
    return cells


def _backlog(trend: "Trend", rows: Sequence[Row]) -> list[str]:
    most = max((r.pending for r in rows), default=0) or 1
    widest = len(number(most))
    lines = [_("Pending at the month's end: {overdue} overdue · {other} other", overdue=_EARLY, other=_LATE)]
    for month, r in zip(trend.months, rows, strict=True):
        overdue = _bar(r.overdue, most, _WIDE_BAR)
        other = _bar(r.pending - r.overdue, most, _WIDE_BAR, _LATE)
        words = _("{n} overdue", n=number(r.overdue)) if r.overdue else ""
        lines.append(f"{month_words(month)}  {number(r.pending):>{widest}} {overdue}{other} {words}".rstrip())
    return lines


_COLUMNS = (
    ("received", N_("Received"), "count"),
    ("resolved", N_("Resolved"), "count"),
    ("early", N_("Early"), "count"),
    ("on_time", N_("On time"), "count"),
    ("late", N_("Late"), "count"),
    ("early_rate", N_("Early rate"), "percent"),
    ("on_time_rate", N_("Early or on time"), "percent"),
    ("pending", N_("Pending"), "count"),
    ("overdue", N_("Overdue"), "count"),
    ("mean_working_days", N_("Working days used, mean"), "days"),
    ("time_saved_days", N_("Working days saved"), "count"),
)
_WORDS = {name: words for name, words, _kind in _COLUMNS}
_PLACES = {name: place for place, (name, _words, _kind) in enumerate(_COLUMNS, 1)}


def _table(trend: "Trend", name: str, title: str, rows: Sequence[Row]) -> Table:
    return Table(
        name,
        title,
        [Column((_("Month"),)), *(Column((_(words),), kind) for _name, words, kind in _COLUMNS)],
        [[month_words(m), *(getattr(r, n) for n, _w, _k in _COLUMNS)] for m, r in zip(trend.months, rows, strict=True)],
    )


def trend_document(trend: "Trend") -> Document:
    """The trend as a document: a table and three charts of all, and the same of each key asked for."""
    tables: list[Table] = []
    charts: list[Chart] = []
    for place, (key, words, rows) in enumerate(_lines(trend)):
        name = _("Trend") if not key else f"{_('Trend')} {place}"
        tables.append(_table(trend, name, words, rows))
        charts += _charts(place, words)
    checks = identity_lines(trend.report)
    return Document(_(TITLE), head_lines(trend.report.head), tables, charts, checks, glossary())


def _charts(table: int, words: str) -> list[Chart]:
    suffix = f": {words}" if words else ""

    def series(*names: str) -> list[Series]:
        return [Series(_(_WORDS[name]), _PLACES[name]) for name in names]

    return [
        Chart(_("Received and resolved") + suffix, "columns", table, 0, series("received", "resolved")),
        Chart(_("Early, on time and late") + suffix, "shares", table, 0, series("early", "on_time", "late")),
        Chart(_("Backlog at the end of the month") + suffix, "columns", table, 0, series("pending", "overdue")),
    ]
