"""A workbook as its file has it, beside what openpyxl reads: the parts, and the charts it does not give back."""

import re
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Series(NamedTuple):
    """A series of a chart: its name, how it is filled, and its two ranges with the values it was saved with."""

    name: str
    fill: str
    categories: str
    values: str
    saved: list[float | None]


class Book:
    """A workbook."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.workbook: Workbook = load_workbook(path)
        with ZipFile(path) as parts:
            self.parts = {name: parts.read(name).decode("utf-8") for name in parts.namelist()}

    @property
    def sheets(self) -> list[str]:
        return self.workbook.sheetnames

    @property
    def tables(self) -> list[Worksheet]:
        """The sheets that hold a table: those whose headings stay while one scrolls."""
        return [sheet for sheet in self.workbook.worksheets if sheet.freeze_panes]

    def sheet(self, name: str) -> Worksheet:
        return self.workbook[name]

    def elements(self, prefix: str, tag: str) -> list[ElementTree.Element]:
        """The elements of a name in the parts that begin with a prefix."""
        texts = [text for name, text in self.parts.items() if name.startswith(prefix) and name.endswith(".xml")]
        return [found for text in texts for found in ElementTree.fromstring(text).iter(tag)]

    @property
    def charts(self) -> list[list[Series]]:
        """The series of every chart, in the order of the charts."""
        names = [name for name in self.parts if name.startswith("xl/charts/chart")]
        numbered = sorted(names, key=lambda name: int(re.findall(r"[0-9]+", name)[-1]))
        return [
            [_series(found) for found in ElementTree.fromstring(self.parts[name]).iter(f"{CHART}ser")]
            for name in numbered
        ]

    def at(self, reference: str) -> tuple[str, int, list[Any]]:
        """The sheet, the column and the values of a range such as `'Báo cáo'!$B$8:$B$12`."""
        name, _, cells = reference.rpartition("!")
        sheet = self.workbook[name.strip("'").replace("''", "'")]
        bounds = range_boundaries(cells.replace("$", ""))
        column, first, last_column, last = (int(str(bound)) for bound in bounds)
        assert column == last_column
        return sheet.title, column, [sheet.cell(row, column).value for row in range(first, last + 1)]


def _series(found: ElementTree.Element) -> Series:
    def told(path: str) -> str:
        return found.findtext("/".join(CHART + step for step in path.split("/")), "")

    fill = found.find(f"{CHART}spPr/{DRAWING}pattFill")
    cache = found.find(f"{CHART}val/{CHART}numRef/{CHART}numCache")
    assert cache is not None
    saved = {int(point.get("idx", "")): float(point.findtext(f"{CHART}v", "")) for point in cache.iter(f"{CHART}pt")}
    count = cache.find(f"{CHART}ptCount")
    assert count is not None
    return Series(
        told("tx/v"), "solid" if fill is None else fill.get("prst", ""), told("cat/strRef/f"), told("val/numRef/f"),
        [saved.get(place) for place in range(int(count.get("val", "")))],
    )  # fmt: skip


def first_line(sheet: Worksheet) -> int:
    """The number of the first row below the headings that stay."""
    return int(re.findall(r"[0-9]+", str(sheet.freeze_panes))[0])


def heading_lines(sheet: Worksheet) -> tuple[int, int]:
    """The first and last line of the headings, which come again on each printed page."""
    first, last = re.findall(r"[0-9]+", str(sheet.print_title_rows))
    return int(first), int(last)


def headings(sheet: Worksheet, column: int) -> set[str]:
    """The words above a column, those over several columns among them."""
    first, last = heading_lines(sheet)
    own = [sheet.cell(line, column).value for line in range(first, last + 1)]
    over = [
        sheet.cell(found.min_row, found.min_col).value
        for found in sheet.merged_cells.ranges
        if first <= found.min_row <= last and found.min_col <= column <= found.max_col
    ]
    return {str(value) for value in (*own, *over) if value}


def body(sheet: Worksheet) -> list[list[Any]]:
    """The rows below the headings that stay, up to the first empty one."""
    found: list[list[Any]] = []
    for row in sheet.iter_rows(min_row=first_line(sheet)):
        values = [cell.value for cell in row]
        if all(value is None for value in values):
            break
        found.append(values)
    return found
