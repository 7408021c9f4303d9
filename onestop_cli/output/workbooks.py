"""A document as an Excel workbook by XlsxWriter: a sheet a table, dates as dates, codes as text, real charts.

Its metadata are fixed, so that the same document gives the same bytes. Nothing a user typed becomes a formula or a
link.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from math import ceil
from textwrap import wrap
from typing import Any

from onestop_cli.errors import TooManyRows
from onestop_cli.output.charts import FILLS
from onestop_cli.output.documents import FIGURES, Chart, Column, Document, Heading, Table, headings, shown
from onestop_cli.output.figures import EXCEL_MOMENT, number
from onestop_cli.output.words import _

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp, so that bytes do not depend on the clock
_NUMBERS = {
    "count": "#,##0", "percent": "0.00%", "days": "#,##0.00", "points": "0.00", "moment": EXCEL_MOMENT, "code": "@",
}  # fmt: skip
_MEANING = 110
_WIDEST = {"text": 44, "code": 28}
_PATTERNS = {"solid": None, "stripes": "wide_upward_diagonal", "dots": "percent_25", "cross": "diagonal_cross"}
_COLOURS = ("#1f4e79", "#3a6ea5", "#b3401f", "#666666")
MOST_ROWS = 1_048_576
"""What a sheet holds."""
_CHART_ROWS = 15
"""The rows a chart covers as the library makes it."""
_CHART_COLUMNS = 15
_LINE = 15
"""The height of a line of text, in points."""


def workbook_bytes(document: Document) -> bytes:
    """The workbook; needs the extra `xlsx`. Raises `TooManyRows`."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": document.title, "author": "onestop", "created": _MADE})
        _Drawing(workbook, document).draw()
    return buffer.getvalue()


