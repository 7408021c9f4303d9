"""The trend for people and machines: month by month, drawn so that it can be read without colour."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onestop_cli.core.tally import Row, rounded
from onestop_cli.errors import N_
from onestop_cli.output.documents import Chart, Column, Document, Series, Table
from onestop_cli.output.figures import number, percent
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.records import Record
from onestop_cli.output.reports.glossary import glossary
from onestop_cli.output.reports.head import head_lines, head_record, key_words, row_record, signed
from onestop_cli.output.reports.marks import foot, footed, marks_record
from onestop_cli.output.reports.report import identity_lines, month_words
from onestop_cli.output.reports.row_columns import COLUMNS
from onestop_cli.output.words import _

if TYPE_CHECKING:
    from onestop_cli.usecases.reports.trend import Trend

TITLE = N_("Trend by month")
TREND_KEYS = ("month", "key", "label", *Row._fields[1:])
_BAR = 24
_WIDE_BAR = 40
_EARLY, _ON_TIME, _LATE = "█", "▒", "░"


def trend_records(trend: "Trend") -> Iterator[Record]:
    """A record a month, of all; then those of each key asked for."""
    for key, words, rows in _lines(trend):
        for month, row in zip(trend.months, rows, strict=True):
            yield {"month": month, **row_record(row._replace(key=key)._asdict(), [words] if key else [])}


def trend_csv_records(trend: "Trend") -> Iterator[Record]:
    """The same for CSV, where keys and labels are one text."""
    for record in trend_records(trend):
        yield {**record, "key": " / ".join(record["key"]) or "total", "label": " / ".join(record["label"])}


def _lines(trend: "Trend") -> Iterator[tuple[tuple[str, ...], str, Sequence[Row]]]:
    yield (), "", trend.total
    for series in trend.series:
        words = key_words(trend.report.request.by[-1], series.key[0], trend.report.names)
        yield series.key, words, series.rows


def trend_record(trend: "Trend") -> Record:
    """The trend under its own keys (docs/json.md)."""
    head = head_record(trend.report.head, by=list(trend.report.request.by))
    return {**head, "rows": list(trend_records(trend)), **marks_record(trend.report.head)}


def trend_text(trend: "Trend") -> Page:
    """The trend on a screen: volume, outcomes and backlog, a line a month."""
    blocks = [[_(TITLE), *head_lines(trend.report.head)]]
    for key, words, rows in _lines(trend):
        if key:
            blocks.append([f"── {words}"])
        blocks += [_volume(trend, rows), _outcomes(trend, rows), _backlog(trend, rows)]
    blocks.append(identity_lines(trend.report))
    return (*paragraphs(blocks), *foot(trend.report.head))


def _bar(value: int, most: int, glyph: str = _EARLY) -> str:
    """A bar in proportion; what is not nothing has at least one mark."""
    return glyph * (max(1, round(value / most * _WIDE_BAR)) if value else 0)


def _volume(trend: "Trend", rows: Sequence[Row]) -> list[str]:
    most = max((max(r.received, r.resolved) for r in rows), default=0) or 1
    widest = len(number(most))
    lines = [_("Received (upper bar) and resolved (lower bar)")]
    for month, r in zip(trend.months, rows, strict=True):
        lines.append(f"{month_words(month)}  {number(r.received):>{widest}} {_bar(r.received, most)}")
        lines.append(f"{'':7}  {number(r.resolved):>{widest}} {_bar(r.resolved, most, _ON_TIME)}")
    return lines


def _outcomes(trend: "Trend", rows: Sequence[Row]) -> list[str]:
    marks = " · ".join((f"{_EARLY} {_('early')}", f"{_ON_TIME} {_('on time')}", f"{_LATE} {_('late')}"))
    lines = [_("Outcomes: {marks}", marks=marks)]
    for month, r in zip(trend.months, rows, strict=True):
        parts = (r.early, r.on_time, r.late)
        bar = "".join(glyph * n for glyph, n in zip((_EARLY, _ON_TIME, _LATE), _shares(parts, _BAR), strict=True))
        figures = " ".join(f"{percent(rounded(part, sum(parts))):>9}" for part in parts)
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
        overdue = _bar(r.overdue, most)
        other = _bar(r.pending - r.overdue, most, _LATE)
        words = _("{n} overdue", n=number(r.overdue)) if r.overdue else ""
        lines.append(f"{month_words(month)}  {number(r.pending):>{widest}} {overdue}{other} {words}".rstrip())
    return lines


_SHOWN = (
    "received", "resolved", "early", "on_time", "late", "early_rate", "on_time_rate", "pending", "overdue",
    "mean_working_days", "time_saved_days",
)  # fmt: skip
"""The columns of a document's tables, behind the month."""


def _table(trend: "Trend", name: str, title: str, rows: Sequence[Row]) -> Table:
    columns = [Column((_("Month"),)), *(Column((_(COLUMNS[n].words),), COLUMNS[n].kind) for n in _SHOWN)]
    cells = [[month_words(m), *(getattr(r, n) for n in _SHOWN)] for m, r in zip(trend.months, rows, strict=True)]
    return Table(name, title, columns, cells)


def trend_document(trend: "Trend") -> Document:
    """The trend as a document: a table and three charts of all, and the same of each key asked for."""
    tables: list[Table] = []
    charts: list[Chart] = []
    for place, (key, words, rows) in enumerate(_lines(trend)):
        name = _("Trend") if not key else f"{_('Trend')} {place}"
        tables.append(_table(trend, name, words, rows))
        charts += _charts(place, words)
    tables = footed(tables, trend.report.head, with_person=False)
    checks = identity_lines(trend.report)
    return Document(
        _(TITLE), head_lines(trend.report.head), tables, charts, checks, glossary(), signature=signed(trend.report.head)
    )


def _charts(table: int, words: str) -> list[Chart]:
    suffix = f": {words}" if words else ""

    def series(*names: str) -> list[Series]:
        return [Series(_(COLUMNS[name].words), 1 + _SHOWN.index(name)) for name in names]

    return [
        Chart(_("Received and resolved") + suffix, "columns", table, 0, series("received", "resolved")),
        Chart(_("Early, on time and late") + suffix, "shares", table, 0, series("early", "on_time", "late")),
        Chart(_("Backlog at the end of the month") + suffix, "columns", table, 0, series("pending", "overdue")),
    ]
