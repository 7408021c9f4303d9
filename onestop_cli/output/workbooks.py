"""A document as an Excel workbook by XlsxWriter: a sheet a table, dates as dates, codes as text, real charts.

Its metadata are fixed, so that the same document gives the same bytes. Nothing a user typed becomes a formula or a
link.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from onestop_cli.errors import TooManyRows
from onestop_cli.output.console_text import visible_lines
from onestop_cli.output.documents import Column, Document, Heading, Table, headings
from onestop_cli.output.figures import FIGURES, Cell, number, shown
from onestop_cli.output.measures import column_width, heading_heights, n_lines, row_height
from onestop_cli.output.words import _
from onestop_cli.output.workbook_charts import add_charts, lay_out

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp, so that bytes do not depend on the clock
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Nothing that was typed is anything but text."""
_NUMBERS = {
    "count": "#,##0", "percent": "0.00%", "days": "#,##0.00", "points": "0.00", "moment": "dd/mm/yyyy hh:mm",
    "code": "@",
}  # fmt: skip
_DAY = "dd/mm/yyyy"
"""Of an act without an hour."""
_MEANING = 110
_TO_SIGN = 5
"""The lines of a sheet in which a signature has room above its name."""
MOST_ROWS = 1_048_576
"""What a sheet holds."""
Property = str | int | bool
"""What a property of a cell's format can be."""