class _Drawing:
    """One workbook being drawn."""

    def __init__(self, workbook: Any, document: Document) -> None:
        self.workbook = workbook
        self.document = document
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.sheets: list[tuple[str, int]] = []

    def draw(self) -> None:
        for table in self.document.tables:
            self._sheet(table, self.document.lines, is_form=bool(self.document.top[0]))
        self._charts()
        if self.document.dossiers is not None:
            self._sheet(self.document.dossiers, (), is_form=False)
        self._words()

    def format(self, **properties: Any) -> Any:
        """A cell format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def _sheet(self, table: Table, lines: Sequence[str], *, is_form: bool) -> None:
        sheet = self.workbook.add_worksheet(table.name)
        widths = [
            _width(column, [row[place] for row in table.rows[:2000]]) for place, column in enumerate(table.columns)
        ]
        last = len(table.columns) - 1
        row = self._top(sheet, last) if is_form else 0
        title = self.document.title if is_form else table.title or self.document.title
        centred = {"align": "center"} if is_form else {}
        if is_form:
            sheet.merge_range(row, 0, row, last, title, self.format(bold=True, font_size=13, **centred))
        else:
            sheet.write_string(row, 0, title, self.format(bold=True, font_size=13))
        for line in lines:
            row += 1
            if is_form:
                sheet.merge_range(row, 0, row, last, line, self.format(italic=True, **centred))
            else:
                self._across(sheet, row, widths, line, italic=False)
        first = row + 2
        heading = self.format(bold=True, border=1, align="center", valign="vcenter", text_wrap=True, bg_color="#eef2f6")
        depth = max(len(column.headings) for column in table.columns)
        widths = [
            _width(column, [row[place] for row in table.rows[:2000]]) for place, column in enumerate(table.columns)
        ]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for h in headings(table):
            _merged(sheet, first, h, heading)
        for line, height in enumerate(_heading_heights(table, widths, depth)):
            sheet.set_row(first + line, height)
        if any(column.number for column in table.columns):
            for place, column in enumerate(table.columns):
                sheet.write_string(
                    first + depth, place, column.number, self.format(italic=True, border=1, align="center")
                )
            depth += 1
        body = first + depth
        if body + len(table.rows) > MOST_ROWS:
            raise TooManyRows(most=number(MOST_ROWS), rows=number(len(table.rows)))
        self._body(sheet, body, table, widths)
        self.sheets.append((table.name, body))
        sheet.freeze_panes(body, 0)
        rows = len(table.rows) - table.has_total
        if rows and not is_form:
            sheet.autofilter(body - 1, 0, body + rows - 1, last)
        after = body + len(table.rows) + 1
        for note in table.notes:
            self._across(sheet, after, widths, note)
            after += 1
        if is_form:
            for line in self.document.checks:
                sheet.write_string(after, 0, line)
                after += 1
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(first, body - 1)
        sheet.print_area(0, 0, max(after - 1, body), last)
        sheet.set_footer("&L&A&R&P/&N")

    def _across(self, sheet: Any, row: int, widths: Sequence[float], text: str, *, italic: bool = True) -> None:
        """A text over the whole width of a table, in as many lines as it needs."""
        style = self.format(italic=italic, text_wrap=True, valign="top")
        if len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, text, style)
        else:
            sheet.write_string(row, 0, text, style)
        sheet.set_row(row, _height(_lines(text, sum(widths))))

    def _top(self, sheet: Any, last: int) -> int:
        """What stands above the title of an official form; returns the line after it."""
        for place, text in enumerate(self.document.top):
            middle = last // 2
            first, end = (0, middle) if place == 0 else (middle + 1, last)
            sheet.merge_range(0, first, 0, end, text, self.format(align="center", valign="top", text_wrap=True))
        sheet.set_row(0, 15 * max(text.count("\n") + 1 for text in self.document.top))
        return 2

    def _body(self, sheet: Any, first: int, table: Table, widths: Sequence[float]) -> None:
        texts = [place for place, column in enumerate(table.columns) if column.kind == "text"]
        formats = [self.format(**_properties(column)) for column in table.columns]
        bold = [self.format(**_properties(column), bold=True) for column in table.columns]
        for line, values in enumerate(table.rows):
            is_total = table.has_total and line == len(table.rows) - 1
            lines = max((_lines(str(values[place] or ""), widths[place]) for place in texts), default=1)
            if lines > 1:
                sheet.set_row(first + line, _height(lines))
            for place, value in enumerate(values):
                style = (bold if is_total else formats)[place]
                self._cell(sheet, first + line, place, value, table.columns[place].kind, style)

    @staticmethod
    def _cell(sheet: Any, row: int, place: int, value: Any, kind: str, style: Any) -> None:
        if value is None or value == "":
            blank = shown(value, kind)
            if blank:
                sheet.write_string(row, place, blank, style)
            else:
                sheet.write_blank(row, place, None, style)
        elif kind in FIGURES:
            sheet.write_number(row, place, value, style)
        elif kind == "moment":
            sheet.write_datetime(row, place, value.replace(tzinfo=None), style)
        else:
            sheet.write_string(row, place, str(value), style)

    def _charts(self) -> None:
        if not self.document.charts:
            return
        sheet = self.workbook.add_worksheet(_("Charts"))
        row, breaks = 0, list[int]()
        for chart in self.document.charts:
            rows = len(self.document.tables[chart.table].rows)
            scale = max(1.4, rows * 0.14) if chart.kind == "bars" else 1.4
            sheet.insert_chart(row, 0, self._chart(chart), {"x_scale": 1.9, "y_scale": scale})
            row += ceil(_CHART_ROWS * scale) + 2
            breaks.append(row)
        sheet.set_h_pagebreaks(breaks[:-1])
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.print_area(0, 0, row, _CHART_COLUMNS)
        sheet.fit_to_pages(1, 0)

    def _chart(self, chart: Chart) -> Any:
        table = self.document.tables[chart.table]
        name, first = self.sheets[chart.table]
        last = first + max(len(table.rows) - table.has_total, 1) - 1
        kinds = {
            "columns": {"type": "column"},
            "shares": {"type": "column", "subtype": "percent_stacked"},
            "bars": {"type": "bar", "subtype": "percent_stacked"},
        }
        made = self.workbook.add_chart(kinds[chart.kind])
        for place, series in enumerate(chart.series):
            pattern = _PATTERNS[FILLS[place % len(FILLS)]]
            colour = _COLOURS[place % len(_COLOURS)]
            fill = {"fill": {"color": colour}} if pattern is None else {
                "pattern": {"pattern": pattern, "fg_color": colour, "bg_color": "#ffffff"}
            }  # fmt: skip
            made.add_series(
                {
                    "name": series.name,
                    "categories": [name, first, chart.category, last, chart.category],
                    "values": [name, first, series.column, last, series.column],
                    "border": {"color": "#333333", "width": 0.5},
                    **fill,
                }
            )
        made.set_title({"name": chart.title, "name_font": {"size": 12}})
        made.set_legend({"position": "bottom"})
        if chart.kind == "bars":
            made.set_y_axis({"reverse": True})
        return made

    def _words(self) -> None:
        """The sums that hold and the terms, on a sheet of their own."""
        if not (self.document.glossary or (self.document.checks and not self.document.top[0])):
            return
        sheet = self.workbook.add_worksheet(_("Notes"))
        row = 0
        if self.document.checks and not self.document.top[0]:
            sheet.write_string(row, 0, _("Sums that hold"), self.format(bold=True))
            for line in self.document.checks:
                row += 1
                sheet.write_string(row, 0, line)
            row += 2
        if self.document.glossary:
            sheet.write_string(row, 0, _("Terms"), self.format(bold=True))
            for term, meaning in self.document.glossary:
                row += 1
                sheet.write_string(row, 0, term, self.format(bold=True))
                sheet.write_string(row, 1, meaning, self.format(text_wrap=True))
                sheet.set_row(row, _height(_lines(meaning, _MEANING)))
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, _MEANING)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)


def _merged(sheet: Any, first: int, h: Heading, style: Any) -> None:
    if h.columns == h.lines == 1:
        sheet.write_string(first + h.line, h.column, h.words, style)
    else:
        end = (first + h.line + h.lines - 1, h.column + h.columns - 1)
        sheet.merge_range(first + h.line, h.column, *end, h.words, style)


def _properties(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"border": 1, "valign": "top"}
    if column.kind in _NUMBERS:
        found["num_format"] = _NUMBERS[column.kind]
    if column.kind in ("text", "code"):
        found["indent"] = 1
    if column.kind == "text":
        found["text_wrap"] = True
    if column.kind in FIGURES:
        found["align"] = "right"
    return found


def _width(column: Column, values: Sequence[Any]) -> float:
    """Wide enough for what the column holds, within reason."""
    longest = max((len(line) for value in values for line in shown(value, column.kind).split("\n")), default=0)
    heading = max((len(word) for word in column.headings[-1].split()), default=0)
    return min(max(longest + 2, heading + 2, 7), _WIDEST.get(column.kind, 20))


@cache
def _lines(text: str, width: float) -> int:
    """The lines a text takes in a cell: a program that prints without a screen does not measure them itself."""
    return sum(len(wrap(part, max(4, int(width) - 1))) or 1 for part in text.split("\n"))


def _height(lines: int) -> float:
    """The height of a row of so many lines, as far as a program allows."""
    return min(_LINE * lines, 409)


def _heading_heights(table: Table, widths: Sequence[float], depth: int) -> list[float]:
    """The height of each heading line, so that none of its words is cut."""
    heights = [float(_LINE)] * depth
    for h in sorted(headings(table), key=lambda h: h.lines):
        width = sum(widths[h.column : h.column + h.columns])
        needed = _LINE * _lines(h.words, width * 0.9)
        span = range(h.line, h.line + h.lines)
        missing = needed - sum(heights[line] for line in span)
        if missing > 0:
            heights[span[-1]] += missing
    return heights
