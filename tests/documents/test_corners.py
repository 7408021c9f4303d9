"""The corners of the documents: dossiers that changed, paper, long names, many suspensions, odd addresses."""

import re
import subprocess
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.documents.book import SHEET, Book
from tests.documents.conftest import Converted, Documents
from tests.documents.page import Page
from tests.documents.programs import Browser, sheets
from tests.documents.shapes import FIXED
from tests.documents.summer import Recorded, plain
from tests.documents.varied import LONG_PROCEDURE, written
from tests.office import Ward

pytestmark = pytest.mark.slow

NAMES = {"svg": "http://www.w3.org/2000/svg"}
TALLEST = 409.5
"""The highest row Excel knows, in points."""


# --- the dossiers behind a figure --------------------------------------------------------------------


def test_a_dossier_stands_behind_a_figure_as_it_stood_for_it(register: Ward, tmp_path: Path) -> None:
    """Given to another officer in August, it is listed under him; its due date is the one it had at that month's end.

    `behind.gathered` takes a dossier of the same state and outcome for the same line: an open one that is within its
    limit at the end of July and of August is listed for both as it stood in July.
    """
    command = ("report", "--by", "month", "--by", "officer", "--year", "2026", "--lang", "en")
    page = Page(written(register, tmp_path / "x.html", *command).read_text(encoding="utf-8"))
    officer, due = (page.data["headings"].index(name) for name in ("Officer", "Due"))
    strays: list[str] = []
    for row in page.bodies[0][:-1]:
        month, _, name = row[0].text.partition(" / ")
        for figure in (cell.figure for cell in row if cell.figure):
            for found in page.dossiers(figure):
                is_past = figure.endswith("-within") and (found[due][6:10], found[due][3:5]) < (month[3:], month[:2])
                if is_past or (found[officer] or "unassigned") != name:
                    strays.append(f"{row[0].text}: {found[0]}, officer {found[officer]}, due {found[due]}")
    assert strays == []


def test_a_withdrawn_or_stopped_dossier_is_neither_early_nor_late(register: Ward, tmp_path: Path) -> None:
    """Domain §3.5: closed without a result is an outcome of its own, never early, on time or late."""
    path = written(register, tmp_path / "x.html", "report", "--month", "8", "--lang", "en")
    page = Page(path.read_text(encoding="utf-8"))
    told = {pair for row in page.rows for pair in pairwise(row) if pair[0] in ("withdrawn", "stopped")}
    assert told == {("withdrawn", "closed without a result"), ("stopped", "closed without a result")}


@pytest.mark.parametrize("name", ["report", "weeks", "form", "index"])
def test_a_page_known_then_is_byte_for_byte_the_page_of_then(name: str, recorded: Recorded, tmp_path: Path) -> None:
    """The dossiers behind a figure stand in another order: by code with `--known-at`, by finish without."""
    today = written(recorded.whole, tmp_path / "1.html", *FIXED[name], "--known-at", "2023-08-02", "--lang", "en")
    then = written(recorded.copy("2023-08-02"), tmp_path / "2.html", *FIXED[name], "--lang", "en")
    assert plain(today.read_text(encoding="utf-8")) == then.read_text(encoding="utf-8")


@pytest.mark.parametrize("figure", ["toString", "constructor", "%"])
def test_an_address_that_names_no_figure_is_no_error(figure: str, browser: Browser, page_files: Documents) -> None:
    assert browser.seen(page_files["month", "vi"], figure).console == []


# --- a page on paper ---------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["month", "year", "sealed", "late", "register"])
@pytest.mark.usefixtures("poppler")
def test_no_column_is_lost_when_a_page_is_printed(
    shape: str, browser: Browser, page_files: Documents, pages: dict[tuple[str, str], Page]
) -> None:
    """On A4 lying the last columns lie beyond the edge: `.scroll` hides them, and a scroll bar is printed."""
    page = pages[shape, "vi"]
    said, printed = Counter(page.text.split()), Counter(sheets(browser.paper(page_files[shape, "vi"])).words)
    for title in re.findall("<title>(.*?)</title>", page.source)[:1]:
        said.subtract(title.split())  # it stands above a window, not on paper
    depth = [row for row in page.tables[0] if row and row[0].is_heading]
    last = depth[0][-1].text.split()
    assert {word: printed[word] for word in last if printed[word] < said[word]} == {}