def workbook_bytes(document: Document) -> bytes:
    """The workbook; needs the extra `xlsx`. Raises `TooManyRows`."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    with Workbook(buffer, {**OPTIONS, "in_memory": True}) as workbook:
        workbook.set_properties({"title": document.title, "author": "onestop", "created": MADE})
        _Drawing(workbook, document).draw()
    return buffer.getvalue()


class _Drawing:
    """One workbook being drawn."""

    def __init__(self, workbook: "Workbook", document: Document) -> None:
        self.workbook = workbook
        self.document = document
        self._formats: dict[tuple[tuple[str, Property], ...], Format] = {}
        self.sheets: list[tuple[str, int]] = []

    def draw(self) -> None:
        for place, table in enumerate(self.document.tables):
            self._sheet(table, self.document.lines, is_form=bool(self.document.top[0]) and place == 0)
        add_charts(self.workbook, self.document, self.sheets)
        if self.document.dossiers is not None:
            self._sheet(self.document.dossiers, (), is_form=False)
        self._words()

    def format(self, **properties: Property) -> "Format":
        """A cell format, the same one for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def _sheet(self, table: Table, lines: Sequence[str], *, is_form: bool) -> None:
        sheet = self.workbook.add_worksheet(table.name)
        widths = [
            column_width(column, [row[place] for row in table.rows[:2000]])
            for place, column in enumerate(table.columns)
        ]
        last = len(table.columns) - 1
        first = self._head(sheet, table, lines, widths, is_form=is_form) + 2
        body = self._headings(sheet, first, table, widths)
        if body + len(table.rows) > MOST_ROWS:
            raise TooManyRows(most=number(MOST_ROWS), found=number(len(table.rows)))
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
        for line in self.document.checks if is_form else ():
            sheet.write_string(after, 0, line)
            after += 1
        if table is self.document.tables[0]:
            after = self._signed(sheet, after, last)
        lay_out(sheet)
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
        sheet.repeat_rows(first, body - 1)
        sheet.print_area(0, 0, max(after - 1, body), last)
        sheet.set_footer("&L&A&R&P/&N")

    def _signed(self, sheet: "Worksheet", row: int, last: int) -> int:
        """The lines of whoever signs, at the right below the first table; returns the line after them."""
        lines = self.document.signature
        if not lines:
            return row
        for place, line in enumerate(lines):
            row += _TO_SIGN if place == len(lines) - 1 else 1
            style = self.format(align="center", bold=place > 0, italic=place == 0)
            _merged(sheet, row, Heading(0, last // 2, last + 1 - last // 2, 1, line), style)
        return row + 1

    def _head(
        self, sheet: "Worksheet", table: Table, lines: Sequence[str], widths: Sequence[float], *, is_form: bool
    ) -> int:
        """The title and the lines below it, of a form in the middle; returns the last line written."""
        last = len(widths) - 1
        row = self._top(sheet, last) if is_form else 0
        if is_form:
            title = self.format(bold=True, font_size=13, align="center")
            sheet.merge_range(row, 0, row, last, self.document.title, title)
        else:
            sheet.write_string(row, 0, table.title or self.document.title, self.format(bold=True, font_size=13))
        for line in lines:
            row += 1
            if is_form:
                sheet.merge_range(row, 0, row, last, line, self.format(italic=True, align="center"))
            else:
                self._across(sheet, row, widths, line, italic=False)
        return row

    def _headings(self, sheet: "Worksheet", first: int, table: Table, widths: Sequence[float]) -> int:
        """The headings and, on a form, the numbers of the columns; returns the first line of the rows."""
        style = self.format(bold=True, border=1, align="center", valign="vcenter", text_wrap=True, bg_color="#eef2f6")
        heights = heading_heights(table, widths)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for h in headings(table):
            _merged(sheet, first, h, style)
        for line, height in enumerate(heights):
            sheet.set_row(first + line, height)
        below = first + len(heights)
        if not any(column.number for column in table.columns):
            return below
        for place, column in enumerate(table.columns):
            sheet.write_string(below, place, column.number, self.format(italic=True, border=1, align="center"))
        return below + 1

    def _across(self, sheet: "Worksheet", row: int, widths: Sequence[float], text: str, *, italic: bool = True) -> None:
        """A text over the whole width of a table, in as many lines as it needs."""
        style = self.format(italic=italic, text_wrap=True, valign="top")
        _merged(sheet, row, Heading(0, 0, len(widths), 1, text), style)
        sheet.set_row(row, row_height(n_lines(text, sum(widths))))

    def _top(self, sheet: "Worksheet", last: int) -> int:
        """What stands above the title of an official form; returns the line after it."""
        for place, text in enumerate(self.document.top):
            middle = last // 2
            first, end = (0, middle) if place == 0 else (middle + 1, last)
            sheet.merge_range(0, first, 0, end, text, self.format(align="center", valign="top", text_wrap=True))
        sheet.set_row(0, 15 * max(text.count("\n") + 1 for text in self.document.top))
        return 2

    def _body(self, sheet: "Worksheet", first: int, table: Table, widths: Sequence[float]) -> None:
        texts = [place for place, column in enumerate(table.columns) if column.kind == "text"]
        formats = [self.format(**_properties(column)) for column in table.columns]
        bold = [self.format(**_properties(column), bold=True) for column in table.columns]
        struck = [self.format(**_properties(column), font_strikeout=True) for column in table.columns if table.struck]
        for line, values in enumerate(table.rows):
            is_total = table.has_total and line == len(table.rows) - 1
            lines = max((n_lines(str(values[place] or ""), widths[place]) for place in texts), default=1)
            if lines > 1:
                sheet.set_row(first + line, row_height(lines))
            for place, value in enumerate(values):
                is_struck = table.is_struck(line, place)
                style = (bold if is_total else struck if is_struck else formats)[place]
                if isinstance(value, date) and not isinstance(value, datetime):
                    of_a_day = _properties(table.columns[place]) | {"num_format": _DAY}
                    style = self.format(**of_a_day, font_strikeout=is_struck)
                self._cell(sheet, first + line, place, value, table.columns[place].kind, style)

    @staticmethod
    def _cell(sheet: "Worksheet", row: int, place: int, value: Cell, kind: str, style: "Format") -> None:
        if value is None or value == "":
            sheet.write(row, place, shown(value, kind), style)
        elif isinstance(value, int | float) and kind in FIGURES:
            sheet.write_number(row, place, value, style)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, place, value.replace(tzinfo=None), style)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, datetime.combine(value, time()), style)
        else:
            sheet.write_string(row, place, visible_lines(str(value)), style)

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
                sheet.set_row(row, row_height(n_lines(meaning, _MEANING)))
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, _MEANING)
        lay_out(sheet)


def _merged(sheet: "Worksheet", first: int, h: Heading, style: "Format") -> None:
    if h.columns == h.lines == 1:
        sheet.write_string(first + h.line, h.column, h.words, style)
    else:
        end = (first + h.line + h.lines - 1, h.column + h.columns - 1)
        sheet.merge_range(first + h.line, h.column, *end, h.words, style)


def _properties(column: Column) -> dict[str, Property]:
    properties: dict[str, Property] = {"border": 1, "valign": "top"}
    if column.kind in _NUMBERS:
        properties["num_format"] = _NUMBERS[column.kind]
    if column.kind in ("text", "code"):
        properties["indent"] = 1
    if column.kind == "text":
        properties["text_wrap"] = True
    if column.kind in FIGURES:
        properties["align"] = "right"
    return properties
