"""The charts of a document as real charts of a workbook, over the cells of its tables."""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from onestop_cli.output.charts import FILLS
from onestop_cli.output.documents import Chart, Document, Table
from onestop_cli.output.words import _

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart as Drawn
    from xlsxwriter.worksheet import Worksheet

_KINDS = {
    "columns": {"type": "column"},
    "shares": {"type": "column", "subtype": "percent_stacked"},
    "bars": {"type": "bar", "subtype": "percent_stacked"},
}
_PATTERNS = {"solid": None, "stripes": "wide_upward_diagonal", "dots": "percent_25", "cross": "diagonal_cross"}
_COLOURS = ("#1f4e79", "#3a6ea5", "#b3401f", "#666666")
_CHART_ROWS = 15
"""The rows a chart covers as the library makes it."""
_CHART_COLUMNS = 15


def add_charts(workbook: "Workbook", document: Document, sheets: Sequence[tuple[str, int]]) -> None:
    """A sheet with the document's charts, each page one; `sheets` are those of its tables, with their first rows."""
    if not document.charts:
        return
    sheet = workbook.add_worksheet(_("Charts"))
    row, breaks = 0, list[int]()
    for chart in document.charts:
        table = document.tables[chart.table]
        scale = max(1.4, len(table.rows) * 0.14) if chart.kind == "bars" else 1.4
        drawn = _chart(workbook, chart, table, *sheets[chart.table])
        sheet.insert_chart(row, 0, drawn, {"x_scale": 1.9, "y_scale": scale})
        row += ceil(_CHART_ROWS * scale) + 2
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])
    sheet.print_area(0, 0, row, _CHART_COLUMNS)
    lay_out(sheet)


def lay_out(sheet: "Worksheet") -> None:
    """Printed on A4 lying, all columns on one page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _chart(workbook: "Workbook", chart: Chart, table: Table, name: str, first: int) -> "Drawn":
    last = first + max(len(table.rows) - table.has_total, 1) - 1
    drawn = workbook.add_chart(_KINDS[chart.kind])
    assert drawn is not None
    for place, series in enumerate(chart.series):
        drawn.add_series(
            {
                "name": series.name,
                "categories": [name, first, chart.category, last, chart.category],
                "values": [name, first, series.column, last, series.column],
                "border": {"color": "#333333", "width": 0.5},
                **_fill(place),
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
    drawn.set_legend({"position": "bottom"})
    if chart.kind == "bars":
        drawn.set_y_axis({"reverse": True})
    return drawn


def _fill(place: int) -> dict[str, dict[str, str]]:
    """How a series is filled: told apart by pattern as well as by shade."""
    pattern, colour = _PATTERNS[FILLS[place % len(FILLS)]], _COLOURS[place % len(_COLOURS)]
    if pattern is None:
        return {"fill": {"color": colour}}
    return {"pattern": {"pattern": pattern, "fg_color": colour, "bg_color": "#ffffff"}}