@pytest.mark.usefixtures("poppler")
def test_a_long_name_beside_a_bar_is_printed_whole(register: Ward, browser: Browser, tmp_path: Path) -> None:
    """A name of some 290 letters is longer than the drawing is wide, and cut at its edge."""
    path = written(register, tmp_path / "x.html", "report", "--year", "2026")
    words = Counter(sheets(browser.paper(path)).words)
    assert LONG_PROCEDURE.endswith("láng giềng")
    assert words["giềng"] == 2, "once in the table, once in the chart"


def test_the_labels_of_a_chart_do_not_lie_on_each_other(register: Ward, tmp_path: Path) -> None:
    """By month and procedure the names stand side by side below columns 30 units apart."""
    path = written(register, tmp_path / "x.html", "report", "--by", "month", "--by", "procedure", "--year", "2026")
    for text in Page(path.read_text(encoding="utf-8")).charts:
        chart = ElementTree.fromstring(text)
        labels = [label for label in chart.findall("svg:text", NAMES) if label.get("text-anchor") == "middle"]
        lowest = max((float(label.get("y", "")) for label in labels), default=0)
        line = [label for label in labels if float(label.get("y", "")) == lowest]
        spans = [
            (float(label.get("x", "")), 0.4 * len(label.text or "") * float(label.get("font-size", "")))
            for label in line
        ]
        assert all(x + wide / 2 <= y - other / 2 for (x, wide), (y, other) in pairwise(spans))


def test_two_suspensions_in_a_cell_stand_on_two_lines(register: Ward, tmp_path: Path) -> None:
    """They are parted by a line end, which HTML shows as a blank: where one ends and the next begins cannot be seen."""
    path = written(register, tmp_path / "x.html", "late", "--month", "8")
    source = path.read_text(encoding="utf-8")
    style = source[source.index("<style>") : source.index("</style>")]
    is_kept = re.search(r"td[^{}]*\{[^}]*white-space:\s*pre-(line|wrap)", style)
    assert is_kept or "<br" in source


# --- a workbook on paper -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.usefixtures("poppler")
def test_the_note_below_the_index_is_printed_whole(language: str, converted: Converted, books: Documents) -> None:
    """It is one line, longer than the table is wide, and the print area ends with the table."""
    note = next(
        str(row[0].value)
        for row in Book(books["index", language]).workbook.worksheets[0].iter_rows(min_row=12)
        if row[0].value and len(str(row[0].value)) > 120
    )
    words = sheets(converted.pdf["index", language]).words
    assert set(note.split()) - set(words) == set()


@pytest.mark.usefixtures("poppler")
def test_no_term_is_printed_over_another(converted: Converted) -> None:
    """On the sheet of notes a term explained in two lines has the height of one, and lies over its neighbour."""
    told = subprocess.run(
        ["pdftotext", "-bbox", str(converted.pdf["month", "vi"]), "-"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    page = told.stdout.rpartition("<page ")[2]
    found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)', page)
    boxes = [(float(a), float(b), float(c), float(d), word) for a, b, c, d, word in found]
    assert len(boxes) > 100
    over = [
        (one[4], other[4])
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if min(one[2], other[2]) - max(one[0], other[0]) > 2
        and min(one[3], other[3]) - max(one[1], other[1]) > (one[3] - one[1]) / 2
    ]
    assert over == []


def test_no_row_is_higher_than_excel_knows(ward: Ward, tmp_path: Path) -> None:
    """Fourteen suspensions in a cell of the late list make a row of 630 points; Excel knows 409.5."""
    ward.is_now("1/6/2026 09:00")
    code = ward.receive("giam-ho").code
    for _ in range(14):
        ward.now += timedelta(hours=1)
        ward.suspend(code, "other_agency")
        ward.now += timedelta(hours=1)
        ward.resume(code)
    ward.is_now("1/9/2026 09:00")
    book = Book(written(ward, tmp_path / "x.xlsx", "late", "--month", "9"))
    heights = [float(row.get("ht", "15")) for row in book.elements("xl/worksheets/", f"{SHEET}row")]
    assert max(heights) <= TALLEST
